import { divide, multiply, rational, type Rational } from '../exact.ts'

export interface Walk {
  /** Metres to the nearest facility; null where no walk is known. */
  metres: number | null
  /** Elders who walk it. */
  people: number
}

/**
 * Gini of access: how unequal the walks of elders are, 0 (all the same) to below 1.
 * G = Σᵢ Σⱼ wᵢ wⱼ |xᵢ − xⱼ| ÷ (2 W Σ wᵢ xᵢ), W = Σ wᵢ (relative mean difference: C. Gini, Variabilità e mutabilità, 1912;
 * A. Sen, On Economic Inequality, 1973, §2.8). Over sorted walks Σᵢ<ⱼ wᵢ wⱼ (xⱼ − xᵢ) is one sum, exact in micrometres.
 * Null where nobody walks, or where somebody's walk is not known: nobody is dropped to make a figure.
 */
export function giniOfAccess(walks: readonly Walk[]): Rational | null {
  const counted = walks.filter(({ people }) => people > 0)
  if (counted.length === 0 || counted.some(({ metres }) => metres === null)) return null
  const sorted = counted.map(({ metres, people }) => ({ x: micro(metres!), w: micro(people) })).sort((a, b) => (a.x < b.x ? -1 : a.x > b.x ? 1 : 0))
  let people = 0n
  let walked = 0n
  let spread = 0n
  for (const { x, w } of sorted) {
    spread += w * (x * people - walked)
    people += w
    walked += w * x
  }
  if (walked === 0n) return rational(0)
  // Each pair was taken once, which is the half.
  return divide(rational(spread), multiply(rational(people), rational(walked)))
}

/** Millionths: walks are stored to the micrometre, so that nothing is lost. */
function micro(value: number): bigint {
  return BigInt(Math.round(value * 1e6))
}
