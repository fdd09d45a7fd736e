/** Heights on a regular grid of degrees: a digital elevation model cut to a county. */
export interface ElevationGrid {
  /** Centre of the north-western cell, degrees. */
  west: number
  north: number
  /** Degrees from one cell's centre to the next, both positive: columns run east, rows run south. */
  lonStep: number
  latStep: number
  columns: number
  rows: number
  /** Metres, row by row from the north; NaN where there is no data. */
  metres: Float32Array
}

/** A spot asked for at the very rim of the outermost cells still belongs to them, half a cell beyond their centres. */
const rimCells = 0.5

/**
 * Height at a spot by bilinear interpolation between the four cell centres around it.
 *
 *   ●────────●       t across, u down; NaN outside the grid, and where a
 *   │    t   │       cell that would count has no data: an invented height
 *   │  u ×   │       would be an invented slope
 *   ●────────●
 */
export function elevationAt(grid: ElevationGrid, lon: number, lat: number): number {
  const { columns, rows, metres } = grid
  const across = (lon - grid.west) / grid.lonStep
  const down = (grid.north - lat) / grid.latStep
  if (!(across >= -rimCells && across <= columns - 1 + rimCells && down >= -rimCells && down <= rows - 1 + rimCells)) return NaN
  const x = Math.min(columns - 1, Math.max(0, across))
  const y = Math.min(rows - 1, Math.max(0, down))
  const column = Math.min(Math.floor(x), Math.max(0, columns - 2))
  const row = Math.min(Math.floor(y), Math.max(0, rows - 2))
  const t = x - column
  const u = y - row
  const at = (r: number, c: number, weight: number) => (weight === 0 ? 0 : weight * metres[r * columns + c])
  return at(row, column, (1 - t) * (1 - u)) + at(row, column + 1, t * (1 - u)) + at(row + 1, column, (1 - t) * u) + at(row + 1, column + 1, t * u)
}
