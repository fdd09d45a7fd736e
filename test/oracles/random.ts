/** A seeded stream of numbers (mulberry32), so that a case that fails can be had again by its number. */
export function createRandom(seed: number) {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    /** From `low` to below `high`. */
    between: (low: number, high: number): number => low + (high - low) * next(),
    /** A whole number from 0 to below `count`. */
    below: (count: number): number => Math.floor(next() * count),
    chance: (share: number): boolean => next() < share,
    pick: <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)],
  }
}

export type Random = ReturnType<typeof createRandom>
