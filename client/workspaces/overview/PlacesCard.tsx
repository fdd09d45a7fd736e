import type { CountySummary } from '../../../server/contract/counties.ts'
import { formatCount } from '../../format.ts'
import { useText } from '../../i18n/index.ts'

const kinds = ['covered', 'notCovered', 'unreached', 'edge'] as const

export function PlacesCard({ places }: { places: NonNullable<CountySummary['coverage']>['places'] }) {
  const { t } = useText()
  return (
    <section className="block">
      <h3>{t('overview.places.title')}</h3>
      <dl className="place-counts">
        {kinds.map((kind) => (
          <div key={kind} className={`place-count-${kind}`}>
            <dd>{formatCount(places[kind])}</dd>
            <dt>{t(`overview.places.${kind}`)}</dt>
          </div>
        ))}
      </dl>
      {places.edge > 0 && <p className="muted">{t('overview.places.edgeHint')}</p>}
    </section>
  )
}
