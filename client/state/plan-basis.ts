import { useMemo } from 'react'
import { compareEvaluations, type RuleDelta } from '../../server/contract/evaluation-deltas.ts'
import type { Bilingual } from '../../server/contract/common.ts'
import type { EvaluationRecord } from '../../server/contract/evaluations.ts'
import type { ScenarioRecord } from '../../server/contract/scenarios.ts'
import { useScenarios } from '../api/planning-queries.ts'
import { usePlanView, type PlanView } from './plan-view.ts'

/** The scenarios that a plan may be judged over; none for a prefecture. */
export function useBasis(code: string, { region, basis, evaluation }: PlanView) {
  const scenarios = useScenarios(code, region?.level === 'county')
  const scenario = scenarios.data?.find(({ id }) => id === basis) ?? null
  return {
    scenarios,
    /** Those to choose from: an archived one only while it is on screen. */
    choices: scenarios.data?.filter(({ id, archived }) => !archived || id === basis) ?? [],
    scenario,
    name: scenario?.name ?? evaluation?.scenario?.name ?? '',
  }
}
export type Basis = ReturnType<typeof useBasis>

export interface PlanDeltas {
  before: EvaluationRecord
  list: RuleDelta[]
  byRule: ReadonlyMap<string, RuleDelta>
  warnings: Bilingual[]
}

/** What differs between two evaluations on screen; null while either is not there. */
export function usePlanDeltas(before: PlanView, after: PlanView): PlanDeltas | null {
  const [one, other] = [before.reply.data, after.reply.data]
  return useMemo(() => {
    if (!one || !other) return null
    const { deltas, warnings } = compareEvaluations(one, other)
    return { before: one.evaluation, list: deltas, byRule: new Map(deltas.map((delta) => [delta.id, delta])), warnings }
  }, [one, other])
}

/** Over a scenario: what it changes against the newest evaluation of the real state, and whether there is one. */
export function useAgainstBaseline(code: string, view: PlanView): { baseline: PlanView; deltas: PlanDeltas | null } {
  const baseline = usePlanView(code)
  const deltas = usePlanDeltas(baseline, view)
  return { baseline, deltas: view.basis === null ? null : deltas }
}

/** Whether a scenario can be judged: an archived one keeps only what it has. */
export function isOpen(scenario: ScenarioRecord | null): scenario is ScenarioRecord {
  return scenario !== null && !scenario.archived
}
