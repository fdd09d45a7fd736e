import { Worker } from 'node:worker_threads'
import type { SnapResult, SnapTask } from './snap-all.ts'

/** Does it in a thread of its own: whoever drags a pin on another run meanwhile notices nothing. */
export function snapInWorker(task: SnapTask): Promise<SnapResult> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('../worker-entry.mjs', import.meta.url), {
      workerData: { module: new URL('./snap.worker.ts', import.meta.url).href, task },
    })
    worker.on('message', resolve)
    worker.on('error', reject)
    worker.on('exit', (code) => reject(new Error(`expected snaps from the thread, it ended with code ${code}`)))
  })
}
