import { filterPlaces, noFilter } from '../../client/tables/place-filter.ts'
import { sortRows } from '../../client/tables/sorting.ts'
import type { PlaceRow } from '../../server/contract/tables.ts'
import { measureInRounds, type Figure } from './figures.ts'

const rowCount = 30_000

/** What the browser does with each key pressed in the search field of a table of a whole city's places. */
export async function benchTables(): Promise<Figure[]> {
  const rows = Array.from({ length: rowCount }, (_, i) => rowOf(i))
  const band = [720, 800, 1000]
  const filter = { ...noFilter, search: '小区29', turnsAt: 'any' as const }
  return measureInRounds(
    [
      { name: 'places.filter', note: `${rowCount} rows`, run: () => ({ proof: { found: filterPlaces(rows, filter, band, undefined).length } }) },
      { name: 'places.sort', note: `${rowCount} rows`, run: () => ({ proof: { first: sortRows(rows, { key: 'metres', order: 'descend' }, { metres: ({ travelMetres }) => travelMetres })[0].travelMetres ?? 0 } }) },
    ],
    { rounds: 30, warmUp: 5, longestSeconds: 20 },
  )
}

function rowOf(i: number): PlaceRow {
  return {
    id: String(i), kind: 'residential_area', name: `小区${i}`, unitName: '甲镇', placeClass: 'city', verdict: i % 3 ? 'covered' : 'not_covered', reason: i % 3 ? null : 'beyond_limit',
    travelMetres: (i * 7919) % 1200, accessMetres: 10, edge: false, residents: 100, residents60Plus: 20, residents80Plus: 4, households: 40,
    unitId: 'town', communityId: null, nearestFacilityName: '甲中心', nearestMetres: 600, missesByMetres: null, straightMetres: 400, straightCovered: true,
    location: [114, 22],
  }
}
