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
