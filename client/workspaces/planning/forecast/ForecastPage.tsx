import { Button, Radio } from 'antd'
import { useState } from 'react'
import { useForecast, useForecasts, useMakeForecast } from '../../../api/demand-queries.ts'
import { useCounty } from '../../../api/queries.ts'
import { formatInstant } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'
import { ErrorNotice, ErrorText, LoadingBlock } from '../../../shell/states.tsx'
import { NumberField, TextField } from '../fields.tsx'
import { faultsOfForecast, firstForecast, toForecast, type ForecastChoice } from './forecast-form.ts'
import { ForecastResult } from './ForecastResult.tsx'

/** How many elders there will be in the plan's years, and what they will need. */
export function ForecastPage({ code }: { code: string }) {
  const { t } = useText()
  const [choice, setChoice] = useState(firstForecast)
  const [tried, setTried] = useState(false)
  const [shown, setShown] = useState<string | null>(null)
  const list = useForecasts(code)
  const make = useMakeForecast(code)
  const id = shown ?? list.data?.[0]?.id ?? null
  const forecast = useForecast(code, id)
  const demo = useCounty(code).data?.demo ?? false
  const faults = faultsOfForecast(choice)
  const wrong = (fault: Parameters<typeof faults.has>[0]) => tried && faults.has(fault)
  const change = (changed: Partial<ForecastChoice>) => setChoice((before) => ({ ...before, ...changed }))
  return (
    <div className="planning-scroll">
      <h1>{t('demand.forecast.heading')}</h1>
      <p className="muted">{t('demand.forecast.intro')}</p>
      <form
        className="optimise-form"
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (faults.size === 0) make.mutate(toForecast(choice), { onSuccess: (made) => setShown(made.id) })
        }}
      >
        <fieldset>
          <legend>{t('demand.forecast.question')}</legend>
          <TextField label={t('demand.forecast.years')} value={choice.years} fault={wrong('years')} onChange={(years) => change({ years })} />
          <div className="form-line">
            <span>{t('demand.forecast.lifeTable')}</span>
            <Radio.Group size="small" value={choice.lifeTable} aria-label={t('demand.forecast.lifeTable')} onChange={(event) => change({ lifeTable: event.target.value as ForecastChoice['lifeTable'] })}>
              <Radio value="none">{t('demand.forecast.noLifeTable')}</Radio>
              {demo && <Radio value="demo">{t('demand.forecast.demoLifeTable')}</Radio>}
              <Radio value="person_years">{t('demand.forecast.ownLifeTable')}</Radio>
            </Radio.Group>
          </div>
          {choice.lifeTable === 'person_years' && (
            <>
              <TextField label={t('demand.forecast.male')} value={choice.male} fault={wrong('male')} onChange={(male) => change({ male })} />
              <TextField label={t('demand.forecast.female')} value={choice.female} fault={wrong('female')} onChange={(female) => change({ female })} />
              <TextField label={t('demand.forecast.source')} value={choice.lifeTableSource} fault={wrong('lifeTableSource')} onChange={(lifeTableSource) => change({ lifeTableSource })} />
            </>
          )}
          <NumberField label={t('demand.forecast.growth60')} unit={t('demand.forecast.perYear')} min={-20} max={20} value={choice.growth60Percent} onChange={(growth60Percent) => change({ growth60Percent })} />
          <NumberField label={t('demand.forecast.growth80')} unit={t('demand.forecast.perYear')} min={-20} max={20} value={choice.growth80Percent} onChange={(growth80Percent) => change({ growth80Percent })} />
          <TextField label={t('demand.forecast.growthSource')} value={choice.growthSource} fault={wrong('growthSource')} onChange={(growthSource) => change({ growthSource })} />
          <NumberField label={t('demand.forecast.migration')} unit={t('demand.forecast.perYear')} min={-10} max={10} value={choice.migrationPercent} onChange={(migrationPercent) => change({ migrationPercent })} />
          {choice.migrationPercent !== null && choice.migrationPercent !== 0 && <TextField label={t('demand.forecast.source')} value={choice.migrationSource} fault={wrong('migrationSource')} onChange={(migrationSource) => change({ migrationSource })} />}
          <NumberField label={t('demand.forecast.beds')} unit={t('demand.forecast.perThousand')} value={choice.bedsPerThousand} onChange={(bedsPerThousand) => change({ bedsPerThousand })} />
          {choice.bedsPerThousand !== null && <TextField label={t('demand.forecast.source')} value={choice.bedsSource} fault={wrong('bedsSource')} onChange={(bedsSource) => change({ bedsSource })} />}
        </fieldset>
        <p className="muted">{t('demand.forecast.ages')}</p>
        {wrong('nothing') && <p className="field-error" role="alert">{t('demand.forecast.nothing')}</p>}
        {tried && faults.size > 0 && !faults.has('nothing') && <p className="field-error" role="alert">{t('demand.forecast.incomplete')}</p>}
        <Button type="primary" htmlType="submit" loading={make.isPending}>{t('demand.forecast.compute')}</Button>
      </form>
      {make.error && <p className="field-error" role="alert"><ErrorText error={make.error} /></p>}
      {list.isError && <ErrorNotice what={t('demand.forecast.heading')} error={list.error} onRetry={() => void list.refetch()} />}
      {id !== null && !forecast.data && !forecast.isError && <LoadingBlock />}
      {forecast.isError && <ErrorNotice what={t('demand.forecast.heading')} error={forecast.error} onRetry={() => void forecast.refetch()} />}
      {forecast.data && <ForecastResult code={code} forecast={forecast.data} />}
      {list.data && list.data.length > 1 && (
        <section className="stack">
          <h2 className="label">{t('demand.forecast.past')}</h2>
          <ul className="notes">
            {list.data.map((one) => (
              <li key={one.id}>
                <button type="button" className="row-link" aria-current={one.id === id} onClick={() => setShown(one.id)}>{formatInstant(one.createdAt)} · {one.years.join(t('common.separator'))}</button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}
