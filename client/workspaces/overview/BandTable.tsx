import type { CountySummary } from '../../../server/contract/counties.ts'
import { formatMetres, formatRate } from '../../format.ts'
import { useText } from '../../i18n/index.ts'

interface BandTableProps {
  band: NonNullable<CountySummary['coverage']>['band']
  limitMetres: number
}

/** The same county under other limits: which verdict hangs on the choice. */
export function BandTable({ band, limitMetres }: BandTableProps) {
  const { t } = useText()
  return (
    <table className="figures">
      <thead>
        <tr>
          <th scope="col">{t('overview.band.limit')}</th>
          <th scope="col">{t('overview.circle.residents')}</th>
          <th scope="col">{t('overview.circle.residents60Plus')}</th>
          <th scope="col">{t('overview.circle.households')}</th>
        </tr>
      </thead>
      <tbody>
        {band.map((entry) => (
          <tr key={entry.limitMetres} className={entry.limitMetres === limitMetres ? 'current' : undefined}>
            <th scope="row">
              {formatMetres(entry.limitMetres)}
              {entry.limitMetres === limitMetres && <span className="current-mark">{t('overview.band.current')}</span>}
            </th>
            <td>{formatRate(entry.residents.rateLower)}</td>
            <td>{formatRate(entry.residents60Plus.rateLower)}</td>
            <td>{formatRate(entry.households.rateLower)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
