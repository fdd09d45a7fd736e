import { baseTileLayers } from '../../../server/contract/tile-layers.ts'
import { palette } from '../palette.ts'
import { baseTiles, nothing, type LayerPart, type StyleContext } from './layer.ts'

const { minzoom, maxzoom } = baseTileLayers.boundary

/** The county as land on a darker ground. */
export function landPart(context: StyleContext): LayerPart {
  const tiles = baseTiles(context, 'boundary')
  if (!tiles) return nothing
  return {
    sources: { boundary: { type: 'vector', tiles, minzoom, maxzoom } },
    layers: [
      {
        id: 'land',
        type: 'fill',
        source: 'boundary',
        'source-layer': 'boundary',
        paint: { 'fill-color': palette.land },
      },
    ],
  }
}

/** County boundary above the data; the source comes with `landPart`. */
export function outlinePart(context: StyleContext): LayerPart {
  if (!baseTiles(context, 'boundary')) return nothing
  return {
    sources: {},
    layers: [
      {
        id: 'county-outline',
        type: 'line',
        source: 'boundary',
        'source-layer': 'boundary',
        layout: { 'line-join': 'round' },
        paint: { 'line-color': palette.boundary, 'line-width': 1.6 },
      },
    ],
  }
}

/** The study area 分析片区 given with the county, unless the run is about another. */
export function studyAreaPart(context: StyleContext): LayerPart {
  if (context.studyArea?.kind === 'planning_unit') return nothing
  const tiles = baseTiles(context, 'study_area')
  if (!tiles) return nothing
  return {
    sources: { study_area: { type: 'vector', tiles, minzoom: baseTileLayers.study_area.minzoom, maxzoom: baseTileLayers.study_area.maxzoom } },
    layers: [
      {
        id: 'study-halo',
        type: 'line',
        source: 'study_area',
        'source-layer': 'study_area',
        layout: { 'line-join': 'round' },
        paint: { 'line-color': palette.halo, 'line-width': 5, 'line-opacity': 0.85 },
      },
      {
        id: 'study-outline',
        type: 'line',
        source: 'study_area',
        'source-layer': 'study_area',
        layout: { 'line-join': 'round' },
        paint: { 'line-color': palette.studyArea, 'line-width': 2.2, 'line-dasharray': [4, 1.6] },
      },
    ],
  }
}
