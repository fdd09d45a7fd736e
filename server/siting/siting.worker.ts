import { parentPort, workerData } from 'node:worker_threads'
import type { SitingInstance } from '../core/siting/instance.ts'
import { solveLocation, type LocationAnswer, type LocationTask } from '../core/siting/solve-location.ts'
import type { MipSolver } from '../core/siting/mip.ts'

export interface SitingWork {
  instance: SitingInstance
  task: LocationTask
  timeLimitSeconds: number
  seed: number
  /** The module that opens the solver where a test puts another in the place of HiGHS. */
  solverModule?: string
}

export interface TimedAnswer {
  answer: LocationAnswer
  seconds: number
}

/** From `began` on the time limit runs. */
export type SitingMessage = 'began' | TimedAnswer

const post = (message: SitingMessage) => parentPort!.postMessage(message)
const { instance, task, timeLimitSeconds, seed, solverModule } = (workerData as { work: SitingWork }).work
const now = () => performance.now() / 1000
const began = now()
post('began')
const solver = () => import(solverModule ?? new URL('./highs.ts', import.meta.url).href) as Promise<{ openHighs: () => Promise<MipSolver> }>
const mip = task.method === 'exact' ? await (await solver()).openHighs() : undefined
const answer = solveLocation(instance, task, { mip, now, deadline: began + timeLimitSeconds, seed })
post({ answer, seconds: now() - began })
