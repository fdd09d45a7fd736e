import { Worker } from 'node:worker_threads'
import type { ComputeResult, ComputeTask, ReportProgress } from './compute.ts'

type Message = { progress: { phase: string; progress: number } } | { result: ComputeResult }

/** Runs a task in a thread of its own: the HTTP loop stays free, and an abort ends the thread at once. */
export function computeInWorker(task: ComputeTask, report: ReportProgress, signal: AbortSignal): Promise<ComputeResult> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('../worker-entry.mjs', import.meta.url), {
      workerData: { module: new URL('./compute.worker.ts', import.meta.url).href, task },
    })
    const stop = () => {
      void worker.terminate()
      reject(new Error('the computation was cancelled'))
    }
    if (signal.aborted) return stop()
    signal.addEventListener('abort', stop, { once: true })
    worker.on('message', (message: Message) => {
      if ('progress' in message) return report(message.progress.phase, message.progress.progress)
      signal.removeEventListener('abort', stop)
      resolve(message.result)
    })
    worker.on('error', reject)
    worker.on('exit', (code) => reject(new Error(`expected a result from the compute thread, it ended with code ${code}`)))
  })
}
