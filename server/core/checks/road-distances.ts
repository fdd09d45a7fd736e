import type { DegreeScale } from '../geodesic.ts'
import { edgePoints, type Graph } from '../network/graph.ts'

/** How far spots are from the nearest road, to within a cell, up to a cap; metres on the plane of `scale`. */
export type RoadDistances = (xMetres: number, yMetres: number) => number

const cellMetres = 10
/** A tile is this many cells wide, a power of two; tiles without a road near do not exist. */
const tileCells = 64

/**
 * Distances to the nearest road for thousands of shifted copies of the same points: a raster of 10 m cells in sparse
 * tiles, stamped along every straight piece. x = longitude × scale.lonMetres, y = latitude × scale.latMetres.
 */
export function measureRoadDistances(graph: Graph, scale: DegreeScale, capMetres: number): RoadDistances {
  const tiles = new Map<number, Float32Array>()
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    const spots = edgePoints(graph, edge).map(([lon, lat]) => [lon * scale.lonMetres, lat * scale.latMetres])
    for (let i = 1; i < spots.length; i++) stamp(tiles, spots[i - 1], spots[i], capMetres)
  }
  // Callers ask for neighbouring spots one after another: the tile they are in is looked up once.
  let lastKey = NaN
  let lastTile: Float32Array | undefined
  return (x, y) => {
    const column = Math.floor(x / cellMetres)
    const row = Math.floor(y / cellMetres)
    const key = tileKey(column, row)
    if (key !== lastKey) {
      lastKey = key
      lastTile = tiles.get(key)
    }
    return lastTile ? lastTile[indexInTile(column, row)] : capMetres
  }
}

function stamp(tiles: Map<number, Float32Array>, [x1, y1]: number[], [x2, y2]: number[], capMetres: number): void {
  const dx = x2 - x1
  const dy = y2 - y1
  const length2 = dx * dx + dy * dy
  const lastRow = Math.floor((Math.max(y1, y2) + capMetres) / cellMetres)
  const lastColumn = Math.floor((Math.max(x1, x2) + capMetres) / cellMetres)
  for (let row = Math.floor((Math.min(y1, y2) - capMetres) / cellMetres); row <= lastRow; row++) {
    for (let column = Math.floor((Math.min(x1, x2) - capMetres) / cellMetres); column <= lastColumn; column++) {
      const ax = (column + 0.5) * cellMetres - x1
      const ay = (row + 0.5) * cellMetres - y1
      const t = length2 > 0 ? Math.min(1, Math.max(0, (ax * dx + ay * dy) / length2)) : 0
      const square = (ax - t * dx) ** 2 + (ay - t * dy) ** 2
      if (square >= capMetres * capMetres) continue
      const tile = tileAt(tiles, column, row, capMetres)
      const index = indexInTile(column, row)
      tile[index] = Math.min(tile[index], Math.sqrt(square))
    }
  }
}

function tileAt(tiles: Map<number, Float32Array>, column: number, row: number, capMetres: number): Float32Array {
  const key = tileKey(column, row)
  let tile = tiles.get(key)
  if (!tile) tiles.set(key, (tile = new Float32Array(tileCells * tileCells).fill(capMetres)))
  return tile
}

/** No two tiles of the earth share a key: there are some 62,600 around it. */
function tileKey(column: number, row: number): number {
  return Math.floor(column / tileCells) * 0x100000 + Math.floor(row / tileCells)
}

function indexInTile(column: number, row: number): number {
  return (row & (tileCells - 1)) * tileCells + (column & (tileCells - 1))
}
