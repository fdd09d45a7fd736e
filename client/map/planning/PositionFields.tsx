import { Button, Input, Select } from 'antd'
import { useEffect, useState } from 'react'
import { useText } from '../../i18n/index.ts'
import type { PinDraft } from '../../state/planning/pin.ts'
import { usePlanning } from '../../state/planning/planning-context.tsx'
import { fromTyped, typedSystems, type TypedSystem } from '../../tables/typed-position.ts'

/** Where the pin stands, in figures; it can be typed as well. */
export function Position({ pin }: { pin: PinDraft }) {
  const { t } = useText()
  const { setPin } = usePlanning()
  const [system, setSystem] = useState<TypedSystem>('cgcs2000')
  const [lon, lat] = pin.location
  const [typed, setTyped] = useState('')
  useEffect(() => setTyped(`${lon.toFixed(6)}, ${lat.toFixed(6)}`), [lon, lat])
  const wanted = fromTyped(typed, system)
  const changed = wanted !== null && (Math.abs(wanted[0] - lon) > 5e-7 || Math.abs(wanted[1] - lat) > 5e-7)
  const go = () => {
    if (!wanted || !changed) return
    setPin({ ...pin, location: wanted, settled: true })
    setSystem('cgcs2000')
  }
  if (pin.purpose === 'convert') return <p className="card-line"><span className="muted">{t('planner.pin.position')}</span> {lon.toFixed(6)}, {lat.toFixed(6)} · {t('planner.pin.premisesStay')}</p>
  return (
    <form
      className="position-fields"
      onSubmit={(event) => {
        event.preventDefault()
        go()
      }}
    >
      <Select<TypedSystem>
        size="small" value={system} aria-label={t('planner.pin.system')} onChange={setSystem} popupMatchSelectWidth={false}
        options={typedSystems.map((value) => ({ value, label: t(`planner.pin.systems.${value}`) }))}
      />
      <Input size="small" value={typed} status={wanted === null ? 'error' : undefined} aria-label={t('planner.pin.positionLabel')} onChange={(event) => setTyped(event.target.value)} />
      <Button size="small" htmlType="submit" disabled={!changed}>{t('planner.pin.go')}</Button>
      {wanted === null && <p className="field-error" role="alert">{t('planner.pin.positionFault')}</p>}
      {system !== 'cgcs2000' && <p className="card-line muted">{t('planner.pin.approximate')}</p>}
    </form>
  )
}
