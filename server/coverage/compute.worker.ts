import { parentPort, workerData } from 'node:worker_threads'
import { compute, type ComputeTask } from './compute.ts'

const task = (workerData as { task: ComputeTask }).task
const result = compute(task, (phase, progress) => parentPort!.postMessage({ progress: { phase, progress } }))
parentPort!.postMessage({ result })
