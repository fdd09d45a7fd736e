import type { CountyDetail } from '../../server/contract/counties.ts'
import type { EvaluationRecord } from '../../server/contract/evaluations.ts'
import type { RunStudyArea } from '../../server/contract/runs.ts'
import { useText } from '../i18n/index.ts'
import { studyAreaName } from '../tables/study-area.ts'

export interface StampsProps {
  detail: Pick<CountyDetail, 'demo'>
  /** The evaluation that is drawn or listed. */
  evaluation: EvaluationRecord | null
  /** What the run on screen is about. */
  studyArea?: RunStudyArea | null
}

/** What no map and no sheet of ours goes without: that data are invented, a plan a draft, a state only proposed. */
export function Stamps({ detail, evaluation, studyArea }: StampsProps) {
  const { t, say } = useText()
  return (
    <>
      {evaluation?.pack.status === 'draft' && <span className="stamp stamp-draft" lang="zh-CN">{evaluation.pack.statusText}</span>}
      {evaluation?.scenario && <span className="stamp stamp-scenario">{t('basis.stampOf', evaluation.scenario)}</span>}
      {studyArea?.kind === 'planning_unit' && <span className="stamp">{t('basis.area.title')} {studyAreaName(studyArea, say)}</span>}
      {detail.demo && <span className="stamp stamp-demo">{t('shell.demo')}</span>}
      <span className="stamp">{t('shell.internal')}</span>
      {evaluation && !evaluation.ownJurisdiction && <span className="stamp">{t('plan.otherPack')}</span>}
    </>
  )
}
