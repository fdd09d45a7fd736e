import { add, zero, type Rational } from '../../exact.ts'
import type { AreaStatus } from './area-per-100hh.ts'

/** A judged residential area under its township or street; null where that is not known. */
export interface AreaSumItem {
  unitId: string | null
  status: AreaStatus
  households: number | null
  requiredM2: Rational | null
  providedM2: Rational | null
  missingM2: Rational | null
}

export interface AreaSum {
  unitId: string | null
  /** The sum of everything; a row without a unit that is not the whole holds the areas of unknown unit. */
  whole: boolean
  areas: number
  met: number
  notMet: number
  insufficientData: number
  notPrescribed: number
  households: number
  requiredM2: Rational
  providedM2: Rational
  missingM2: Rational
}

/**
 * Sums of floor area per 100 households, m² exactly: the whole first, then each unit in the order of the items, those
 * of unknown unit last. Every column of the whole is the sum of the rows below it. What an area has no figure for
 * (no date, no households, not prescribed) adds nothing but its count: one area's surplus never fills another's gap.
 */
export function sumAreas(items: readonly AreaSumItem[]): AreaSum[] {
  const byUnit = new Map<string | null, AreaSumItem[]>()
  for (const item of items) {
    const own = byUnit.get(item.unitId)
    if (own) own.push(item)
    else byUnit.set(item.unitId, [item])
  }
  const unknown = byUnit.get(null)
  byUnit.delete(null)
  return [
    sumOf(items, null, true),
    ...[...byUnit].map(([unitId, own]) => sumOf(own, unitId, false)),
    ...(unknown ? [sumOf(unknown, null, false)] : []),
  ]
}

function sumOf(items: readonly AreaSumItem[], unitId: string | null, whole: boolean): AreaSum {
  const count = (status: AreaStatus) => items.filter((item) => item.status === status).length
  const total = (key: 'requiredM2' | 'providedM2' | 'missingM2') => items.reduce((sum, item) => add(sum, item[key] ?? zero), zero)
  return {
    unitId,
    whole,
    areas: items.length,
    met: count('met'),
    notMet: count('not_met'),
    insufficientData: count('insufficient_data'),
    notPrescribed: count('not_prescribed'),
    households: items.reduce((sum, item) => sum + (item.households ?? 0), 0),
    requiredM2: total('requiredM2'),
    providedM2: total('providedM2'),
    missingM2: total('missingM2'),
  }
}
