import type { Feature, FeatureCollection, Geometry, Position } from 'geojson'
import type { ExpressionSpecification } from 'maplibre-gl'
import { palette } from '../palette.ts'
import { labelFont, nothing, type LayerPart } from './layer.ts'
import type { LonLat, Named, PlanningOnMap } from './planning-on-map.ts'

const point = (role: string, { id, name, location }: Named, more: Record<string, unknown> = {}): Feature => ({
  type: 'Feature',
  properties: { role, id, name, ...more },
  geometry: { type: 'Point', coordinates: [...location] },
})
const line = (role: string, from: LonLat, to: LonLat): Feature => ({ type: 'Feature', properties: { role }, geometry: { type: 'LineString', coordinates: [[...from], [...to]] as Position[] } })
const collection = (features: Feature[]): FeatureCollection => ({ type: 'FeatureCollection', features })

/** Points and lines of the plan itself: what stays while a pin is dragged. */
export function planFeatures({ premises, changed, proposals, elsewhere, points, unreachable }: PlanningOnMap): FeatureCollection {
  return collection([
    ...premises.map((one) => point(one.taken ? 'premises-taken' : 'premises', one)),
    ...unreachable.map((one) => point('unreachable', one)),
    ...changed.flatMap((one) => [...(one.from ? [line('moved', one.from, one.location)] : []), point(one.change, one, { misfit: one.misfit })]),
    ...points.map((one) => point('point', one)),
    ...elsewhere.map((one) => point('elsewhere', one)),
    ...proposals.map((one) => point(one.existing ? 'proposal-existing' : 'proposal', one, { number: String(one.number), common: one.common })),
  ])
}

/** What follows the pin. */
export function effectFeatures({ gained, lost, streets, shape, snap }: PlanningOnMap): FeatureCollection {
  const drawn = (role: string, geometry: Geometry | null): Feature[] => (geometry ? [{ type: 'Feature', properties: { role }, geometry }] : [])
  return collection([
    ...drawn('shape', shape), ...drawn('streets', streets),
    ...gained.map((one) => point('gained', one)), ...lost.map((one) => point('lost', one)),
    ...(snap ? [line('snap', snap.from, snap.to), point('snap', { id: 'snap', name: '', location: snap.to })] : []),
  ])
}

const source = 'planning'
export const effectsSource = 'planning-effects'
const effects = effectsSource
const of = (...roles: string[]): ExpressionSpecification => ['match', ['get', 'role'], roles, true, false]
const ofPoints = (...roles: string[]): ExpressionSpecification => ['all', ['==', ['geometry-type'], 'Point'], of(...roles)]
const ofLines = (role: string): ExpressionSpecification => ['all', ['==', ['geometry-type'], 'LineString'], of(role)]
const text = { 'text-font': labelFont, 'text-size': 13, 'text-offset': [0, 1.2] as [number, number], 'text-anchor': 'top' as const, 'text-optional': true }
const textPaint = { 'text-color': palette.ink, 'text-halo-color': palette.halo, 'text-halo-width': 1.8 }
const icon = { 'icon-allow-overlap': true, 'icon-ignore-placement': true }

/** The pin's circle and streets, under the places. */
export function planningGroundPart(planning: PlanningOnMap | null): LayerPart {
  if (!planning) return nothing
  const round = { 'line-cap': 'round', 'line-join': 'round' } as const
  return {
    sources: { [effects]: { type: 'geojson', data: effectFeatures(planning) } },
    layers: [
      { id: 'planning-shape', type: 'fill', source: effects, filter: of('shape'), paint: { 'fill-color': palette.plan, 'fill-opacity': 0.12 } },
      { id: 'planning-shape-line', type: 'line', source: effects, filter: of('shape'), layout: round, paint: { 'line-color': palette.plan, 'line-width': 2, 'line-dasharray': [2.5, 1.5] } },
      { id: 'planning-streets', type: 'line', source: effects, filter: of('streets'), layout: round, paint: { 'line-color': palette.plan, 'line-width': ['interpolate', ['linear'], ['zoom'], 11, 1.2, 15, 3.4], 'line-opacity': 0.85 } },
    ],
  }
}

/** Sites, proposals and the places that gain or lose, above everything else. */
export function planningPart(planning: PlanningOnMap | null): LayerPart {
  if (!planning) return nothing
  return {
    sources: { [source]: { type: 'geojson', data: planFeatures(planning) } },
    layers: [
      { id: 'planning-moved', type: 'line', source, filter: ofLines('moved'), paint: { 'line-color': palette.plan, 'line-width': 2.4, 'line-dasharray': [1.5, 1.5] } },
      { id: 'planning-lost', type: 'symbol', source: effects, filter: of('lost'), layout: { ...icon, 'icon-image': 'place-lost', 'icon-size': ['interpolate', ['linear'], ['zoom'], 10, 0.5, 15, 0.95] } },
      { id: 'planning-gained', type: 'symbol', source: effects, filter: of('gained'), layout: { ...icon, 'icon-image': 'place-gained', 'icon-size': ['interpolate', ['linear'], ['zoom'], 10, 0.5, 15, 0.95] } },
      { id: 'planning-unreachable', type: 'symbol', source, filter: of('unreachable'), layout: { ...icon, 'icon-image': 'place-unreached', 'icon-size': 0.9 } },
      { id: 'planning-snap-line', type: 'line', source: effects, filter: ofLines('snap'), paint: { 'line-color': palette.ink, 'line-width': 2.4, 'line-dasharray': [1.2, 1.2] } },
      { id: 'planning-snap', type: 'circle', source: effects, filter: ofPoints('snap'), paint: { 'circle-radius': 5, 'circle-color': '#ffffff', 'circle-stroke-color': palette.ink, 'circle-stroke-width': 2.4 } },
      { id: 'planning-premises', type: 'symbol', source, filter: of('premises', 'premises-taken'), layout: { ...icon, ...text, 'icon-image': ['match', ['get', 'role'], 'premises', 'plan-premises', 'plan-premises-taken'], 'icon-size': 0.85, 'text-field': ['step', ['zoom'], '', 14, ['get', 'name']] }, paint: textPaint },
      {
        id: 'planning-changed', type: 'symbol', source, filter: ofPoints('added', 'closed', 'changed', 'moved'),
        layout: { ...icon, ...text, 'icon-image': ['match', ['get', 'role'], 'closed', 'plan-closed', 'changed', 'plan-changed', 'plan-added'], 'text-field': ['step', ['zoom'], '', 12.5, ['get', 'name']] },
        paint: { ...textPaint, 'icon-opacity': ['case', ['boolean', ['get', 'misfit'], false], 0.45, 1] },
      },
      { id: 'planning-point', type: 'symbol', source, filter: of('point'), layout: { ...icon, ...text, 'icon-image': 'plan-point', 'text-field': ['step', ['zoom'], '', 12, ['get', 'name']] }, paint: textPaint },
      { id: 'planning-elsewhere', type: 'symbol', source, filter: of('elsewhere'), layout: { ...icon, 'icon-image': 'plan-elsewhere', 'icon-size': 0.8 } },
      // Common to all answers: a ring around it, so that shape tells and not colour alone.
      { id: 'planning-common', type: 'circle', source, filter: ['boolean', ['get', 'common'], false], paint: { 'circle-radius': 17, 'circle-color': '#ffffff', 'circle-stroke-color': palette.plan, 'circle-stroke-width': 2.6 } },
      { id: 'planning-proposal', type: 'circle', source, filter: of('proposal', 'proposal-existing'), paint: { 'circle-radius': 12, 'circle-color': ['match', ['get', 'role'], 'proposal', palette.plan, '#ffffff'], 'circle-stroke-color': ['match', ['get', 'role'], 'proposal', '#ffffff', palette.plan], 'circle-stroke-width': 2.2 } },
      { id: 'planning-proposal-number', type: 'symbol', source, filter: of('proposal', 'proposal-existing'), layout: { 'text-field': ['get', 'number'], 'text-font': labelFont, 'text-size': 13, 'text-allow-overlap': true, 'text-ignore-placement': true }, paint: { 'text-color': ['match', ['get', 'role'], 'proposal', '#ffffff', palette.plan] } },
    ],
  }
}

/** What a click can choose of it. */
export const planningHitLayers = ['planning-premises', 'planning-changed', 'planning-proposal'] as const
