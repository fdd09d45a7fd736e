/**
 * The order of points along a Hilbert curve over their box: neighbours on the ground become neighbours in memory,
 * which the search needs more than any cleverness (performance.md: shuffled ids cost 4 to 8 times).
 * Returns old indices in new order; ties keep their input order, so the same roads give the same graph.
 */
export function hilbertOrder(lon: Float64Array, lat: Float64Array): Uint32Array {
  let west = Infinity
  let south = Infinity
  let east = -Infinity
  let north = -Infinity
  for (let i = 0; i < lon.length; i++) {
    west = Math.min(west, lon[i])
    east = Math.max(east, lon[i])
    south = Math.min(south, lat[i])
    north = Math.max(north, lat[i])
  }
  const scaleX = east > west ? 0xffff / (east - west) : 0
  const scaleY = north > south ? 0xffff / (north - south) : 0
  const keys = new Float64Array(lon.length)
  for (let i = 0; i < lon.length; i++) {
    keys[i] = hilbertIndex(Math.floor((lon[i] - west) * scaleX), Math.floor((lat[i] - south) * scaleY))
  }
  return Uint32Array.from(lon.keys()).sort((a, b) => keys[a] - keys[b] || a - b)
}

/** Distance along a 16-bit Hilbert curve; Warren, Hacker's Delight, 2nd ed., section 16-2 (Lam and Shapiro's method). */
function hilbertIndex(x: number, y: number): number {
  let index = 0
  for (let s = 0x8000; s > 0; s >>= 1) {
    const rx = (x & s) > 0 ? 1 : 0
    const ry = (y & s) > 0 ? 1 : 0
    index += s * s * ((3 * rx) ^ ry)
    if (ry === 0) {
      if (rx === 1) {
        x = 0xffff - x
        y = 0xffff - y
      }
      const swap = x
      x = y
      y = swap
    }
  }
  return index
}
