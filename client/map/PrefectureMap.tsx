import 'maplibre-gl/dist/maplibre-gl.css'
import { useQueries } from '@tanstack/react-query'
import { Alert } from 'antd'
import { Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { CountyDetail } from '../../server/contract/counties.ts'
import type { RegionItem } from '../../server/contract/evaluations.ts'
import { getJson } from '../api/client.ts'
import { useText } from '../i18n/index.ts'
import { useFailingOnMap } from '../state/failing-on-map.ts'
import { useUpdateUrl, useUrlState } from '../state/use-url-state.ts'
import type { Bounds } from './create-map.ts'
import { Legend, type LegendProps } from './Legend.tsx'
import { PrintSheets } from './print-sheets.ts'
import { MapStamps } from './MapStamps.tsx'
import { MapToolbar } from './MapToolbar.tsx'
import { buildPrefectureStyle, prefectureLayers } from './prefecture-style.ts'
import { useCameraWishes } from './use-camera-wishes.ts'
import { useMap } from './use-map.ts'

const unmarked = { placeIds: [], unitIds: [] }
const anyLimitMetres = 1000

/** The prefecture as the map's frame wants it: the sum of its counties, with their credits and their demo mark. */
function detailOf(region: RegionItem, details: readonly CountyDetail[]): CountyDetail {
  const bbox: Bounds = [
    Math.min(...details.map((detail) => detail.bbox[0])),
    Math.min(...details.map((detail) => detail.bbox[1])),
    Math.max(...details.map((detail) => detail.bbox[2])),
    Math.max(...details.map((detail) => detail.bbox[3])),
  ]
  return {
    code: region.code,
    name: region.name,
    nameEn: region.nameEn,
    demo: details.some(({ demo }) => demo),
    bbox,
    areaM2: details.reduce((sum, { areaM2 }) => sum + areaM2, 0),
    studyArea: null,
    studyAreas: [],
    units: [],
    formerUnits: [],
    versions: [],
    layers: [],
    attribution: [...new Set(details.flatMap(({ attribution }) => attribution))],
  }
}

function LoadedMap({ detail, details, counties }: { detail: CountyDetail; details: readonly CountyDetail[]; counties: readonly RegionItem[] }) {
  const { t, nameOf } = useText()
  const url = useUrlState()
  const update = useUpdateUrl()
  const container = useRef<HTMLDivElement>(null)
  const { map, failed } = useMap(container, detail.bbox, url.camera, update)
  const failing = useFailingOnMap(detail.code)
  const shown = useMemo(() => url.layers.filter((key) => prefectureLayers.includes(key)), [url.layers])
  const style = useMemo(
    () => buildPrefectureStyle(details, counties, { origin: window.location.origin, shown, failing: failing?.failing ?? null }),
    [details, counties, shown, failing],
  )
  useEffect(() => {
    map?.setStyle(style, { diff: true })
  }, [map, style])
  const fitHome = useCameraWishes(map, detail.bbox, url.clause, null)
  useEffect(() => {
    map?.getCanvas().setAttribute('aria-label', t('map.label', { county: nameOf(detail) }))
  }, [map, t, nameOf, detail])
  const [printing, setPrinting] = useState(false)
  const closePrint = useCallback(() => setPrinting(false), [])
  const legend: LegendProps = { detail, runId: null, limitMetres: anyLimitMetres, straightLine: false, sloped: false, marked: unmarked, layers: shown, failing, planning: null }
  return (
    <section className="map-area" aria-label={t('map.section')}>
      <div ref={container} className="map-canvas" />
      {failed && <Alert className="map-failed" type="warning" showIcon title={t('error.mapFailed')} description={t('error.mapFailedNext')} />}
      <MapStamps detail={detail} evaluation={failing?.evaluation ?? null} />
      <MapToolbar map={map} onHome={fitHome} keys={prefectureLayers} onPrint={() => setPrinting(true)} />
      <Legend {...legend} besideDrawer={url.clause} crowded={false} />
      {map && printing && <Suspense fallback={null}><PrintSheets map={map} home={detail.bbox} legend={legend} evaluation={failing?.evaluation ?? null} scenario={null} onClose={closePrint} /></Suspense>}
    </section>
  )
}

/** The counties of a prefecture that have data, side by side on one map. */
export function PrefectureMap({ region, counties }: { region: RegionItem; counties: readonly RegionItem[] }) {
  const details = useQueries({
    queries: counties.map(({ code }) => ({
      queryKey: ['county', code, 'detail'],
      queryFn: ({ signal }: { signal: AbortSignal }) => getJson<CountyDetail>(`/counties/${code}`, signal),
    })),
    combine: (queries) => (queries.every(({ data }) => data !== undefined) ? queries.map(({ data }) => data as CountyDetail) : null),
  })
  const detail = useMemo(() => (details ? detailOf(region, details) : null), [region, details])
  if (!details || !detail) return null
  return <LoadedMap detail={detail} details={details} counties={counties} />
}
