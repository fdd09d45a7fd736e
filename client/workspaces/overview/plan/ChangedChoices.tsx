import type { ReactNode } from 'react'
import { useText } from '../../../i18n/index.ts'
import type { PlanView } from '../../../state/plan-view.ts'
import { changedChoices } from '../../../tables/plan-rows.ts'
import { choiceValueText } from './choice-text.ts'
import { measuredOf, targetFigure } from './rule-text.ts'

/** What differs from the pack's defaults stands above the table it changes, on screen and on paper; nothing where nothing does. */
export function ChangedChoices({ view, children }: { view: Pick<PlanView, 'evaluation' | 'policy' | 'reply'>; children?: ReactNode }) {
  const text = useText()
  const { t, say } = text
  const { evaluation, policy } = view
  if (!evaluation || !policy) return null
  const changed = changedChoices(policy.choices, evaluation.choices)
  const thresholds = Object.entries(evaluation.adoptedThresholds)
  if (changed.length + thresholds.length === 0) return null
  return (
    <section className="adopted plan-changes" aria-label={t('plan.changed')}>
      <h2 className="label">{t('plan.changed')}</h2>
      <ul>
        {changed.map(({ choice, value }) => (
          <li key={choice.id}>
            {say(choice.label)}: <strong>{choiceValueText(text, choice, value)}</strong>{' '}
            <span className="muted">{t('plan.drawer.choiceDefault', { value: choiceValueText(text, choice, choice.default) })}</span>
          </li>
        ))}
        {thresholds.map(([id, value]) => {
          const result = view.reply.data?.results.find((rule) => rule.id === id)
          const figure = targetFigure(value, result ? measuredOf(result).unit : null)
          return <li key={id}>{t('plan.changedThreshold', { rule: `${id} ${policy.rules.find((rule) => rule.id === id)?.name ?? ''}`, value: figure })}</li>
        })}
      </ul>
      {children}
    </section>
  )
}

