import { Button } from 'antd'
import { useState } from 'react'
import { formatCount } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'
import { ErrorText } from '../../../shell/states.tsx'
import type { Choice, ChoiceValue } from '../../../tables/plan-rows.ts'
import { ChoiceField } from './ChoiceField.tsx'
import type { Evaluate } from './use-evaluate.ts'

interface ChoicesFormProps {
  choices: readonly Choice[]
  /** Every choice of the pack: those not shown stay as they are. */
  declared: Evaluate['declared']['choices']
  evaluate: Evaluate
  onStarted: () => void
}

/** Several choices are changed together and make one new evaluation. */
export function ChoicesForm({ choices, declared, evaluate, onStarted }: ChoicesFormProps) {
  const { t } = useText()
  const [draft, setDraft] = useState<Record<string, ChoiceValue>>({})
  const valueOf = (choice: Choice) => draft[choice.id] ?? (Object.hasOwn(draft, choice.id) ? null : (declared[choice.id] ?? choice.default))
  const before = (choice: Choice) => (Object.hasOwn(declared, choice.id) ? declared[choice.id] : choice.default)
  const touched = choices.filter((choice) => valueOf(choice) !== before(choice))
  const submit = () => {
    const next = { ...declared }
    for (const choice of choices) {
      const value = valueOf(choice)
      if (value === choice.default) delete next[choice.id]
      else next[choice.id] = value
    }
    evaluate.evaluate({ choices: next }, () => {
      setDraft({})
      onStarted()
    })
  }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <ul className="choices">
        {choices.map((choice) => (
          <ChoiceField key={choice.id} choice={choice} value={valueOf(choice)} onChange={(value) => setDraft({ ...draft, [choice.id]: value })} />
        ))}
      </ul>
      {evaluate.start.error && <p className="field-error" role="alert">{t('plan.startFailed')}: <ErrorText error={evaluate.start.error} /></p>}
      <div className="button-line">
        <Button type="primary" htmlType="submit" disabled={touched.length === 0} loading={evaluate.start.isPending}>{t('plan.drawer.reevaluate')}</Button>
        <Button onClick={() => setDraft(Object.fromEntries(choices.map((choice) => [choice.id, choice.default])))}>{t('plan.choices.reset')}</Button>
        <span className="muted" role="status">{t('plan.choices.changed', { n: formatCount(touched.length) })}</span>
      </div>
    </form>
  )
}
