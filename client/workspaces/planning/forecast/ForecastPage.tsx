import { Button } from 'antd'
import { useState } from 'react'
import { useForecast, useForecasts, useLifeTables, useMakeForecast } from '../../../api/demand-queries.ts'
import { useCounty } from '../../../api/queries.ts'
import { formatInstant } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'
import { ErrorNotice, ErrorText, LoadingBlock } from '../../../shell/states.tsx'
import { faultsOfForecast, startFrom, toForecast, type ForecastChoice } from './forecast-form.ts'
import { ForecastFields } from './ForecastFields.tsx'
import { ForecastResult } from './ForecastResult.tsx'

/** How many elders there will be in the plan's years, and what they will need. */
export function ForecastPage({ code }: { code: string }) {
  const { t } = useText()
  const [asked, setChoice] = useState<ForecastChoice | null>(null)
  const [tried, setTried] = useState(false)
  const [shown, setShown] = useState<string | null>(null)
  const list = useForecasts(code)
  const make = useMakeForecast(code)
  const id = shown ?? list.data?.[0]?.id ?? null
  const forecast = useForecast(code, id)
  const county = useCounty(code).data
  const demo = county?.demo ?? false
  const tables = useLifeTables().data ?? []
  const hasAges = county?.versions.some(({ kind }) => kind === 'age_pyramids') ?? false
  const choice = asked ?? startFrom(tables, hasAges)
  const faults = faultsOfForecast(choice)
  const wrong = (fault: Parameters<typeof faults.has>[0]) => tried && faults.has(fault)
  const change = (changed: Partial<ForecastChoice>) => setChoice({ ...choice, ...changed })
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
        <ForecastFields choice={choice} demo={demo} tables={tables} wrong={wrong} onChange={change} />
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
