import { parentPort, workerData } from 'node:worker_threads'
import type { ElevationGrid } from '../core/network/elevation-grid.ts'
import { openGraph } from '../core/network/graph-file.ts'
import { networkFor } from '../core/network/walkers.ts'
import { prepareOptimisation, type OptimiseAnswer, type OptimiseWork } from '../core/siting/optimise.ts'
import type { MipSolver } from '../core/siting/mip.ts'

/** What crosses into the thread: typed arrays and plain numbers, the graph in shared memory. */
export interface OptimiseJob {
  /** Null for the straight line. */
  graph: ArrayBufferLike | null
  stepsFree: boolean
  elevation: ElevationGrid | null
  work: OptimiseWork
  timeLimitSeconds: number
  seed: number
  /** The module that opens the solver: HiGHS, or what a test puts in its place. */
  solverModule: string
}

export type OptimiseMessage =
  | { progress: { phase: 'walks' | 'solve'; share: number } }
  /** From here on the time limit runs; what is known already is worth keeping if the solver never comes back. */
  | { incumbent: OptimiseAnswer | null }
  | { result: OptimiseAnswer }

const post = (message: OptimiseMessage) => parentPort!.postMessage(message)
const { graph, stepsFree, elevation, work, timeLimitSeconds, seed, solverModule } = (workerData as { job: OptimiseJob }).job
const now = () => performance.now() / 1000

const walkers = graph && networkFor(openGraph(graph), { stepsFree, elevation })
const prepared = prepareOptimisation(walkers && walkers.graph, work, (share) => post({ progress: { phase: 'walks', share } }))
post({ progress: { phase: 'solve', share: 0 } })
const deadline = now() + timeLimitSeconds
if (work.task.method === 'heuristic') {
  post({ incumbent: null })
  post({ result: prepared.solve({ now, deadline, seed }, 'heuristic') })
} else {
  const { openHighs } = (await import(solverModule)) as { openHighs: () => Promise<MipSolver> }
  const mip = await openHighs()
  const quick = prepared.solve({ now, deadline: now() + Math.min(3, timeLimitSeconds * 0.3), seed }, 'heuristic')
  post({ incumbent: quick })
  const exact = prepared.solve({ mip, now, deadline, seed }, 'exact')
  post({ result: exact.answer.outcome === 'undecided' && quick.answer.outcome !== 'undecided' ? quick : exact })
}
