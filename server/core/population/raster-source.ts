import { cellToBoundary, gridDisk, latLngToCell, polygonToCellsExperimental, POLYGON_TO_CELLS_FLAGS } from 'h3-js'
import { refuse } from '../problems.ts'
import { apportion } from './apportion.ts'

/** A grid of people per pixel in degrees (EPSG:4326), row by row from the north-west corner. */
export interface PopulationRaster {
  west: number
  north: number
  /** Degrees, both positive. */
  pixelWidth: number
  pixelHeight: number
  columns: number
  rows: number
  /** People, fractions allowed. */
  values: ArrayLike<number>
  /** Value of a pixel without data; NaN is never data. */
  noData: number | null
}

/**
 * Whole people by H3 cell. Each pixel's people are shared over the cells it touches by the area it has in each, exactly
 * (rectangle against hexagon, on the plane of degrees, in which one pixel is flat enough); the sum over all pixels, to
 * the nearest person, is then shared out by largest remainder, so that the table holds exactly that sum.
 * Refuses negative and infinite pixels by place.
 */
export function rasterToCells(raster: PopulationRaster, resolution: number): { cell: string; people: number }[] {
  const { columns, rows, values, noData } = raster
  if (values.length !== columns * rows) throw new Error(`expected ${columns * rows} pixels, got ${values.length}`)
  const weights = new Map<string, number>()
  const rings = new Map<string, number[][]>()
  let total = 0
  for (let pixel = 0; pixel < values.length; pixel++) {
    const people = values[pixel]
    if (Number.isNaN(people) || people === noData || people === 0) continue
    const [row, column] = [Math.floor(pixel / columns), pixel % columns]
    if (!(people > 0 && people < Infinity)) {
      throw refuse('PIXEL_INVALID', `第 ${row + 1} 行第 ${column + 1} 列的像元值 ${people} 不是人数`, `Pixel ${people} in row ${row + 1}, column ${column + 1} is no number of people`, {
        value: String(people),
        fix: { zh: '请声明无数据值（NoData）', en: 'Declare the no-data value' },
      })
    }
    total += people
    for (const { cell, share } of cellsOfPixel(raster, row, column, resolution, rings)) weights.set(cell, (weights.get(cell) ?? 0) + people * share)
  }
  const cells = [...weights.keys()].sort()
  if (cells.length === 0) return []
  const parts = apportion(Math.round(total), cells.map((cell) => weights.get(cell)!))
  return cells.map((cell, i) => ({ cell, people: parts[i] })).filter(({ people }) => people > 0)
}

function cellsOfPixel(raster: PopulationRaster, row: number, column: number, resolution: number, rings: Map<string, number[][]>): { cell: string; share: number }[] {
  const west = raster.west + column * raster.pixelWidth
  const north = raster.north - row * raster.pixelHeight
  const [east, south] = [west + raster.pixelWidth, north - raster.pixelHeight]
  const at = (lon: number, lat: number) => latLngToCell(lat, lon, resolution)
  const middle = at((west + east) / 2, (south + north) / 2)
  // A hexagon is convex: one that holds the four corners holds the pixel.
  const corners = [at(west, south), at(west, north), at(east, south), at(east, north)]
  if (corners.every((cell) => cell === middle)) return [{ cell: middle, share: 1 }]
  const ringOf = (cell: string) => {
    let ring = rings.get(cell)
    if (!ring) rings.set(cell, (ring = cellToBoundary(cell, true).slice(0, -1)))
    return ring
  }
  const near = gridDisk(middle, 1)
  const candidates = corners.every((cell) => near.includes(cell))
    ? [...new Set(corners.flatMap((cell) => gridDisk(cell, 1)))]
    : polygonToCellsExperimental([[west, south], [east, south], [east, north], [west, north], [west, south]], resolution, POLYGON_TO_CELLS_FLAGS.containmentOverlapping, true)
  const parts = candidates.map((cell) => ({ cell, share: areaWithin(ringOf(cell), west, south, east, north) })).filter(({ share }) => share > 0)
  const whole = parts.reduce((sum, { share }) => sum + share, 0)
  return parts.map(({ cell, share }) => ({ cell, share: share / whole }))
}

/** Area that a convex ring has in a box (Sutherland and Hodgman, CACM 17, 1974: clip by one side after another). */
function areaWithin(ring: readonly number[][], west: number, south: number, east: number, north: number): number {
  let clipped = clip(ring, 0, west, 1)
  clipped = clip(clipped, 0, east, -1)
  clipped = clip(clipped, 1, south, 1)
  clipped = clip(clipped, 1, north, -1)
  let double = 0
  // About the box's corner, so that no digits are lost to the distance from the origin.
  clipped.forEach(([x, y], i) => {
    const [nextX, nextY] = clipped[(i + 1) % clipped.length]
    double += (x - west) * (nextY - south) - (nextX - west) * (y - south)
  })
  return Math.abs(double) / 2
}

/** Keeps what lies at or beyond `bound` (sign 1) or at or before it (sign −1) along one axis. */
function clip(ring: readonly number[][], axis: 0 | 1, bound: number, sign: 1 | -1): number[][] {
  const kept: number[][] = []
  ring.forEach((point, i) => {
    const next = ring[(i + 1) % ring.length]
    const [a, b] = [(point[axis] - bound) * sign, (next[axis] - bound) * sign]
    if (a >= 0) kept.push(point)
    if (a >= 0 !== b >= 0) {
      const t = a / (a - b)
      kept.push([point[0] + t * (next[0] - point[0]), point[1] + t * (next[1] - point[1])])
    }
  })
  return kept
}
