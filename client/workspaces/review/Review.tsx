import { Button, Input, Table } from 'antd'
import { useMemo, useState } from 'react'
import type { AreaRow } from '../../../server/contract/tables.ts'
import { useAreas, usePlaces } from '../../api/queries.ts'
import { formatCount } from '../../format.ts'
import { useText } from '../../i18n/index.ts'
import { EmptyState, ErrorNotice, LoadingBlock } from '../../shell/states.tsx'
import { StatusTag } from '../../shell/VerdictTag.tsx'
import { useElementSize } from '../../shell/use-element-size.ts'
import { useCountyView } from '../../state/county-view.ts'
import { useMapHandle } from '../../state/map-handle.tsx'
import { withSubject } from '../../state/url-state.ts'
import { useUpdateUrl, useUrlState } from '../../state/use-url-state.ts'
import { AreaDrawer } from './AreaDrawer.tsx'
import { areaColumns, statuses } from './columns.tsx'

type Status = AreaRow['status']
const tableHeadPixels = 44

function matches(row: AreaRow, search: string, wanted: readonly Status[]): boolean {
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

function AreaTable({ code, rows }: { code: string; rows: readonly AreaRow[] }) {
  const { t, language } = useText()
  const { place } = useUrlState()
  const update = useUpdateUrl()
  const { runId, summary } = useCountyView(code)
  const places = usePlaces(code, runId)
  const { showPlace } = useMapHandle()
  const [search, setSearch] = useState('')
  const [wanted, setWanted] = useState<Status[]>([])
  const [frame, size] = useElementSize<HTMLDivElement>()
  const shown = useMemo(() => rows.filter((row) => matches(row, search, wanted)), [rows, search, wanted])
  const selected = place ? rows.find((row) => row.id === place) : undefined

  const select = (row: AreaRow) => {
    update((state) => withSubject(state, { place: row.id }))
    const location = places.data?.find((candidate) => candidate.id === row.id)?.location
    if (location) showPlace(location)
  }
  const clear = () => {
    setSearch('')
    setWanted([])
  }
  return (
    <div className="stack stack-full">
      <div className="panel-head">
        <h1>{t('review.heading')}</h1>
        <span className="muted">{t('review.shown', { shown: formatCount(shown.length), total: formatCount(rows.length) })}</span>
      </div>
      <Input.Search allowClear value={search} placeholder={t('review.search')} aria-label={t('review.search')} onChange={(event) => setSearch(event.target.value)} />
      <StatusFilter rows={rows} wanted={wanted} onChange={setWanted} />
      <div className="table-frame" ref={frame}>
        {size.height > 0 && (
          <Table<AreaRow>
            virtual
            bordered={false}
            size="small"
            rowKey="id"
            dataSource={shown}
            pagination={false}
            columns={areaColumns({ t, language, select })}
            scroll={{ x: Math.max(size.width, 520), y: size.height - tableHeadPixels }}
            rowClassName={(row) => (row.id === place ? 'row-selected' : 'row-clickable')}
            onRow={(row) => ({ onClick: () => select(row) })}
            locale={{ emptyText: <>{t('review.noMatch')} <Button size="small" onClick={clear}>{t('review.clear')}</Button></> }}
          />
        )}
      </div>
      <AreaDrawer
        row={selected ?? null}
        rule={summary.data?.areaPer100Households?.rule ?? null}
        onClose={() => update((state) => withSubject(state, null))}
        onWhy={() => update((state) => ({ ...state, workspace: 'overview' }))}
      />
    </div>
  )
}

/** Residential areas against the rule, one row each, tied to the map both ways through the address. */
export function Review({ code }: { code: string }) {
  const { t } = useText()
  const { runId, summary } = useCountyView(code)
  const areas = useAreas(code, runId)
  if (areas.isError) {
    return <ErrorNotice what={t('error.what.areas')} error={areas.error} onRetry={() => void areas.refetch()} />
  }
  if (summary.isError) {
    return <ErrorNotice what={t('error.what.summary')} error={summary.error} onRetry={() => void summary.refetch()} />
  }
  if (summary.data && runId === null) return <EmptyState title={t('planning.noRun')} next={t('planning.noRunNext')} />
  if (!areas.data) return <LoadingBlock rows={14} />
  if (areas.data.length === 0) return <EmptyState title={t('review.empty')} next={t('review.emptyNext')} />
  return <AreaTable code={code} rows={areas.data} />
}
