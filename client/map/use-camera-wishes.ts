import type { Map as MapLibreMap } from 'maplibre-gl'
import { useCallback, useEffect, useRef } from 'react'
import type { RunStudyArea, WhyReply } from '../../server/contract/runs.ts'
import { useMapHandle } from '../state/map-handle.tsx'
import { captureMap } from './capture.ts'
import { boundsPaddingOf, type Bounds } from './create-map.ts'

const placeZoom = 14.5
const closestPathZoom = 16
const flightMillis = 700
/** Half of what the card on the left, or the drawer on the right, takes from the map. */
const cardOffsetPixels = 150
const drawerOffsetPixels = -200
/** A path is fitted beside the card, when the map is wide enough for both. */
const pathPadding = { top: 60, right: 90, bottom: 90, left: 450 }
const leastPathPixels = 320

function pathBounds(why: WhyReply): Bounds | null {
  if (!why.facility) return null
  const points = [why.subject.location, why.facility.location, ...(why.path?.coordinates ?? [])]
  const lons = points.map((point) => point[0])
  const lats = points.map((point) => point[1])
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]
}

/** Grants the panels' wishes for the camera; returns the way back to the whole area. */
export function useCameraWishes(map: MapLibreMap | null, home: Bounds, drawerOpen: boolean, why: WhyReply | null): () => void {
  const { attach } = useMapHandle()
  const awaitsPath = useRef(false)
  const [west, south, east, north] = home

  const fitHome = useCallback(() => {
    map?.fitBounds([west, south, east, north], { padding: boundsPaddingOf(map.getContainer()), duration: flightMillis })
  }, [map, west, south, east, north])

  useEffect(() => {
    if (!map) return
    attach({
      flyTo: (position, zoom) => map.easeTo({ center: [position[0], position[1]], zoom, duration: flightMillis }),
      showPlace: (position) => {
        awaitsPath.current = !drawerOpen
        map.easeTo({
          center: [position[0], position[1]],
          zoom: Math.max(map.getZoom(), placeZoom),
          offset: [drawerOpen ? drawerOffsetPixels : cardOffsetPixels, 0],
          duration: flightMillis,
        })
      },
      fitBounds: (bounds) => map.fitBounds([...bounds], { padding: boundsPaddingOf(map.getContainer()), duration: flightMillis }),
      fitCounty: fitHome,
      capture: (cameras) => captureMap(map, cameras),
    })
    return () => attach(null)
  }, [map, attach, fitHome, drawerOpen])

  useEffect(() => {
    if (!map || !why || !awaitsPath.current) return
    awaitsPath.current = false
    const bounds = pathBounds(why)
    const room = map.getContainer().clientWidth - pathPadding.left - pathPadding.right
    if (!bounds || room < leastPathPixels) return
    map.fitBounds(bounds, { padding: pathPadding, maxZoom: closestPathZoom, duration: flightMillis })
  }, [map, why])

  return fitHome
}

/**
 * Brings the map to the planning unit that the run on screen is about, and back when another run takes its place; an
 * address that names a camera keeps it at first.
 */
export function useFitToStudyArea(map: MapLibreMap | null, area: RunStudyArea | null, known: boolean, hasCamera: boolean, fit: () => void): void {
  const before = useRef<string | null | undefined>(undefined)
  const unit = area?.kind === 'planning_unit' ? area.id : null
  useEffect(() => {
    if (!map || !known) return
    const isFirst = before.current === undefined
    if (before.current === unit) return
    before.current = unit
    if (isFirst ? unit !== null && !hasCamera : true) fit()
  }, [map, known, unit, hasCamera, fit])
}
