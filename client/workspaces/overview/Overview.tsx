import { Alert, Button } from 'antd'
import type { CountySummary } from '../../../server/contract/counties.ts'
import { formatShortId } from '../../format.ts'
import { useText } from '../../i18n/index.ts'
import { EmptyState, ErrorNotice, LoadingBlock } from '../../shell/states.tsx'
import { StartRun } from '../../shell/StartRun.tsx'
import { useCountyView } from '../../state/county-view.ts'
import { useUpdateUrl } from '../../state/use-url-state.ts'
import { AreaCard } from './AreaCard.tsx'
import { BandTable } from './BandTable.tsx'
import { CircleCard } from './CircleCard.tsx'
import { PlacesCard } from './PlacesCard.tsx'
import { Sentences } from './Sentences.tsx'
import { TownshipCard } from './TownshipCard.tsx'

/** While an older run is on the map, the page says that its own numbers are another run's. */
function OtherRunNotice({ code }: { code: string }) {
  const { t, word } = useText()
  const update = useUpdateUrl()
  const { latest, runId, summary } = useCountyView(code)
  const profile = summary.data?.coverage?.profile
  if (latest || profile === undefined) return null
  return (
    <Alert
      type="warning"
      showIcon
      title={t('overview.otherRun', { id: formatShortId(runId), profile: word('profile', profile) })}
      action={
        <Button size="small" onClick={() => update((state) => ({ ...state, run: null }))}>
          {t('overview.backToLatest')}
        </Button>
      }
    />
  )
}

function Notes({ summary }: { summary: CountySummary }) {
  const { t, say } = useText()
  if (summary.notes.length === 0) return null
  return (
    <section className="block">
      <h3>{t('overview.notes')}</h3>
      <ul className="notes">
        {summary.notes.map((note) => (
          <li key={note.zh}>{say(note)}</li>
        ))}
      </ul>
    </section>
  )
}

/** The leader's page: conclusions in words, three headline figures, and what they rest on. */
export function Overview({ code }: { code: string }) {
  const { t, say } = useText()
  const { summary, detail } = useCountyView(code)
  if (summary.isError) {
    return <ErrorNotice what={t('error.what.summary')} error={summary.error} onRetry={() => void summary.refetch()} />
  }
  if (!summary.data) return <LoadingBlock rows={12} />
  const { coverage, areaPer100Households, townshipCoverage, studyArea } = summary.data
  if (!coverage && !areaPer100Households && !townshipCoverage) {
    return (
      <EmptyState
        title={t('overview.empty')}
        next={t('overview.emptyNext')}
        action={<StartRun code={code} label={t('run.first')} primary />}
      />
    )
  }
  return (
    <div className="stack">
      <div className="panel-head">
        <h1>{t('overview.heading')}</h1>
        <StartRun code={code} label={t('run.recalculate')} />
      </div>
      <OtherRunNotice code={code} />
      {studyArea && coverage && <p className="scope-line">{t('overview.studyArea', { name: say(studyArea.name) })}</p>}
      <Sentences summary={summary.data} />
      {coverage && <CircleCard coverage={coverage} />}
      {areaPer100Households && <AreaCard area={areaPer100Households} />}
      {townshipCoverage && <TownshipCard township={townshipCoverage} units={detail.data?.units ?? []} />}
      {coverage && coverage.band.length > 0 && (
        <section className="block">
          <h3>{t('overview.band.title')}</h3>
          <BandTable band={coverage.band} limitMetres={coverage.limitMetres} />
        </section>
      )}
      {coverage && <PlacesCard places={coverage.places} />}
      <Notes summary={summary.data} />
    </div>
  )
}
