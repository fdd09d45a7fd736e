import { parentPort, workerData } from 'node:worker_threads'
import { snapAll, type SnapTask } from './snap-all.ts'

const { result, transfer } = snapAll((workerData as { task: SnapTask }).task)
parentPort!.postMessage(result, transfer)
