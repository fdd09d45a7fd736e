import { Button } from 'antd'
import { useState } from 'react'
import { useAccess, type AccessWish } from '../../../api/demand-queries.ts'
import { useText } from '../../../i18n/index.ts'
import { EmptyState, ErrorText } from '../../../shell/states.tsx'
import { useCountyView } from '../../../state/county-view.ts'
import { NumberField, SelectField } from '../fields.tsx'
import { faultsOfAccess, firstAccess, toAccessWish, type AccessChoice } from './access-form.ts'
import { AccessResult } from './AccessResult.tsx'
import { BandFields } from './BandFields.tsx'

const capacities = ['beds', 'nursing_beds', 'places'] as const
const weights = ['residents60Plus', 'residents80Plus', 'residents'] as const
const methods = ['2sfca', 'e2sfca', 'gaussian'] as const

/** Whether there is enough where people can walk to: beds against elders, and who is left over once the beds are full. */
export function AccessPage({ code }: { code: string }) {
  const { t } = useText()
  const { runId, summary } = useCountyView(code)
  const [choice, setChoice] = useState(firstAccess)
  const [wish, setWish] = useState<AccessWish | null>(null)
  const access = useAccess(code, runId, wish)
  const change = (changed: Partial<AccessChoice>) => setChoice((before) => ({ ...before, ...changed }))
  const faults = faultsOfAccess(choice)
  const ownBands = choice.method === 'e2sfca' && choice.bands !== null
  if (summary.data && runId === null) return <EmptyState title={t('planning.noRun')} next={t('planning.noRunNext')} />
  return (
    <div className="planning-scroll">
      <h1>{t('demand.access.heading')}</h1>
      <p className="muted">{t('demand.access.intro')}</p>
      <form
        className="optimise-form"
        onSubmit={(event) => {
          event.preventDefault()
          if (faults.size === 0) setWish(toAccessWish(choice))
        }}
      >
        <fieldset>
          <legend>{t('demand.access.question')}</legend>
          <SelectField label={t('demand.access.capacity')} value={choice.capacity} options={capacities.map((value) => ({ value, label: t(`demand.capacity.${value}`) }))} onChange={(capacity) => change({ capacity })} />
          {choice.capacity === 'places' && <NumberField label={t('demand.access.m2PerPlace')} unit="m²" min={0.5} max={1000} value={choice.m2PerPlace} fault={faults.has('m2PerPlace')} onChange={(m2PerPlace) => change({ m2PerPlace })} />}
          <SelectField label={t('demand.access.weight')} value={choice.weight} options={weights.map((value) => ({ value, label: t(`planner.weight.${value}`) }))} onChange={(weight) => change({ weight })} />
          <SelectField label={t('demand.access.method')} value={choice.method} options={methods.map((value) => ({ value, label: t(`demand.method.${value}`) }))} onChange={(method) => change({ method })} />
          {!ownBands && <NumberField label={t('demand.access.limit')} unit="m" min={50} max={20_000} value={choice.limitMetres} placeholder={t('demand.access.runLimit')} onChange={(limitMetres) => change({ limitMetres })} />}
          {choice.method === 'e2sfca' && <BandFields choice={choice} fault={faults.has('bands')} onChange={(bands) => change({ bands })} />}
          <NumberField label={t('demand.access.need')} unit="%" min={0} max={100} value={choice.needPercent} fault={faults.has('need')} onChange={(needPercent) => change({ needPercent })} />
          <NumberField label={t('demand.access.target')} value={choice.targetPerThousand} max={10_000} placeholder={t('demand.access.noTarget')} onChange={(targetPerThousand) => change({ targetPerThousand })} />
        </fieldset>
        <p className="muted">{t('demand.access.declared')}</p>
        <Button type="primary" htmlType="submit" loading={access.isFetching} disabled={faults.size > 0}>{t('demand.access.compute')}</Button>
      </form>
      {access.error && <p className="field-error" role="alert"><ErrorText error={access.error} /></p>}
      {wish !== null && access.data && <AccessResult code={code} reply={access.data} />}
    </div>
  )
}
