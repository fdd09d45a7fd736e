/** Published quantiles of real residential areas, as `residential_area_quantiles.json` prints them. */
export type Quantiles = Record<'p5' | 'p10' | 'p25' | 'p50' | 'p75' | 'p90' | 'p95', number>

const steps = [
  [0.05, 'p5'],
  [0.1, 'p10'],
  [0.25, 'p25'],
  [0.5, 'p50'],
  [0.75, 'p75'],
  [0.9, 'p90'],
  [0.95, 'p95'],
] as const

/** Piecewise-linear inverse of the distribution; below p5 and above p95 it is clamped, as nothing is known there. */
export function inverseCdf(quantiles: Quantiles, probability: number): number {
  const [first] = steps
  if (probability <= first[0]) return quantiles.p5
  for (let i = 1; i < steps.length; i++) {
    const [low, lowKey] = steps[i - 1]
    const [high, highKey] = steps[i]
    if (probability > high) continue
    return quantiles[lowKey] + ((quantiles[highKey] - quantiles[lowKey]) * (probability - low)) / (high - low)
  }
  return quantiles.p95
}
