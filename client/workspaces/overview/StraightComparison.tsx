import { Button } from 'antd'
import { useMemo, useState } from 'react'
import { usePlaces } from '../../api/queries.ts'
import { formatCount, formatMetres, formatRate } from '../../format.ts'
import { useText } from '../../i18n/index.ts'
import { ErrorNotice, LoadingBlock } from '../../shell/states.tsx'
import { useCountyView } from '../../state/county-view.ts'
import { useUpdateUrl } from '../../state/use-url-state.ts'
import { noFilter } from '../../tables/place-filter.ts'
import { compareWithStraightLine, type StraightComparison as Comparison } from '../../tables/straight-line.ts'
import { MarkButton } from './MarkButton.tsx'

const rows = ['places', 'residents', 'residents60Plus'] as const

function Sentence({ comparison, limitMetres }: { comparison: Comparison; limitMetres: number }) {
  const { t } = useText()
  const { walk, overstated, understated } = comparison
  const limit = formatMetres(limitMetres)
  if (overstated.places === 0) return <p>{t('straight.same', { limit })}</p>
  return (
    <p>
      {t('straight.overstates', {
        limit,
        places: formatCount(overstated.places),
        residents: formatCount(overstated.residents),
        elders: formatCount(overstated.residents60Plus),
        share: formatRate(walk.residents > 0 ? overstated.residents / walk.residents : null),
      })}
      {understated.places > 0 && t('straight.understates', { places: formatCount(understated.places) })}
    </p>
  )
}

function Numbers({ code, network, limitMetres }: StraightComparisonProps) {
  const { t } = useText()
  const update = useUpdateUrl()
  const { runId } = useCountyView(code)
  const places = usePlaces(code, runId)
  const comparison = useMemo(() => (places.data ? compareWithStraightLine(places.data) : null), [places.data])
  if (places.isError) {
    return <ErrorNotice what={t('error.what.places')} error={places.error} onRetry={() => void places.refetch()} />
  }
  if (!comparison) return <LoadingBlock rows={3} />
  const list = () => update((state) => ({ ...state, view: 'places', unit: null, mark: 'straight', filter: { ...noFilter, misjudgedOnly: true } }))
  return (
    <div className="block">
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">{t('straight.covered')}</th>
            <th scope="col">{t(network ? 'straight.walk' : 'straight.detour')}</th>
            <th scope="col">{t('straight.straight')}</th>
            <th scope="col">{t('straight.difference')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row}>
              <th scope="row">{t(`straight.rows.${row}`)}</th>
              <td>{formatCount(comparison.walk[row])}</td>
              <td>{formatCount(comparison.straight[row])}</td>
              <td className="gap-text">{formatCount(comparison.straight[row] - comparison.walk[row])}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Sentence comparison={comparison} limitMetres={limitMetres} />
      <p className="muted">{t('straight.basis')}</p>
      <div className="button-line">
        <MarkButton mark="straight" label={t('straight.mark')} />
        <Button size="small" onClick={list}>{t('straight.list')}</Button>
      </div>
    </div>
  )
}

interface StraightComparisonProps {
  code: string
  /** False where the county has no roads and the walk itself is estimated. */
  network: boolean
  limitMetres: number
}

/** What a circle drawn with a compass would have claimed, beside what people can walk. */
export function StraightComparison(props: StraightComparisonProps) {
  const { t } = useText()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t(open ? 'straight.hide' : 'straight.show')}
      </Button>
      {open && <Numbers {...props} />}
    </>
  )
}
