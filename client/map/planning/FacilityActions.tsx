import { Button } from 'antd'
import { useText } from '../../i18n/index.ts'
import { stepLabel } from '../../i18n/step-label.ts'
import { newId } from '../../state/planning/new-id.ts'
import { withChange } from '../../state/planning/changes.ts'
import { pinForMove } from '../../state/planning/pin.ts'
import { usePlanning } from '../../state/planning/planning-context.tsx'
import { withSubject } from '../../state/url-state.ts'
import { useUpdateUrl, useUrlState } from '../../state/use-url-state.ts'

/** What the scenario in hand can do with a facility; nothing while none is open. */
export function FacilityActions({ facilityId }: { facilityId: string }) {
  const { t } = useText()
  const update = useUpdateUrl()
  const { scenario, store, sites, setPin, setFacilityEdit } = usePlanning()
  const facility = sites?.facilities.find(({ id }) => id === facilityId)
  const { view } = useUrlState()
  if (view !== 'scenarios' || !scenario || !store || !facility) return null
  const closed = scenario.changes.some((change) => change.kind === 'close' && change.facilityId === facilityId)
  const move = () => {
    const moved = scenario.changes.find((change) => change.kind === 'move' && change.facilityId === facilityId)
    const pin = pinForMove(moved?.kind === 'move' ? { ...facility, location: moved.location } : facility)
    if (!pin) return
    setPin(moved ? { ...pin, changeId: moved.id } : pin)
    update((state) => withSubject(state, null), { replace: true })
  }
  const close = () => {
    store.edit(withChange(scenario.changes, { id: newId(), kind: 'close', facilityId }), stepLabel('close', facility.name))
  }
  return (
    <div className="facility-actions" role="group" aria-label={t('planner.facility.actions')}>
      {facility.status === 'closed' ? (
        <p className="card-line">{t('planner.facility.closedAlready')}</p>
      ) : closed ? (
        <p className="card-line">{t('planner.facility.closed')}</p>
      ) : (
        <>
          <Button size="small" disabled={!facility.location} onClick={move}>{t('planner.facility.move')}</Button>
          {(['resize', 'retype', 'capacity'] as const).map((kind) => (
            <Button key={kind} size="small" onClick={() => setFacilityEdit({ kind, facilityId })}>{t(`planner.facility.${kind}`)}</Button>
          ))}
          <Button size="small" danger onClick={close}>{t('planner.facility.close')}</Button>
        </>
      )}
    </div>
  )
}
