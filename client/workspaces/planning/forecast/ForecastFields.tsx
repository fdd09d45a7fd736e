import { Radio } from 'antd'
import type { LifeTableList } from '../../../../server/contract/forecasts.ts'
import { useText } from '../../../i18n/index.ts'
import { NumberField, TextField } from '../fields.tsx'
import { moves, type ForecastChoice, type ForecastFault } from './forecast-form.ts'

interface ForecastFieldsProps {
  choice: ForecastChoice
  /** Whether the county is a demonstration, which alone may use the made-up table. */
  demo: boolean
  tables: LifeTableList
  wrong: (fault: ForecastFault) => boolean
  onChange: (changed: Partial<ForecastChoice>) => void
}

/** What is declared: mortality, growth, migration, disability and standards, each with whose word it is and how sure. */
export function ForecastFields({ choice, demo, tables, wrong, onChange }: ForecastFieldsProps) {
  const { t, say } = useText()
  const published = tables.find(({ id }) => choice.lifeTable === `published/${id}`)
  const perYear = t('demand.forecast.perYear')
  const points = t('demand.forecast.points')
  return (
    <>
      <fieldset>
        <legend>{t('demand.forecast.question')}</legend>
        <TextField label={t('demand.forecast.years')} value={choice.years} fault={wrong('years')} onChange={(years) => onChange({ years })} />
        <div className="form-line">
          <span>{t('demand.forecast.lifeTable')}</span>
          <Radio.Group size="small" value={choice.lifeTable} aria-label={t('demand.forecast.lifeTable')} onChange={(event) => onChange({ lifeTable: event.target.value as ForecastChoice['lifeTable'] })}>
            <Radio value="none">{t('demand.forecast.noLifeTable')}</Radio>
            {tables.map(({ id, title }) => <Radio key={id} value={`published/${id}`}>{say(title)}</Radio>)}
            {demo && <Radio value="demo">{t('demand.forecast.demoLifeTable')}</Radio>}
            <Radio value="person_years">{t('demand.forecast.ownLifeTable')}</Radio>
          </Radio.Group>
        </div>
        {published && <p className="muted">{t('demand.forecast.published', { source: say(published.source), licence: published.licence, male: published.expectationAtBirth.male, female: published.expectationAtBirth.female })}</p>}
        {choice.lifeTable === 'person_years' && (
          <>
            <TextField label={t('demand.forecast.male')} value={choice.male} fault={wrong('male')} onChange={(male) => onChange({ male })} />
            <TextField label={t('demand.forecast.female')} value={choice.female} fault={wrong('female')} onChange={(female) => onChange({ female })} />
            <TextField label={t('demand.forecast.source')} value={choice.lifeTableSource} fault={wrong('lifeTableSource')} onChange={(lifeTableSource) => onChange({ lifeTableSource })} />
          </>
        )}
        {choice.lifeTable !== 'none' && <NumberField label={t('demand.forecast.mortalityRange')} unit="%" max={80} value={choice.mortalityRange} onChange={(mortalityRange) => onChange({ mortalityRange })} />}
        <NumberField label={t('demand.forecast.migration')} unit={perYear} min={-9} max={9} value={choice.migrationPercent} onChange={(migrationPercent) => onChange({ migrationPercent })} />
        <NumberField label={t('demand.forecast.migrationRange')} unit={points} max={1} value={choice.migrationRange} onChange={(migrationRange) => onChange({ migrationRange })} />
        {moves(choice) && <TextField label={t('demand.forecast.source')} value={choice.migrationSource} fault={wrong('migrationSource')} onChange={(migrationSource) => onChange({ migrationSource })} />}
      </fieldset>
      <fieldset>
        <legend>{t('demand.forecast.rates')}</legend>
        <NumberField label={t('demand.forecast.growth60')} unit={perYear} min={-15} max={15} value={choice.growth60Percent} onChange={(growth60Percent) => onChange({ growth60Percent })} />
        <NumberField label={t('demand.forecast.growth80')} unit={perYear} min={-15} max={15} value={choice.growth80Percent} onChange={(growth80Percent) => onChange({ growth80Percent })} />
        <NumberField label={t('demand.forecast.growthRange')} unit={points} max={5} value={choice.growthRange} onChange={(growthRange) => onChange({ growthRange })} />
        <TextField label={t('demand.forecast.growthSource')} value={choice.growthSource} fault={wrong('growthSource')} onChange={(growthSource) => onChange({ growthSource })} />
      </fieldset>
      <fieldset>
        <legend>{t('demand.forecast.needs')}</legend>
        <NumberField label={t('demand.forecast.beds')} unit={t('demand.forecast.perThousand')} value={choice.bedsPerThousand} onChange={(bedsPerThousand) => onChange({ bedsPerThousand })} />
        {choice.bedsPerThousand !== null && <TextField label={t('demand.forecast.source')} value={choice.bedsSource} fault={wrong('bedsSource')} onChange={(bedsSource) => onChange({ bedsSource })} />}
        <NumberField label={t('demand.forecast.m2')} unit={t('demand.forecast.m2Unit')} max={1000} value={choice.m2PerElder} onChange={(m2PerElder) => onChange({ m2PerElder })} />
        {choice.m2PerElder !== null && <TextField label={t('demand.forecast.source')} value={choice.m2Source} fault={wrong('m2Source')} onChange={(m2Source) => onChange({ m2Source })} />}
        <NumberField label={t('demand.forecast.disabled')} unit="%" max={100} value={choice.disabledPercent} onChange={(disabledPercent) => onChange({ disabledPercent })} />
        {choice.disabledPercent !== null && (
          <>
            <NumberField label={t('demand.forecast.disabled80')} unit="%" max={100} value={choice.disabled80Percent} onChange={(disabled80Percent) => onChange({ disabled80Percent })} />
            <TextField label={t('demand.forecast.source')} value={choice.disabilitySource} fault={wrong('disabilitySource')} onChange={(disabilitySource) => onChange({ disabilitySource })} />
          </>
        )}
      </fieldset>
    </>
  )
}
