import type { EvaluationReply } from '../../../server/contract/evaluations.ts'
import { formatCount } from '../../format.ts'
import { useText } from '../../i18n/index.ts'
import { useCountyView } from '../../state/county-view.ts'
import { usePlanView } from '../../state/plan-view.ts'
import { countByStatus } from '../../tables/plan-rows.ts'

type Text = ReturnType<typeof useText>

/** How the plan stands, and which binding rules fail, by name. */
function planSentences({ t }: Pick<Text, 't'>, { evaluation, results }: EvaluationReply): string[] {
  const counts = countByStatus(results)
  const { pack, year } = evaluation
  const binding = results.filter(({ nature }) => nature === '约束性')
  const failed = binding.filter(({ status }) => status === 'not_met').map(({ name }) => name)
  const headline = t('plan.sentence.plan', {
    title: pack.title,
    draft: pack.status === 'draft' ? t('plan.sentence.draft', { status: pack.statusText }) : '',
    year,
    total: formatCount(results.length),
    met: formatCount(counts.met),
    notMet: formatCount(counts.not_met),
    insufficient: formatCount(counts.insufficient_data),
    rest: formatCount(counts.qualitative + counts.manual + counts.not_prescribed),
  })
  const adopted = results.filter(({ adopted }) => adopted !== null).length
  const said = adopted === 0 ? headline : headline + t('plan.sentence.adopted', { n: formatCount(adopted) })
  if (binding.length === 0) return [said]
  return [said, failed.length > 0 ? t('plan.sentence.binding', { names: failed.join(t('common.separator')) }) : t('plan.sentence.bindingNone')]
}

/** The plan's headline under the five sentences; another place's plan never speaks for the region. */
export function usePlanSentences(code: string): string[] {
  const text = useText()
  const { isOwn, reply } = usePlanView(code)
  const { studyArea } = useCountyView(code)
  // The plan is judged for the county: beside a planning unit's figures it would be taken for the unit's.
  if (studyArea?.kind === 'planning_unit') return []
  return isOwn && reply.data ? planSentences(text, reply.data) : []
}
