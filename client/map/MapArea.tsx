import 'maplibre-gl/dist/maplibre-gl.css'
import { Alert } from 'antd'
import { Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { CountyDetail } from '../../server/contract/counties.ts'
import type { RunStudyArea } from '../../server/contract/runs.ts'
import { useAreas, useWhy, type WhySubject } from '../api/queries.ts'
import { useText } from '../i18n/index.ts'
import { useCountyView } from '../state/county-view.ts'
import { withSubject } from '../state/url-state.ts'
import { useFailingOnMap, withoutCoverage } from '../state/failing-on-map.ts'
import { useMarked, useUnitPlaceIds } from '../state/use-marked.ts'
import { useUpdateUrl, useUrlState } from '../state/use-url-state.ts'
import { DraftRecords } from './DraftRecords.tsx'
import { AreaCard } from './cards/AreaCard.tsx'
import { FacilityCard } from './cards/FacilityCard.tsx'
import { WhyCard } from './cards/WhyCard.tsx'
import type { Bounds } from './create-map.ts'
import type { StyleContext } from './layers/layer.ts'
import { Legend, type LegendProps } from './Legend.tsx'
import { MapStamps } from './MapStamps.tsx'
import { MapToolbar } from './MapToolbar.tsx'
import { PrintSheets } from './print-sheets.ts'
import { absentLayers, buildStyle } from './style.ts'
import { FacilityActions } from './planning/FacilityActions.tsx'
import { PlanningOverlay } from './planning/PlanningOverlay.tsx'
import { usePlanningMap } from './planning/use-planning-map.ts'
import { useAreaUnderPointer } from './use-area-under-pointer.ts'
import { useCameraWishes, useFitToStudyArea } from './use-camera-wishes.ts'
import { useDraftOnMap } from './use-draft-on-map.ts'
import { useFacility } from './use-facility.ts'
import { useMap } from './use-map.ts'
import { useQuestions } from './use-questions.ts'

function homeBounds(detail: CountyDetail, shown: RunStudyArea | null): Bounds {
  return shown?.bbox ?? detail.studyArea?.bbox ?? detail.bbox
}

/** The one map with everything that floats on it. It stays while workspaces change. */
export function MapArea({ detail }: { detail: CountyDetail }) {
  const { t, nameOf } = useText()
  const url = useUrlState()
  const update = useUpdateUrl()
  const view = useCountyView(detail.code)
  const home = homeBounds(detail, view.studyArea)
  const container = useRef<HTMLDivElement>(null)
  const { map, failed } = useMap(container, home, url.camera, update)

  const subject = useMemo<WhySubject | null>(
    () => (url.place ? { placeId: url.place } : url.spot ? { lonLat: url.spot } : null),
    [url.place, url.spot],
  )
  const why = useWhy(detail.code, view.runId, subject)
  const shownWhy = subject ? (why.data ?? null) : null
  const facility = useFacility(map, url.facility)

  const marked = useMarked(detail.code)
  const unitPlaceIds = useUnitPlaceIds(detail.code)
  const failing = useFailingOnMap(detail.code)
  const draft = useDraftOnMap(detail.code)
  const shown = useMemo(() => (failing || draft ? withoutCoverage(url.layers) : url.layers), [failing, draft, url.layers])
  const { onMap, take, planning } = usePlanningMap(map)
  const context = useMemo<StyleContext>(
    () => ({
      code: detail.code,
      origin: window.location.origin,
      detail,
      runId: view.runId,
      limitMetres: view.limitMetres,
      studyArea: view.studyArea,
      shown,
      selectedPlaceId: url.place,
      selectedFacilityId: url.facility,
      selectedUnitId: url.unit,
      unitPlaceIds,
      marked,
      failing: failing?.failing ?? null,
      planning: onMap,
      draft,
    }),
    [detail, view.runId, view.limitMetres, view.studyArea, shown, url.place, url.facility, url.unit, unitPlaceIds, marked, failing, onMap, draft],
  )
  const style = useMemo(() => buildStyle(context, shownWhy), [context, shownWhy])
  useEffect(() => {
    map?.setStyle(style, { diff: true })
  }, [map, style])

  const fitHome = useCameraWishes(map, home, url.workspace === 'review' || url.clause, shownWhy)
  useFitToStudyArea(map, view.studyArea, view.summary.data !== undefined, url.camera !== null, fitHome)
  // While a file is gone through, clicks on the map belong to its records.
  const steeredByKeyboard = useQuestions(map, update, draft ? () => true : take)

  useEffect(() => {
    map?.getCanvas().setAttribute('aria-label', t('map.label', { county: nameOf(detail) }))
  }, [map, t, nameOf, detail])

  const areas = useAreaUnderPointer(map, !draft && (shown.includes('planningUnits') || shown.includes('development')))

  const close = () => update((state) => withSubject(state, null))
  // The review drawer tells about a residential area more fully than the card.
  const reviewed = useAreas(detail.code, url.workspace === 'review' ? view.runId : null)
  const besideDrawer = url.workspace === 'review' && (reviewed.data?.some((row) => row.id === url.place) ?? false)
  const [printing, setPrinting] = useState(false)
  const closePrint = useCallback(() => setPrinting(false), [])
  const scenario = url.workspace === 'planning' && url.view === 'scenarios' ? planning.scenario : null
  const legend: LegendProps = { detail, runId: view.runId, limitMetres: view.limitMetres, straightLine: view.straightLine, sloped: view.sloped, marked, layers: shown, failing, planning: onMap }
  const pinShown = planning.pin !== null && url.workspace === 'planning' && url.view === 'scenarios'
  const ruleDrawer = url.workspace === 'overview' && url.view === 'plan' && url.clause
  return (
    <section className={steeredByKeyboard ? 'map-area map-keyboard' : 'map-area'} aria-label={t('map.section')}>
      <div ref={container} className="map-canvas" />
      <div className="map-crosshair" aria-hidden="true" />
      {failed && (
        <Alert className="map-failed" type="warning" showIcon title={t('error.mapFailed')} description={t('error.mapFailedNext')} />
      )}
      <MapStamps detail={detail} evaluation={failing?.evaluation ?? null} studyArea={view.studyArea} />
      <MapToolbar map={map} onHome={fitHome} absent={absentLayers(detail)} onPrint={draft ? null : () => setPrinting(true)} />
      <Legend {...legend} besideDrawer={besideDrawer || ruleDrawer} crowded={pinShown} />
      <AreaCard areas={areas} detail={detail} />
      <PlanningOverlay map={map} bounds={home} planning={planning} context={context} />
      {map && printing && <Suspense fallback={null}><PrintSheets map={map} home={home} legend={legend} evaluation={failing?.evaluation ?? null} scenario={scenario} onClose={closePrint} /></Suspense>}
      {map && draft && <DraftRecords map={map} draft={draft} />}
      {subject !== null && !pinShown && !besideDrawer && view.runId !== null && (
        <WhyCard why={shownWhy} error={why.error} onRetry={() => void why.refetch()} onClose={close} />
      )}
      {url.facility && !pinShown && <FacilityCard facility={facility} onClose={close} actions={<FacilityActions facilityId={url.facility} />} />}
    </section>
  )
}
