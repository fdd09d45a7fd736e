import { Worker } from 'node:worker_threads'
import type { VectorFiles, VectorTask } from './vector.worker.ts'

/** Beyond it something hangs: a hundred circles take some five seconds. */
const mostMilliseconds = 120_000

export type WriteVector = (task: VectorTask, signal: AbortSignal) => Promise<VectorFiles>

/**
 * Writes files by GDAL in a thread of its own, which takes its memory with it when it ends; one at a time, so that ten
 * who download at once take no more than one. Throws what `signal` is aborted with.
 */
export function createVectorWriter(): WriteVector {
  let last: Promise<unknown> = Promise.resolve()
  return (task, signal) => {
    const mine = last.then(() => {
      signal.throwIfAborted()
      return writeInThread(task, signal)
    })
    last = mine.catch(() => undefined)
    return mine
  }
}

function writeInThread(task: VectorTask, signal: AbortSignal): Promise<VectorFiles> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('../../worker-entry.mjs', import.meta.url), {
      workerData: { module: new URL('./vector.worker.ts', import.meta.url).href, task },
    })
    const stop = (error: unknown) => {
      clearTimeout(clock)
      signal.removeEventListener('abort', onAbort)
      void worker.terminate()
      reject(error as Error)
    }
    const onAbort = () => stop(signal.reason)
    const clock = setTimeout(() => stop(new Error(`expected files within ${mostMilliseconds} ms`)), mostMilliseconds)
    signal.addEventListener('abort', onAbort, { once: true })
    worker.on('message', (files: VectorFiles) => {
      resolve(files)
      stop(undefined)
    })
    worker.on('error', stop)
    worker.on('exit', (code) => stop(new Error(`expected files from the thread, it ended with code ${code}`)))
  })
}
