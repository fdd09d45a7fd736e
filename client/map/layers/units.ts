import type { ExpressionSpecification } from 'maplibre-gl'
import { baseTileLayers } from '../../../server/contract/tile-layers.ts'
import { palette } from '../palette.ts'
import { baseTiles, idWithin, labelFont, nothing, visibility, type LayerPart, type StyleContext } from './layer.ts'

const { minzoom, maxzoom } = baseTileLayers.units

/** Townships and streets; an approximate boundary is dashed. */
export function unitsPart(context: StyleContext): LayerPart {
  const tiles = baseTiles(context, 'units')
  if (!tiles) return nothing
  const layout = { visibility: visibility(context, 'units'), 'line-join': 'round' } as const
  const width: ExpressionSpecification = ['interpolate', ['linear'], ['zoom'], 8, 0.6, 13, 1.3]
  const paint = { 'line-color': palette.unit, 'line-width': width }
  return {
    sources: { units: { type: 'vector', tiles, minzoom, maxzoom } },
    layers: [
      {
        id: 'unit-line',
        type: 'line',
        source: 'units',
        'source-layer': 'units',
        filter: ['!=', ['get', 'approx'], 1],
        layout,
        paint,
      },
      {
        id: 'unit-line-approximate',
        type: 'line',
        source: 'units',
        'source-layer': 'units',
        filter: ['==', ['get', 'approx'], 1],
        layout,
        paint: { ...paint, 'line-dasharray': [3, 2.5] },
      },
    ],
  }
}

/** Failing units hatched, the unit drilled into outlined; the source comes with `unitsPart`. */
export function unitMarksPart(context: StyleContext): LayerPart {
  if (!baseTiles(context, 'units')) return nothing
  const marked = idWithin(context.marked.unitIds)
  const chosen: ExpressionSpecification = ['==', ['get', 'id'], context.selectedUnitId ?? '']
  const source = { source: 'units', 'source-layer': 'units' } as const
  const round = { 'line-join': 'round' } as const
  return {
    sources: {},
    layers: [
      { id: 'unit-marked', type: 'fill', ...source, filter: marked, paint: { 'fill-pattern': 'mark-hatch', 'fill-opacity': 0.4 } },
      { id: 'unit-marked-line', type: 'line', ...source, filter: marked, layout: round, paint: { 'line-color': palette.mark, 'line-width': 2.4 } },
      { id: 'unit-chosen-halo', type: 'line', ...source, filter: chosen, layout: round, paint: { 'line-color': palette.halo, 'line-width': 7, 'line-opacity': 0.9 } },
      { id: 'unit-chosen', type: 'line', ...source, filter: chosen, layout: round, paint: { 'line-color': palette.ink, 'line-width': 3.2 } },
    ],
  }
}

/** Names above everything else, in a halo wide enough to be read over the dark houses; the source comes with `unitsPart`. */
export function unitLabelsPart(context: StyleContext): LayerPart {
  if (!baseTiles(context, 'units')) return nothing
  return {
    sources: {},
    layers: [
      {
        id: 'unit-label',
        type: 'symbol',
        source: 'units',
        'source-layer': 'unit_labels',
        layout: {
          visibility: visibility(context, 'units'),
          'text-field': ['get', 'name'],
          'text-font': labelFont,
          'text-size': ['interpolate', ['linear'], ['zoom'], 8, 13, 13, 16],
          'text-letter-spacing': 0.08,
          'text-padding': 6,
        },
        paint: { 'text-color': palette.label, 'text-halo-color': palette.halo, 'text-halo-width': 3 },
      },
    ],
  }
}
