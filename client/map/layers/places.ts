import type { ExpressionSpecification } from 'maplibre-gl'
import { runTileLayers } from '../../../server/contract/tile-layers.ts'
import { palette } from '../palette.ts'
import { colorByMetres } from './cells.ts'
import { idWithin, labelFont, nothing, runTiles, visibility, type LayerPart, type StyleContext } from './layer.ts'

const { minzoom, maxzoom } = runTileLayers.places
const source = { source: 'places', 'source-layer': 'places' } as const
/** The gap icon is 24 px wide with its ring at 10 px from the centre. */
const iconRadius = 10

/** Radius grows with the root of the residents, so that the circle's area follows them. */
function radius(factor: number): ExpressionSpecification {
  const people: ExpressionSpecification = ['sqrt', ['max', ['coalesce', ['get', 'r'], 0], 0]]
  const within = (low: number, share: number, high: number): ExpressionSpecification => [
    '*', factor, ['max', low, ['min', high, ['*', share, people]]],
  ]
  return ['interpolate', ['linear'], ['zoom'], 9, within(2.2, 0.05, 4.5), 13, within(4, 0.12, 9), 16, within(7, 0.22, 16)]
}

/** Demand places: covered ones by class of distance, gaps warm, ringed and hatched. */
export function placesPart(context: StyleContext): LayerPart {
  const tiles = runTiles(context, 'places')
  if (!tiles) return nothing
  const layout = { visibility: visibility(context, 'places') }
  return {
    sources: { places: { type: 'vector', tiles, minzoom, maxzoom } },
    layers: [
      {
        id: 'place-covered',
        type: 'circle',
        ...source,
        filter: ['==', ['get', 'verdict'], 'covered'],
        layout,
        paint: {
          'circle-color': colorByMetres(context.limitMetres),
          'circle-radius': radius(1),
          'circle-stroke-color': '#ffffff',
          'circle-stroke-width': 1.2,
        },
      },
      {
        id: 'place-gap',
        type: 'symbol',
        ...source,
        filter: ['!=', ['get', 'verdict'], 'covered'],
        layout: {
          ...layout,
          'icon-image': ['match', ['get', 'verdict'], 'unreached', 'place-unreached', 'place-gap'],
          'icon-size': radius(1.15 / iconRadius),
          'icon-allow-overlap': true,
          'icon-ignore-placement': true,
        },
      },
      {
        id: 'place-of-unit',
        type: 'circle',
        ...source,
        filter: idWithin(context.unitPlaceIds),
        layout,
        paint: {
          'circle-color': 'rgba(0,0,0,0)',
          'circle-radius': radius(1.25),
          'circle-stroke-color': palette.ink,
          'circle-stroke-width': 1.8,
        },
      },
      {
        id: 'place-marked',
        type: 'circle',
        ...source,
        // A village without a boundary in the tiles is marked at its point.
        filter: idWithin([...context.marked.placeIds, ...context.marked.unitIds]),
        paint: {
          'circle-color': 'rgba(0,0,0,0)',
          'circle-radius': radius(1.6),
          'circle-stroke-color': palette.mark,
          'circle-stroke-width': 3,
        },
      },
      {
        id: 'place-selected',
        type: 'circle',
        ...source,
        filter: ['==', ['get', 'id'], context.selectedPlaceId ?? ''],
        paint: {
          'circle-color': 'rgba(0,0,0,0)',
          'circle-radius': radius(1.7),
          'circle-stroke-color': palette.ink,
          'circle-stroke-width': 3,
        },
      },
    ],
  }
}

/** Names where there is room; the source comes with `placesPart`. */
export function placeLabelsPart(context: StyleContext): LayerPart {
  if (!runTiles(context, 'places')) return nothing
  return {
    sources: {},
    layers: [
      {
        id: 'place-label',
        type: 'symbol',
        ...source,
        minzoom: 15,
        layout: {
          visibility: visibility(context, 'places'),
          'text-field': ['get', 'name'],
          'text-font': labelFont,
          'text-size': 13,
          'text-offset': [0, 1],
          'text-anchor': 'top',
          'text-max-width': 9,
        },
        paint: { 'text-color': palette.label, 'text-halo-color': palette.halo, 'text-halo-width': 1.4 },
      },
    ],
  }
}
