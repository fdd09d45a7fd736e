import { Button, Modal } from 'antd'
import { useState } from 'react'
import type { FacilityTypeCode } from '../../../../server/contract/facility-types.ts'
import type { SiteChange } from '../../../../server/contract/scenarios.ts'
import { useText } from '../../../i18n/index.ts'
import { stepLabel } from '../../../i18n/step-label.ts'
import { FigureFields, NoteField, TypesField, type FigureKey } from '../../../map/planning/SiteForm.tsx'
import { withChange } from '../../../state/planning/changes.ts'
import { newId } from '../../../state/planning/new-id.ts'
import type { SiteFields } from '../../../state/planning/pin.ts'
import { usePlanning, type FacilityEdit } from '../../../state/planning/planning-context.tsx'
import type { ScenarioState, ScenarioStore } from '../../../state/planning/scenario-store.ts'

const figuresOf: Record<FacilityEdit['kind'], readonly FigureKey[]> = {
  resize: ['floorAreaM2', 'landAreaM2', 'costYuan'],
  retype: ['costYuan'],
  capacity: ['beds', 'nursingBeds', 'costYuan'],
  close: ['costYuan'],
}
type Values = Pick<SiteFields, FigureKey | 'note'> & { facilityTypes: readonly FacilityTypeCode[] }

const kept = <Key extends string>(key: Key, value: number | null) => (value === null ? {} : ({ [key]: value } as Record<Key, number>))

/** Null where nothing would be changed by it. */
function toChange({ kind, facilityId }: FacilityEdit, id: string, values: Values): SiteChange | null {
  const common = { id, facilityId, ...kept('costYuan', values.costYuan), ...(values.note.trim() ? { note: values.note.trim() } : {}) }
  if (kind === 'close') return { ...common, kind }
  if (kind === 'retype') return values.facilityTypes.length === 0 ? null : { ...common, kind, facilityTypes: [...values.facilityTypes] }
  const [first, second] = figuresOf[kind]
  if (values[first] === null && values[second] === null) return null
  return kind === 'resize'
    ? { ...common, kind, ...kept('floorAreaM2', values.floorAreaM2), ...kept('landAreaM2', values.landAreaM2) }
    : { ...common, kind, ...kept('beds', values.beds), ...kept('nursingBeds', values.nursingBeds) }
}

interface FacilityEditFormProps {
  edit: FacilityEdit
  scenario: ScenarioState
  store: ScenarioStore
  onClose: () => void
}

/** New figures for a facility; they begin with what the scenario, or else the ledger, has. */
export function FacilityEditForm({ edit, scenario, store, onClose }: FacilityEditFormProps) {
  const { t } = useText()
  const { sites } = usePlanning()
  const facility = sites?.facilities.find(({ id }) => id === edit.facilityId)
  const before = scenario.changes.find((change) => change.kind === edit.kind && 'facilityId' in change && change.facilityId === edit.facilityId)
  const [values, setValues] = useState<Values>(() => ({
    floorAreaM2: facility?.floorAreaM2 ?? null,
    landAreaM2: facility?.landAreaM2 ?? null,
    beds: facility?.beds ?? null,
    nursingBeds: facility?.nursingBeds ?? null,
    facilityTypes: (facility?.types ?? []) as FacilityTypeCode[],
    costYuan: null,
    note: '',
    ...before,
  }))
  if (!facility) return null
  const change = toChange(edit, before?.id ?? newId(), values)
  const set = (changed: Partial<SiteFields>) => setValues((old) => ({ ...old, ...changed }))
  const save = () => {
    if (!change) return
    store.edit(withChange(scenario.changes, change), stepLabel(edit.kind, facility.name))
    onClose()
  }
  return (
    <Modal open onCancel={onClose} footer={null} centered destroyOnHidden title={t('planner.facility.editTitle', { what: t(`planner.facility.${edit.kind}`), name: facility.name })} closable={{ 'aria-label': t('common.close') }}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <div className="site-form">
          {edit.kind === 'retype' && <TypesField types={values.facilityTypes} fault={values.facilityTypes.length === 0} onChange={(facilityTypes) => set({ facilityTypes })} />}
          <FigureFields keys={figuresOf[edit.kind]} values={values} onChange={set} />
          <NoteField note={values.note} onChange={set} />
        </div>
        <p className="hint">{t('planner.facility.emptyStays')}</p>
        <div className="run-foot">
          <Button onClick={onClose}>{t('run.dismiss')}</Button>
          <Button type="primary" htmlType="submit" disabled={!change}>{t('planner.pin.keep')}</Button>
        </div>
      </form>
    </Modal>
  )
}
