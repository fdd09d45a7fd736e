import { Checkbox, Radio } from 'antd'
import type { ComponentProps } from 'react'
import { useText } from '../../../i18n/index.ts'
import { usePlanning } from '../../../state/planning/planning-context.tsx'
import type { FieldsProps } from './choice.ts'
import { NumberField, SwitchField } from '../fields.tsx'
import { GivenPointFields } from './GivenPointFields.tsx'

/** Where a site may stand, and where it may not. */
export function CandidateFields({ choice, faults, onChange, scenario }: FieldsProps & ComponentProps<typeof GivenPointFields>) {
  const { t } = useText()
  const { points } = usePlanning().given
  return (
    <>
      <fieldset>
        <legend>{t('planner.optimise.candidates')}</legend>
        <SwitchField label={t('planner.candidate.premises')} checked={choice.premises} onChange={(premises) => onChange({ premises })} />
        <SwitchField label={t('planner.candidate.parcels')} checked={choice.parcels} onChange={(parcels) => onChange({ parcels })} />
        <SwitchField label={t('planner.candidate.grid')} checked={choice.grid} onChange={(grid) => onChange({ grid })}>
          <NumberField label={t('planner.candidate.gridMetres')} unit="m" min={100} max={5000} value={choice.gridMetres} fault={faults.has('grid')} onChange={(gridMetres) => onChange({ gridMetres })} />
        </SwitchField>
        <SwitchField label={t('planner.candidate.nodes')} checked={choice.nodes} onChange={(nodes) => onChange({ nodes })} />
        <SwitchField label={t('planner.candidate.points', { n: points.length })} checked={choice.points} onChange={(points) => onChange({ points })} />
        {choice.points && <GivenPointFields scenario={scenario} />}
        <Checkbox checked={choice.premisesFirst} onChange={(event) => onChange({ premisesFirst: event.target.checked })}>{t('planner.candidate.premisesFirst')}</Checkbox>
        <div className="form-line">
          <span>{t('planner.optimise.existing')}</span>
          <Radio.Group value={choice.existing} aria-label={t('planner.optimise.existing')} onChange={(event) => onChange({ existing: event.target.value as typeof choice.existing })}>
            {(['fixed', 'free', 'ignored'] as const).map((value) => <Radio key={value} value={value}>{t(`planner.existing.${value}`)}</Radio>)}
          </Radio.Group>
        </div>
      </fieldset>
      <fieldset>
        <legend>{t('planner.optimise.vetoes')}</legend>
        <SwitchField label={t('planner.veto.controlAreas')} checked={choice.controlAreas} onChange={(controlAreas) => onChange({ controlAreas })} />
        <SwitchField label={t('planner.veto.landUse')} checked={choice.landUse} onChange={(landUse) => onChange({ landUse })} />
        <SwitchField label={t('planner.veto.spareBeds')} checked={choice.spareBeds} onChange={(spareBeds) => onChange({ spareBeds })} />
        <NumberField label={t('planner.veto.landArea')} unit="m²" value={choice.minimumLandAreaM2} placeholder={t('planner.optimise.free')} onChange={(minimumLandAreaM2) => onChange({ minimumLandAreaM2 })} />
        <NumberField label={t('planner.veto.medical')} unit="m" value={choice.nearMedicalMetres} placeholder={t('planner.optimise.free')} onChange={(nearMedicalMetres) => onChange({ nearMedicalMetres })} />
      </fieldset>
    </>
  )
}
