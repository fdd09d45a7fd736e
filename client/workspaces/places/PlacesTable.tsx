import { Table, type TableColumnsType, type TableProps } from 'antd'
import { useEffect, useMemo, useRef, type ComponentRef, type ReactNode } from 'react'
import type { PlaceRow } from '../../../server/contract/tables.ts'
import { useText } from '../../i18n/index.ts'
import { useMapHandle } from '../../state/map-handle.tsx'
import { withSubject } from '../../state/url-state.ts'
import { useUpdateUrl, useUrlState } from '../../state/use-url-state.ts'
import type { Sort } from '../../tables/sorting.ts'
import type { PlaceColumn } from './columns.tsx'

interface PlacesTableProps {
  columns: readonly PlaceColumn[]
  rows: readonly PlaceRow[]
  sort: Sort | null
  onSort: (sort: Sort | null) => void
  width: number
  height: number
  empty: ReactNode
}

/** Puts a place on the map and in the address; the row follows from there. */
export function useSelectPlace(): (row: Pick<PlaceRow, 'id' | 'location'>) => void {
  const update = useUpdateUrl()
  const { showPlace } = useMapHandle()
  return (row) => {
    update((state) => withSubject(state, { place: row.id }))
    if (row.location) showPlace(row.location)
  }
}

/** Brings the chosen row into sight, whoever chose it: this table, the map or a link. */
function useScrollToPlace(rows: readonly PlaceRow[]) {
  const { place } = useUrlState()
  const table = useRef<ComponentRef<typeof Table>>(null)
  const newest = useRef(rows)
  useEffect(() => {
    newest.current = rows
  }, [rows])
  useEffect(() => {
    if (!place) return
    const frame = requestAnimationFrame(() => {
      if (newest.current.some((row) => row.id === place)) table.current?.scrollTo({ key: place })
    })
    return () => cancelAnimationFrame(frame)
  }, [place])
  return table
}

/** Rows as they come, already filtered and sorted; only those in sight are drawn. */
export function PlacesTable({ columns, rows, sort, onSort, width, height, empty }: PlacesTableProps) {
  const { t } = useText()
  const { place } = useUrlState()
  const select = useSelectPlace()
  const table = useScrollToPlace(rows)
  const least = columns.reduce((sum, column) => sum + column.width, 0)
  const tableColumns = useMemo<TableColumnsType<PlaceRow>>(
    () =>
      columns.map((column) => ({
        key: column.key,
        title: column.title,
        width: column.width,
        align: column.right ? 'right' : undefined,
        ellipsis: true,
        fixed: column.key === 'name' ? 'left' : undefined,
        sorter: true,
        sortOrder: sort?.key === column.key ? sort.order : null,
        render: (_, row) =>
          column.key !== 'name' ? column.cell(row) : (
            <button type="button" className="row-link" title={row.name} aria-label={t('places.open', { name: row.name })}>
              {row.name}
            </button>
          ),
      })),
    [columns, sort, t],
  )
  const change: TableProps<PlaceRow>['onChange'] = (_pages, _filters, sorter) => {
    const chosen = Array.isArray(sorter) ? sorter[0] : sorter
    onSort(chosen?.order && chosen.columnKey !== undefined ? { key: String(chosen.columnKey), order: chosen.order } : null)
  }
  return (
    <Table<PlaceRow>
      ref={table}
      virtual
      size="small"
      rowKey="id"
      showSorterTooltip={false}
      dataSource={rows}
      pagination={false}
      columns={tableColumns}
      scroll={{ x: Math.max(width, least), y: height }}
      onChange={change}
      rowClassName={(row) => (row.id === place ? 'row-selected' : 'row-clickable')}
      onRow={(row) => ({ onClick: () => select(row), 'aria-selected': row.id === place })}
      locale={{ emptyText: empty }}
    />
  )
}
