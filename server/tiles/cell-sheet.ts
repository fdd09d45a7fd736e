import { cellToBoundary } from 'h3-js'
import { toUnitSquare } from './tile-math.ts'

/** H3 indexes are written with this many characters. */
export const indexLength = 15

/**
 * The cells of one block at one resolution, packed for the encoder: what does not change from tile to tile is computed
 * once. Corners of cell i: ringStart[i] .. ringStart[i+1], clockwise on the map, as the vector tile specification (2.1,
 * 4.3.3.3) has outer rings; most cells have six, some five, seven or more (where they cross an edge of the icosahedron).
 */
export interface CellSheet {
  readonly count: number
  /** ASCII, `indexLength` bytes a cell. */
  readonly index: Uint8Array
  readonly ringStart: Uint32Array
  /** x, y of each corner in the unit square of Web Mercator. */
  readonly corners: Float64Array
  /** x0, y0, x1, y1 of each cell. */
  readonly boxes: Float64Array
  /** Whole numbers by name, in the order they are written; −1 where a cell has none. */
  readonly attributes: readonly CellAttribute[]
}

export interface CellAttribute {
  readonly name: string
  readonly values: Int32Array
}

/** Cells with one value an attribute each. */
export function createCellSheet(cells: readonly string[], attributes: readonly CellAttribute[]): CellSheet {
  const rings = cells.map((cell) => cellToBoundary(cell, true).slice(0, -1).reverse())
  const ringStart = new Uint32Array(cells.length + 1)
  rings.forEach((ring, i) => (ringStart[i + 1] = ringStart[i] + ring.length))
  const corners = new Float64Array(ringStart[cells.length] * 2)
  let corner = 0
  for (const ring of rings) {
    for (const [lon, lat] of ring) {
      const [x, y] = toUnitSquare(lon, lat)
      corners[corner++] = x
      corners[corner++] = y
    }
  }
  const boxes = new Float64Array(cells.length * 4)
  cells.forEach((_, i) => boxes.set(boxOf(corners.subarray(ringStart[i] * 2, ringStart[i + 1] * 2)), i * 4))
  return {
    count: cells.length,
    index: new TextEncoder().encode(cells.join('')),
    ringStart,
    corners,
    boxes,
    attributes,
  }
}

export type Box = [x0: number, y0: number, x1: number, y1: number]

/** The box of points x, y, x, y, … */
export function boxOf(points: ArrayLike<number>): Box {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity]
  for (let k = 0; k < points.length; k += 2) {
    box[0] = Math.min(box[0], points[k])
    box[1] = Math.min(box[1], points[k + 1])
    box[2] = Math.max(box[2], points[k])
    box[3] = Math.max(box[3], points[k + 1])
  }
  return box
}
