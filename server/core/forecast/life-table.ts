import type { Bilingual, Problem } from '../problems.ts'
import { groupCount, groupYears, labelOf, openGroup, sexes, type Sex } from './ages.ts'

/**
 * A life table as cohort survival needs it: person-years lived in each group, ₅Lₓ for x = 0, 5, … 80 and L₈₅₊ = T₈₅, on any
 * one radix a sex.
 */
export type LifeTable = Record<Sex, readonly number[]>

/**
 * Person-years from survivors: ₅Lₓ = 5 (lₓ + lₓ₊₅) ÷ 2, deaths spread evenly over the five years, and L₈₅₊ = l₈₅ × e₈₅
 * (S. H. Preston, P. Heuveline, M. Guillot, Demography, Blackwell 2001, ch. 3).
 * @param survivors lₓ at exact ages 0, 5, … 85
 * @param expectationAt85 e₈₅, years
 */
export function personYearsOf(survivors: readonly number[], expectationAt85: number): number[] {
  return survivors.map((alive, group) => (group === openGroup ? alive * expectationAt85 : (groupYears * (alive + survivors[group + 1])) / 2))
}

/** Exact ages at which the groups of an abridged life table begin: 0, 1, 5, 10, … 100, the last one open. */
export const rateAges = [0, 1, ...Array.from({ length: 20 }, (_, i) => 5 * (i + 1))]

/**
 * Person-years from death rates ₙmₓ: ₙqₓ = n·m ÷ (1 + (n − a)·m), at most 1; ₙdₓ = lₓ·q; lₓ₊ₙ = lₓ − ₙdₓ; ₙLₓ = ₙdₓ ÷ m, and
 * everybody alive at 100 dies in the open group (Preston et al. 2001, ch. 3). Those who die in a five-year group live
 * a = 2.5 years of it; below five by the equations of Coale and Demeny for low mortality (the same, table 3.3). 0–4 are ₁L₀ + ₄L₁, 85+ everything from 85 on; radix 1.
 * Invariant: the sum is the expectation of life at birth, years.
 * @param rates deaths a person-year in each of the groups that begin at `rateAges`, above 0
 */
export function personYearsOfRates(rates: readonly number[], sex: Sex): number[] {
  const years = new Array<number>(groupCount).fill(0)
  let alive = 1
  rateAges.forEach((age, i) => {
    const rate = rates[i]
    const group = Math.min(Math.floor(age / groupYears), openGroup)
    const width = i + 1 < rateAges.length ? rateAges[i + 1] - age : Infinity
    const livedByDying = i < 2 ? infantYears(rates[0], sex)[i] : width / 2
    const dying = width < Infinity ? Math.min(1, (width * rate) / (1 + (width - livedByDying) * rate)) : 1
    const deaths = alive * dying
    years[group] += deaths / rate
    alive -= deaths
  })
  return years
}

/** ₁a₀ and ₄a₁ where ₁m₀ < 0.107. */
function infantYears(rate: number, sex: Sex): [number, number] {
  return sex === 'male' ? [0.045 + 2.684 * rate, 1.651 - 2.816 * rate] : [0.053 + 2.8 * rate, 1.522 - 1.518 * rate]
}

/**
 * Share of a group that is alive five years on, in the next group: ₅Lₓ₊₅ ÷ ₅Lₓ; of those of 80 and over together, who all end
 * up in 85+: T₈₅ ÷ T₈₀ (Preston et al. 2001, ch. 6). One entry a group but the open one, each 0 to 1.
 */
export function survivalRatios(personYears: readonly number[]): Float64Array {
  return Float64Array.from({ length: openGroup }, (_, group) =>
    group === openGroup - 1
      ? personYears[openGroup] / (personYears[openGroup - 1] + personYears[openGroup])
      : personYears[group + 1] / personYears[group],
  )
}

/** What is wrong with a life table: every entry that no population can have, by sex and group. */
export function checkLifeTable(table: LifeTable): Problem[] {
  return sexes.flatMap((sex) => {
    const years = table[sex]
    if (years.length !== groupCount) return [problem(sex, `${years.length}`, { zh: `应有 ${groupCount} 个年龄组，得到 ${years.length} 个`, en: `expected ${groupCount} groups, got ${years.length}` })]
    return years.flatMap((lived, group) => {
      if (!(lived > 0 && lived < Infinity)) return [problem(`${sex}.${labelOf(group)}`, String(lived), { zh: '生存人年数应大于 0', en: 'person-years must be above 0' })]
      const next = years[group + 1]
      if (group < openGroup - 1 && next > lived)
        return [problem(`${sex}.${labelOf(group + 1)}`, String(next), { zh: `比前一组（${lived}）多：没有死者复生`, en: `more than the group before (${lived}): nobody rises from the dead` })]
      return []
    })
  })
}

function problem(column: string, value: string, message: Bilingual): Problem {
  return { code: 'LIFE_TABLE', severity: 'error', column: `lifeTable.${column}`, value, message }
}
