import { groupCount, groupYears, openGroup, type Sex } from './ages.ts'
import type { LifeTable } from './life-table.ts'

/** Gompertz's law (1825), hazard a·e^(b·age): round figures of our own, of no country and no year. */
const hazards: Record<Sex, { a: number; b: number }> = { male: { a: 4e-5, b: 0.095 }, female: { a: 2e-5, b: 0.1 } }

/**
 * 示例生命表: made up so that the sample counties can be forecast. It is no published table, and whatever is computed with
 * it is a demonstration. Person-years by Simpson's rule over each year of age, up to 110.
 */
export function demoLifeTable(): LifeTable {
  return { male: personYears(hazards.male), female: personYears(hazards.female) }
}

function personYears({ a, b }: { a: number; b: number }): number[] {
  const alive = (age: number) => Math.exp((-a / b) * (Math.exp(b * age) - 1))
  const lived = (age: number) => (alive(age) + 4 * alive(age + 0.5) + alive(age + 1)) / 6
  return Array.from({ length: groupCount }, (_, group) => {
    const last = group === openGroup ? 110 : (group + 1) * groupYears
    let sum = 0
    for (let age = group * groupYears; age < last; age++) sum += lived(age)
    return sum
  })
}
