import { noFilter, placeClasses, verdicts, type PlaceFilter } from '../tables/place-filter.ts'

const longestSearch = 60
const anyTurn = 'any'

/** The filter of the places table from an address; what cannot be read is left open. */
export function parseFilter(query: URLSearchParams): PlaceFilter {
  const wanted = (query.get('verdict') ?? '').split(',')
  const turn = query.get('turn')
  return {
    search: (query.get('q') ?? '').slice(0, longestSearch),
    verdicts: verdicts.filter((verdict) => wanted.includes(verdict)),
    placeClass: placeClasses.find((placeClass) => placeClass === query.get('class')) ?? null,
    edgeOnly: query.get('edge') === '1',
    misjudgedOnly: query.get('straight') === '1',
    turnsAt: turn === anyTurn ? anyTurn : turn !== null && /^\d{2,4}$/.test(turn) ? Number(turn) : null,
  }
}

/** The parts of an address that differ from no filter at all. */
export function filterToQuery(filter: PlaceFilter): string[] {
  const query: string[] = []
  if (filter.search !== noFilter.search) query.push(`q=${encodeURIComponent(filter.search)}`)
  if (filter.verdicts.length > 0) query.push(`verdict=${filter.verdicts.join(',')}`)
  if (filter.placeClass) query.push(`class=${filter.placeClass}`)
  if (filter.edgeOnly) query.push('edge=1')
  if (filter.misjudgedOnly) query.push('straight=1')
  if (filter.turnsAt !== null) query.push(`turn=${filter.turnsAt}`)
  return query
}
