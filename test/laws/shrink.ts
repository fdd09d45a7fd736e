import type { Law } from './law.ts'
import type { Product } from './product.ts'
import type { Town } from './town.ts'

const lists = ['places', 'facilities', 'streets', 'townshipBorders'] as const

/**
 * The smallest town that a law still finds wrong: pieces of every list are left out, large ones first, as long as the
 * breach stays (Zeller & Hildebrandt's delta debugging, IEEE TSE 28(2), 2002). At most `most` towns are looked at.
 */
export function shrinkTown(town: Town, law: Law, product: Product, most = 400): Town {
  let smallest = town
  let looks = 0
  const tryTown = (smaller: Town): boolean => {
    if (looks++ >= most || findBreaches(law, smaller, product).length === 0) return false
    smallest = smaller
    return true
  }
  if (town.studyArea) tryTown({ ...town, studyArea: null })
  for (const list of lists) {
    for (let size = Math.ceil(smallest[list].length / 2); size >= 1; size = size > 1 ? Math.ceil(size / 2) : 0) {
      for (let at = 0; at < smallest[list].length;) {
        const items: unknown[] = smallest[list].slice()
        items.splice(at, size)
        if (!tryTown({ ...smallest, [list]: items } as Town)) at += size
      }
    }
  }
  return withoutLooseCorners(smallest, tryTown) ?? smallest
}

/** What a law finds wrong; an exception is a breach too. */
export function findBreaches(law: Law, town: Town, product: Product): string[] {
  try {
    return law.check(town, product)
  } catch (error) {
    return [`threw ${error instanceof Error ? error.message : String(error)}`]
  }
}

function withoutLooseCorners(town: Town, tryTown: (smaller: Town) => boolean): Town | undefined {
  const used = [...new Set(town.streets.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b)
  const streets = town.streets.map((street) => ({ ...street, from: used.indexOf(street.from), to: used.indexOf(street.to) }))
  const smaller = { ...town, corners: used.map((index) => town.corners[index]), streets }
  return tryTown(smaller) ? smaller : undefined
}
