import type { GeoJSONSourceSpecification } from 'maplibre-gl'
import type { WhyReply } from '../../../server/contract/runs.ts'
import { palette } from '../palette.ts'
import type { LayerPart } from './layer.ts'

type Feature = Extract<Exclude<GeoJSONSourceSpecification['data'], string>, { type: 'FeatureCollection' }>['features'][number]
type Position = readonly [number, number]

function line(role: 'walk' | 'leg', coordinates: readonly Position[]): Feature {
  return { type: 'Feature', properties: { role }, geometry: { type: 'LineString', coordinates: coordinates.map((p) => [...p]) } }
}

function point(role: 'start' | 'snap' | 'end', position: Position): Feature {
  return { type: 'Feature', properties: { role }, geometry: { type: 'Point', coordinates: [...position] } }
}

/**
 *   place ┄┄┄ access point ━━━━ path ━━━━ ┄┄┄ facility      on a network
 *   place ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄ facility      straight line, or no path known
 */
export function whyFeatures(why: WhyReply): Feature[] {
  const start = why.subject.location
  const features = [point('start', start)]
  const goal = why.facility?.location ?? null
  const walk = why.method === 'network' ? (why.path?.coordinates ?? null) : null
  if (walk && walk.length > 1) {
    features.push(line('walk', walk), line('leg', [start, walk[0]]))
    if (goal) features.push(line('leg', [walk[walk.length - 1], goal]))
  } else if (goal) {
    features.push(line('leg', [start, goal]))
  }
  if (why.access) features.push(point('snap', why.access.point))
  if (goal) features.push(point('end', goal))
  return features
}

export function whyPathPart(why: WhyReply | null): LayerPart {
  const data = { type: 'FeatureCollection' as const, features: why ? whyFeatures(why) : [] }
  const round = { 'line-cap': 'round', 'line-join': 'round' } as const
  return {
    sources: { why: { type: 'geojson', data } },
    layers: [
      {
        id: 'why-casing',
        type: 'line',
        source: 'why',
        filter: ['==', ['geometry-type'], 'LineString'],
        layout: round,
        paint: { 'line-color': '#ffffff', 'line-width': 8, 'line-opacity': 0.9 },
      },
      {
        id: 'why-walk',
        type: 'line',
        source: 'why',
        filter: ['==', ['get', 'role'], 'walk'],
        layout: round,
        paint: { 'line-color': palette.ink, 'line-width': 4 },
      },
      {
        id: 'why-leg',
        type: 'line',
        source: 'why',
        filter: ['==', ['get', 'role'], 'leg'],
        paint: { 'line-color': palette.ink, 'line-width': 3, 'line-dasharray': [1.4, 1.2] },
      },
      {
        id: 'why-point',
        type: 'circle',
        source: 'why',
        filter: ['==', ['geometry-type'], 'Point'],
        paint: {
          'circle-radius': ['match', ['get', 'role'], 'start', 7, 'end', 15, 4.5],
          'circle-color': ['match', ['get', 'role'], 'start', palette.ink, 'end', 'rgba(0,0,0,0)', '#ffffff'],
          'circle-stroke-color': ['match', ['get', 'role'], 'start', '#ffffff', palette.ink],
          'circle-stroke-width': 2.5,
        },
      },
    ],
  }
}
