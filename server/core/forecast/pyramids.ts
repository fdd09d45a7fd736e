import { emptyPyramid, groupYears, openGroup } from './ages.ts'
import type { DatedPyramid } from './forecast-units.ts'

/** A stored row of people by age; `ageTo` null where the group is open. */
export interface AgeRow {
  unitId: string | null
  ageFrom: number
  ageTo: number | null
  male: number | null
  female: number | null
  /** YYYY-MM-DD. */
  asOf: string | null
}

export type PyramidFault = 'open_group_twice' | 'several_dates' | 'no_date'

export interface ReadPyramids {
  /** By unit; null is the county. */
  pyramids: Map<string | null, DatedPyramid>
  /** Pyramids that cannot be used, and why. */
  faults: { unitId: string | null; fault: PyramidFault }[]
}

/**
 * Rows as pyramids of five-year groups: those of 85 and over become one. A unit that gives both 85+ and parts of it is not
 * guessed at. `fallbackYear` is the year of rows without a date; null where none is known.
 */
export function readPyramids(rows: readonly AgeRow[], fallbackYear: number | null): ReadPyramids {
  const byUnit = new Map<string | null, AgeRow[]>()
  for (const row of rows) byUnit.set(row.unitId, [...(byUnit.get(row.unitId) ?? []), row])
  const result: ReadPyramids = { pyramids: new Map(), faults: [] }
  for (const [unitId, own] of byUnit) {
    const read = readOne(own, fallbackYear)
    if (typeof read === 'string') result.faults.push({ unitId, fault: read })
    else result.pyramids.set(unitId, read)
  }
  return result
}

const openAge = openGroup * groupYears

function readOne(rows: readonly AgeRow[], fallbackYear: number | null): DatedPyramid | PyramidFault {
  const years = new Set(rows.map(({ asOf }) => (asOf === null ? fallbackYear : Number(asOf.slice(0, 4)))))
  const [year] = years
  if (years.size > 1) return 'several_dates'
  if (year === null) return 'no_date'
  const oldest = rows.filter(({ ageFrom }) => ageFrom >= openAge)
  if (oldest.length > 1 && oldest.some(({ ageFrom, ageTo }) => ageFrom === openAge && ageTo === null)) return 'open_group_twice'
  const pyramid = emptyPyramid()
  for (const { ageFrom, male, female } of rows.filter(({ ageFrom }) => ageFrom < openAge)) {
    pyramid.male[ageFrom / groupYears] = male ?? NaN
    pyramid.female[ageFrom / groupYears] = female ?? NaN
  }
  // 85–89 without 90 and over is no open group: it is known only where its last row is open.
  if (oldest.some(({ ageTo }) => ageTo === null) && isUnbroken(oldest)) {
    for (const sex of ['male', 'female'] as const) pyramid[sex][openGroup] = oldest.reduce((sum, row) => sum + (row[sex] ?? NaN), 0)
  }
  return { pyramid, year }
}

function isUnbroken(rows: readonly AgeRow[]): boolean {
  const sorted = [...rows].sort((a, b) => a.ageFrom - b.ageFrom)
  return sorted.every(({ ageFrom }, i) => ageFrom === (i === 0 ? openAge : (sorted[i - 1].ageTo ?? Infinity) + 1))
}
