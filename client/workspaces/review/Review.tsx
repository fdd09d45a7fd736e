import { Segmented } from 'antd'
import { useMemo, useState } from 'react'
import type { AreaRow } from '../../../server/contract/tables.ts'
import { useAreas, useAreaSums } from '../../api/queries.ts'
import { useText } from '../../i18n/index.ts'
import { EmptyState, ErrorNotice, LoadingBlock } from '../../shell/states.tsx'
import { useCountyView } from '../../state/county-view.ts'
import { withSubject, withWorkspace } from '../../state/url-state.ts'
import { useUpdateUrl, useUrlState } from '../../state/use-url-state.ts'
import { NotesButton } from '../notes/NotesButton.tsx'
import { AreaDrawer } from './AreaDrawer.tsx'
import { AreaTable } from './AreaTable.tsx'
import { SumsTable } from './SumsTable.tsx'

type Status = AreaRow['status']

/** The name that the areas of the chosen unit carry; null where the unit has none, so that no table empties for it. */
function useUnitName(code: string, rows: readonly AreaRow[]): string | null {
  const { unit } = useUrlState()
  const { runId, detail } = useCountyView(code)
  const sums = useAreaSums(code, unit === null ? null : runId)
  return useMemo(() => {
    if (unit === null) return null
    const name =
      sums.data?.find((row) => row.unitId === unit)?.unitName ?? [...(detail.data?.units ?? []), ...(detail.data?.formerUnits ?? [])].find((candidate) => candidate.id === unit)?.name ?? null
    return rows.some((row) => row.unitName === name) ? name : null
  }, [unit, sums.data, detail.data, rows])
}

function ReviewPages({ code, rows }: { code: string; rows: readonly AreaRow[] }) {
  const { t, say } = useText()
  const { place, view } = useUrlState()
  const update = useUpdateUrl()
  const { summary } = useCountyView(code)
  const [wanted, setWanted] = useState<readonly Status[]>([])
  const unitName = useUnitName(code, rows)
  const rule = summary.data?.areaPer100Households?.rule ?? null
  const selected = place ? rows.find((row) => row.id === place) : undefined
  const sums = view === 'sums'
  return (
    <div className="stack stack-full">
      <div className="panel-head">
        <h1>{t('review.heading')} <NotesButton code={code} about={t('review.heading')} /></h1>
        <Segmented
          aria-label={t('sums.pages')}
          value={sums ? 'sums' : 'areas'}
          options={[{ value: 'areas', label: t('sums.areasTab') }, { value: 'sums', label: t('sums.tab') }]}
          onChange={(value) => update((state) => ({ ...state, view: value === 'sums' ? 'sums' : null }))}
        />
      </div>
      {rule?.adopted && <p className="adopted">{say(rule.label)}</p>}
      {sums ? (
        <SumsTable
          code={code}
          onOpen={(unit, status) => {
            setWanted(status ? [status] : [])
            update((state) => ({ ...state, view: null, unit }))
          }}
        />
      ) : (
        <AreaTable code={code} rows={rows} unitName={unitName} wanted={wanted} onWanted={setWanted} />
      )}
      <AreaDrawer
        row={selected ?? null}
        rule={rule}
        onClose={() => update((state) => withSubject(state, null))}
        onWhy={() => update((state) => withWorkspace(state, 'overview'))}
      />
    </div>
  )
}

/** Residential areas against the rule: one row each, or summed by township. */
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
  return <ReviewPages code={code} rows={areas.data} />
}
