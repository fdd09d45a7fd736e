import type { CountySummary } from '../../../server/contract/counties.ts'
import { formatCount, formatRate } from '../../format.ts'
import { useText } from '../../i18n/index.ts'
import { limitText } from './limit-text.ts'
import { NotesButton } from '../notes/NotesButton.tsx'
import { Measures } from './Measures.tsx'
import { StraightComparison } from './StraightComparison.tsx'

type Coverage = NonNullable<CountySummary['coverage']>
/** Share of people inside the service circle, as an interval where some have no known place. */
export function CircleCard({ code, coverage }: { code: string; coverage: Coverage }) {
  const { t, say, word } = useText()
  const isFifteen = !coverage.useSlope && (coverage.profile === 'gb50180-15min' || coverage.profile === 'elder-15min')
  const title = isFifteen
    ? t('overview.circle.title')
    : t('overview.circle.titleMetres', { limit: limitText(t, coverage) })
  const { unlocated } = coverage.residents
  const { rateLower, rateUpper } = coverage.residents60Plus
  const open = rateLower !== rateUpper
  return (
    <section className="card">
      <h2>{title} <NotesButton code={code} about={title} /></h2>
      <p className="headline">
        <strong>{formatRate(coverage.residents60Plus.rateLower)}</strong>
        <span>{t(open ? 'overview.circle.lowerBound' : 'overview.circle.residents60Plus')}</span>
      </p>
      <Measures of={coverage} />
      {unlocated > 0 && (
        <p className="muted">{t('overview.circle.unlocated', { n: t('common.people', { n: formatCount(unlocated) }) })}</p>
      )}
      <p className="muted">{t('overview.circle.profile', { profile: word('profile', coverage.profile) })}</p>
      {(coverage.stepsFree || coverage.useSlope || coverage.method !== 'network') && <p className="muted">{say(coverage.methodLine)}</p>}
      <StraightComparison code={code} network={coverage.method === 'network'} limitMetres={coverage.limitMetres} />
    </section>
  )
}
