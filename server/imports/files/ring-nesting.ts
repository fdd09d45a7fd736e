import type { Position } from 'geojson'

/**
 * Sorts the rings of a shapefile's polygon into polygons: clockwise rings are shells, the others holes of the smallest
 * shell around them (ESRI Shapefile Technical Description, p. 8). A hole without a shell becomes one: nothing is lost.
 */
export function polygonsOfRings(rings: Position[][]): Position[][][] {
  if (rings.length === 1) return [rings]
  const areas = rings.map(twiceArea)
  const shells = rings.map((ring, i) => ({ ring, area: -areas[i], holes: [] as Position[][] })).filter(({ area }) => area >= 0)
  if (shells.length === 0) return rings.map((ring) => [ring])
  const strays: Position[][][] = []
  rings.forEach((ring, i) => {
    if (areas[i] <= 0) return
    const around = shells.filter(({ ring: shell, area }) => area >= areas[i] && ring.length > 0 && holds(shell, ring))
    const home = around.sort((a, b) => a.area - b.area)[0]
    if (home) home.holes.push(ring)
    else if (shells.length === 1) shells[0].holes.push(ring)
    else strays.push([ring])
  })
  return [...shells.map(({ ring, holes }) => [ring, ...holes]), ...strays]
}

/** Positive where counter-clockwise; relative to the first point, for large coordinates. */
function twiceArea(ring: Position[]): number {
  let sum = 0
  for (let i = 1; i + 1 < ring.length; i++) {
    const [ax, ay] = [ring[i][0] - ring[0][0], ring[i][1] - ring[0][1]]
    const [bx, by] = [ring[i + 1][0] - ring[0][0], ring[i + 1][1] - ring[0][1]]
    sum += ax * by - bx * ay
  }
  return sum
}

/** Whether most vertices of the ring lie inside: one may touch the shell. */
function holds(shell: Position[], ring: Position[]): boolean {
  let inside = 0
  const step = Math.max(1, Math.floor(ring.length / 9))
  let asked = 0
  for (let i = 0; i < ring.length; i += step, asked++) if (isInside(shell, ring[i])) inside++
  return inside * 2 > asked
}

function isInside(ring: Position[], [x, y]: Position): boolean {
  let inside = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = ring[i]
    const [bx, by] = ring[j]
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside
  }
  return inside
}
