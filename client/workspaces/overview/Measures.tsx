import type { CoverageMeasure } from '../../../server/contract/counties.ts'
import { formatCount, formatElders, formatRateInterval } from '../../format.ts'
import { useText } from '../../i18n/index.ts'
import { rateTellsSmallCount } from '../../../server/contract/privacy.ts'

const measures = ['residents', 'residents60Plus', 'residents80Plus', 'households'] as const
type MeasureKey = (typeof measures)[number]
const isOfElders = (key: MeasureKey) => key === 'residents60Plus' || key === 'residents80Plus'

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

function MeasureRow({ of, measure }: { of: MeasureKey; measure: CoverageMeasure }) {
  const { t } = useText()
  const elders = isOfElders(of)
  const hidden = elders && rateTellsSmallCount(measure)
  const count = elders ? formatElders : formatCount
  return (
    <li className="measure">
      <div className="measure-line">
        <span>{t(`overview.circle.${of}`)}</span>
        <strong>{hidden ? t('units.tooFew') : formatRateInterval(measure.rateLower, measure.rateUpper)}</strong>
      </div>
      {!hidden && <RateBar measure={measure} />}
      <div className="measure-detail">
        <span>
          {count(measure.covered)} / {count(measure.known + measure.unlocated)}
        </span>
        {measure.missingPlaces > 0 && <span>{t('overview.circle.missingPlaces', { n: formatCount(measure.missingPlaces) })}</span>}
      </div>
    </li>
  )
}

/** Each measure that is given, as an interval: those 80 and over only where the run counts them. */
export function Measures({ of }: { of: Partial<Record<MeasureKey, CoverageMeasure>> }) {
  return (
    <ul className="measures">
      {measures.map((key) => {
        const measure = of[key]
        return measure && <MeasureRow key={key} of={key} measure={measure} />
      })}
    </ul>
  )
}
