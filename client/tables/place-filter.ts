import type { PlaceRow } from '../../server/contract/tables.ts'
import { turningLimit, type Band } from './band.ts'
import { misjudgedByStraightLine } from './straight-line.ts'

export const verdicts = ['covered', 'not_covered', 'unreached'] as const
export const placeClasses = ['city', 'country'] as const

/** What the places table is narrowed to; the unit stands apart in the address, since the map shows it as well. */
export interface PlaceFilter {
  search: string
  verdicts: readonly PlaceRow['verdict'][]
  placeClass: PlaceRow['placeClass'] | null
  edgeOnly: boolean
  misjudgedOnly: boolean
  /** Places that turn at a limit of the band, or at any. */
  turnsAt: number | 'any' | null
}

export const noFilter: PlaceFilter = {
  search: '', verdicts: [], placeClass: null, edgeOnly: false, misjudgedOnly: false, turnsAt: null,
}

export function isFiltered(filter: PlaceFilter): boolean {
  const { search, verdicts, placeClass, edgeOnly, misjudgedOnly, turnsAt } = filter
  return search.trim() !== '' || verdicts.length > 0 || placeClass !== null || edgeOnly || misjudgedOnly || turnsAt !== null
}

/** `inUnit` undefined is the whole county. The order of the rows stays. */
export function filterPlaces(
  rows: readonly PlaceRow[],
  filter: PlaceFilter,
  band: Band,
  inUnit: ((row: PlaceRow) => boolean) | undefined,
): PlaceRow[] {
  const search = filter.search.trim().toLowerCase()
  return rows.filter((row) => {
    if (inUnit && !inUnit(row)) return false
    if (filter.verdicts.length > 0 && !filter.verdicts.includes(row.verdict)) return false
    if (filter.placeClass !== null && row.placeClass !== filter.placeClass) return false
    if (filter.edgeOnly && !row.edge) return false
    if (filter.misjudgedOnly && !misjudgedByStraightLine(row)) return false
    if (filter.turnsAt !== null && !turns(row, filter.turnsAt, band)) return false
    return search === '' || [row.name, row.unitName, row.nearestFacilityName].some((text) => text?.toLowerCase().includes(search))
  })
}

function turns(row: PlaceRow, at: number | 'any', band: Band): boolean {
  const limitMetres = turningLimit(row, band)
  return at === 'any' ? limitMetres !== undefined : limitMetres === at
}
