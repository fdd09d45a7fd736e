import { useMemo } from 'react'
import { useCounty, useSummary } from '../api/queries.ts'
import { useUrlState } from './use-url-state.ts'

const fallbackLimitMetres = 1000

/**
 * The county and the run on screen. Map, tables and cards all take the run from here, so they never disagree;
 * `latest` is false while an older run chosen in the address is shown; `sloped` where its metres are flat-equivalent.
 */
export function useCountyView(code: string) {
  const { run, workspace, view, planning } = useUrlState()
  // Two runs side by side: the map, its legend and the method line are those of the first.
  const chosenRunId = (workspace === 'planning' && view === 'compare' && planning.before) || run
  const detail = useCounty(code)
  const newest = useSummary(code)
  const summary = useSummary(code, chosenRunId)
  const newestRunId = newest.data?.runId ?? null
  // Only a published run has results: the summary names it, and nothing is asked of one that does not exist.
  const runId = summary.data?.runId ?? null
  const limitMetres = summary.data?.coverage?.limitMetres ?? fallbackLimitMetres
  const bandMetres = useMemo(() => summary.data?.coverage?.band.map((entry) => entry.limitMetres).sort((a, b) => a - b) ?? [], [summary.data])
  const latest = chosenRunId === null || chosenRunId === newestRunId
  const straightLine = summary.data?.coverage ? summary.data.coverage.method !== 'network' : false
  const sloped = summary.data?.coverage?.useSlope ?? false
  const studyArea = runId === null ? null : (summary.data?.studyArea ?? null)
  return { studyArea, detail, summary, runId, newestRunId, latest, limitMetres, bandMetres, straightLine, sloped }
}
