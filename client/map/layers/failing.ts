import type { Feature, FeatureCollection, Geometry } from 'geojson'
import type { ExpressionSpecification } from 'maplibre-gl'
import type { FailingGeoJson } from '../../../server/contract/evaluations.ts'
import { boundsOfGeometry, centreOf } from '../../tables/geometry.ts'
import { palette } from '../palette.ts'
import { labelFont, nothing, type LayerPart, type StyleContext } from './layer.ts'

const source = 'failing'
const ofState = (state: 'fails' | 'unknown'): ExpressionSpecification => ['==', ['get', 'state'], state]
const within = (type: string, state: 'fails' | 'unknown'): ExpressionSpecification => ['all', ['==', ['geometry-type'], type], ofState(state)]
/** From here on there is room for names. */
const namesFromZoom = 11

/** Up to here a residential area is smaller than a sign. */
const signsUpToZoom = 13
const smallDegrees = 0.02

/** What has a place, with its name and state; a small area has a sign as well. The rest is counted in the legend. */
export function failingFeatures(failing: FailingGeoJson): FeatureCollection {
  return { type: 'FeatureCollection', features: failing.features.flatMap(toFeatures) }
}

function toFeatures({ properties: { id, name, state }, geometry }: FailingGeoJson['features'][number]): Feature[] {
  const bounds = geometry && boundsOfGeometry(geometry)
  if (!bounds) return []
  const drawn: Feature = { type: 'Feature', properties: { id, name, state, sign: 0 }, geometry: geometry as Geometry }
  if (geometry.type === 'Point' || bounds[2] - bounds[0] > smallDegrees) return [drawn]
  return [drawn, { type: 'Feature', properties: { id, name, state, sign: 1 }, geometry: { type: 'Point', coordinates: centreOf(bounds) } }]
}

/** Units that fail a rule, hatched and outlined in warm colour; those that could not be judged in grey. */
export function failingPart({ failing }: Pick<StyleContext, 'failing'>): LayerPart {
  if (!failing) return nothing
  const round = { 'line-join': 'round' } as const
  const line: ExpressionSpecification = ['match', ['get', 'state'], 'fails', palette.gapLine, palette.unreachedLine]
  const polygon: ExpressionSpecification = ['==', ['geometry-type'], 'Polygon']
  const icon = {
    'icon-image': ['match', ['get', 'state'], 'fails', 'failing-point', 'failing-unknown'] as ExpressionSpecification,
    'icon-size': ['interpolate', ['linear'], ['zoom'], 8, 0.75, 13, 1.1] as ExpressionSpecification,
    'icon-allow-overlap': true,
    'icon-ignore-placement': true,
  }
  const ofPoint = (sign: 0 | 1): ExpressionSpecification => ['all', ['==', ['geometry-type'], 'Point'], ['==', ['get', 'sign'], sign]]
  return {
    sources: { [source]: { type: 'geojson', data: failingFeatures(failing) } },
    layers: [
      { id: 'failing-ground', type: 'fill', source, filter: within('Polygon', 'fails'), paint: { 'fill-color': palette.gapFill, 'fill-opacity': 0.35 } },
      { id: 'failing-fill', type: 'fill', source, filter: within('Polygon', 'fails'), paint: { 'fill-pattern': 'gap-hatch', 'fill-opacity': 0.8 } },
      { id: 'failing-unknown-fill', type: 'fill', source, filter: within('Polygon', 'unknown'), paint: { 'fill-pattern': 'unreached-hatch', 'fill-opacity': 0.9 } },
      { id: 'failing-halo', type: 'line', source, filter: polygon, layout: round, paint: { 'line-color': palette.halo, 'line-width': 5, 'line-opacity': 0.85 } },
      { id: 'failing-line', type: 'line', source, filter: polygon, layout: round, paint: { 'line-color': line, 'line-width': 2.4 } },
      { id: 'failing-sign', type: 'symbol', source, maxzoom: signsUpToZoom, filter: ofPoint(1), layout: icon },
      { id: 'failing-point', type: 'symbol', source, filter: ofPoint(0), layout: icon },
      {
        id: 'failing-label',
        type: 'symbol',
        source,
        minzoom: namesFromZoom,
        filter: ['==', ['get', 'sign'], 0],
        layout: { 'text-field': ['get', 'name'], 'text-font': labelFont, 'text-size': 13, 'text-offset': [0, 1.1], 'text-anchor': 'top', 'text-max-width': 9 },
        paint: { 'text-color': palette.label, 'text-halo-color': palette.halo, 'text-halo-width': 1.6 },
      },
    ],
  }
}
