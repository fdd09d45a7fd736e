import { Worker } from 'node:worker_threads'
import type { SitingMessage, SitingWork, TimedAnswer } from './siting.worker.ts'

export interface EndedAnswer extends TimedAnswer {
  /** Why the solver was ended and the answer is the heuristic's; undefined where it ended by itself. */
  endedBy?: 'overran' | 'out_of_memory'
}

/** Beyond its time limit a solver has so long to notice; then its thread is ended. */
const graceSeconds = 15
const mostFallbackSeconds = 10
/** Longer ones fire at once. */
const longestTimer = 2 ** 31 - 1

/**
 * Solves in a thread of its own: the solver cannot be interrupted otherwise, and HiGHS has been seen to overlook its time
 * limit. Where the thread must be ended, the heuristic answers instead. The instance's arrays are copied into the thread.
 */
export async function solveInWorker(work: SitingWork, signal: AbortSignal, grace = graceSeconds): Promise<EndedAnswer> {
  const began = performance.now()
  const first = await runThread(work, signal, grace)
  if (typeof first !== 'string') return first
  const timeLimitSeconds = Math.min(mostFallbackSeconds, work.timeLimitSeconds)
  const second = await runThread({ ...work, task: { ...work.task, method: 'heuristic' }, timeLimitSeconds }, signal, graceSeconds)
  if (typeof second === 'string') throw new Error(`expected an answer from the heuristic, its thread ended: ${second}`)
  return { answer: second.answer, seconds: (performance.now() - began) / 1000, endedBy: first }
}

function runThread(work: SitingWork, signal: AbortSignal, grace: number): Promise<TimedAnswer | 'overran' | 'out_of_memory'> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('../worker-entry.mjs', import.meta.url), {
      workerData: { module: new URL('./siting.worker.ts', import.meta.url).href, work },
    })
    let watchdog: NodeJS.Timeout | undefined
    const finish = () => {
      clearTimeout(watchdog)
      signal.removeEventListener('abort', stop)
      void worker.terminate()
    }
    const end = (answer: TimedAnswer | 'overran' | 'out_of_memory') => {
      finish()
      resolve(answer)
    }
    const stop = () => {
      finish()
      reject(new Error('the computation was cancelled'))
    }
    if (signal.aborted) return stop()
    signal.addEventListener('abort', stop, { once: true })
    worker.on('message', (message: SitingMessage) => {
      if (message !== 'began') return end(message)
      watchdog = setTimeout(() => end('overran'), Math.min(longestTimer, (work.timeLimitSeconds + grace) * 1000))
    })
    worker.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') return end('out_of_memory')
      finish()
      reject(error)
    })
    worker.on('exit', (code) => {
      finish()
      reject(new Error(`expected an answer from the siting thread, it ended with code ${code}`))
    })
  })
}
