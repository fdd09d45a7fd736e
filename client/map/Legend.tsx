import { DownOutlined, UpOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useMemo, useState } from 'react'
import type { CountyDetail } from '../../server/contract/counties.ts'
import type { PlaceRow } from '../../server/contract/tables.ts'
import { usePlaces } from '../api/queries.ts'
import { formatCount, formatElders } from '../format.ts'
import { useText } from '../i18n/index.ts'
import type { MarkedIds } from '../state/use-marked.ts'
import type { FailingOnMap } from '../state/failing-on-map.ts'
import type { LayerKey } from '../state/url-state.ts'
import { useUrlState } from '../state/use-url-state.ts'
import { smallestShownElders } from '../../server/contract/privacy.ts'
import { useCountyView } from '../state/county-view.ts'
import { studyAreaName } from '../tables/study-area.ts'
import { FailingRows } from './FailingRows.tsx'
import { crossPath, facilityLooks, housePath, slashPath, type FacilityLook } from './images.ts'
import type { PlanningOnMap } from './layers/planning-on-map.ts'
import { Row, Swatch } from './legend-parts.tsx'
import { PlanningRows } from './PlanningRows.tsx'
import { absentLayers } from './style.ts'
import { distanceClasses, elderColorClasses, palette, residentClasses, type DistanceClass } from './palette.ts'

/** Below this the legend folds while the drawer is open, so that some map is left. */
const wideScreenPixels = 1600
/** Below this, as by browser zoom, an open legend would cover what it explains. */
const narrowScreenPixels = 1000

interface PlaceCounts {
  byClass: number[]
  beyond: number
  unreached: number
  edge: number
}

function countPlaces(places: readonly PlaceRow[], classes: readonly DistanceClass[]): PlaceCounts {
  const counts: PlaceCounts = { byClass: classes.map(() => 0), beyond: 0, unreached: 0, edge: 0 }
  for (const place of places) {
    // As in the summary: at the network's edge only what is not covered is in doubt.
    if (place.edge && place.verdict !== 'covered') counts.edge += 1
    const { travelMetres } = place
    const index = travelMetres === null ? -1 : classes.findIndex((entry) => travelMetres <= entry.toMetres)
    if (place.verdict === 'unreached') counts.unreached += 1
    else if (place.verdict === 'not_covered' || index < 0) counts.beyond += 1
    else counts.byClass[index] += 1
  }
  return counts
}

function HouseIcon({ look }: { look: FacilityLook }) {
  return (
    <svg className="legend-swatch" width="20" height="20" viewBox="0 0 24 24" fill="none" stroke={palette.ink} strokeWidth="2" aria-hidden="true">
      <path d={housePath} fill={look === 'operating' ? palette.ink : '#fff'} strokeDasharray={look === 'pending' ? '3 3.2' : undefined} strokeLinejoin="round" />
      {look === 'stopped' && <path d={crossPath} />}
      {look === 'misused' && <path d={slashPath} />}
      {look === 'operating' && <path d="M12 10 V19 M7.5 14.5 H16.5" stroke="#fff" />}
    </svg>
  )
}

function PlanningAreaRows({ detail, layers }: { detail: CountyDetail; layers: readonly LayerKey[] }) {
  const { t } = useText()
  const shown = layers.filter((key) => (key === 'planningUnits' || key === 'development') && !absentLayers(detail).includes(key))
  if (shown.length === 0) return null
  const units = detail.studyAreas.filter(({ kind }) => kind === 'planning_unit').length
  return (
    <ul>
      {shown.includes('development') && <Row swatch={<LineSwatch color={palette.development} width={2.4} dashes="9 2.5 2 2.5" />} label={t('basis.layer.development')} />}
      {shown.includes('planningUnits') && <Row swatch={<LineSwatch color={palette.planningUnit} width={1.5} />} label={t('basis.layer.planningUnit')} count={units} />}
    </ul>
  )
}

function LineSwatch({ color, width, dashes }: { color: string; width: number; dashes?: string }) {
  return (
    <svg className="legend-swatch" width="26" height="16" aria-hidden="true">
      <path d="M0 8 H26" stroke={color} strokeWidth={width} strokeDasharray={dashes} />
    </svg>
  )
}

/** Classes of people a cell, with what a reader must know of cells; a class of elders below ten is ‹10. */
function PeopleRows({ elders }: { elders: boolean }) {
  const { t } = useText()
  const classes = elders ? elderColorClasses : residentClasses
  const label = (from: number, next: number | undefined) => {
    if (next === undefined) return `≥ ${formatCount(from)}`
    return elders && from < smallestShownElders ? formatElders(from) : `${from} – ${formatCount(next - 1)}`
  }
  return (
    <>
      <p className="legend-caption">{t(elders ? 'map.legend.elders' : 'map.legend.people')}</p>
      <ul className="legend-columns">
        {classes.map(({ from, color }, index) => (
          <Row key={from} swatch={<Swatch fill={color} />} label={label(from, classes[index + 1]?.from)} />
        ))}
      </ul>
      <p className="legend-caption">{t('map.legend.cellsDiffer')}</p>
    </>
  )
}

/** What the panel has asked the map to point out. */
function MarkRows({ marked }: { marked: MarkedIds }) {
  const { t } = useText()
  const { mark } = useUrlState()
  if (mark === null) return null
  const ofPlaces = mark === 'band' || mark === 'straight'
  const label = ofPlaces ? t(`map.legend.mark.${mark}`) : t('map.legend.mark.units')
  const swatch = ofPlaces ? (
    <svg className="legend-swatch" width="26" height="16" aria-hidden="true">
      <circle cx="13" cy="8" r="6" fill="none" stroke={palette.mark} strokeWidth="2.6" />
    </svg>
  ) : (
    <Swatch fill="#fff" hatch={palette.mark} />
  )
  return (
    <ul>
      <Row swatch={swatch} label={label} count={ofPlaces ? marked.placeIds.length : marked.unitIds.length} />
    </ul>
  )
}

export interface LegendProps {
  detail: CountyDetail
  runId: string | null
  limitMetres: number
  straightLine: boolean
  /** Whether the metres are flat-equivalent. */
  sloped: boolean
  marked: MarkedIds
  /** What is drawn: while failing units are marked, not all that is switched on. */
  layers: readonly LayerKey[]
  failing: FailingOnMap | null
  planning: PlanningOnMap | null
}

interface FloatingProps {
  /** The review drawer takes the map's right side. */
  besideDrawer: boolean
  /** A card on the left leaves little of the map. */
  crowded: boolean
}

/** The legend that floats on the map and folds. */
export function Legend({ besideDrawer, crowded, ...shown }: LegendProps & FloatingProps) {
  const { t } = useText()
  const [chosen, setChosen] = useState<boolean | null>(null)
  const open = chosen ?? !(((besideDrawer || crowded) && window.innerWidth < wideScreenPixels) || window.innerWidth < narrowScreenPixels)
  return (
    <aside className={besideDrawer ? 'legend legend-beside' : 'legend'} aria-label={t('map.legend.title')}>
      <div className="legend-head">
        <strong>{t('map.legend.title')}</strong>
        <Button
          type="text" size="small" icon={open ? <DownOutlined /> : <UpOutlined />} aria-expanded={open}
          aria-label={t(open ? 'map.legend.fold' : 'map.legend.unfold')} onClick={() => setChosen(!open)}
        />
      </div>
      {open && <LegendRows {...shown} />}
    </aside>
  )
}

/** What the map shows, with units and counts: the same on screen and on paper. */
export function LegendRows({ detail, runId, limitMetres, straightLine, sloped, marked, layers, failing, planning }: LegendProps) {
  const { t, say } = useText()
  const places = usePlaces(detail.code, runId)
  const classes = useMemo(() => distanceClasses(limitMetres), [limitMetres])
  const counts = useMemo(() => (places.data ? countPlaces(places.data, classes) : null), [places.data, classes])
  const { studyArea } = useCountyView(detail.code)
  const planningUnitOfRun = studyArea?.kind === 'planning_unit' ? `${t('map.legend.studyArea')} ${studyAreaName(studyArea, say)}` : null
  const peopleShown = layers.includes('people') || layers.includes('elders')
  const distanceShown = runId !== null && (layers.includes('cells') || layers.includes('places'))
  return (
    <>
      {runId !== null && peopleShown && <PeopleRows elders={layers.includes('elders')} />}
      {distanceShown && (
        <>
          <p className="legend-caption">
            <span>{t(straightLine ? 'map.legend.distanceStraight' : sloped ? 'map.legend.distanceSloped' : 'map.legend.distance')}</span>
            <span>{t('map.legend.places')}</span>
          </p>
          <ul>
            {classes.map((entry, index) => (
              <Row key={entry.toMetres} swatch={<Swatch fill={entry.color} />} label={`${entry.fromMetres} – ${entry.toMetres}`} count={counts?.byClass[index]} />
            ))}
            <Row swatch={<Swatch fill={palette.gapFill} hatch={palette.gapLine} />} label={t('map.legend.beyond', { limit: limitMetres })} count={counts?.beyond} />
            <Row swatch={<Swatch fill={palette.unreached} hatch={palette.unreachedLine} />} label={t('map.legend.unreached')} count={counts?.unreached} />
            <Row swatch={<Swatch fill="#fff" dots />} label={t('map.legend.edge')} count={counts?.edge} />
          </ul>
          {layers.includes('cells') && <p className="legend-caption">{t('map.legend.parents')}</p>}
          {layers.includes('places') && <p className="legend-caption">{t('map.legend.size')}</p>}
        </>
      )}
      {planning && <PlanningRows planning={planning} straightLine={straightLine} />}
      {failing && <FailingRows {...failing} />}
      <MarkRows marked={marked} />
      <PlanningAreaRows detail={detail} layers={layers} />
      {(detail.studyArea || planningUnitOfRun !== null) && (
        <ul>
          <Row swatch={<LineSwatch color={palette.studyArea} width={2.2} dashes="8 3.5" />} label={planningUnitOfRun ?? t('map.legend.studyArea')} />
        </ul>
      )}
      {layers.includes('facilities') && (
        <>
          <p className="legend-caption">{t('map.legend.facilities')}</p>
          <ul className="legend-columns">
            {facilityLooks.map((look) => (
              <Row key={look} swatch={<HouseIcon look={look} />} label={t(`map.legend.${look}`)} />
            ))}
          </ul>
        </>
      )}
    </>
  )
}
