import { Worker } from 'node:worker_threads'
import type { ComputeResult, ComputeTask, ReportProgress } from './compute.ts'
import type { Run } from './coverage.repository.ts'
import type { RunSurface, SurfaceSources } from './surface.ts'

/** Everything of a run that takes long: who reaches what, and where people live. */
export interface ThreadTask {
  task: ComputeTask
  run: Pick<Run, 'data_date' | 'parameters'>
  sources: SurfaceSources
}

export interface ThreadResult {
  result: ComputeResult
  surface: RunSurface
}

type Message = { progress: { phase: string; progress: number } } | { result: ThreadResult }

/** Runs a task in a thread of its own: the HTTP loop stays free, and an abort ends the thread at once. */
export function computeInWorker(task: ThreadTask, report: ReportProgress, signal: AbortSignal): Promise<ThreadResult> {
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
