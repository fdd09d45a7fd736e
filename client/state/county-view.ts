import { useCounty, useRun, useSummary } from '../api/queries.ts'
import { useUrlState } from './use-url-state.ts'

const fallbackLimitMetres = 1000

/**
 * The county and the run on screen. Map, tables and cards all take the run from here, so they never disagree;
 * `latest` is false while an older run chosen in the address is shown.
 */
export function useCountyView(code: string) {
  const { run: chosenRunId } = useUrlState()
  const detail = useCounty(code)
  const summary = useSummary(code)
  const latestRunId = summary.data?.runId ?? null
  const runId = chosenRunId ?? latestRunId
  const run = useRun(code, runId)
  const limitMetres =
    runId !== null && runId === latestRunId && summary.data?.coverage
      ? summary.data.coverage.limitMetres
      : limitOfRun(run.data?.parameters, run.data?.profile)
  return { detail, summary, run, runId, latest: runId === latestRunId, limitMetres }
}

const profileLimits: Record<string, number> = {
  'gb50180-15min': 1000,
  'elder-15min': 720,
  'gb50180-10min': 500,
  'gb50180-5min': 300,
}

function limitOfRun(parameters: Record<string, unknown> | undefined, profile: string | undefined): number {
  const stated = parameters?.limitMetres
  if (typeof stated === 'number') return stated
  const custom = /^custom-(\d+)m$/.exec(profile ?? '')
  if (custom) return Number(custom[1])
  return profileLimits[profile ?? ''] ?? fallbackLimitMetres
}
