import { Worker } from 'node:worker_threads'
import type { LocationAnswer } from '../core/siting/solve-location.ts'
import type { SitingWork } from './siting.worker.ts'

export interface TimedAnswer {
  answer: LocationAnswer
  seconds: number
}

/** Solves in a thread of its own: the solver cannot be interrupted otherwise. The instance's arrays are copied into it. */
export function solveInWorker(work: SitingWork, signal: AbortSignal): Promise<TimedAnswer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('../worker-entry.mjs', import.meta.url), {
      workerData: { module: new URL('./siting.worker.ts', import.meta.url).href, work },
    })
    const stop = () => {
      void worker.terminate()
      reject(new Error('the computation was cancelled'))
    }
    if (signal.aborted) return stop()
    signal.addEventListener('abort', stop, { once: true })
    worker.on('message', (message: TimedAnswer) => {
      signal.removeEventListener('abort', stop)
      resolve(message)
    })
    worker.on('error', reject)
    worker.on('exit', (code) => reject(new Error(`expected an answer from the siting thread, it ended with code ${code}`)))
  })
}
