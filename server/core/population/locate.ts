import { boxOfRegion, type MultiPolygonCoordinates } from '../coverage/places.ts'

/** Of bands of latitude a region is cut into: an outline of some thousand corners has a few sides in each. */
const bandCount = 512

/**
 * Whether points lie in a region, for very many points: the even–odd rule of `isInside`, asked only of the sides that cross
 * the point's own band of latitude. Both give the same answer for every point.
 */
export function insideTester(region: MultiPolygonCoordinates): (lon: number, lat: number) => boolean {
  const [west, south, east, north] = boxOfRegion(region)
  const bandOf = (lat: number) => Math.min(bandCount - 1, Math.max(0, Math.floor(((lat - south) / (north - south)) * bandCount) || 0))
  const bands: number[][] = Array.from({ length: bandCount }, () => [])
  for (const ring of region.flat()) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [x1, y1] = ring[i]
      const [x2, y2] = ring[j]
      for (let band = bandOf(Math.min(y1, y2)); band <= bandOf(Math.max(y1, y2)); band++) bands[band].push(x1, y1, x2, y2)
    }
  }
  return (lon, lat) => {
    if (!(lon >= west && lon <= east && lat >= south && lat <= north)) return false
    const sides = bands[bandOf(lat)]
    let inside = false
    for (let k = 0; k < sides.length; k += 4) {
      const [x1, y1, x2, y2] = [sides[k], sides[k + 1], sides[k + 2], sides[k + 3]]
      if (y1 > lat !== y2 > lat && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) inside = !inside
    }
    return inside
  }
}
