import type { Map as MapLibreMap, MapGeoJSONFeature, PointLike } from 'maplibre-gl'

export interface TileFacility {
  id: string
  name: string
  types: string[]
  status: string
  use: string
  beds: number | null
  areaM2: number | null
}

export type Hit = { facility: string } | { place: string } | { spot: [number, number] }

const tolerancePixels = 5
const pointLayers = ['facility', 'place-gap', 'place-covered']
const areaLayers = ['area-fill']

function present(map: MapLibreMap, layers: string[]): string[] {
  return layers.filter((layer) => map.getLayer(layer))
}

/** What lies under a click: a facility, a place, a footprint, else the spot itself. */
export function hitAt(map: MapLibreMap, point: { x: number; y: number }, spot: [number, number]): Hit {
  const box: [PointLike, PointLike] = [
    [point.x - tolerancePixels, point.y - tolerancePixels],
    [point.x + tolerancePixels, point.y + tolerancePixels],
  ]
  const found =
    map.queryRenderedFeatures(box, { layers: present(map, pointLayers) })[0] ??
    map.queryRenderedFeatures([point.x, point.y], { layers: present(map, areaLayers) })[0]
  const id: unknown = found?.properties.id
  if (typeof id !== 'string') return { spot }
  return found.layer.id === 'facility' ? { facility: id } : { place: id }
}

function optionalNumber(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}

function toFacility(feature: MapGeoJSONFeature): TileFacility {
  const { id, name, types, status, use, beds, area } = feature.properties
  return {
    id: String(id),
    name: String(name ?? ''),
    types: String(types ?? '').split(',').filter(Boolean),
    status: String(status ?? ''),
    use: String(use ?? ''),
    beds: optionalNumber(beds),
    areaM2: optionalNumber(area),
  }
}

/** A facility by its id from the tiles in view; undefined while they load or when it lies elsewhere. */
export function findFacility(map: MapLibreMap, id: string): TileFacility | undefined {
  if (!map.getSource('facilities')) return undefined
  const [feature] = map.querySourceFeatures('facilities', {
    sourceLayer: 'facilities',
    filter: ['==', ['get', 'id'], id],
  })
  return feature ? toFacility(feature as MapGeoJSONFeature) : undefined
}
