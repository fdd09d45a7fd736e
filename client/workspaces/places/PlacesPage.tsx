import { Alert, Button } from 'antd'
import { useMemo } from 'react'
import type { PlaceRow } from '../../../server/contract/tables.ts'
import { usePlaces } from '../../api/queries.ts'
import { formatCount } from '../../format.ts'
import { useText } from '../../i18n/index.ts'
import { EmptyState, ErrorNotice, LoadingBlock } from '../../shell/states.tsx'
import { TableExport } from '../../shell/TableExport.tsx'
import { useElementSize } from '../../shell/use-element-size.ts'
import { useCountyView } from '../../state/county-view.ts'
import { useUnitTree } from '../../state/use-unit-tree.ts'
import { useUpdateUrl, useUrlState } from '../../state/use-url-state.ts'
import { isFiltered, noFilter } from '../../tables/place-filter.ts'
import { belongsTo } from '../../tables/unit-tree.ts'
import { NotesButton } from '../notes/NotesButton.tsx'
import { PlaceFilters } from './PlaceFilters.tsx'
import { PlacesTable } from './PlacesTable.tsx'
import { usePlacesTable } from './use-places-table.ts'

const leastTablePixels = 120

function ClearFilters() {
  const { t } = useText()
  const update = useUpdateUrl()
  return (
    <Button size="small" onClick={() => update((state) => ({ ...state, unit: null, filter: noFilter }))}>
      {t('places.clear')}
    </Button>
  )
}

function FilteredPlaces({ code, all }: { code: string; all: readonly PlaceRow[] }) {
  const { t } = useText()
  const { filter, unit, place } = useUrlState()
  const { tree } = useUnitTree(code)
  const [frame, size] = useElementSize<HTMLDivElement>()
  const inUnit = useMemo(() => (tree && unit ? belongsTo(tree, unit) : undefined), [tree, unit])
  const { columns, rows, sort, setSort } = usePlacesTable(code, all, filter, inUnit)
  const ofUnit = useMemo(() => (inUnit ? all.filter(inUnit) : all), [all, inUnit])
  const hidden = place !== null && all.some((row) => row.id === place) && !rows.some((row) => row.id === place)
  const exported = () => ({
    headings: columns.map((column) => column.title),
    rows: rows.map((row) => columns.map((column) => column.csv(row))),
  })
  return (
    <>
      <PlaceFilters code={code} rows={ofUnit} />
      <div className="table-head">
        <span role="status">{t('places.shown', { shown: formatCount(rows.length), total: formatCount(all.length) })}</span>
        {(isFiltered(filter) || unit !== null) && <ClearFilters />}
        <TableExport code={code} title={t('places.title')} count={rows.length} table={exported} />
      </div>
      {hidden && <Alert type="info" showIcon title={t('places.hidden')} action={<ClearFilters />} />}
      <div className="table-frame" ref={frame}>
        {size.height > 0 && (
          <PlacesTable
            label={t('places.title')}
            columns={columns}
            rows={rows}
            sort={sort}
            onSort={setSort}
            height={Math.max(leastTablePixels, size.height)}
            empty={<>{t('places.noMatch')} <ClearFilters /></>}
          />
        )}
      </div>
      <p className="muted">{t('places.privacy')}</p>
    </>
  )
}

/** Every place of the run in one table, tied to the map both ways through the address. */
export function PlacesPage({ code }: { code: string }) {
  const { t } = useText()
  const { runId, summary } = useCountyView(code)
  const places = usePlaces(code, runId)
  if (places.isError) {
    return <ErrorNotice what={t('error.what.places')} error={places.error} onRetry={() => void places.refetch()} />
  }
  if (summary.data && runId === null) return <EmptyState title={t('planning.noRun')} next={t('planning.noRunNext')} />
  if (!places.data) return <LoadingBlock rows={14} />
  if (places.data.length === 0) return <EmptyState title={t('places.empty')} next={t('places.emptyNext')} />
  return (
    <>
      <div className="panel-head">
        <h1>{t('places.heading')} <NotesButton code={code} about={t('places.title')} /></h1>
      </div>
      <FilteredPlaces code={code} all={places.data} />
    </>
  )
}
