import type { CountySummary } from '../../../server/contract/counties.ts'
import { formatCount, formatMetres, formatRate } from '../../format.ts'
import { useText } from '../../i18n/index.ts'

interface BandGainsProps {
  band: NonNullable<CountySummary['coverage']>['band']
  limitMetres: number
}

/** Each limit with the elders it adds to the one before. */
export function BandGains({ band, limitMetres }: BandGainsProps) {
  const { t } = useText()
  return (
    <section className="block">
      <h2 className="label">{t('planning.bandTitle')}</h2>
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">{t('planning.band.limit')}</th>
            <th scope="col">{t('planning.band.residents')}</th>
            <th scope="col">{t('planning.band.elders')}</th>
            <th scope="col">{t('planning.band.gain')}</th>
          </tr>
        </thead>
        <tbody>
          {band.map((entry, index) => {
            const before = index > 0 ? band[index - 1].residents60Plus.covered : null
            const gain = before === null ? null : entry.residents60Plus.covered - before
            return (
              <tr key={entry.limitMetres} className={entry.limitMetres === limitMetres ? 'current' : undefined}>
                <th scope="row">{formatMetres(entry.limitMetres)}</th>
                <td>{formatRate(entry.residents.rateLower)}</td>
                <td>{formatCount(entry.residents60Plus.covered)}</td>
                <td>{gain === null ? '' : t('planning.gain', { n: formatCount(gain) })}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
