import { degreeScaleAt } from '../../server/core/geodesic.ts'
import { buildGraph } from '../../server/core/network/build-graph.ts'
import type { Graph } from '../../server/core/network/graph.ts'
import { createRoadBuilder } from '../../server/core/network/road-builder.ts'
import type { MultiPolygonCoordinates } from '../../server/core/coverage/places.ts'
import type { LonLat } from '../../server/core/lonlat.ts'
import type { Spot, Town } from './town.ts'

export interface World {
  /** Null for a town without a street. */
  graph: Graph | null
  boundary: MultiPolygonCoordinates
}

const worlds = new WeakMap<Town, World>()

/** The town on the ellipsoid; built once a town. */
export function buildWorld(town: Town): World {
  let world = worlds.get(town)
  if (!world) worlds.set(town, (world = { graph: buildRoads(town), boundary: toPolygon(town, town.boundary) }))
  return world
}

function buildRoads(town: Town): Graph | null {
  if (town.streets.length === 0) return null
  const roads = createRoadBuilder()
  for (const corner of town.corners) roads.node(...toLonLat(town, corner))
  for (const { from, to, bends } of town.streets) roads.edge(from, to, { shape: bends.flatMap((spot) => toLonLat(town, spot)) })
  return buildGraph(roads.finish()).graph
}

/** Degrees of a spot, by the scale at the town's middle: towns are 3 km wide, so its plane is true to 0.03 %. */
export function toLonLat(town: Pick<Town, 'lon' | 'lat'>, [x, y]: Spot): [lon: number, lat: number] {
  const scale = degreeScaleAt(town.lat)
  return [town.lon + x / scale.lonMetres, town.lat + y / scale.latMetres]
}

export function toPolygon(town: Pick<Town, 'lon' | 'lat'>, ring: readonly Spot[]): MultiPolygonCoordinates {
  const corners = ring.map((spot) => [...toLonLat(town, spot)])
  return [[[...corners, corners[0]]]]
}

export function toArrays(spots: readonly LonLat[], maxAccessMetres: readonly number[]) {
  return {
    lon: Float64Array.from(spots, ([lon]) => lon),
    lat: Float64Array.from(spots, ([, lat]) => lat),
    maxAccessMetres: Float64Array.from(maxAccessMetres),
  }
}
