import type { ExpressionSpecification } from 'maplibre-gl'
import { runTileLayers } from '../../../server/contract/tile-layers.ts'
import { distanceClasses, palette } from '../palette.ts'
import { nothing, runTiles, visibility, type LayerPart, type StyleContext } from './layer.ts'

const { minzoom, maxzoom } = runTileLayers.cells
const source = { source: 'cells', 'source-layer': 'cells' } as const

/** Colour by class of travelled metres: a class holds its upper end, so 1000 m is within 1000 m. */
export function colorByMetres(limitMetres: number): ExpressionSpecification {
  const branches = distanceClasses(limitMetres).flatMap((entry) => [['<=', ['get', 'm'], entry.toMetres], entry.color])
  return [
    'case', ['!', ['has', 'm']], palette.unreached, ...branches, palette.gapFill,
  ] as unknown as ExpressionSpecification
}

/** H3 cells painted by the walk; beyond the limit warm and hatched, dotted where the road data stops. */
export function cellsPart(context: StyleContext): LayerPart {
  const tiles = runTiles(context, 'cells')
  if (!tiles) return nothing
  const layout = { visibility: visibility(context, 'cells') }
  return {
    sources: { cells: { type: 'vector', tiles, minzoom, maxzoom } },
    layers: [
      {
        id: 'cell-fill',
        type: 'fill',
        ...source,
        layout,
        paint: {
          'fill-color': colorByMetres(context.limitMetres),
          'fill-opacity': ['case', ['!', ['has', 'm']], 0.28, ['>', ['get', 'm'], context.limitMetres], 0.5, 0.62],
          'fill-antialias': false,
        },
      },
      {
        id: 'cell-gap',
        type: 'fill',
        ...source,
        filter: ['>', ['coalesce', ['get', 'm'], -1], context.limitMetres],
        layout,
        paint: { 'fill-pattern': 'gap-hatch', 'fill-opacity': 0.3 },
      },
      {
        id: 'cell-edge',
        type: 'fill',
        ...source,
        filter: ['==', ['get', 'e'], 1],
        layout,
        paint: { 'fill-pattern': 'edge-dots', 'fill-opacity': 0.7 },
      },
      {
        id: 'cell-line',
        type: 'line',
        ...source,
        minzoom: 13,
        layout,
        paint: { 'line-color': '#ffffff', 'line-width': 0.5, 'line-opacity': 0.7 },
      },
    ],
  }
}
