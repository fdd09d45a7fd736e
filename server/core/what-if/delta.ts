import type { Counts } from '../coverage/summarise.ts'
import type { CoverState, Places } from './covered-places.ts'
import type { Walks } from './walks-from-site.ts'

export interface PeopleSum {
  places: number
  /** Sums of known counts; households beside people. */
  residents: number
  residents60Plus: number
  residents80Plus: number
  households: number
  /** Places whose elders are not given: missing is not zero. */
  missing: number
}

export interface Delta {
  /** Place indices, ascending. */
  gained: number[]
  lost: number[]
  inCircle: number[]
  /** Of those in the circle, who is covered without the pin. */
  overlap: number[]
}

/**
 * What a list of changes and a pin on top of it mean against a run: `before` is the run, `changed` the run with the changes
 * and without the pin, `improved` what the pin shortens on top of that (infinite in neither). Exactly what two whole
 * runs would say.
 */
export function deltaOf(places: Places, before: CoverState, changed: CoverState, improved: ReadonlyMap<number, number>, circle: Walks): Delta {
  const gained: number[] = []
  const lost: number[] = []
  for (let place = 0; place < before.placeMetres.length; place++) {
    const was = before.placeMetres[place] < Infinity
    const is = (improved.get(place) ?? changed.placeMetres[place]) < Infinity
    if (is && !was) gained.push(place)
    if (was && !is) lost.push(place)
  }
  const inCircle = [...new Set(circle.points.map((point) => places.placeOfPoint[point]))].sort((a, b) => a - b)
  return { gained, lost, inCircle, overlap: inCircle.filter((place) => changed.placeMetres[place] < Infinity) }
}

export function sumPeople(counts: readonly Counts[], places: readonly number[]): PeopleSum {
  const sum: PeopleSum = { places: places.length, residents: 0, residents60Plus: 0, residents80Plus: 0, households: 0, missing: 0 }
  for (const place of places) {
    const { residents, residents_60_plus, residents_80_plus, households } = counts[place]
    sum.residents += residents ?? 0
    sum.residents60Plus += residents_60_plus ?? 0
    sum.residents80Plus += residents_80_plus ?? 0
    sum.households += households ?? 0
    if (residents_60_plus === null) sum.missing++
  }
  return sum
}
