import type { ExpressionSpecification } from 'maplibre-gl'
import { runTileLayers } from '../../../server/contract/tile-layers.ts'
import { distanceClasses, palette } from '../palette.ts'
import { nothing, runTiles, visibility, type LayerPart, type StyleContext } from './layer.ts'

const { minzoom, maxzoom } = runTileLayers.cells
const source = { source: 'cells', 'source-layer': 'cells' } as const

/** Colour by class of travelled metres: a class holds its upper end, so 1000 m is within 1000 m. */
export function colorByMetres(limitMetres: number): ExpressionSpecification {
  const branches = distanceClasses(limitMetres).flatMap((entry) => [['<=', ['get', 'm'], entry.toMetres], entry.color])
  return ['case', ['has', 'u'], palette.unreached, ['!', ['has', 'm']], palette.gapFill, ...branches, palette.gapFill] as unknown as ExpressionSpecification
}

/** Nobody need live in a cell: one that is not reached is tinted faintly, so that the places in the gap stand out. */
const gapOpacity = 0.26
/** A cell that stands for several pales with the share of them that is not reached: from all to the half it has at least. */
const reachedOpacity: ExpressionSpecification = ['interpolate', ['linear'], ['coalesce', ['get', 's'], 100], 50, 0.3, 100, 0.62]
/** From here on a cell is wide enough for its hatch. */
const hatchZoom = 11

/** H3 cells painted by the walk; beyond the limit warm and hatched, dotted where the road data stops. */
export function cellsPart(context: StyleContext): LayerPart {
  const tiles = runTiles(context, 'cells')
  if (!tiles) return nothing
  const layout = { visibility: visibility(context, 'cells') }
  const within: ExpressionSpecification = ['all', ['has', 'm'], ['<=', ['get', 'm'], context.limitMetres]]
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
          'fill-opacity': ['case', within, reachedOpacity, ['has', 'u'], 0.4, gapOpacity],
          'fill-antialias': false,
        },
      },
      {
        id: 'cell-gap',
        type: 'fill',
        ...source,
        minzoom: hatchZoom,
        filter: ['all', ['!', within], ['!', ['has', 'u']]],
        layout,
        paint: { 'fill-pattern': 'gap-hatch', 'fill-opacity': 0.25 },
      },
      {
        id: 'cell-no-road',
        type: 'fill',
        ...source,
        minzoom: hatchZoom,
        filter: ['has', 'u'],
        layout,
        paint: { 'fill-pattern': 'unreached-hatch', 'fill-opacity': 0.35 },
      },
      {
        id: 'cell-edge',
        type: 'fill',
        ...source,
        minzoom: hatchZoom,
        filter: ['==', ['get', 'e'], 1],
        layout,
        // A covered cell stays covered whatever lies beyond the edge: only for the others does the mark weigh.
        paint: { 'fill-pattern': 'edge-dots', 'fill-opacity': ['case', within, 0.2, 0.5] },
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
