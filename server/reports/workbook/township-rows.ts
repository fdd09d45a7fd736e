import { rates, type Measure } from '../../core/coverage/summarise.ts'
import type { Material } from '../material.ts'
import { hiddenRows } from '../shown-people.ts'

/** Sums of one measure before and after: covered ones, and all, of whom `unlocated` have no known place. */
export interface BeforeAfter {
  before: number
  after: number
  known: number
  unlocated: number
}

export interface TownshipRow {
  name: string
  elders: BeforeAfter
  residents: BeforeAfter
  households: BeforeAfter
  gainedPlaces: number
  lostPlaces: number
  /** Its elders are not shown. */
  hidden: boolean
}

const measuresShown = { elders: 'residents_60_plus', residents: 'residents', households: 'households' } as const satisfies Record<string, Measure>
const countOf = { elders: 'residents60Plus', residents: 'residents', households: 'households' } as const

/**
 * Coverage by township before and after, the sum of all last: the run's own sums, and of the places that all changes
 * together turn, each in its township. A full run over the same changes says the same.
 */
export function townshipRows({ units, unitSums, total, places }: Material, unknownName: string, wholeName: string): TownshipRow[] {
  if (!total) return []
  const scopeIds = new Set(unitSums.map(({ scope_id: id }) => id))
  const named = [...units.filter(({ id }) => scopeIds.has(id)).map(({ id, name }) => ({ id, name })), ...(scopeIds.has('unknown') ? [{ id: 'unknown', name: unknownName }] : [])]
  const turned = (list: readonly string[], id: string) => list.flatMap((placeId) => places.get(placeId) ?? []).filter(({ unitId }) => (unitId ?? 'unknown') === id)
  const rows = named.map(({ id, name }): TownshipRow => {
    const gained = turned(total.gainedPlaceIds, id)
    const lost = turned(total.lostPlaceIds, id)
    const sums = Object.fromEntries(
      (Object.keys(measuresShown) as (keyof typeof measuresShown)[]).map((key) => {
        const stored = unitSums.find(({ scope_id, measure }) => scope_id === id && measure === measuresShown[key])
        const { covered: before, known, unlocated } = stored ?? { covered: 0, known: 0, unlocated: 0 }
        const people = (list: typeof gained) => list.reduce((sum, place) => sum + (place[countOf[key]] ?? 0), 0)
        return [key, { before, after: before + people(gained) - people(lost), known, unlocated }]
      }),
    ) as Record<keyof typeof measuresShown, BeforeAfter>
    return { name, ...sums, gainedPlaces: gained.length, lostPlaces: lost.length, hidden: false }
  })
  const hidden = hiddenRows(rows.map(({ elders: { before, after, known, unlocated } }) => ({ before, after, all: known + unlocated })))
  return [...rows.map((row, index) => ({ ...row, hidden: hidden[index] })), wholeOf(rows, wholeName)]
}

function wholeOf(rows: readonly TownshipRow[], name: string): TownshipRow {
  const add = (key: keyof typeof measuresShown): BeforeAfter => {
    const of = (which: keyof BeforeAfter) => rows.reduce((sum, row) => sum + row[key][which], 0)
    return { before: of('before'), after: of('after'), known: of('known'), unlocated: of('unlocated') }
  }
  const count = (which: 'gainedPlaces' | 'lostPlaces') => rows.reduce((sum, row) => sum + row[which], 0)
  return { name, elders: add('elders'), residents: add('residents'), households: add('households'), gainedPlaces: count('gainedPlaces'), lostPlaces: count('lostPlaces'), hidden: false }
}

export function ratesOf({ before, after, known, unlocated }: BeforeAfter) {
  return { before: rates({ covered: before, known, unlocated }), after: rates({ covered: after, known, unlocated }) }
}
