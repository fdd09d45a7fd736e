import { Worker } from 'node:worker_threads'
import { computeAccess, type AccessResult, type AccessTask } from './compute.ts'

/** Up to this many straight-line comparisons take less than the 50 ms for which the HTTP loop may stand still. */
const quickPairs = 100_000

/** Computes here where it is quick, else in a thread of its own, so that the HTTP loop stays free. */
export function computeAccessAside(task: AccessTask): Promise<AccessResult> {
  const quick = task.graph === null && task.facilityIds.length * task.places.lon.length <= quickPairs
  if (quick) return Promise.resolve(computeAccess(task))
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('../worker-entry.mjs', import.meta.url), {
      workerData: { module: new URL('./access.worker.ts', import.meta.url).href, task },
    })
    worker.on('message', resolve)
    worker.on('error', reject)
    worker.on('exit', (code) => reject(new Error(`expected a result from the access thread, it ended with code ${code}`)))
  })
}
