import type { BuildClass, ResidentialArea } from './types.ts'
import type { Random } from './random.ts'

type Dates = Pick<ResidentialArea, 'permitDate' | 'planningConditionDate' | 'completionDate'>
type Households = Pick<ResidentialArea, 'householdsPlanned' | 'householdsCompleted' | 'householdsOccupied'>

/** Dates that agree with a class: permit, planning condition some months before (often lost for old areas), completion after. */
export function drawDates(random: Random, years: [number, number]): Dates {
  const year = random.integer(years[0], years[1])
  const month = random.integer(1, 12)
  const day = random.integer(1, 28)
  return {
    permitDate: isoDate(year, month, day),
    planningConditionDate: year >= 2005 && random.chance(0.7) ? isoDate(year - 1, month, random.integer(1, 28)) : null,
    completionDate: isoDate(year + 2, random.integer(1, 12), random.integer(1, 28)),
  }
}

export function drawHouseholds(random: Random, completed: number, buildClass: BuildClass): Households {
  const occupancy = buildClass === 'new' ? random.between(0.72, 0.94) : random.between(0.88, 0.99)
  return {
    householdsPlanned: completed,
    householdsCompleted: completed,
    householdsOccupied: Math.round(completed * occupancy),
  }
}

/** Integer counts of elders from shares, never more 80+ than 60+. */
export function elders(residents: number, share60: number, share80: number) {
  const residents60Plus = Math.round(residents * share60)
  return { residents, residents60Plus, residents80Plus: Math.min(residents60Plus, Math.round(residents * share80)) }
}

/** Square metres with two decimals, as text. */
export function squareMetres(value: number): string {
  return value.toFixed(2)
}

export function isoDate(year: number, month: number, day: number): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

/** Splits a whole number over weights so that the parts sum to it exactly (largest remainder). */
export function apportion(total: number, weights: number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0)
  const quotas = weights.map((w) => (total * w) / sum)
  const parts = quotas.map(Math.floor)
  const order = quotas.map((q, i) => ({ i, rest: q - parts[i] })).sort((a, b) => b.rest - a.rest || a.i - b.i)
  let left = total - parts.reduce((a, b) => a + b, 0)
  for (const { i } of order) {
    if (left-- <= 0) break
    parts[i]++
  }
  return parts
}
