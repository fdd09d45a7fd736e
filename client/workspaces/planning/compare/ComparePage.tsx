import { Alert, Segmented, Select } from 'antd'
import { useEffect, useMemo, useState } from 'react'
import { useComparison } from '../../../api/planning-queries.ts'
import { useRuns } from '../../../api/queries.ts'
import { useText } from '../../../i18n/index.ts'
import { EmptyState, ErrorNotice, LoadingBlock } from '../../../shell/states.tsx'
import { scenarioOfRun } from '../../../state/planning/scenario-runs.ts'
import { usePlanning } from '../../../state/planning/planning-context.tsx'
import { useRunName } from '../../../state/planning/use-run-name.ts'
import { comparisonMaps } from '../../../state/planning-in-url.ts'
import { useUpdateUrl, useUrlState } from '../../../state/use-url-state.ts'
import { NumberField } from '../fields.tsx'
import { ComparisonTables } from './ComparisonTables.tsx'
import { IndicatorComparison } from './IndicatorComparison.tsx'

/** Two published runs of the county. Without a choice: the newest baseline, and the newest run over a scenario. */
function useChosenRuns(code: string) {
  const { planning: url } = useUrlState()
  const { baseRunId } = usePlanning()
  const runs = useRuns(code)
  return useMemo(() => {
    const published = runs.data?.filter(({ status }) => status === 'published') ?? []
    const newestOfScenario = published.find((run) => scenarioOfRun(run) !== null)
    return { runs, published, before: url.before ?? baseRunId, after: url.after ?? newestOfScenario?.id ?? null }
  }, [runs, url.before, url.after, baseRunId])
}

/** What one run changes against another: figures, places, and the two maps side by side. */
export function ComparePage({ code }: { code: string }) {
  const { t, say } = useText()
  const { planning: url } = useUrlState()
  const update = useUpdateUrl()
  const nameOf = useRunName(code)
  const { runs, published, before, after } = useChosenRuns(code)
  const [targetPercent, setTargetPercent] = useState<number | null>(null)
  const comparison = useComparison(code, before, after, targetPercent === null ? null : Number((targetPercent / 100).toFixed(6)))
  const settled = url.before === before && url.after === after
  useEffect(() => {
    // The map takes its runs from the address: what the panel chose by itself goes there.
    if (!settled && before !== null && after !== null) update((state) => ({ ...state, planning: { ...state.planning, before, after } }), { replace: true })
  }, [settled, before, after, update])
  if (runs.isError) return <ErrorNotice what={t('error.what.runs')} error={runs.error} onRetry={() => void runs.refetch()} />
  if (!runs.data) return <LoadingBlock rows={8} />
  if (published.length < 2) return <EmptyState title={t('planner.compare.empty')} next={t('planner.compare.emptyNext')} />
  const scenarioOf = (id: string) => scenarioOfRun(published.find((run) => run.id === id))
  const choose = (side: 'before' | 'after', id: string) =>
    update((state) => ({ ...state, planning: { ...state.planning, before: before ?? null, after: after ?? null, [side]: id } }))
  const picker = (side: 'before' | 'after', value: string | null) => (
    <div className="compare-side">
      <label id={`compare-${side}`}>{t(`planner.compare.${side}`)}</label>
      <Select<string> aria-labelledby={`compare-${side}`} value={value ?? undefined} placeholder={t('planner.compare.choose')} options={published.map(({ id }) => ({ value: id, label: nameOf(id) }))} onChange={(id) => choose(side, id)} />
    </div>
  )
  return (
    <div className="planning-scroll">
      <h1 className="visually-hidden">{t('planner.compare.heading')}</h1>
      <div className="compare-pickers">{picker('before', before)}{picker('after', after)}</div>
      {before !== null && before === after && <p className="hint">{t('planner.compare.same')}</p>}
      {after !== null && before !== after && (
        <Segmented
          aria-label={t('planner.compare.map')} value={url.comparisonMap} options={comparisonMaps.map((value) => ({ value, label: t(`planner.compare.maps.${value}`) }))}
          onChange={(comparisonMap) => update((state) => ({ ...state, planning: { ...state.planning, before, after, comparisonMap } }), { replace: true })}
        />
      )}
      {comparison.data?.warnings.map((warning) => <Alert key={warning.zh} type="warning" showIcon title={say(warning)} />)}
      {comparison.isError && <ErrorNotice what={t('planner.what.comparison')} error={comparison.error} onRetry={() => void comparison.refetch()} />}
      {before !== null && after !== null && before !== after && <IndicatorComparison code={code} before={scenarioOf(before)} after={scenarioOf(after)} />}
      {comparison.data ? <ComparisonTables code={code} comparison={comparison.data} target={<NumberField label={t('planner.compare.target')} unit="%" max={100} value={targetPercent} placeholder={t('planner.compare.noTarget')} onChange={setTargetPercent} />} /> : comparison.isFetching && <LoadingBlock rows={8} />}
    </div>
  )
}
