import { useQuery } from '@tanstack/react-query'
import type { RunRecord } from '../../../server/contract/runs.ts'
import type { SiteChange } from '../../../server/contract/scenarios.ts'
import { getJson } from '../../api/client.ts'

export interface ScenarioOfRun {
  id: string
  name: string
  revision: number
  /** Only a single run brings them; a list of runs leaves them out. */
  changes: readonly SiteChange[]
}

/** The scenario that a run was computed over, as the run keeps it; null for a baseline run. */
export function scenarioOfRun(run: RunRecord | undefined): ScenarioOfRun | null {
  const kept: unknown = run?.parameters.scenario ?? (run && 'scenario' in run ? run.scenario : null)
  if (typeof kept !== 'object' || kept === null || !('id' in kept) || !('name' in kept)) return null
  const { id, name, revision, changes } = kept as Partial<ScenarioOfRun>
  return { id: String(id), name: String(name), revision: Number(revision ?? 0), changes: Array.isArray(changes) ? changes : [] }
}

const none: readonly SiteChange[] = []

/** What a run over a scenario supposes to be changed; nothing for a baseline run, or while it loads. */
export function useChangesOfRun(code: string, run: RunRecord | undefined): readonly SiteChange[] {
  const ofScenario = scenarioOfRun(run) !== null
  const whole = useQuery({
    queryKey: ['run', code, run?.id, 'record'],
    queryFn: ({ signal }) => getJson<RunRecord>(`/counties/${code}/runs/${run!.id}`, signal),
    enabled: ofScenario,
    staleTime: Infinity,
  })
  return (ofScenario && scenarioOfRun(whole.data)?.changes) || none
}
