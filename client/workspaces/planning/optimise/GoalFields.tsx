import { Radio } from 'antd'
import { useForecasts } from '../../../api/demand-queries.ts'
import { useText } from '../../../i18n/index.ts'
import { TypesField } from '../../../map/planning/SiteForm.tsx'
import { asksCapacity, asksCount, asksMinimum, asksRate, asksWeight, weights, type Weight, type FieldsProps } from './choice.ts'
import { NumberField, SelectField, SwitchField } from '../fields.tsx'

/** How many, for whom, how far. */
export function GoalFields({ code, choice, faults, onChange }: FieldsProps & { code: string }) {
  const { t } = useText()
  // The newest forecast counts; an earlier one is on its own page.
  const newest = useForecasts(code).data?.[0]
  const forecasts = (newest?.years ?? []).map((year) => ({ value: `forecast:${newest!.id}:${year}` as Weight, label: t('planner.unit.forecast', { year }) }))
  const { problem } = choice
  return (
    <fieldset>
      <legend>{t('planner.optimise.goal')}</legend>
      <TypesField types={choice.types} fault={faults.has('types')} onChange={(types) => onChange({ types })} />
      <p className="muted">{t('planner.optimise.typesHint')}</p>
      {asksCount(problem) && <NumberField label={t('planner.optimise.p')} whole min={1} max={5000} value={choice.p} fault={faults.has('p')} onChange={(p) => onChange({ p })} />}
      {asksRate(problem) && <NumberField label={t('planner.optimise.rate')} unit="%" max={100} value={choice.ratePercent} fault={faults.has('rate')} onChange={(ratePercent) => onChange({ ratePercent })} />}
      {asksCapacity(problem) && <NumberField label={t('planner.optimise.capacity')} min={1} value={choice.capacityPerSite} fault={faults.has('capacity')} onChange={(capacityPerSite) => onChange({ capacityPerSite })} />}
      {asksWeight(problem) && (
        <SelectField label={t('planner.optimise.weight')} value={choice.weight} options={[...weights.map((value) => ({ value, label: t(`planner.weight.${value}`) })), ...forecasts]} onChange={(weight) => onChange({ weight })} />
      )}
      {asksMinimum(problem) && (
        <div className="form-line">
          <span>{t('planner.optimise.minimise')}</span>
          <Radio.Group size="small" value={choice.minimise} aria-label={t('planner.optimise.minimise')} onChange={(event) => onChange({ minimise: event.target.value as 'sites' | 'yuan' | 'm2' })}>
            {(['sites', 'yuan', 'm2'] as const).map((value) => <Radio key={value} value={value}>{t(`planner.minimise.${value}`)}</Radio>)}
          </Radio.Group>
        </div>
      )}
      <SwitchField label={t('planner.optimise.ownLimit')} checked={choice.ownLimit} onChange={(ownLimit) => onChange({ ownLimit })}>
        <NumberField label={t('planner.optimise.limit')} unit="m" min={50} max={5000} value={choice.limitMetres} fault={faults.has('limit')} onChange={(limitMetres) => onChange({ limitMetres })} />
      </SwitchField>
    </fieldset>
  )
}
