import { parentPort, workerData } from 'node:worker_threads'
import type { ThreadResult, ThreadTask } from './compute-in-worker.ts'
import { compute } from './compute.ts'
import { layOutRun } from './surface.ts'

const { task, run, sources } = (workerData as { task: ThreadTask }).task
const computed = compute(task, (phase, progress) => parentPort!.postMessage({ progress: { phase, progress } }))
const result: ThreadResult = { result: computed, surface: layOutRun(run, sources) }
parentPort!.postMessage({ result })
