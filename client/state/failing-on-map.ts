import { useMemo } from 'react'
import type { EvaluationRecord, FailingGeoJson } from '../../server/contract/evaluations.ts'
import { useFailing } from '../api/plan-queries.ts'
import { usePlanView } from './plan-view.ts'
import type { LayerKey } from './url-state.ts'
import { useUrlState } from './use-url-state.ts'

export interface FailingOnMap {
  rule: string
  evaluation: EvaluationRecord
  failing: FailingGeoJson
}

/** Coverage is painted in the same warm hatch, about another question: it steps back while a rule is asked about. */
const coverageLayers: readonly LayerKey[] = ['cells', 'people', 'elders', 'places']

export function withoutCoverage(layers: readonly LayerKey[]): readonly LayerKey[] {
  return layers.filter((key) => !coverageLayers.includes(key))
}

/** The failing units of the rule of the address, from the evaluation that the table shows; null while there are none. */
export function useFailingOnMap(code: string): FailingOnMap | null {
  const { rule, workspace, view, basis } = useUrlState()
  const { evaluation, reply, region } = usePlanView(code, basis)
  // A prefecture's overview is its plan; a county's has other pages.
  const wanted = workspace === 'overview' && (view === 'plan' || region?.level === 'prefecture') ? rule : null
  // An entry that is reported is no rule that could fail.
  const known = reply.data?.results.some(({ id }) => id === wanted) ?? false
  const failing = useFailing(code, evaluation?.id ?? null, known ? wanted : null)
  return useMemo(
    () => (wanted && evaluation && failing.data ? { rule: wanted, evaluation, failing: failing.data } : null),
    [wanted, evaluation, failing.data],
  )
}
