import type { PeopleSum, WhatIfReply } from '../../../server/contract/what-if.ts'
import { formatCount, formatElders } from '../../format.ts'
import { useText } from '../../i18n/index.ts'
import { indicatorText } from '../../tables/indicator-text.ts'
import { lessPeople } from '../../../server/contract/people-sum.ts'

type EffectRow = 'inCircle' | 'overlap' | 'own' | 'gained' | 'gainedTogether' | 'lost'

interface EffectFiguresProps {
  reply: WhatIfReply
  busy: boolean
  /** A pin has a circle of its own; a list of changes has not. */
  ofPin?: boolean
  /** What the scenario's other changes bring without the pin: with them the pin's own share is told apart. */
  others?: WhatIfReply | null
}

/** People by what becomes of them, and the indicators before and after. */
export function EffectFigures({ reply, busy, ofPin = false, others = null }: EffectFiguresProps) {
  const { t, say } = useText()
  const rows: { row: EffectRow; people: PeopleSum; current?: boolean }[] = [
    ...(ofPin ? [{ row: 'inCircle' as const, people: reply.inCircle }, { row: 'overlap' as const, people: reply.overlap }] : []),
    ...(others ? [{ row: 'own' as const, people: lessPeople(reply.gained, others.gained), current: true }] : []),
    { row: others ? 'gainedTogether' : 'gained', people: reply.gained, current: !others },
    ...(reply.lost.places > 0 ? [{ row: 'lost' as const, people: reply.lost }] : []),
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
          {rows.map(({ row, people, current }) => (
            <tr key={row} className={current ? 'current' : undefined}>
              <th scope="row">{t(`planner.effect.row.${row}`)}</th>
              <td>{formatElders(people.residents60Plus)}</td>
              <td>{formatCount(people.residents)}</td>
              <td>{formatCount(people.households)}</td>
              <td>{formatCount(people.places)}</td>
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
