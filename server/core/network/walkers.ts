import { elevationAt, type ElevationGrid } from './elevation-grid.ts'
import type { Graph } from './graph.ts'
import { withSlopes } from './slopes.ts'
import { tellsSteps, withoutSteps } from './without-steps.ts'

/** Who walks: what a run asks of the network beyond its streets. */
export interface WalkerNeeds {
  /** No stairs: neither walked nor joined. */
  stepsFree: boolean
  /** Slopes count, by this model; null for walks that are their length. `own`: the heights the roads came with. */
  elevation: ElevationGrid | 'own' | null
}

export interface WalkerNetwork {
  graph: Graph
  /** What a report must say about it; null for what was not asked. */
  steps: { known: boolean; removedEdges: number; removedMetres: number } | null
  slopes: { lengthMetres: number; cappedMetres: number; unknownMetres: number } | null
}

/** The network as these walkers find it, the same for a run, for *why* and for the command line. */
export function networkFor(graph: Graph, { stepsFree, elevation }: WalkerNeeds): WalkerNetwork {
  const level = stepsFree ? withoutSteps(graph) : graph
  const sum = (metres: Float64Array) => metres.reduce((a, b) => a + b, 0)
  const steps = stepsFree
    ? { known: tellsSteps(graph), removedEdges: graph.edgeCount - level.edgeCount, removedMetres: level === graph ? 0 : sum(graph.edgeMetres) - sum(level.edgeMetres) }
    : null
  if (elevation === null) return { graph: level, steps, slopes: null }
  const { graph: sloped, ...slopes } = withSlopes(level, elevation === 'own' ? undefined : (lon, lat) => elevationAt(elevation, lon, lat))
  return { graph: sloped, steps, slopes }
}
