import { describe, expect, test } from 'vitest'
import { isAsked } from './law.ts'
import { laws } from './laws.ts'
import { product } from './product.ts'
import { findBreaches } from './shrink.ts'
import { createTown } from './town-generator.ts'

/* `npm run laws` asks a thousand towns; here a few, and whether each law can fail at all. */
const towns = Array.from({ length: 25 }, (_, i) => createTown(i + 1))
const mostTownsForAMutation = 60

describe.each(laws)('$name: $promise', (law) => {
  test('holds in every town', () => {
    const breaches = towns
      .filter(({ seed }) => isAsked(law, seed))
      .flatMap((town) => findBreaches(law, town, product).map((breach) => `seed ${town.seed}: ${breach}`))
    expect(breaches).toEqual([])
  })

  test.each(Object.entries(law.mutations))('would find a product that %s', (_mistake, mutation) => {
    const mutant = { ...product, ...mutation }
    const caughtAt = Array.from({ length: mostTownsForAMutation }, (_, i) => i + 1).find(
      (seed) => findBreaches(law, createTown(seed), mutant).length > 0,
    )
    expect(caughtAt).toBeDefined()
  })
})
