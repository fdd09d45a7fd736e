import { useMemo, useState } from 'react'
import type { PlaceRow } from '../../../server/contract/tables.ts'
import { useText } from '../../i18n/index.ts'
import { useCountyView } from '../../state/county-view.ts'
import { filterPlaces, type PlaceFilter } from '../../tables/place-filter.ts'
import { sortRows, type Sort } from '../../tables/sorting.ts'
import { placeColumns, placePrivacy } from './columns.tsx'

/**
 * Columns, order and rows of one places table. All rows are sorted once, then filtered: a filter keeps the order, and
 * typing in the search never sorts tens of thousands of names again.
 */
export function usePlacesTable(code: string, all: readonly PlaceRow[], filter: PlaceFilter, inUnit: ((row: PlaceRow) => boolean) | undefined) {
  const text = useText()
  const { bandMetres, sloped } = useCountyView(code)
  const [sort, setSort] = useState<Sort | null>({ key: 'over60', order: 'descend' })
  const privacy = useMemo(() => placePrivacy(all), [all])
  // The words change with the language alone.
  const columns = useMemo(() => placeColumns(text, bandMetres, privacy, sloped), [text.language, bandMetres, privacy, sloped])
  const sorted = useMemo(() => {
    const readers = Object.fromEntries(columns.map((column) => [column.key, column.sort]))
    return sortRows(all, sort, readers)
  }, [all, sort, columns])
  const rows = useMemo(() => filterPlaces(sorted, filter, bandMetres, inUnit), [sorted, filter, bandMetres, inUnit])
  return { columns, rows, sort, setSort }
}
