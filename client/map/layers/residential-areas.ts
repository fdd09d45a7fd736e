import { baseTileLayers } from '../../../server/contract/tile-layers.ts'
import { palette } from '../palette.ts'
import { baseTiles, nothing, visibility, type LayerPart, type StyleContext } from './layer.ts'

const { minzoom, maxzoom } = baseTileLayers.residential_areas
const closeZoom = 12.5
const source = { source: 'residential-areas', 'source-layer': 'residential_areas' } as const

/** Footprints at close zoom; the chosen one is drawn in ink. */
export function residentialAreasPart(context: StyleContext): LayerPart {
  const tiles = baseTiles(context, 'residential_areas')
  if (!tiles) return nothing
  const layout = { visibility: visibility(context, 'areas') }
  return {
    sources: { 'residential-areas': { type: 'vector', tiles, minzoom, maxzoom } },
    layers: [
      {
        id: 'area-fill',
        type: 'fill',
        ...source,
        minzoom: closeZoom,
        layout,
        paint: { 'fill-color': '#ffffff', 'fill-opacity': 0.3 },
      },
      {
        id: 'area-line',
        type: 'line',
        ...source,
        minzoom: closeZoom,
        layout,
        paint: { 'line-color': palette.residential, 'line-width': 0.9 },
      },
      {
        id: 'area-selected',
        type: 'line',
        ...source,
        filter: ['==', ['get', 'id'], context.selectedPlaceId ?? ''],
        layout: { 'line-join': 'round' },
        paint: { 'line-color': palette.ink, 'line-width': 3 },
      },
    ],
  }
}
