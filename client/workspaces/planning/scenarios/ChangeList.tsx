import { AimOutlined, DeleteOutlined, EditOutlined } from '@ant-design/icons'
import { Button, Tooltip } from 'antd'
import type { SiteChange } from '../../../../server/contract/scenarios.ts'
import { formatYuan } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'
import { stepLabel } from '../../../i18n/step-label.ts'
import { costOf, withoutChange } from '../../../state/planning/changes.ts'
import { shownMisfits, type ShownMisfit } from '../../../state/planning/misfits.ts'
import { pinOfChange } from '../../../state/planning/pin.ts'
import { usePlanning } from '../../../state/planning/planning-context.tsx'
import type { ScenarioState, ScenarioStore } from '../../../state/planning/scenario-store.ts'
import { useMapHandle } from '../../../state/map-handle.tsx'
import { factsOfChange, nameOfChange, placeOfChange } from './change-text.ts'

interface ChangeRowProps {
  change: SiteChange
  number: number
  misfit: ShownMisfit | undefined
  onRemove: () => void
}

function ChangeRow({ change, number, misfit, onRemove }: ChangeRowProps) {
  const text = useText()
  const { t, say, language } = text
  const { sites, setPin, setFacilityEdit } = usePlanning()
  const { showPlace } = useMapHandle()
  const name = nameOfChange(change, sites)
  const place = placeOfChange(change, sites)
  const facts = factsOfChange(change, text)
  // What the data no longer has cannot be edited, only taken out.
  const editable = change.kind === 'add' || (change.kind !== 'close' && place !== null)
  const edit = () => {
    if (change.kind === 'resize' || change.kind === 'retype' || change.kind === 'capacity') setFacilityEdit({ kind: change.kind, facilityId: change.facilityId })
    else if (sites) setPin(pinOfChange(change, sites))
    if (place) showPlace(place)
  }
  return (
    <li className={misfit ? 'change change-misfit' : 'change'}>
      <span className="change-number">{number}</span>
      <div className="change-body">
        <p><span className={`change-kind change-${change.kind}`}>{t(`planner.kind.${change.kind}`)}</span> <strong>{name}</strong></p>
        {facts && <p className="muted">{facts}</p>}
        {change.costYuan !== undefined && <p className="muted">{t('planner.list.cost', { cost: formatYuan(change.costYuan, language) })}</p>}
        {change.note && <p>{change.note}</p>}
        {misfit && <p className="gap-text">{t(misfit.against === 'run' ? 'planner.scenario.misfitRun' : 'planner.scenario.misfit')} {say(misfit.message)}</p>}
      </div>
      <div className="change-tools">
        {place && <Tooltip title={t('planner.scenario.show')}><Button type="text" size="small" icon={<AimOutlined />} aria-label={t('planner.scenario.showOf', { name })} onClick={() => showPlace(place)} /></Tooltip>}
        {editable && <Tooltip title={t('planner.scenario.edit')}><Button type="text" size="small" icon={<EditOutlined />} aria-label={t('planner.scenario.editOf', { name })} onClick={edit} /></Tooltip>}
        <Tooltip title={t('planner.scenario.remove')}><Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t('planner.scenario.removeOf', { name })} onClick={onRemove} /></Tooltip>
      </div>
    </li>
  )
}

/** Everything the scenario does, in the order in which it was decided. */
export function ChangeList({ scenario, store }: { scenario: ScenarioState; store: ScenarioStore }) {
  const { t, language } = useText()
  const { sites, total } = usePlanning()
  const { changes, record } = scenario
  const misfits = shownMisfits(record.misfits, total.data)
  const cost = costOf(changes)
  const remove = (change: SiteChange) => {
    store.edit(withoutChange(changes, change.id), stepLabel('remove', nameOfChange(change, sites)))
  }
  return (
    <section className="block">
      <h2 className="label">
        {t('planner.scenario.changes', { n: changes.length })}
        {cost !== null && <span className="label-end">{t('planner.scenario.cost', { cost: formatYuan(cost, language), n: changes.filter(({ costYuan }) => costYuan === undefined).length })}</span>}
      </h2>
      {changes.length === 0 ? (
        <p className="hint">{t('planner.scenario.noChanges')}</p>
      ) : (
        <ol className="change-list">
          {changes.map((change, index) => (
            <ChangeRow key={change.id} change={change} number={index + 1} misfit={misfits.find(({ changeId }) => changeId === change.id)} onRemove={() => remove(change)} />
          ))}
        </ol>
      )}
    </section>
  )
}
