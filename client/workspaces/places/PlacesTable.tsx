import { CaretDownOutlined, CaretUpOutlined } from '@ant-design/icons'
import { memo, useCallback, useEffect, useRef, useState, type ReactNode, type RefObject } from 'react'
import type { PlaceRow } from '../../../server/contract/tables.ts'
import { useText } from '../../i18n/index.ts'
import { useMapHandle } from '../../state/map-handle.tsx'
import { withSubject } from '../../state/url-state.ts'
import { useUpdateUrl, useUrlState } from '../../state/use-url-state.ts'
import type { Sort } from '../../tables/sorting.ts'
import type { PlaceColumn } from './columns.tsx'

/** As in the style sheet: every row is as high as the next, so that a row's place follows from its index. */
export const rowPixels = 38
const headPixels = 40
/** Rows drawn beyond each edge of what is in sight. */
const overscan = 10
/** The window moves by whole steps, so that most scroll events draw nothing. */
const step = 5

/** Puts a place on the map and in the address; the row follows from there. */
function useSelectPlace(): (row: PlaceRow) => void {
  const update = useUpdateUrl()
  const { showPlace } = useMapHandle()
  return useCallback(
    (row) => {
      update((state) => withSubject(state, { place: row.id }))
      if (row.location) showPlace(row.location)
    },
    [update, showPlace],
  )
}

/** Brings the chosen row into sight, whoever chose it: this table, the map or a link. */
function useScrollToPlace(box: RefObject<HTMLDivElement | null>, rows: readonly PlaceRow[], place: string | null): void {
  const newest = useRef(rows)
  useEffect(() => {
    newest.current = rows
  }, [rows])
  useEffect(() => {
    const index = place ? newest.current.findIndex((row) => row.id === place) : -1
    if (index < 0 || !box.current) return
    const { scrollTop, clientHeight } = box.current
    const top = index * rowPixels
    const inSight = top >= scrollTop && top + rowPixels <= scrollTop + clientHeight - headPixels
    if (!inSight) box.current.scrollTop = Math.max(0, top - (clientHeight - headPixels) / 2)
  }, [box, place])
}

interface RowProps {
  row: PlaceRow
  index: number
  columns: readonly PlaceColumn[]
  chosen: boolean
  onSelect: (row: PlaceRow) => void
}

/** Drawn once and kept while it stays in sight; the name is the button that the keyboard reaches. */
const Row = memo(function Row({ row, index, columns, chosen, onSelect }: RowProps) {
  const { t } = useText()
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-current={chosen ? 'true' : undefined}
      className={chosen ? 'places-row row-selected' : 'places-row'}
      style={{ top: index * rowPixels }}
      onClick={() => onSelect(row)}
    >
      {columns.map((column) => (
        <div
          key={column.key} role={column.key === 'name' ? 'rowheader' : 'cell'} style={{ flex: `${column.width} 0 ${column.width}px` }}
          className={column.right ? 'places-cell places-cell-right' : 'places-cell'}
        >
          {column.key === 'name' ? (
            <button type="button" className="row-link" title={row.name} aria-label={t('places.open', { name: row.name })}>
              {row.name}
            </button>
          ) : (
            column.cell(row)
          )}
        </div>
      ))}
    </div>
  )
})

interface HeadProps {
  columns: readonly PlaceColumn[]
  sort: Sort | null
  onSort: (sort: Sort | null) => void
}

/** Up, down, and back to the order as it came. */
function nextSort(sort: Sort | null, key: string): Sort | null {
  if (sort?.key !== key) return { key, order: 'ascend' }
  return sort.order === 'ascend' ? { key, order: 'descend' } : null
}

function Head({ columns, sort, onSort }: HeadProps) {
  return (
    <div role="row" aria-rowindex={1} className="places-head">
      {columns.map((column) => {
        const order = sort?.key === column.key ? sort.order : null
        return (
          <div
            key={column.key} role="columnheader" className="places-cell" style={{ flex: `${column.width} 0 ${column.width}px` }}
            aria-sort={order === 'ascend' ? 'ascending' : order === 'descend' ? 'descending' : 'none'}
          >
            <button type="button" className={column.right ? 'sort-button sort-button-right' : 'sort-button'} onClick={() => onSort(nextSort(sort, column.key))}>
              {column.title}
              <span className="sort-carets" aria-hidden="true">
                <CaretUpOutlined className={order === 'ascend' ? 'accent-text' : undefined} />
                <CaretDownOutlined className={order === 'descend' ? 'accent-text' : undefined} />
              </span>
            </button>
          </div>
        )
      })}
    </div>
  )
}

interface PlacesTableProps extends HeadProps {
  label: string
  rows: readonly PlaceRow[]
  height: number
  empty: ReactNode
}

/**
 * Rows as they come, already filtered and sorted; only those in sight are in the page, so that tens of thousands of
 * them scroll like ten.
 */
export function PlacesTable({ label, columns, rows, sort, onSort, height, empty }: PlacesTableProps) {
  const { place } = useUrlState()
  const select = useSelectPlace()
  const box = useRef<HTMLDivElement>(null)
  const [first, setFirst] = useState(0)
  useScrollToPlace(box, rows, place)
  const least = columns.reduce((sum, column) => sum + column.width, 0)
  const inSight = Math.ceil(height / rowPixels)
  // Fewer rows than before: the browser has scrolled up, and says so only afterwards.
  const from = Math.max(0, Math.min(first, rows.length - inSight) - overscan)
  const drawn = rows.slice(from, first + inSight + step + overscan)
  return (
    <div
      ref={box}
      role="table"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      className="places-table"
      style={{ height }}
      onScroll={(event) => setFirst(Math.floor(event.currentTarget.scrollTop / rowPixels / step) * step)}
    >
      <div role="rowgroup" className="places-wide" style={{ minWidth: least }}>
        <Head columns={columns} sort={sort} onSort={onSort} />
      </div>
      <div role="rowgroup" className="places-wide places-body" style={{ minWidth: least, height: rows.length * rowPixels }}>
        {drawn.map((row, offset) => (
          <Row key={row.id} row={row} index={from + offset} columns={columns} chosen={row.id === place} onSelect={select} />
        ))}
      </div>
      {rows.length === 0 && <p className="places-empty">{empty}</p>}
    </div>
  )
}
