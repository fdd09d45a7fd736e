import { parentPort, workerData } from 'node:worker_threads'
import { computeAccess, type AccessTask } from './compute.ts'

parentPort!.postMessage(computeAccess((workerData as { task: AccessTask }).task))
