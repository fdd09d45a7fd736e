import { Button } from 'antd'
import { useMemo } from 'react'
import type { CountySummary } from '../../../server/contract/counties.ts'
import { usePlaces } from '../../api/queries.ts'
import { formatCount, formatMetres } from '../../format.ts'
import { useText } from '../../i18n/index.ts'
import { useCountyView } from '../../state/county-view.ts'
import { useUpdateUrl } from '../../state/use-url-state.ts'
import { bandSteps } from '../../tables/band.ts'
import { noFilter } from '../../tables/place-filter.ts'
import { NotesButton } from '../notes/NotesButton.tsx'
import { BandTable } from './BandTable.tsx'
import { MarkButton } from './MarkButton.tsx'

/** The places whose verdict hangs on the choice of limit, step by step; a click lists them and marks them on the map. */
function BandSteps({ code }: { code: string }) {
  const { t } = useText()
  const update = useUpdateUrl()
  const { runId, bandMetres } = useCountyView(code)
  const places = usePlaces(code, runId)
  const steps = useMemo(() => bandSteps(places.data ?? [], bandMetres), [places.data, bandMetres])
  if (!places.data || steps.length === 0) return null
  const total = steps.reduce((sum, step) => sum + step.places, 0)
  const list = (turnsAt: number) => update((state) => ({ ...state, view: 'places', unit: null, mark: 'band', filter: { ...noFilter, turnsAt } }))
  return (
    <>
      <p>{t('band.turning', { n: formatCount(total), total: formatCount(places.data.length) })}</p>
      <ul className="band-steps">
        {steps.map((step) => (
          <li key={step.toMetres}>
            <span>
              {t('band.step', { from: formatMetres(step.fromMetres), to: formatMetres(step.toMetres), n: formatCount(step.places), people: formatCount(step.residents) })}
            </span>
            <Button size="small" disabled={step.places === 0} onClick={() => list(step.toMetres)}>
              {t('band.list')}
            </Button>
          </li>
        ))}
      </ul>
      <div className="button-line">
        <MarkButton mark="band" label={t('band.mark')} />
      </div>
    </>
  )
}

interface BandSectionProps {
  code: string
  band: NonNullable<CountySummary['coverage']>['band']
  limitMetres: number
}

/** The same county under other limits, in shares and place by place. */
export function BandSection({ code, band, limitMetres }: BandSectionProps) {
  const { t } = useText()
  const title = t('overview.band.title')
  return (
    <section className="block">
      <h3>{title} <NotesButton code={code} about={title} /></h3>
      <BandTable band={band} limitMetres={limitMetres} />
      <BandSteps code={code} />
    </section>
  )
}
