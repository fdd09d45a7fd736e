import geodesic from 'geographiclib-geodesic'

export type LonLat = [number, number]
export type Ring = LonLat[]
export interface Polygonal {
  type: 'Polygon' | 'MultiPolygon'
  coordinates: unknown
}

const wgs84 = geodesic.Geodesic.WGS84

/** Geodesic distance on the WGS 84 ellipsoid, metres. */
export function geodesicMetres(a: LonLat, b: LonLat): number {
  return wgs84.Inverse(a[1], a[0], b[1], b[0]).s12!
}

/** The point `metres` away along an azimuth (degrees clockwise from north), rounded as it will be stored. */
export function destination(from: LonLat, azimuthDegrees: number, metres: number): LonLat {
  const end = wgs84.Direct(from[1], from[0], azimuthDegrees, metres)
  return round7([end.lon2!, end.lat2!])
}

export function round7(p: LonLat): LonLat {
  return [Math.round(p[0] * 1e7) / 1e7, Math.round(p[1] * 1e7) / 1e7]
}

/** Metres in one degree of longitude and latitude at a latitude, WGS 84: a local plane good to millimetres over 1 km. */
export function metresPerDegree(lat: number): { lon: number; lat: number } {
  const a = 6378137
  const e2 = 0.00669437999014
  const phi = (lat * Math.PI) / 180
  const w2 = 1 - e2 * Math.sin(phi) ** 2
  const perRadianLat = (a * (1 - e2)) / (w2 * Math.sqrt(w2))
  const perRadianLon = (a / Math.sqrt(w2)) * Math.cos(phi)
  return { lon: (perRadianLon * Math.PI) / 180, lat: (perRadianLat * Math.PI) / 180 }
}

/** `p` moved by metres east and north. */
export function offset(p: LonLat, eastMetres: number, northMetres: number): LonLat {
  const m = metresPerDegree(p[1])
  return [p[0] + eastMetres / m.lon, p[1] + northMetres / m.lat]
}

/** A rectangle around a centre, counter-clockwise, closed; `angle` turns its width axis from east, radians. */
export function rectangle(centre: LonLat, widthMetres: number, depthMetres: number, angle: number): Ring {
  const cos = Math.cos(angle)
  const sin = Math.sin(angle)
  const corners = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ].map(([i, j]) => {
    const x = (i * widthMetres) / 2
    const y = (j * depthMetres) / 2
    return round7(offset(centre, x * cos - y * sin, x * sin + y * cos))
  })
  return [...corners, corners[0]]
}

export function centroid(ring: Ring): LonLat {
  const [x0, y0] = ring[0]
  let area = 0
  let x = 0
  let y = 0
  for (let i = 0; i + 1 < ring.length; i++) {
    const ax = ring[i][0] - x0
    const ay = ring[i][1] - y0
    const bx = ring[i + 1][0] - x0
    const by = ring[i + 1][1] - y0
    const cross = ax * by - bx * ay
    area += cross
    x += (ax + bx) * cross
    y += (ay + by) * cross
  }
  return [x0 + x / (3 * area), y0 + y / (3 * area)]
}

export function ringsOf(geometry: Polygonal): Ring[][] {
  return geometry.type === 'Polygon' ? [geometry.coordinates as Ring[]] : (geometry.coordinates as Ring[][])
}

/** Even–odd ray casting; a point on the outline is not defined, and the samples keep clear of outlines. */
export function isInside(p: LonLat, geometry: Polygonal): boolean {
  return ringsOf(geometry).some((rings) => rings.reduce((inside, ring) => inside !== isInRing(p, ring), false))
}

export function isInRing(p: LonLat, ring: Ring): boolean {
  let inside = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i]
    const [xj, yj] = ring[j]
    if (yi > p[1] !== yj > p[1] && p[0] < ((xj - xi) * (p[1] - yi)) / (yj - yi) + xi) inside = !inside
  }
  return inside
}

/** The point of segment a–b nearest to p, found in the local plane at p. */
export function nearestOnSegment(p: LonLat, a: LonLat, b: LonLat, m = metresPerDegree(p[1])) {
  const ax = (a[0] - p[0]) * m.lon
  const ay = (a[1] - p[1]) * m.lat
  const dx = (b[0] - a[0]) * m.lon
  const dy = (b[1] - a[1]) * m.lat
  const squared = dx * dx + dy * dy
  const t = squared === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / squared))
  const metres = Math.hypot(ax + t * dx, ay + t * dy)
  const point: LonLat = [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]
  return { point, metres }
}

export function nearestOnRing(p: LonLat, ring: Ring): LonLat {
  let best = { point: ring[0], metres: Infinity }
  for (let i = 0; i + 1 < ring.length; i++) {
    const hit = nearestOnSegment(p, ring[i], ring[i + 1])
    if (hit.metres < best.metres) best = hit
  }
  return best.point
}

/** Smallest distance between a point and the outline of a polygon, metres. */
export function metresToOutline(p: LonLat, geometry: Polygonal): number {
  let best = Infinity
  for (const rings of ringsOf(geometry)) {
    for (const ring of rings) best = Math.min(best, geodesicMetres(p, nearestOnRing(p, ring)))
  }
  return best
}

/** Whether two convex rings come closer than a margin: separating axes, in the local plane. */
export function convexRingsTouch(a: Ring, b: Ring, marginMetres: number): boolean {
  const m = metresPerDegree(a[0][1])
  const flat = (ring: Ring) => ring.map(([x, y]) => [(x - a[0][0]) * m.lon, (y - a[0][1]) * m.lat])
  const fa = flat(a)
  const fb = flat(b)
  for (const ring of [fa, fb]) {
    for (let i = 0; i + 1 < ring.length; i++) {
      const nx = ring[i + 1][1] - ring[i][1]
      const ny = ring[i][0] - ring[i + 1][0]
      const norm = Math.hypot(nx, ny)
      const project = (points: number[][]) => points.map(([x, y]) => (x * nx + y * ny) / norm)
      const pa = project(fa)
      const pb = project(fb)
      if (Math.min(...pb) - Math.max(...pa) > marginMetres || Math.min(...pa) - Math.max(...pb) > marginMetres)
        return false
    }
  }
  return true
}
