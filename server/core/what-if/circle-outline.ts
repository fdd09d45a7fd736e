import { degreeScaleAt } from '../geodesic.ts'
import { polygonAreaM2 } from '../geodesic-area.ts'
import type { Graph } from '../network/graph.ts'
import type { ReachWorkspace } from '../network/reach.ts'
import { snapToNetwork, type Snap } from '../network/snap.ts'
import type { MultiPolygonCoordinates } from '../coverage/places.ts'
import { reachedStreets } from './reached-streets.ts'
import { toPolygons, traceOutline } from './marching-squares.ts'
import { walkTo } from './walks-from-site.ts'

export interface CircleOutline {
  polygons: MultiPolygonCoordinates
  areaM2: number
  cellMetres: number
}

/** Cells a circle is contoured with, along its limit: 20 m for 1000 m. */
const cellsPerLimit = 50
const finestMetres = 5

/**
 * The surface on which a place would be within the limit of the site of the last search: every node of a grid snaps to the
 * network as a place does (`maxAccessMetres`), walks as a place does, and the outline is drawn between those that keep the
 * limit and those that do not. Never a hull: what no street leads to is a hole. Yields after every row of the grid, so
 * that the caller may do something else or stop.
 */
export function* outlineCircle(
  graph: Graph,
  site: Snap,
  limitMetres: number,
  maxAccessMetres: number,
  work: ReachWorkspace,
): Generator<void, CircleOutline> {
  const cellMetres = Math.max(finestMetres, limitMetres / cellsPerLimit)
  const isReached = (lon: number, lat: number) => {
    const snap = snapToNetwork(graph, lon, lat, maxAccessMetres)
    return snap !== undefined && walkTo(graph, site, snap, work) <= limitMetres
  }
  const box = boxOf(reachedStreets(graph, site, limitMetres, work).flat())
  if (!box) return { polygons: [], areaM2: 0, cellMetres }
  const scale = degreeScaleAt((box.south + box.north) / 2)
  const rim = maxAccessMetres + 2 * cellMetres
  const [stepLon, stepLat] = [cellMetres / scale.lonMetres, cellMetres / scale.latMetres]
  const [west, south] = [box.west - rim / scale.lonMetres, box.south - rim / scale.latMetres]
  const columns = Math.ceil((box.east - west + rim / scale.lonMetres) / stepLon) + 1
  const rows = Math.ceil((box.north - south + rim / scale.latMetres) / stepLat) + 1
  const inside = new Uint8Array(columns * rows)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) inside[row * columns + column] = isReached(west + column * stepLon, south + row * stepLat) ? 1 : 0
    yield
  }
  const rings = traceOutline({ columns, rows, inside, isInside: (x, y) => isReached(west + x * stepLon, south + y * stepLat) })
  const polygons = toPolygons(rings).map((polygon) => polygon.map((ring) => ring.map(([x, y]) => [west + x * stepLon, south + y * stepLat])))
  return { polygons, areaM2: polygonAreaM2(polygons), cellMetres }
}

function boxOf(points: readonly [lon: number, lat: number][]) {
  if (points.length === 0) return undefined
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [lon, lat] of points) {
    west = Math.min(west, lon)
    south = Math.min(south, lat)
    east = Math.max(east, lon)
    north = Math.max(north, lat)
  }
  return { west, south, east, north }
}
