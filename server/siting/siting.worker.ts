import { parentPort, workerData } from 'node:worker_threads'
import type { SitingInstance } from '../core/siting/instance.ts'
import { solveLocation, type LocationTask } from '../core/siting/solve-location.ts'
import { openHighs } from './highs.ts'

export interface SitingWork {
  instance: SitingInstance
  task: LocationTask
  timeLimitSeconds: number
  seed: number
}

const { instance, task, timeLimitSeconds, seed } = (workerData as { work: SitingWork }).work
const now = () => performance.now() / 1000
const began = now()
const mip = task.method === 'exact' ? await openHighs() : undefined
const answer = solveLocation(instance, task, { mip, now, deadline: began + timeLimitSeconds, seed })
parentPort!.postMessage({ answer, seconds: now() - began })
