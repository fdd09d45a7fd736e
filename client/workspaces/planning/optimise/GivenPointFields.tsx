import { AimOutlined, DeleteOutlined, EnvironmentOutlined } from '@ant-design/icons'
import { Button, Input, Select, Tooltip } from 'antd'
import { useId, useState, type KeyboardEvent } from 'react'
import { formatCount, formatPosition } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'
import { ErrorText } from '../../../shell/states.tsx'
import { useMapHandle } from '../../../state/map-handle.tsx'
import type { proposalsOf} from '../../../state/planning/given-points.ts';
import { longestPointName, mostPoints, nextNumber, type GivenPoint } from '../../../state/planning/given-points.ts'
import { usePlanning } from '../../../state/planning/planning-context.tsx'
import { useUpdateUrl, useUrlState } from '../../../state/use-url-state.ts'
import { fromTyped, typedSystems, type TypedSystem } from '../../../tables/typed-position.ts'

/** Inside the form of the optimisation Enter belongs to the field: it must not start the search. */
function onEnter(act: () => void) {
  return (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
    event.preventDefault()
    act()
  }
}

/** A spot known in figures. */
function TypedPoint() {
  const { t } = useText()
  const { given } = usePlanning()
  const { showPlace } = useMapHandle()
  const fieldId = useId()
  const [system, setSystem] = useState<TypedSystem>('cgcs2000')
  const [typed, setTyped] = useState('')
  const [tried, setTried] = useState(false)
  const location = fromTyped(typed, system)
  const add = async () => {
    setTried(true)
    if (!location || !(await given.offer(location, (points) => t('planner.point.newName', { n: nextNumber(points) })))) return
    showPlace(location)
    setTyped('')
    setTried(false)
  }
  return (
    <div className="typed-point">
      <label htmlFor={fieldId}>{t('planner.pin.positionLabel')}</label>
      <div className="position-fields">
        <Select<TypedSystem>
          size="small" value={system} aria-label={t('planner.pin.system')} onChange={setSystem} popupMatchSelectWidth={false}
          options={typedSystems.map((value) => ({ value, label: t(`planner.pin.systems.${value}`) }))}
        />
        <Input
          id={fieldId} size="small" value={typed} placeholder="116.345, 26.327" status={tried && !location ? 'error' : undefined} aria-invalid={tried && !location}
          onChange={(event) => setTyped(event.target.value)} onKeyDown={onEnter(() => void add())}
        />
        <Button size="small" loading={given.busy} onClick={() => void add()}>{t('planner.point.add')}</Button>
      </div>
      {tried && !location && <p className="field-error" role="alert">{t('planner.pin.positionFault')}</p>}
      {system !== 'cgcs2000' && <p className="muted">{t('planner.pin.approximate')}</p>}
    </div>
  )
}

function PointRow({ point, number }: { point: GivenPoint; number: number }) {
  const { t } = useText()
  const { given } = usePlanning()
  const { showPlace } = useMapHandle()
  const { id, name, location } = point
  return (
    <li className="point-row">
      <Input
        size="small" value={name} maxLength={longestPointName} status={name.trim() === '' ? 'error' : undefined} aria-label={t('planner.point.nameOf', { n: number })}
        onChange={(event) => given.rename(id, event.target.value)} onKeyDown={onEnter(() => undefined)}
      />
      <span className="muted">{formatPosition(location)}</span>
      <span className="change-tools">
        <Tooltip title={t('planner.scenario.show')}><Button type="text" size="small" icon={<AimOutlined />} aria-label={t('planner.scenario.showOf', { name })} onClick={() => showPlace(location)} /></Tooltip>
        <Tooltip title={t('planner.scenario.remove')}><Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t('planner.point.removeOf', { name })} onClick={() => given.remove(id)} /></Tooltip>
      </span>
    </li>
  )
}

interface GivenPointFieldsProps {
  /** The open scenario, whose new sites may be taken. */
  scenario: { name: string; proposals: ReturnType<typeof proposalsOf> } | null
}

/** Candidate points of the user's own: by a click on the map, by coordinates, or from the scenario that is open. */
export function GivenPointFields({ scenario }: GivenPointFieldsProps) {
  const { t } = useText()
  const { planning: url } = useUrlState()
  const update = useUpdateUrl()
  const { given } = usePlanning()
  const { points, refused } = given
  const picking = url.tool === 'point'
  const fresh = scenario?.proposals.filter(({ id }) => !points.some((point) => point.id === id)) ?? []
  const pick = () => update((state) => ({ ...state, planning: { ...state.planning, tool: picking ? null : 'point' } }), { replace: true })
  return (
    <div className="given-points">
      <div className="scenario-card-foot">
        <Button size="small" icon={<EnvironmentOutlined />} type={picking ? 'primary' : 'default'} aria-pressed={picking} onClick={pick}>{t('planner.point.pick')}</Button>
        {scenario && scenario.proposals.length > 0 && (
          <Button size="small" disabled={fresh.length === 0} onClick={() => given.take(fresh)}>{t('planner.point.fromScenario', { name: scenario.name, n: formatCount(fresh.length) })}</Button>
        )}
        {points.length > 1 && <Button size="small" onClick={given.clear}>{t('planner.point.clear')}</Button>}
      </div>
      {picking && <p className="muted">{t('planner.point.keyboard')}</p>}
      <TypedPoint />
      {refused && <p className="field-error" role="alert">{refused.error ? <ErrorText error={refused.error} /> : t('planner.point.outside', { place: formatPosition(refused.location) })}</p>}
      {points.length === 0 ? (
        <p className="muted">{t('planner.point.empty')}</p>
      ) : (
        <ol className="point-list" aria-label={t('planner.point.list', { n: formatCount(points.length) })}>
          {points.map((point, index) => <PointRow key={point.id} point={point} number={index + 1} />)}
        </ol>
      )}
      {points.length >= mostPoints && <p className="field-error">{t('planner.point.most', { n: formatCount(mostPoints) })}</p>}
    </div>
  )
}
