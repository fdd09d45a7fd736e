import { CloseOutlined } from '@ant-design/icons'
import { Alert, Button } from 'antd'
import { useEffect, useRef } from 'react'
import type { WhatIfReply } from '../../../server/contract/what-if.ts'
import { useChangesEffect } from '../../api/planning-queries.ts'
import { formatAreaOfCircle } from '../../format.ts'
import { useText } from '../../i18n/index.ts'
import { stepLabel } from '../../i18n/step-label.ts'
import { ErrorText } from '../../shell/states.tsx'
import { useCountyView } from '../../state/county-view.ts'
import { withChange } from '../../state/planning/changes.ts'
import { changeOfPin, faultsOfPin, type PinDraft } from '../../state/planning/pin.ts'
import { useLive, usePlanning } from '../../state/planning/planning-context.tsx'
import { CheckList } from './CheckList.tsx'
import { EffectFigures } from './EffectFigures.tsx'
import { Position } from './PositionFields.tsx'
import { SiteForm } from './SiteForm.tsx'
import { useSettledChecks } from './use-settled-checks.ts'
import { useShapeOfPin } from './use-planning-map.ts'

/** Facilities inside the pin's circle, nearest first. */
function Overlaps({ overlaps }: Pick<WhatIfReply, 'overlaps'>) {
  const { t } = useText()
  if (overlaps.length === 0) return <p className="card-line muted">{t('planner.pin.noOverlap')}</p>
  const named = overlaps.slice(0, 3).map(({ name, metres }) => t('planner.pin.overlapOne', { name, metres: Math.ceil(metres - 1e-6) }))
  return (
    <p className="card-line">
      <span className="muted">{t('planner.pin.overlaps', { n: overlaps.length })}</span> {named.join(t('common.separator'))}
      {overlaps.length > named.length && t('planner.pin.andMore')}
    </p>
  )
}

/** The site in hand: whom it would reach, what speaks against the spot, and the form that puts it into the scenario. */
export function PinCard({ pin }: { pin: PinDraft }) {
  const { t } = useText()
  const { code, baseRunId, scenario, store, setPin } = usePlanning()
  const { straightLine } = useCountyView(code)
  const heading = useRef<HTMLHeadingElement>(null)
  const { reply, busy, error } = useLive()
  const faults = faultsOfPin(pin)
  const known = scenario?.changes.some(({ id }) => id === pin.changeId) ?? false
  const checks = useSettledChecks(code, pin)
  const shape = useShapeOfPin(code, baseRunId, pin)
  // A new site takes nothing away, so what it adds is a plain difference; a move is not told apart.
  const others = scenario && pin.purpose !== 'move' ? scenario.changes.filter(({ id }) => id !== pin.changeId) : []
  const without = useChangesEffect(code, baseRunId, others).data
  const vetoed = checks.data?.vetoed ?? false
  useEffect(() => heading.current?.focus(), [pin.changeId])
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('.ant-modal-wrap, .ant-select-dropdown:not(.ant-select-dropdown-hidden)')) setPin(null)
    }
    window.addEventListener('keydown', pressed)
    return () => window.removeEventListener('keydown', pressed)
  }, [setPin])

  const keep = () => {
    if (!scenario || !store || faults.length > 0) return
    store.edit(withChange(scenario.changes, changeOfPin(pin)), stepLabel(pin.purpose, pin.fields.name))
    setPin(null)
  }
  return (
    <section className={pin.settled ? 'map-card planning-card' : 'map-card planning-card planning-card-dragging'} aria-label={t(`planner.pin.purpose.${pin.purpose}`)}>
      <header>
        <div>
          <p className="card-eyebrow">{t(`planner.pin.purpose.${pin.purpose}`)}{vetoed && <span className="verdict verdict-gap">{t('planner.check.vetoed')}</span>}</p>
          <h2 tabIndex={-1} ref={heading}>{pin.fields.name || t('planner.pin.noName')}</h2>
        </div>
        <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('planner.pin.discard')} onClick={() => setPin(null)} />
      </header>
      {error && <Alert type="warning" showIcon title={t('planner.pin.askFailed')} description={<ErrorText error={error} />} />}
      {reply?.reason && <Alert type="warning" showIcon title={t(`planner.pin.reason.${reply.reason}`)} />}
      {reply && <EffectFigures reply={reply} busy={busy} ofPin others={others.length > 0 ? (without ?? null) : null} />}
      {!reply && !error && <p className="card-line muted" role="status">{t(baseRunId === null ? 'planner.pin.noRun' : 'planner.pin.asking')}</p>}
      {reply && <Overlaps overlaps={reply.overlaps} />}
      {shape.data && shape.data.areaM2 > 0 && reply?.limitMetres && pin.settled && <p className="card-line"><span className="muted">{t('planner.pin.circle')}</span> {t('planner.pin.circleArea', { limit: reply.limitMetres, area: formatAreaOfCircle(shape.data.areaM2), cell: Math.round(shape.data.cellMetres) })}</p>}
      {straightLine && <p className="card-line muted">{t('card.straightLine')}</p>}
      {/* While it is dragged the card is small: the map is what one looks at. */}
      {pin.settled && <Position pin={pin} />}
      {pin.settled && pin.purpose !== 'move' && <SiteForm fields={pin.fields} faults={faults} onChange={(changed) => setPin({ ...pin, fields: { ...pin.fields, ...changed } })} />}
      <CheckList checks={checks} settled={pin.settled} />
      {pin.settled && <div className="planning-card-foot">
        <Button onClick={() => setPin(null)}>{t('planner.pin.discard')}</Button>
        <Button type="primary" disabled={faults.length > 0} onClick={keep}>{t(known ? 'planner.pin.update' : vetoed ? 'planner.pin.keepVetoed' : 'planner.pin.keep')}</Button>
      </div>}
    </section>
  )
}
