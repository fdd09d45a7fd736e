import { InputRefused, type Problem } from '../../core/problems.ts'
import { packInstance, type SitingInstance } from '../../core/siting/instance.ts'
import type { Costs } from './costs.ts'
import { doubledRow } from './csv-lines.ts'
import { readDemandWeights } from './demand-weights.ts'
import { readLongCosts } from './long-costs.ts'
import { readMatrixCosts } from './matrix-costs.ts'

export interface InstanceFiles {
  cost: string
  isMatrix: boolean
  /** Without it every weight is 1. */
  demand?: string
  limit?: number
}

export interface NamedInstance {
  instance: SitingInstance
  demandIds: string[]
  siteIds: string[]
}

/** Demands stand in the order of the demand file, else of the cost file; sites in that of the cost file. */
export async function readInstance(files: InstanceFiles): Promise<NamedInstance> {
  const weights = files.demand === undefined ? undefined : await readDemandWeights(files.demand)
  const costs = await (files.isMatrix ? readMatrixCosts(files.cost) : readLongCosts(files.cost))
  const demandIds = weights ? [...weights.keys()] : costs.demandIds
  if (weights) renumberDemands(costs, demandIds)
  const packed = packInstance({
    demandCount: demandIds.length,
    siteCount: costs.siteIds.length,
    pairs: costs.pairs,
    weight: weights ? Float64Array.from(weights.values()) : new Float64Array(demandIds.length).fill(1),
    limit: files.limit ?? Infinity,
  })
  if ('duplicate' in packed) {
    const { first, second } = packed.duplicate
    const name = `${demandIds[costs.pairs.demand[second]]}, ${costs.siteIds[costs.pairs.site[second]]}`
    throw doubledRow(costs.rowOfPair[second], costs.rowOfPair[first], 'demand, site', name)
  }
  return { instance: packed.instance, demandIds, siteIds: costs.siteIds }
}

/** A demand whose weight nobody gave is refused: 0 and 1 would both be inventions. */
function renumberDemands(costs: Costs, demandIds: string[]): void {
  const indexOf = new Map(demandIds.map((id, index) => [id, index]))
  const newIndex = Int32Array.from(costs.demandIds, (id) => indexOf.get(id) ?? -1)
  const problems: Problem[] = []
  const named = new Set<number>()
  const { count, demand } = costs.pairs
  for (let k = 0; k < count; k++) {
    const old = demand[k]
    demand[k] = newIndex[old]
    if (newIndex[old] >= 0 || named.has(old)) continue
    named.add(old)
    if (problems.length === 1000) break
    problems.push({
      code: 'DEMAND_UNKNOWN',
      severity: 'error',
      row: costs.rowOfPair[k],
      column: 'demand',
      value: costs.demandIds[old],
      message: { zh: '需求表中没有这个需求点，不知其权重', en: 'The demand table lacks this demand: its weight is unknown' },
      fix: { zh: '在需求表中补上一行（权重可为 0），或删去成本表中的这些行', en: 'Add a row to the demand table (a weight of 0 will do), or take its rows out of the cost table' },
    })
  }
  if (problems.length > 0) throw new InputRefused(problems)
}
