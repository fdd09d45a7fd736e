import { Button, InputNumber } from 'antd'
import { useState } from 'react'
import type { RuleResultReply } from '../../../../server/contract/evaluations.ts'
import { useText } from '../../../i18n/index.ts'
import { measuredOf } from './rule-text.ts'
import type { Evaluate } from './use-evaluate.ts'

const wholeShare = 100

/** A threshold of the user's own for a target in words. A share is typed as per cent. */
export function ThresholdForm({ rule, evaluate, onStarted }: { rule: RuleResultReply; evaluate: Evaluate; onStarted: () => void }) {
  const { t } = useText()
  const { unit } = measuredOf(rule)
  const scale = unit === '%' ? wholeShare : 1
  const adopted = evaluate.declared.adoptedThresholds[rule.id]
  const [value, setValue] = useState<number | null>(adopted === undefined ? null : Number((adopted * scale).toPrecision(12)))
  const { adoptedThresholds } = evaluate.declared
  const label = unit === null ? t('plan.drawer.thresholdPlain') : t('plan.drawer.thresholdValue', { unit })
  const remove = () => evaluate.evaluate({ adoptedThresholds: Object.fromEntries(Object.entries(adoptedThresholds).filter(([id]) => id !== rule.id)) }, onStarted)
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        // Per cent as typed: 0.57, not 0.57 as 57 × 0.01 leaves it.
        if (value !== null) evaluate.evaluate({ adoptedThresholds: { ...adoptedThresholds, [rule.id]: Number((value / scale).toPrecision(12)) } }, onStarted)
      }}
    >
      <p className="muted">{t('plan.drawer.thresholdHint')}</p>
      <div className="button-line">
        <InputNumber aria-label={label} min={0} value={value} suffix={unit ?? undefined} onChange={setValue} />
        <Button type="primary" htmlType="submit" disabled={value === null} loading={evaluate.start.isPending}>{t('plan.drawer.threshold')}</Button>
        {adopted !== undefined && <Button onClick={remove}>{t('plan.drawer.thresholdRemove')}</Button>}
      </div>
    </form>
  )
}
