import { Input, Table, type TableColumnsType } from 'antd'
import { useMemo, useState } from 'react'
import type { PlaceRow } from '../../../server/contract/tables.ts'
import { usePlaces } from '../../api/queries.ts'
import { formatCount, formatElders, formatMetres } from '../../format.ts'
import { useText } from '../../i18n/index.ts'
import { EmptyState, ErrorNotice, LoadingBlock } from '../../shell/states.tsx'
import { useElementSize } from '../../shell/use-element-size.ts'
import { useCountyView } from '../../state/county-view.ts'
import { useMapHandle } from '../../state/map-handle.tsx'
import { withSubject } from '../../state/url-state.ts'
import { useUpdateUrl, useUrlState } from '../../state/use-url-state.ts'
import { BandGains } from './BandGains.tsx'

const tableHeadPixels = 44
type Text = ReturnType<typeof useText>

function gapColumns({ t }: Text, limitMetres: number, select: (row: PlaceRow) => void): TableColumnsType<PlaceRow> {
  const number = (read: (row: PlaceRow) => number | null) => (a: PlaceRow, b: PlaceRow) => (read(a) ?? -1) - (read(b) ?? -1)
  return [
    {
      title: t('planning.columns.name'),
      // Names differ at their end: they take a second line before they are cut.
      dataIndex: 'name',
      className: 'cell-whole',
      render: (_, row) => (
        <button
          type="button"
          className="row-link"
          title={row.unitName ? `${row.name} · ${row.unitName}` : row.name}
          aria-label={t('planning.whyOf', { name: row.name })}
          onClick={(event) => {
            event.stopPropagation()
            select(row)
          }}
        >
          {row.name}
        </button>
      ),
    },
    {
      title: t('planning.columns.elders'), dataIndex: 'residents60Plus', width: 84, align: 'right',
      defaultSortOrder: 'descend', sorter: number((row) => row.residents60Plus),
      render: (_, row) => formatElders(row.residents60Plus),
    },
    {
      title: t('planning.columns.residents'), dataIndex: 'residents', width: 96, align: 'right',
      sorter: number((row) => row.residents), render: (_, row) => formatCount(row.residents),
    },
    {
      title: t('planning.columns.travel'), dataIndex: 'nearestMetres', width: 96, align: 'right',
      sorter: number((row) => row.nearestMetres ?? row.travelMetres),
      render: (_, row) => {
        if (row.verdict === 'unreached') return <span className="muted">{t('planning.unreached')}</span>
        const metres = row.nearestMetres ?? row.travelMetres
        // No way to any: it is farther than the limit, and nobody knows how far.
        return metres === null ? `> ${formatMetres(limitMetres)}` : formatMetres(metres)
      },
    },
  ]
}

function GapTable({ code, gaps }: { code: string; gaps: readonly PlaceRow[] }) {
  const text = useText()
  const { t } = text
  const { place } = useUrlState()
  const update = useUpdateUrl()
  const { showPlace } = useMapHandle()
  const { limitMetres } = useCountyView(code)
  const [search, setSearch] = useState('')
  const [frame, size] = useElementSize<HTMLDivElement>()
  const wanted = search.trim()
  const shown = useMemo(
    () => gaps.filter((row) => row.name.includes(wanted) || (row.unitName?.includes(wanted) ?? false)),
    [gaps, wanted],
  )
  const select = (row: PlaceRow) => {
    update((state) => withSubject(state, { place: row.id }))
    if (row.location) showPlace(row.location)
  }
  return (
    <>
      <Input.Search allowClear value={search} placeholder={t('planning.search')} aria-label={t('planning.search')} onChange={(event) => setSearch(event.target.value)} />
      <div className="table-frame" ref={frame}>
        {size.height > 0 && (
          <Table<PlaceRow>
            virtual
            size="small"
            rowKey="id"
            dataSource={shown}
            pagination={false}
            columns={gapColumns(text, limitMetres, select)}
            scroll={{ x: Math.max(size.width, 380), y: Math.max(120, size.height - tableHeadPixels) }}
            rowClassName={(row) => (row.id === place ? 'row-selected' : 'row-clickable')}
            onRow={(row) => ({ onClick: () => select(row) })}
            locale={{ emptyText: t('planning.noMatch') }}
          />
        )}
      </div>
    </>
  )
}

/** Where people cannot reach a facility, most elders first, and what another limit would change. */
export function GapPage({ code }: { code: string }) {
  const { t } = useText()
  const { runId, summary, limitMetres } = useCountyView(code)
  const places = usePlaces(code, runId)
  const gaps = useMemo(() => places.data?.filter((row) => row.verdict !== 'covered') ?? [], [places.data])
  if (places.isError) {
    return <ErrorNotice what={t('error.what.places')} error={places.error} onRetry={() => void places.refetch()} />
  }
  if (summary.isError) {
    return <ErrorNotice what={t('error.what.summary')} error={summary.error} onRetry={() => void summary.refetch()} />
  }
  if (summary.data && runId === null) return <EmptyState title={t('planning.noRun')} next={t('planning.noRunNext')} />
  if (!places.data) return <LoadingBlock rows={12} />
  const band = summary.data?.coverage?.band ?? []
  return (
    <>
      <h1 className="visually-hidden">{t('planning.heading')}</h1>
      {gaps.length === 0 ? (
        <EmptyState title={t('planning.empty')} />
      ) : (
        <>
          <p>{t('planning.intro', { places: formatCount(gaps.length), limit: formatMetres(limitMetres) })}</p>
          <GapTable code={code} gaps={gaps} />
        </>
      )}
      <p className="hint">{t('planning.ask')}</p>
      {band.length > 0 && <BandGains band={band} limitMetres={limitMetres} />}
    </>
  )
}
