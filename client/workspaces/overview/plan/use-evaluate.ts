import type { StartEvaluation } from '../../../../server/contract/evaluations.ts'
import { useStartEvaluation } from '../../../api/plan-queries.ts'
import type { PlanView } from '../../../state/plan-view.ts'
import { changedChoices } from '../../../tables/plan-rows.ts'

type Wish = Pick<StartEvaluation, 'choices' | 'adoptedThresholds'>

/** The scenario that is judged, at the revision that was seen; left out over the real state. */
export type Over = NonNullable<StartEvaluation['scenario']>

/** Starts an evaluation of the plan and year on screen. What the user has declared stays declared until taken back. */
export function useEvaluate(code: string, { pack, year, evaluation, policy }: PlanView, over?: Over) {
  const start = useStartEvaluation(code)
  const declared: Wish = {
    // An uploaded pack may have lost a choice since: only those that it still has are sent.
    choices: Object.fromEntries(changedChoices(policy?.choices ?? [], evaluation?.choices ?? {}).map(({ choice, value }) => [choice.id, value])),
    adoptedThresholds: Object.fromEntries(
      Object.entries(evaluation?.adoptedThresholds ?? {}).filter(([id]) => policy?.rules.some((rule) => rule.id === id) ?? false),
    ),
  }
  const evaluate = (change: Partial<Wish> = {}, onStarted?: () => void) => {
    if (!pack || year === null) return
    start.mutate({ pack: pack.id, year, ...declared, ...(over ? { scenario: { id: over.id, revision: over.revision } } : {}), ...change }, { onSuccess: onStarted })
  }
  return { start, declared, evaluate }
}
export type Evaluate = ReturnType<typeof useEvaluate>
