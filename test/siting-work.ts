import { createWorld } from './oracles/random-world.ts'
import type { OptimiseWork } from '../server/core/siting/optimise.ts'
import type { PlanProblem, PlanTask } from '../server/core/siting/plan-task.ts'
import type { Graph } from '../server/core/network/graph.ts'

export interface TownWork {
  graph: Graph | null
  work: OptimiseWork
}

export interface TownWish {
  problem: PlanProblem
  /** How many of the town's six facilities stand; the others are candidates. */
  existingCount: number
  fixed: boolean
  limitMetres: number
  p: number
  rate: number
  straight: boolean
  weights: number[]
  method?: PlanTask['method']
  everyType?: OptimiseWork['everyType']
}

/** A random town as one optimisation: its ten points are five places of two entrances each. */
export function townWork(seed: number, wish: TownWish): TownWork {
  const { graph, facilities, points } = createWorld(seed)
  const siteCount = facilities.lon.length
  const placeCount = points.lon.length / 2
  const weight = Float64Array.from({ length: placeCount }, (_, place) => wish.weights[place % wish.weights.length])
  const fixed = wish.fixed ? Array.from({ length: wish.existingCount }, (_, site) => site) : []
  const perSite = (value: number) => Float64Array.from({ length: siteCount }, (_, site) => (fixed.includes(site) ? 0 : value))
  const total = weight.reduce((sum, one) => sum + one, 0)
  const isCounted = ['mclp', 'p-median', 'p-centre', 'backup', 'capacitated'].includes(wish.problem)
  return {
    graph: wish.straight ? null : graph,
    work: {
      detourFactor: 1.3,
      sites: { ...facilities, limitMetres: new Float64Array(siteCount).fill(wish.limitMetres) },
      existingCount: wish.existingCount,
      openToday: new Uint8Array(wish.existingCount).fill(1),
      points,
      placeOfPoint: Int32Array.from(points.lon, (_, point) => point >> 1),
      placeCount,
      everyType: wish.everyType ?? null,
      searchMetres: 50_000,
      mostPairs: 1e6,
      demand: { kind: 'places', weight },
      task: {
        problem: wish.problem,
        fixed,
        ...(isCounted ? { mostSites: fixed.length + wish.p } : {}),
        cost: perSite(1),
        limits: [],
        targetWeight: Math.ceil(total * wish.rate),
        capacity: new Float64Array(siteCount).fill(7),
        preference: perSite(1),
        method: wish.method ?? 'exact',
        alternatives: 2,
      },
    },
  }
}
