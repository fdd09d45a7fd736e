/**
 * Gini coefficient of a quantity a person has, among people in groups: half the relative mean difference,
 *
 *   G = Σᵢ Σⱼ pᵢ pⱼ |xᵢ − xⱼ| ÷ (2 P² μ),   P = Σ p,   μ = Σ p·x ÷ P
 *
 * (C. Gini, Variabilità e mutabilità, 1912; in this form A. Sen, On Economic Inequality, 1973, ch. 2). 0: everybody has the
 * same; towards 1: one has all. Undefined where nobody is counted or nobody has anything. Values ≥ 0, people ≥ 0.
 */
export function giniOf(values: ArrayLike<number>, people: ArrayLike<number>): number | undefined {
  const order = Array.from({ length: values.length }, (_, i) => i)
    .filter((i) => people[i] > 0)
    .sort((a, b) => values[a] - values[b])
  let before = 0
  let total = 0
  let twice = 0
  for (const i of order) {
    // Sorted, everybody before has no more: Σ Σ |difference| is twice Σ p·x·(people before − people after).
    twice += people[i] * values[i] * (2 * before + people[i])
    before += people[i]
    total += people[i] * values[i]
  }
  if (!(before > 0) || !(total > 0)) return undefined
  return Math.max(0, twice / (before * total) - 1)
}

export interface UnitAccess {
  people: number
  /** Σ A·P: the beds that reach them. */
  reached: number
}

/** Mean access of people: Σ A·P ÷ Σ P; undefined where nobody is counted. */
export function meanAccess({ people, reached }: UnitAccess): number | undefined {
  return people > 0 ? reached / people : undefined
}

/** Units whose mean is below a target (strictly), of those that have people at all. */
export function shareBelow(units: readonly UnitAccess[], target: number): { below: number; known: number; peopleBelow: number; people: number } {
  const known = units.filter(({ people }) => people > 0)
  // A hair's breadth of doubles is no shortfall: 3 × (1 ÷ 3) meets 1.
  const below = known.filter((unit) => meanAccess(unit)! < target * (1 - 1e-12))
  const sum = (rows: readonly UnitAccess[]) => rows.reduce((total, { people }) => total + people, 0)
  return { below: below.length, known: known.length, peopleBelow: sum(below), people: sum(known) }
}
