import { Button, Input, Table, type TableProps } from 'antd'
import { useEffect, useMemo, useRef, useState, type ComponentRef } from 'react'
import type { AreaRow } from '../../../server/contract/tables.ts'
import { usePlaces } from '../../api/queries.ts'
import { formatCount } from '../../format.ts'
import { useText } from '../../i18n/index.ts'
import { StatusTag } from '../../shell/VerdictTag.tsx'
import { TableExport } from '../../shell/TableExport.tsx'
import { useElementSize } from '../../shell/use-element-size.ts'
import { useCountyView } from '../../state/county-view.ts'
import { useMapHandle } from '../../state/map-handle.tsx'
import { withSubject } from '../../state/url-state.ts'
import { useUpdateUrl, useUrlState } from '../../state/use-url-state.ts'
import { sortRows, type Sort } from '../../tables/sorting.ts'
import { areaTable } from './area-csv.ts'
import { areaColumns, areaReaders, statuses } from './columns.tsx'

type Status = AreaRow['status']
const tableHeadPixels = 44

function matches(row: AreaRow, search: string, wanted: readonly Status[], unitName: string | null): boolean {
  if (unitName !== null && row.unitName !== unitName) return false
  if (wanted.length > 0 && !wanted.includes(row.status)) return false
  const text = search.trim()
  return text === '' || row.name.includes(text) || (row.unitName?.includes(text) ?? false)
}

function StatusFilter({ rows, wanted, onChange }: { rows: readonly AreaRow[]; wanted: readonly Status[]; onChange: (wanted: Status[]) => void }) {
  const { t } = useText()
  return (
    <div className="status-filter" role="group" aria-label={t('review.columns.status')}>
      {statuses.map((status) => {
        const pressed = wanted.includes(status)
        const next = pressed ? wanted.filter((other) => other !== status) : [...wanted, status]
        return (
          <button key={status} type="button" aria-pressed={pressed} onClick={() => onChange(next)}>
            <StatusTag status={status} /> <strong>{formatCount(rows.filter((row) => row.status === status).length)}</strong>
          </button>
        )
      })}
    </div>
  )
}

/** The chosen area's row comes into sight, also when it was chosen on the map. */
function useScrollToArea(rows: readonly AreaRow[]) {
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

interface AreaTableProps {
  code: string
  rows: readonly AreaRow[]
  /** The township the table is narrowed to, by the name its areas carry. */
  unitName: string | null
  wanted: readonly Status[]
  onWanted: (wanted: Status[]) => void
}

/** Area by area, tied to the map both ways through the address. */
export function AreaTable({ code, rows, unitName, wanted, onWanted }: AreaTableProps) {
  const text = useText()
  const { t, language } = text
  const { place } = useUrlState()
  const update = useUpdateUrl()
  const { runId } = useCountyView(code)
  const places = usePlaces(code, runId)
  const { showPlace } = useMapHandle()
  const [search, setSearch] = useState('')
  const [sort, setSort] = useState<Sort | null>({ key: 'missing', order: 'descend' })
  const [frame, size] = useElementSize<HTMLDivElement>()
  const sorted = useMemo(() => sortRows(rows, sort, areaReaders), [rows, sort])
  const shown = useMemo(() => sorted.filter((row) => matches(row, search, wanted, unitName)), [sorted, search, wanted, unitName])
  const table = useScrollToArea(shown)
  const ofUnit = useMemo(() => rows.filter((row) => matches(row, '', [], unitName)), [rows, unitName])

  const select = (row: AreaRow) => {
    update((state) => withSubject(state, { place: row.id }))
    const location = places.data?.find((candidate) => candidate.id === row.id)?.location
    if (location) showPlace(location)
  }
  const clear = () => {
    setSearch('')
    onWanted([])
    update((state) => ({ ...state, unit: null }))
  }
  const changeSort: TableProps<AreaRow>['onChange'] = (_pages, _filters, sorter) => {
    const chosen = Array.isArray(sorter) ? sorter[0] : sorter
    setSort(chosen?.order && chosen.columnKey !== undefined ? { key: String(chosen.columnKey), order: chosen.order } : null)
  }
  return (
    <>
      <Input.Search allowClear value={search} placeholder={t('review.search')} aria-label={t('review.search')} onChange={(event) => setSearch(event.target.value)} />
      <StatusFilter rows={ofUnit} wanted={wanted} onChange={onWanted} />
      <div className="table-head">
        <span role="status">{t('review.shown', { shown: formatCount(shown.length), total: formatCount(rows.length) })}</span>
        {unitName !== null && <span className="muted">{t('sums.unit', { name: unitName })}</span>}
        {(shown.length < rows.length || unitName !== null) && <Button size="small" onClick={clear}>{t('review.clear')}</Button>}
        <TableExport code={code} title={t('review.heading')} count={shown.length} table={() => areaTable(text, shown)} />
      </div>
      <div className="table-frame" ref={frame}>
        {size.height > 0 && (
          <Table<AreaRow>
            ref={table}
            virtual
            bordered={false}
            size="small"
            rowKey="id"
            showSorterTooltip={false}
            dataSource={shown}
            pagination={false}
            columns={areaColumns({ t, language, select, sort })}
            scroll={{ x: Math.max(size.width, 520), y: size.height - tableHeadPixels }}
            onChange={changeSort}
            rowClassName={(row) => (row.id === place ? 'row-selected' : 'row-clickable')}
            onRow={(row) => ({ onClick: () => select(row) })}
            locale={{ emptyText: <>{t('review.noMatch')} <Button size="small" onClick={clear}>{t('review.clear')}</Button></> }}
          />
        )}
      </div>
    </>
  )
}
