import { Input, InputNumber, Select } from 'antd'
import { useId, type ReactNode } from 'react'
import { facilityTypeCodes, type FacilityTypeCode } from '../../../server/contract/facility-types.ts'
import { useText } from '../../i18n/index.ts'
import type { PinFault, SiteFields } from '../../state/planning/pin.ts'

function Field({ label, wide = false, children }: { label: string; wide?: boolean; children: (id: string) => ReactNode }) {
  const id = useId()
  return (
    <div className={wide ? 'site-field site-field-wide' : 'site-field'}>
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  )
}

export function TypesField({ types, fault, onChange }: { types: readonly FacilityTypeCode[]; fault: boolean; onChange: (types: FacilityTypeCode[]) => void }) {
  const { t, word } = useText()
  return (
    <Field label={t('planner.site.types')} wide>
      {(id) => (
        <>
          <Select<FacilityTypeCode[]>
            id={id} mode="multiple" size="small" value={[...types]} status={fault ? 'error' : undefined} onChange={onChange} optionFilterProp="label"
            options={facilityTypeCodes.map((value) => ({ value, label: word('facilityType', value) }))}
          />
          {fault && <p className="field-error" role="alert">{t('run.noTypes')}</p>}
        </>
      )}
    </Field>
  )
}

export type FigureKey = 'floorAreaM2' | 'landAreaM2' | 'beds' | 'nursingBeds' | 'costYuan'
const mostOf: Record<FigureKey, number> = { floorAreaM2: 1_000_000, landAreaM2: 1_000_000, beds: 100_000, nursingBeds: 100_000, costYuan: 1e12 }

export function FigureFields({ keys, values, onChange }: { keys: readonly FigureKey[]; values: Pick<SiteFields, FigureKey>; onChange: (changed: Partial<SiteFields>) => void }) {
  const { t } = useText()
  return keys.map((key) => (
    <Field key={key} label={t(`planner.site.${key}`)}>
      {(id) => (
        <InputNumber<number>
          id={id} size="small" min={0} max={mostOf[key]} precision={key === 'beds' || key === 'nursingBeds' ? 0 : undefined} value={values[key]}
          placeholder={t('planner.site.unknown')} onChange={(value) => onChange({ [key]: value })}
        />
      )}
    </Field>
  ))
}

export function NoteField({ note, onChange }: { note: string; onChange: (changed: { note: string }) => void }) {
  const { t } = useText()
  return (
    <Field label={t('planner.site.note')} wide>
      {(id) => <Input id={id} size="small" maxLength={1000} value={note} onChange={(event) => onChange({ note: event.target.value })} />}
    </Field>
  )
}

/** What a new or converted site is to be. */
export function SiteForm({ fields, faults, onChange }: { fields: SiteFields; faults: readonly PinFault[]; onChange: (changed: Partial<SiteFields>) => void }) {
  const { t } = useText()
  return (
    <div className="site-form">
      <Field label={t('planner.site.name')} wide>
        {(id) => (
          <>
            <Input id={id} size="small" maxLength={120} value={fields.name} status={faults.includes('name') ? 'error' : undefined} onChange={(event) => onChange({ name: event.target.value })} />
            {faults.includes('name') && <p className="field-error" role="alert">{t('planner.site.nameMissing')}</p>}
          </>
        )}
      </Field>
      <TypesField types={fields.facilityTypes} fault={faults.includes('types')} onChange={(facilityTypes) => onChange({ facilityTypes })} />
      <FigureFields keys={['floorAreaM2', 'landAreaM2', 'beds', 'nursingBeds', 'costYuan']} values={fields} onChange={onChange} />
      <NoteField note={fields.note} onChange={onChange} />
    </div>
  )
}
