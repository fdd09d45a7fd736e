import { useState } from 'react'
import { useText } from '../../../i18n/index.ts'
import { EmptyState, ErrorNotice, LoadingBlock } from '../../../shell/states.tsx'
import { useAgainstBaseline, useBasis, type Basis, type PlanDeltas } from '../../../state/plan-basis.ts'
import { usePlanView, type PlanView } from '../../../state/plan-view.ts'
import { useUrlState } from '../../../state/use-url-state.ts'
import { EvaluationProgress } from './EvaluationProgress.tsx'
import { PlanDrawers } from './PlanDrawers.tsx'
import { PackPicker, PlanHead } from './PlanHead.tsx'
import { PlanTable } from './PlanTable.tsx'
import { ReportedTable } from './reported/ReportedTable.tsx'
import { ScenarioBanner } from './ScenarioBanner.tsx'
import { useEvaluate, type Evaluate } from './use-evaluate.ts'

interface ResultsProps {
  code: string
  view: PlanView
  evaluate: Evaluate
  basis: Basis
  deltas: PlanDeltas | null
  choosing: boolean
  onChoosing: (choosing: boolean) => void
}

function Results({ code, view, evaluate, basis, deltas, choosing, onChoosing }: ResultsProps) {
  const { t } = useText()
  const { reply, evaluation, year } = view
  if (!evaluation) {
    const { name } = basis
    return view.basis === null
      ? <EmptyState title={t('plan.empty', { year: year ?? '' })} next={t('plan.emptyNext')} />
      : <EmptyState title={t('basis.empty', { name, year: year ?? '' })} next={t('basis.emptyNext', { name })} />
  }
  if (reply.isError) return <ErrorNotice what={t('error.what.evaluation')} error={reply.error} onRetry={() => void reply.refetch()} />
  if (!reply.data) return <LoadingBlock rows={14} />
  return (
    <>
      <PlanTable reply={reply.data} deltas={deltas} />
      <ReportedTable code={code} reply={reply.data} />
      <PlanDrawers code={code} view={view} reply={reply.data} evaluate={evaluate} choosing={choosing} onChoosing={onChoosing} />
    </>
  )
}

/** The plan's indicators one by one: what is met, what is not, and on what grounds. */
export function PlanPage({ code }: { code: string }) {
  const { t } = useText()
  const { basis: wanted } = useUrlState()
  const view = usePlanView(code, wanted)
  const basis = useBasis(code, view)
  const { baseline, deltas } = useAgainstBaseline(code, view)
  const evaluate = useEvaluate(code, view, basis.scenario ?? undefined)
  const evaluateBaseline = useEvaluate(code, baseline)
  const [choosing, setChoosing] = useState(false)
  const broken = [view.policies, view.regions, view.list].find(({ isError }) => isError)
  if (broken?.error) return <ErrorNotice what={t('error.what.plan')} error={broken.error} onRetry={() => void broken.refetch()} />
  if (!view.policies.data || !view.regions.data) return <LoadingBlock rows={14} />
  if (!view.pack) return <EmptyState title={t('plan.noOwnPack')} next={t('plan.noOwnPackNext')} action={<PackPicker view={view} />} />
  return (
    <>
      <h1 className="visually-hidden">{t('plan.heading')}</h1>
      <PlanHead view={view} basis={basis} evaluate={evaluate} onChoices={() => setChoosing(!choosing)} />
      {wanted !== null && <ScenarioBanner view={view} basis={basis} deltas={deltas} baseline={baseline} evaluateBaseline={evaluateBaseline} />}
      <EvaluationProgress code={code} />
      {view.list.data ? <Results code={code} view={view} evaluate={evaluate} basis={basis} deltas={deltas} choosing={choosing} onChoosing={setChoosing} /> : <LoadingBlock rows={14} />}
    </>
  )
}
