import { Worker } from 'node:worker_threads'
import type { NetworkReport } from '../core/network/components.ts'
import { InputRefused, type Problem } from '../core/problems.ts'
import type { RoadReport } from '../network/files/road-report.ts'

export interface RoadsTask {
  path: string
  /** A vector layer's lines as GeoJSON; null where the file itself is a road file. */
  lines: Uint8Array | null
}

export interface BuiltRoads {
  /** The packed graph, every edge marked as the county's own. */
  buffer: SharedArrayBuffer
  /** The middle of each edge, degrees: by it an edge belongs to the county or to the buffer around it. */
  middleLon: Float64Array
  middleLat: Float64Array
  network: NetworkReport
  read: RoadReport
}

/** Reads roads and packs their graph in a thread of its own, which an abort ends at once. */
export function buildRoads(task: RoadsTask, signal: AbortSignal): Promise<BuiltRoads> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('../worker-entry.mjs', import.meta.url), {
      workerData: { module: new URL('./roads.worker.ts', import.meta.url).href, task },
    })
    const stop = () => {
      void worker.terminate()
      reject(new Error('the reading of the roads was cancelled'))
    }
    if (signal.aborted) return stop()
    signal.addEventListener('abort', stop, { once: true })
    worker.on('message', (message: { result: BuiltRoads } | { refused: Problem[] }) => {
      signal.removeEventListener('abort', stop)
      if ('refused' in message) reject(new InputRefused(message.refused))
      else resolve(message.result)
    })
    worker.on('error', reject)
    worker.on('exit', (code) => reject(new Error(`expected a graph from the thread, it ended with code ${code}`)))
  })
}
