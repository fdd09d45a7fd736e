import type { ExpressionSpecification } from 'maplibre-gl'
import { baseTileLayers } from '../../../server/contract/tile-layers.ts'
import type { FacilityLook } from '../images.ts'
import { palette } from '../palette.ts'
import { baseTiles, labelFont, nothing, visibility, type LayerPart, type StyleContext } from './layer.ts'

const { minzoom, maxzoom } = baseTileLayers.facilities
const source = { source: 'facilities', 'source-layer': 'facilities' } as const

/** One look for each thing a status means; the same rule serves the legend and the card. */
export function facilityLook(status: string, use: string): FacilityLook {
  if (status === 'planned' || status === 'building') return 'pending'
  if (status === 'closed' || status === 'idle') return 'stopped'
  return use === 'eldercare' ? 'operating' : 'misused'
}

const lookExpression: ExpressionSpecification = [
  'case',
  ['match', ['get', 'status'], ['planned', 'building'], true, false], 'facility-pending',
  ['match', ['get', 'status'], ['closed', 'idle'], true, false], 'facility-stopped',
  ['==', ['get', 'use'], 'eldercare'], 'facility-operating',
  'facility-misused',
]

/** Facilities as houses: filled when they count, hollow or crossed when they do not. */
export function facilitiesPart(context: StyleContext): LayerPart {
  const tiles = baseTiles(context, 'facilities')
  if (!tiles) return nothing
  const layout = { visibility: visibility(context, 'facilities') }
  return {
    sources: { facilities: { type: 'vector', tiles, minzoom, maxzoom } },
    layers: [
      {
        id: 'facility-selected',
        type: 'circle',
        ...source,
        filter: ['==', ['get', 'id'], context.selectedFacilityId ?? ''],
        paint: {
          'circle-radius': 17,
          'circle-color': 'rgba(255,255,255,0.7)',
          'circle-stroke-color': palette.accent,
          'circle-stroke-width': 3,
        },
      },
      {
        id: 'facility',
        type: 'symbol',
        ...source,
        layout: {
          ...layout,
          'icon-image': lookExpression,
          'icon-size': ['interpolate', ['linear'], ['zoom'], 8, 0.42, 11, 0.6, 13, 0.85, 15, 1],
          'icon-allow-overlap': true,
          'text-field': ['step', ['zoom'], '', 15.5, ['get', 'name']],
          'text-font': labelFont,
          'text-size': 12,
          'text-offset': [0, 1.3],
          'text-anchor': 'top',
          'text-optional': true,
        },
        paint: { 'text-color': palette.ink, 'text-halo-color': palette.halo, 'text-halo-width': 1.6 },
      },
    ],
  }
}
