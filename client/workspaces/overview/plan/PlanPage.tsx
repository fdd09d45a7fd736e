import { useState } from 'react'
import { useText } from '../../../i18n/index.ts'
import { EmptyState, ErrorNotice, LoadingBlock } from '../../../shell/states.tsx'
import { usePlanView, type PlanView } from '../../../state/plan-view.ts'
import { EvaluationProgress } from './EvaluationProgress.tsx'
import { PlanDrawers } from './PlanDrawers.tsx'
import { PackPicker, PlanHead } from './PlanHead.tsx'
import { PlanTable } from './PlanTable.tsx'
import { ReportedTable } from './reported/ReportedTable.tsx'
import { useEvaluate, type Evaluate } from './use-evaluate.ts'

interface ResultsProps {
  code: string
  view: PlanView
  evaluate: Evaluate
  choosing: boolean
  onChoosing: (choosing: boolean) => void
}

function Results({ code, view, evaluate, choosing, onChoosing }: ResultsProps) {
  const { t } = useText()
  const { reply, evaluation, year } = view
  if (!evaluation) return <EmptyState title={t('plan.empty', { year: year ?? '' })} next={t('plan.emptyNext')} />
  if (reply.isError) return <ErrorNotice what={t('error.what.evaluation')} error={reply.error} onRetry={() => void reply.refetch()} />
  if (!reply.data) return <LoadingBlock rows={14} />
  return (
    <>
      <PlanTable reply={reply.data} />
      <ReportedTable code={code} reply={reply.data} />
      <PlanDrawers code={code} view={view} reply={reply.data} evaluate={evaluate} choosing={choosing} onChoosing={onChoosing} />
    </>
  )
}

/** The plan's indicators one by one: what is met, what is not, and on what grounds. */
export function PlanPage({ code }: { code: string }) {
  const { t } = useText()
  const view = usePlanView(code)
  const evaluate = useEvaluate(code, view)
  const [choosing, setChoosing] = useState(false)
  const broken = [view.policies, view.regions, view.list].find(({ isError }) => isError)
  if (broken?.error) return <ErrorNotice what={t('error.what.plan')} error={broken.error} onRetry={() => void broken.refetch()} />
  if (!view.policies.data || !view.regions.data) return <LoadingBlock rows={14} />
  if (!view.pack) return <EmptyState title={t('plan.noOwnPack')} next={t('plan.noOwnPackNext')} action={<PackPicker view={view} />} />
  return (
    <>
      <h1 className="visually-hidden">{t('plan.heading')}</h1>
      <PlanHead view={view} evaluate={evaluate} onChoices={() => setChoosing(!choosing)} />
      <EvaluationProgress code={code} />
      {view.list.data ? <Results code={code} view={view} evaluate={evaluate} choosing={choosing} onChoosing={setChoosing} /> : <LoadingBlock rows={14} />}
    </>
  )
}
