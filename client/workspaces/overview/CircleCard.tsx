import type { CountySummary, CoverageMeasure } from '../../../server/contract/counties.ts'
import { formatCount, formatMetres, formatRate, formatRateInterval } from '../../format.ts'
import { useText } from '../../i18n/index.ts'

type Coverage = NonNullable<CountySummary['coverage']>
const measures = ['residents', 'residents60Plus', 'households'] as const

/** Solid up to the lower bound, hatched on to the upper one: what lies between is not known. */
function RateBar({ measure }: { measure: CoverageMeasure }) {
  const lower = measure.rateLower ?? 0
  const upper = measure.rateUpper ?? lower
  return (
    <div className="rate-bar" aria-hidden="true">
      <div className="rate-bar-lower" style={{ width: `${lower * 100}%` }} />
      <div className="rate-bar-upper" style={{ width: `${(upper - lower) * 100}%` }} />
    </div>
  )
}

function MeasureRow({ name, measure }: { name: string; measure: CoverageMeasure }) {
  const { t } = useText()
  return (
    <li className="measure">
      <div className="measure-line">
        <span>{name}</span>
        <strong>{formatRateInterval(measure.rateLower, measure.rateUpper)}</strong>
      </div>
      <RateBar measure={measure} />
      <div className="measure-detail">
        <span>
          {formatCount(measure.covered)} / {formatCount(measure.known + measure.unlocated)}
        </span>
        {measure.missingPlaces > 0 && <span>{t('overview.circle.missingPlaces', { n: formatCount(measure.missingPlaces) })}</span>}
      </div>
    </li>
  )
}

/** Share of people inside the service circle, as an interval where some have no known place. */
export function CircleCard({ coverage }: { coverage: Coverage }) {
  const { t, word } = useText()
  const isFifteen = coverage.profile === 'gb50180-15min' || coverage.profile === 'elder-15min'
  const title = isFifteen
    ? t('overview.circle.title')
    : t('overview.circle.titleMetres', { limit: formatMetres(coverage.limitMetres) })
  const { unlocated } = coverage.residents
  const { rateLower, rateUpper } = coverage.residents60Plus
  const open = rateLower !== rateUpper
  return (
    <section className="card">
      <h2>{title}</h2>
      <p className="headline">
        <strong>{formatRate(coverage.residents60Plus.rateLower)}</strong>
        <span>{t(open ? 'overview.circle.lowerBound' : 'overview.circle.residents60Plus')}</span>
      </p>
      <ul className="measures">
        {measures.map((key) => (
          <MeasureRow key={key} name={t(`overview.circle.${key}`)} measure={coverage[key]} />
        ))}
      </ul>
      {unlocated > 0 && (
        <p className="muted">{t('overview.circle.unlocated', { n: t('common.people', { n: formatCount(unlocated) }) })}</p>
      )}
      <p className="muted">{t('overview.circle.profile', { profile: word('profile', coverage.profile) })}</p>
    </section>
  )
}
