import { Radio } from 'antd'
import { useText } from '../../../i18n/index.ts'
import { commonSites, type Answer, type Result } from '../../../state/planning/answers.ts'
import { useUpdateUrl } from '../../../state/use-url-state.ts'
import { useSiteName } from './use-site-name.ts'

interface AnswerPickerProps {
  result: Result
  answers: readonly Answer[]
  index: number
}

/** Which of several answers as good as each other is shown, on the map as in the table; arrow keys go through them. */
export function AnswerPicker({ result, answers, index }: AnswerPickerProps) {
  const { t } = useText()
  const update = useUpdateUrl()
  const nameOf = useSiteName()
  const { alternatives, alternativesComplete, optimal } = result
  if (alternatives.length === 0) return alternativesComplete && optimal ? <p className="hint">{t('planner.alternative.only')}</p> : null
  if (answers.length === 1) return <p className="hint">{t('planner.alternative.old', { n: alternatives.length })}</p>
  const choose = (answer: number) => update((state) => ({ ...state, planning: { ...state.planning, answer } }), { replace: true })
  const [first, chosen] = [answers[0], answers[index]]
  const without = (sites: Answer['sites'], others: Answer['sites']) => sites.filter(({ candidateId }) => !others.some((other) => other.candidateId === candidateId)).map(nameOf)
  const list = (names: string[]) => names.join(t('common.separator')) || t('common.none')
  return (
    <section className="block">
      <h2 className="label">{t('planner.alternative.title', { n: answers.length })}</h2>
      <Radio.Group
        className="answer-picker" size="small" optionType="button" buttonStyle="solid" value={index} aria-label={t('planner.alternative.choose')}
        options={answers.map((_, number) => ({ value: number, label: t('planner.alternative.number', { n: number + 1 }) }))}
        onChange={(event) => choose(event.target.value as number)}
      />
      <p className="muted">{t('planner.alternative.common', { n: commonSites(answers).size, of: chosen.sites.length })}{!alternativesComplete && ` ${t('planner.alternative.more')}`}</p>
      {index > 0 && (
        <dl className="facts facts-stacked">
          <div><dt>{t('planner.alternative.instead')}</dt><dd>{list(without(chosen.sites, first.sites))}</dd></div>
          <div><dt>{t('planner.alternative.dropped')}</dt><dd>{list(without(first.sites, chosen.sites))}</dd></div>
        </dl>
      )}
    </section>
  )
}
