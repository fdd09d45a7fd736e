import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl'
import { baseTileAddress, baseTileLayers } from '../../../server/contract/tile-layers.ts'
import { palette } from '../palette.ts'
import { baseTiles, labelFont, nothing, visibility, type LayerPart, type StyleContext } from './layer.ts'

const { planning_units: unitZooms, development_boundary: boundaryZooms } = baseTileLayers
/** Below this a county's planning units are specks; their names come when there is room for them. */
const codeZoom = 10
const nameZoom = 12

/** What is asked about under the pointer. */
export const planningUnitFill = 'planning-unit-fill'
export const developmentFill = 'development-fill'

const nameAndCode: ExpressionSpecification = [
  'case',
  ['any', ['!', ['has', 'code']], ['==', ['get', 'code'], ['get', 'name']]], ['get', 'name'],
  ['concat', ['get', 'name'], '\n', ['get', 'code']],
]

/** 城镇开发边界 below 详细规划单元: both are lines with a tint so faint that what is painted below stays readable. */
export function planningAreasPart(context: StyleContext): LayerPart {
  const boundary = baseTiles(context, 'development_boundary')
  const units = baseTiles(context, 'planning_units')
  const parts: LayerPart = { sources: {}, layers: [] }
  if (boundary) {
    parts.sources.development = { type: 'vector', tiles: boundary, minzoom: boundaryZooms.minzoom, maxzoom: boundaryZooms.maxzoom }
    parts.layers.push(...developmentLayers(visibility(context, 'development')))
  }
  if (units) {
    parts.sources['planning-units'] = { type: 'vector', tiles: units, minzoom: unitZooms.minzoom, maxzoom: unitZooms.maxzoom }
    parts.layers.push(...unitLayers(visibility(context, 'planningUnits')))
  }
  return parts
}

function developmentLayers(shown: 'visible' | 'none'): LayerSpecification[] {
  const source = { source: 'development', 'source-layer': 'development_boundary' } as const
  return [
    { id: developmentFill, type: 'fill', ...source, layout: { visibility: shown }, paint: { 'fill-color': palette.development, 'fill-opacity': 0.06 } },
    { id: 'development-halo', type: 'line', ...source, layout: { visibility: shown, 'line-join': 'round' }, paint: { 'line-color': palette.halo, 'line-width': 4.6, 'line-opacity': 0.8 } },
    { id: 'development-line', type: 'line', ...source, layout: { visibility: shown, 'line-join': 'round' }, paint: { 'line-color': palette.development, 'line-width': 2.4, 'line-dasharray': [5, 1.4, 1, 1.4] } },
  ]
}

function unitLayers(shown: 'visible' | 'none'): LayerSpecification[] {
  const source = { source: 'planning-units', 'source-layer': 'planning_units' } as const
  return [
    { id: planningUnitFill, type: 'fill', ...source, layout: { visibility: shown }, paint: { 'fill-color': palette.planningUnit, 'fill-opacity': 0.04 } },
    { id: 'planning-unit-halo', type: 'line', ...source, layout: { visibility: shown, 'line-join': 'round' }, paint: { 'line-color': palette.halo, 'line-width': 3, 'line-opacity': 0.7 } },
    { id: 'planning-unit-line', type: 'line', ...source, layout: { visibility: shown, 'line-join': 'round' }, paint: { 'line-color': palette.planningUnit, 'line-width': 1.5 } },
  ]
}

/** Names above the data; the sources come with `planningAreasPart`. */
export function planningAreaLabelsPart(context: StyleContext): LayerPart {
  const layers: LayerSpecification[] = []
  const look = { 'text-halo-color': palette.halo, 'text-halo-width': 1.8 }
  if (baseTiles(context, 'development_boundary')) {
    layers.push({
      id: 'development-label',
      type: 'symbol',
      source: 'development',
      'source-layer': 'development_boundary',
      minzoom: codeZoom,
      layout: {
        visibility: visibility(context, 'development'),
        'symbol-placement': 'line',
        'symbol-spacing': 420,
        'text-field': ['coalesce', ['get', 'zone'], ['get', 'name'], '城镇开发边界'],
        'text-font': labelFont,
        'text-size': 13,
        'text-letter-spacing': 0.1,
      },
      paint: { 'text-color': palette.development, ...look },
    })
  }
  if (baseTiles(context, 'planning_units')) {
    layers.push({
      id: 'planning-unit-label',
      type: 'symbol',
      source: 'planning-units',
      'source-layer': 'planning_unit_labels',
      minzoom: codeZoom,
      layout: {
        visibility: visibility(context, 'planningUnits'),
        'text-field': ['step', ['zoom'], ['coalesce', ['get', 'code'], ['get', 'name']], nameZoom, nameAndCode],
        'text-font': labelFont,
        'text-size': ['interpolate', ['linear'], ['zoom'], codeZoom, 12, 14, 15],
        'text-padding': 4,
      },
      paint: { 'text-color': palette.planningUnit, ...look },
    })
  }
  return { sources: {}, layers }
}

/** The planning unit that the run on screen is about, of the version that the run pins: always drawn, as the given area is. */
export function chosenUnitPart(context: StyleContext): LayerPart {
  const { studyArea } = context
  if (studyArea?.kind !== 'planning_unit') return nothing
  const tiles = [context.origin + baseTileAddress(context.code, studyArea.version, 'planning_units')]
  const source = { source: 'chosen-unit', 'source-layer': 'planning_units', filter: ['==', ['get', 'id'], studyArea.id] as ExpressionSpecification }
  const layout = { 'line-join': 'round' } as const
  return {
    sources: { 'chosen-unit': { type: 'vector', tiles, minzoom: unitZooms.minzoom, maxzoom: unitZooms.maxzoom } },
    layers: [
      { id: 'chosen-unit-halo', type: 'line', ...source, layout, paint: { 'line-color': palette.halo, 'line-width': 5, 'line-opacity': 0.85 } },
      { id: 'chosen-unit-line', type: 'line', ...source, layout, paint: { 'line-color': palette.studyArea, 'line-width': 2.6, 'line-dasharray': [4, 1.6] } },
    ],
  }
}
