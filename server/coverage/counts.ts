import type { Counts } from '../core/coverage/summarise.ts'
import type { Unit } from '../regions/regions.repository.ts'

export function countsOf(row: { residents: number | null; residents60Plus: number | null; residents80Plus: number | null; households: number | null }): Counts {
  return {
    residents: row.residents,
    residents_60_plus: row.residents60Plus,
    residents_80_plus: row.residents80Plus,
    households: row.households,
  }
}

/** Summaries are by township and street: a village or community stands under its parent. */
export function townshipOf(unitById: ReadonlyMap<string, Unit>, unitId: string | null): string | null {
  const unit = unitId ? unitById.get(unitId) : undefined
  return unit?.parentId ?? unitId
}
