import type { RuleDelta } from '../../../../server/contract/evaluation-deltas.ts'
import { useText } from '../../../i18n/index.ts'
import { RuleStatusTag } from '../../../shell/VerdictTag.tsx'
import { signed, signedMeasure, signedPoints } from '../../../tables/deltas.ts'
import { measuredOf, valueText } from './rule-text.ts'

/** A difference in words: percentage points of a share, else the figure with its unit. */
export function useDifference(): (delta: RuleDelta) => string | null {
  const { t } = useText()
  return ({ value, after, before }) => {
    const rule = after ?? before
    if (value === null || !rule || Math.abs(value) < 1e-12) return null
    const { unit } = measuredOf(rule)
    if (unit === '%') return t('basis.delta.points', { n: signedPoints(value) })
    return unit === null ? signedMeasure(value) : `${signedMeasure(value)}\u00a0${unit}`
  }
}

/** Under a scenario's figure: what the real state has, and by how much it differs. */
export function DeltaLine({ delta }: { delta: RuleDelta | undefined }) {
  const { t } = useText()
  const difference = useDifference()
  if (!delta) return null
  const { before, after, change, failing } = delta
  if (change === 'same') return <span className="rule-delta muted">{t('basis.delta.same_row')}</span>
  const moved = difference(delta)
  return (
    <span className={`rule-delta delta-${change}`}>
      <span className="delta-tag">{t(`basis.delta.tag.${change}`)}</span>
      <span>
        {t('basis.delta.before')} {before ? <><RuleStatusTag status={before.status} /> {before.value !== null && valueText({ t }, measuredOf(before), before.op)}</> : t('basis.delta.absent')}
      </span>
      {moved !== null && <strong>{moved}</strong>}
      {after && failing !== 0 && <span>{t('basis.delta.failing', { n: signed(failing) })}</span>}
    </span>
  )
}
