import { Worker } from 'node:worker_threads'
import type { OptimiseAnswer } from '../core/siting/optimise.ts'
import type { OptimiseJob, OptimiseMessage } from './optimise.worker.ts'

/** How the thread ended: by itself, ended by us long after its time, or for want of memory. */
export type OptimiseEnd = 'answered' | 'overran' | 'out_of_memory'

export interface OptimiseOutcome {
  /** Null where the thread ended before anything was known. */
  answer: OptimiseAnswer | null
  end: OptimiseEnd
  seconds: number
}

export interface WorkerLimits {
  /** Beyond its time limit a solver has so long to notice; then its thread is ended. */
  graceSeconds: number
  /** Of JavaScript objects; arrays and the solver's own 4 GB stand beside it. */
  memoryMb: number
}

export const workerLimits: WorkerLimits = { graceSeconds: 15, memoryMb: 2048 }

/**
 * Solves in a thread of its own, under a watchdog: HiGHS has been seen to overlook its time limit. What was found before
 * the thread is ended is the answer, with the bound it has. An abort ends the thread at once.
 */
export function optimiseInWorker(
  job: OptimiseJob,
  report: (phase: 'walks' | 'solve', share: number) => void,
  signal: AbortSignal,
  limits: WorkerLimits = workerLimits,
): Promise<OptimiseOutcome> {
  return new Promise((resolve, reject) => {
    const began = performance.now()
    const worker = new Worker(new URL('../worker-entry.mjs', import.meta.url), {
      workerData: { module: new URL('./optimise.worker.ts', import.meta.url).href, job },
      resourceLimits: { maxOldGenerationSizeMb: limits.memoryMb },
    })
    let incumbent: OptimiseAnswer | null = null
    let watchdog: NodeJS.Timeout | undefined
    let pulse: NodeJS.Timeout | undefined
    const finish = () => {
      clearTimeout(watchdog)
      clearInterval(pulse)
      signal.removeEventListener('abort', stop)
      void worker.terminate()
    }
    const end = (answer: OptimiseAnswer | null, how: OptimiseEnd) => {
      finish()
      resolve({ answer, end: how, seconds: (performance.now() - began) / 1000 })
    }
    const stop = () => {
      finish()
      reject(new Error('the computation was cancelled'))
    }
    /** The thread is silent while it solves: time passes all the same. */
    const watch = () => {
      const from = performance.now()
      clearTimeout(watchdog)
      clearInterval(pulse)
      watchdog = setTimeout(() => end(incumbent, 'overran'), (job.timeLimitSeconds + limits.graceSeconds) * 1000)
      pulse = setInterval(() => report('solve', Math.min(1, (performance.now() - from) / 1000 / job.timeLimitSeconds)), 500)
    }
    if (signal.aborted) return stop()
    signal.addEventListener('abort', stop, { once: true })
    worker.on('message', (message: OptimiseMessage) => {
      if ('result' in message) return end(message.result, 'answered')
      if ('incumbent' in message) incumbent = message.incumbent
      else if (message.progress.phase === 'walks') return report('walks', message.progress.share)
      watch()
    })
    worker.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') return end(incumbent, 'out_of_memory')
      finish()
      reject(error)
    })
    worker.on('exit', (code) => {
      finish()
      reject(new Error(`expected an answer from the siting thread, it ended with code ${code}`))
    })
  })
}
