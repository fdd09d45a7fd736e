import type { WhatIfReply } from '../../../server/contract/what-if.ts'
import { formatCount, formatElders } from '../../format.ts'
import { useText } from '../../i18n/index.ts'
import { indicatorText } from '../../tables/indicator-text.ts'

interface EffectFiguresProps {
  reply: WhatIfReply
  busy: boolean
  /** A pin has a circle of its own; a list of changes has not. */
  ofPin?: boolean
}

/** People by what becomes of them, and the indicators before and after. */
export function EffectFigures({ reply, busy, ofPin = false }: EffectFiguresProps) {
  const { t, say } = useText()
  const rows = [
    ...(ofPin ? (['inCircle', 'overlap'] as const) : []),
    'gained' as const,
    ...(reply.lost.places > 0 ? (['lost'] as const) : []),
  ]
  const moved = reply.indicators.filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after))
  return (
    <div className={busy ? 'effect effect-busy' : 'effect'} aria-busy={busy}>
      <table className="figures effect-people">
        <thead>
          <tr>
            <th scope="col"><span className="visually-hidden">{t('planner.effect.what')}</span></th>
            {(['elders', 'residents', 'households', 'places'] as const).map((column) => <th key={column} scope="col">{t(`planner.effect.${column}`)}</th>)}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row} className={row === 'gained' ? 'current' : undefined}>
              <th scope="row">{t(`planner.effect.row.${row}`)}</th>
              <td>{formatElders(reply[row].residents60Plus)}</td>
              <td>{formatCount(reply[row].residents)}</td>
              <td>{formatCount(reply[row].households)}</td>
              <td>{formatCount(reply[row].places)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {reply.gained.missing > 0 && <p className="card-line muted">{t('planner.effect.missing', { n: formatCount(reply.gained.missing) })}</p>}
      {moved.length > 0 ? (
        <dl className="effect-indicators">
          {moved.map((indicator) => (
            <div key={indicator.id}>
              <dt>{say(indicator.label)}</dt>
              <dd>{indicatorText(indicator.before, indicator.unit)} → <strong>{indicatorText(indicator.after, indicator.unit)}</strong></dd>
            </div>
          ))}
        </dl>
      ) : (
        <p className="card-line muted">{t('planner.effect.noIndicator')}</p>
      )}
    </div>
  )
}
