import { Checkbox, Input, Segmented } from 'antd'
import type { Map as MapLibreMap } from 'maplibre-gl'
import { useEffect, useState, type ReactNode } from 'react'
import type { EvaluationRecord } from '../../../server/contract/evaluations.ts'
import { formatInstant, formatScaleRatio, formatShortId, missing } from '../../format.ts'
import { useText } from '../../i18n/index.ts'
import type { Bounds } from '../../map/create-map.ts'
import { LegendRows, type LegendProps } from '../../map/Legend.tsx'
import { pictureForFrame } from '../../map/sheet-picture.ts'
import { useCountyView } from '../../state/county-view.ts'
import type { MapPicture } from '../../state/map-handle.tsx'
import { usePlanView } from '../../state/plan-view.ts'
import type { ScenarioState } from '../../state/planning/scenario-store.ts'
import { useUrlState } from '../../state/use-url-state.ts'
import { scaleDenominatorOf } from '../../tables/map-scale.ts'
import { metresPerPixelOf } from '../../tables/web-mercator.ts'
import { PlanSheet } from '../../workspaces/overview/plan/PlanSheet.tsx'
import { MapSheet } from './MapSheet.tsx'
import { paperKeys, papers, toPixels, type PaperKey } from './paper.ts'
import { PrintPreview } from './PrintPreview.tsx'
import { subjectOf } from './sheet-subject.ts'

export interface PrintSheetsProps {
  map: MapLibreMap
  /** The whole area: the other extent that can be chosen. */
  home: Bounds
  legend: LegendProps
  /** The evaluation whose failing units are drawn. */
  evaluation: EvaluationRecord | null
  /** The scenario in hand, where its sites are drawn. */
  scenario: Pick<ScenarioState, 'record' | 'unsaved'> | null
  onClose: () => void
}

const extents = ['screen', 'whole'] as const
type Extent = (typeof extents)[number]

/** The picture for the paper and the extent chosen, drawn anew when others are; undefined while it is drawn. */
function usePicture({ map, home }: Pick<PrintSheetsProps, 'map' | 'home'>, paper: PaperKey, extent: Extent): MapPicture | null | undefined {
  const [taken, setTaken] = useState<{ key: string; picture: MapPicture | null } | null>(null)
  const key = `${paper} ${extent} ${home.join()}`
  useEffect(() => {
    let gone = false
    const { widthMillimetres, heightMillimetres } = papers[paper].map
    const frame = { widthPixels: toPixels(widthMillimetres), heightPixels: toPixels(heightMillimetres) }
    void pictureForFrame(map, frame, extent === 'whole' ? home : null).then((picture) => !gone && setTaken({ key, picture }))
    return () => {
      gone = true
    }
  }, [map, home, paper, extent, key])
  return taken?.key === key ? taken.picture : undefined
}

/** The plan that the panel shows, which is then printed with the map. */
function usePlanOnScreen(code: string) {
  const { workspace, view, basis } = useUrlState()
  const plan = usePlanView(code, basis)
  const shown = workspace === 'overview' && (view === 'plan' || plan.region?.level === 'prefecture') && plan.evaluation !== null
  return shown ? plan : null
}

function useTitle({ legend, scenario }: Pick<PrintSheetsProps, 'legend' | 'scenario'>): string {
  const { t, nameOf } = useText()
  const { detail, failing, planning, runId, straightLine, layers } = legend
  const { basis } = useUrlState()
  const { reply } = usePlanView(detail.code, basis)
  const subject = subjectOf({
    failing: failing !== null,
    proposals: planning?.proposals.length ?? 0,
    scenario: scenario !== null,
    differing: planning !== null && planning.gained.length + planning.lost.length > 0,
    hasRun: runId !== null,
    straightLine,
    layers,
  })
  const rule = failing ? `${failing.rule} ${reply.data?.results.find(({ id }) => id === failing.rule)?.name ?? ''}`.trim() : ''
  return t('sheet.subject.of', { county: nameOf(detail), subject: t(`sheet.subject.${subject}`, { rule, name: scenario?.record.name ?? '' }) })
}

function useFacts({ legend, evaluation, scenario }: PrintSheetsProps, paper: PaperKey, picture: MapPicture | null | undefined, office: string, made: string) {
  const { t, say } = useText()
  const { summary } = useCountyView(legend.detail.code)
  const { data } = summary
  const facts: [string, ReactNode][] = []
  const coverage = legend.failing === null && legend.runId !== null ? data?.coverage : null
  if (coverage) facts.push([t('sheet.facts.method'), say(coverage.methodLine)])
  if (scenario) facts.push([t('sheet.facts.scenario'), t(scenario.unsaved ? 'sheet.revisionUnsaved' : 'sheet.revision', scenario.record)])
  if (evaluation) {
    facts.push([t('sheet.facts.plan'), `${t('plan.document', { title: evaluation.pack.title, number: evaluation.pack.number ?? '' })} ${t('plan.yearValue', { year: evaluation.year })}`])
    facts.push([t('sheet.facts.evaluation'), formatShortId(evaluation.id)])
  }
  facts.push([t('sheet.facts.dataDate'), evaluation?.dataDate ?? data?.dataDate ?? missing])
  if (coverage) facts.push([t('sheet.facts.run'), formatShortId(legend.runId)])
  facts.push([t('sheet.facts.crs'), t('sheet.crs')])
  if (picture) {
    const denominator = scaleDenominatorOf(metresPerPixelOf(picture.camera), picture.widthPixels, papers[paper].map.widthMillimetres)
    const latitude = picture.camera.centre[1].toFixed(2)
    facts.push([t('sheet.facts.scale'), t('sheet.scale', { ratio: formatScaleRatio(denominator), paper: paper.toUpperCase(), latitude })])
  }
  if (office.trim() !== '') facts.push([t('sheet.facts.office'), office.trim()])
  facts.push([t('sheet.facts.made'), made], [t('sheet.facts.approval'), t('sheet.approvalNone')])
  return facts
}

/** What is on screen as sheets of A4 or A3: the map, and the plan's table where the panel shows one. */
export function PrintSheets(props: PrintSheetsProps) {
  const { t } = useText()
  const { legend, evaluation, onClose } = props
  const { code, attribution } = legend.detail
  const { studyArea } = useCountyView(code)
  const [paper, setPaper] = useState<PaperKey>('a4')
  const [typedTitle, setTypedTitle] = useState<string | null>(null)
  const [office, setOffice] = useState('')
  const [withTable, setWithTable] = useState(true)
  const [made] = useState(() => formatInstant(new Date().toISOString()))
  const [extent, setExtent] = useState<Extent>('screen')
  const picture = usePicture(props, paper, extent)
  const plan = usePlanOnScreen(code)
  const ownTitle = useTitle(props)
  const title = typedTitle?.trim() ? typedTitle : ownTitle
  const facts = useFacts(props, paper, picture, office, made)
  const table = plan && withTable ? plan : null
  const ready = picture !== undefined && (!table || table.reply.isFetched)
  const tools = (
    <>
      <Segmented aria-label={t('sheet.paper')} value={paper} options={paperKeys.map((value) => ({ value, label: t(`sheet.papers.${value}`) }))} onChange={setPaper} />
      <Segmented aria-label={t('sheet.extent')} value={extent} options={extents.map((value) => ({ value, label: t(`sheet.extents.${value}`) }))} onChange={setExtent} />
      <Input className="sheet-title-field" aria-label={t('sheet.name')} placeholder={t('sheet.name')} value={typedTitle ?? ownTitle} maxLength={60} onChange={(event) => setTypedTitle(event.target.value)} />
      <Input className="sheet-office-field" aria-label={t('sheet.office')} placeholder={t('sheet.office')} value={office} maxLength={40} onChange={(event) => setOffice(event.target.value)} />
      {plan && <Checkbox checked={withTable} onChange={(event) => setWithTable(event.target.checked)}>{t('sheet.withTable')}</Checkbox>}
    </>
  )
  return (
    <PrintPreview
      title={t('sheet.title', { title })} page={`sheet-${paper}`} widthMillimetres={papers[paper].widthMillimetres} ready={ready} tools={tools} onClose={onClose}
      status={t(picture === null ? 'sheet.noMap' : ready ? 'sheet.ready' : 'sheet.making')}
    >
      <MapSheet
        paper={paper} title={title} picture={picture} facts={facts} attribution={attribution}
        stamps={{ detail: legend.detail, evaluation, studyArea }} legend={<LegendRows {...legend} />}
      />
      {table && <PlanSheet code={code} paper={paper} plan={table} attribution={attribution} />}
    </PrintPreview>
  )
}
