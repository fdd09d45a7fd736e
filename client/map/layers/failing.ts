import type { FeatureCollection, Geometry } from 'geojson'
import type { ExpressionSpecification } from 'maplibre-gl'
import type { FailingGeoJson } from '../../../server/contract/evaluations.ts'
import { palette } from '../palette.ts'
import { labelFont, nothing, type LayerPart, type StyleContext } from './layer.ts'

const source = 'failing'
const ofState = (state: 'fails' | 'unknown'): ExpressionSpecification => ['==', ['get', 'state'], state]
const within = (type: string, state: 'fails' | 'unknown'): ExpressionSpecification => ['all', ['==', ['geometry-type'], type], ofState(state)]
/** From here on there is room for names. */
const namesFromZoom = 11

/** What has a place, with its name and state; the rest is counted in the legend. */
export function failingFeatures(failing: FailingGeoJson): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: failing.features.flatMap(({ properties: { id, name, state }, geometry }) =>
      geometry === null ? [] : [{ type: 'Feature' as const, properties: { id, name, state }, geometry: geometry as Geometry }],
    ),
  }
}

/** Units that fail a rule, hatched and outlined in warm colour; those that could not be judged in grey. */
export function failingPart({ failing }: Pick<StyleContext, 'failing'>): LayerPart {
  if (!failing) return nothing
  const round = { 'line-join': 'round' } as const
  const line: ExpressionSpecification = ['match', ['get', 'state'], 'fails', palette.gapLine, palette.unreachedLine]
  const polygon: ExpressionSpecification = ['==', ['geometry-type'], 'Polygon']
  return {
    sources: { [source]: { type: 'geojson', data: failingFeatures(failing) } },
    layers: [
      { id: 'failing-ground', type: 'fill', source, filter: within('Polygon', 'fails'), paint: { 'fill-color': palette.gapFill, 'fill-opacity': 0.35 } },
      { id: 'failing-fill', type: 'fill', source, filter: within('Polygon', 'fails'), paint: { 'fill-pattern': 'gap-hatch', 'fill-opacity': 0.8 } },
      { id: 'failing-unknown-fill', type: 'fill', source, filter: within('Polygon', 'unknown'), paint: { 'fill-pattern': 'unreached-hatch', 'fill-opacity': 0.9 } },
      { id: 'failing-halo', type: 'line', source, filter: polygon, layout: round, paint: { 'line-color': palette.halo, 'line-width': 5, 'line-opacity': 0.85 } },
      { id: 'failing-line', type: 'line', source, filter: polygon, layout: round, paint: { 'line-color': line, 'line-width': 2.4 } },
      {
        id: 'failing-point',
        type: 'symbol',
        source,
        filter: ['==', ['geometry-type'], 'Point'],
        layout: {
          'icon-image': ['match', ['get', 'state'], 'fails', 'failing-point', 'failing-unknown'],
          'icon-size': ['interpolate', ['linear'], ['zoom'], 8, 0.75, 13, 1.1],
          'icon-allow-overlap': true,
          'icon-ignore-placement': true,
        },
      },
      {
        id: 'failing-label',
        type: 'symbol',
        source,
        minzoom: namesFromZoom,
        layout: { 'text-field': ['get', 'name'], 'text-font': labelFont, 'text-size': 13, 'text-offset': [0, 1.1], 'text-anchor': 'top', 'text-max-width': 9 },
        paint: { 'text-color': palette.label, 'text-halo-color': palette.halo, 'text-halo-width': 1.6 },
      },
    ],
  }
}
