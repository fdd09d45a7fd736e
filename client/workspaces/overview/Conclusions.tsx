import { Alert, Button } from 'antd'
import type { CountySummary } from '../../../server/contract/counties.ts'
import { formatShortId } from '../../format.ts'
import { useText } from '../../i18n/index.ts'
import { useCountyView } from '../../state/county-view.ts'
import { useUpdateUrl } from '../../state/use-url-state.ts'
import { AreaCard } from './AreaCard.tsx'
import { BandSection } from './BandSection.tsx'
import { CircleCard } from './CircleCard.tsx'
import { PlacesCard } from './PlacesCard.tsx'
import { Sentences } from './Sentences.tsx'
import { TownshipCard } from './TownshipCard.tsx'
import { UnitCoverageCard } from './UnitCoverageCard.tsx'
import { UnitsSection } from './UnitsSection.tsx'

/** While an older run is on the map, the page says that its own numbers are another run's. */
function OtherRunNotice({ code }: { code: string }) {
  const { t, word } = useText()
  const update = useUpdateUrl()
  const { latest, runId, summary } = useCountyView(code)
  const profile = summary.data?.coverage?.profile
  // About a planning unit another notice says so, and leads back.
  if (latest || profile === undefined || summary.data?.studyArea?.kind === 'planning_unit') return null
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

/** The leader's page: conclusions in words, three headline figures, the units below them, and what it all rests on. */
export function Conclusions({ code, summary }: { code: string; summary: CountySummary }) {
  const { t, say } = useText()
  const { detail } = useCountyView(code)
  const { coverage, areaPer100Households, townshipCoverage, studyArea } = summary
  return (
    <>
      <OtherRunNotice code={code} />
      {studyArea && studyArea.kind === 'given' && coverage && <p className="scope-line">{t('overview.studyArea', { name: say(studyArea.name) })}</p>}
      <Sentences summary={summary} />
      {coverage && <CircleCard code={code} coverage={coverage} />}
      {areaPer100Households && <AreaCard code={code} area={areaPer100Households} />}
      {townshipCoverage && <TownshipCard code={code} township={townshipCoverage} units={detail.data?.units ?? []} />}
      {townshipCoverage && <UnitCoverageCard code={code} />}
      {coverage && <UnitsSection code={code} />}
      {coverage && coverage.band.length > 0 && <BandSection code={code} band={coverage.band} limitMetres={coverage.limitMetres} />}
      {coverage && <PlacesCard places={coverage.places} />}
      <Notes summary={summary} />
    </>
  )
}
