import type { ExpressionSpecification } from 'maplibre-gl'
import { baseTileLayers } from '../../../server/contract/tile-layers.ts'
import { palette } from '../palette.ts'
import { baseTiles, nothing, visibility, type LayerPart, type StyleContext } from './layer.ts'

const { minzoom, maxzoom } = baseTileLayers.roads
const roadClass: ExpressionSpecification = ['get', 'c']

/** Roads by class; footways and steps are dashed. */
export function roadsPart(context: StyleContext): LayerPart {
  const tiles = baseTiles(context, 'roads')
  if (!tiles) return nothing
  return {
    sources: { roads: { type: 'vector', tiles, minzoom, maxzoom } },
    layers: [
      {
        id: 'road-foot',
        type: 'line',
        source: 'roads',
        'source-layer': 'roads',
        minzoom: 13.5,
        filter: ['match', roadClass, ['foot', 'steps'], true, false],
        layout: { visibility: visibility(context, 'roads') },
        paint: {
          'line-color': palette.roadMedium,
          'line-width': ['match', roadClass, 'steps', 2, 1],
          'line-dasharray': [2.5, 1.8],
        },
      },
      {
        id: 'road',
        type: 'line',
        source: 'roads',
        'source-layer': 'roads',
        filter: ['match', roadClass, ['foot', 'steps'], false, true],
        layout: { visibility: visibility(context, 'roads'), 'line-cap': 'round', 'line-join': 'round' },
        paint: {
          'line-color': ['match', roadClass, 'major', palette.roadMajor, 'medium', palette.roadMedium, palette.roadMinor],
          'line-width': [
            'interpolate', ['exponential', 1.5], ['zoom'],
            10, ['match', roadClass, 'major', 1, 'medium', 0.5, 0.2],
            14, ['match', roadClass, 'major', 2.6, 'medium', 1.6, 0.9],
            17, ['match', roadClass, 'major', 8, 'medium', 5.5, 3.5],
          ],
        },
      },
    ],
  }
}
