import type { Spot, Street } from './town.ts'

/* Geometry of the town's own plane, metres. Written apart from the product's, which it checks. */

export function isInPolygon([x, y]: Spot, ring: readonly Spot[]): boolean {
  let inside = false
  ring.forEach(([x1, y1], i) => {
    const [x2, y2] = ring[(i + 1) % ring.length]
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside
  })
  return inside
}

/** The spot of a piece that is nearest. */
export function footOn([x, y]: Spot, [x1, y1]: Spot, [x2, y2]: Spot): Spot {
  const [dx, dy] = [x2 - x1, y2 - y1]
  const length2 = dx * dx + dy * dy
  const t = length2 > 0 ? Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / length2)) : 0
  return [x1 + t * dx, y1 + t * dy]
}

export function metresToPiece(spot: Spot, a: Spot, b: Spot): number {
  const [x, y] = footOn(spot, a, b)
  return Math.hypot(spot[0] - x, spot[1] - y)
}

/** The straight pieces of a street, from → to. */
export function piecesOf(corners: readonly Spot[], { from, to, bends }: Street): [Spot, Spot][] {
  const spots = [corners[from], ...bends, corners[to]]
  return spots.slice(1).map((end, i) => [spots[i], end])
}

/** 0 inside. */
export function metresToPolygon(spot: Spot, ring: readonly Spot[]): number {
  if (isInPolygon(spot, ring)) return 0
  return Math.min(...ring.map((corner, i) => metresToPiece(spot, corner, ring[(i + 1) % ring.length])))
}

/** 0 where the piece crosses or enters the polygon. */
export function metresFromPieceToPolygon(a: Spot, b: Spot, ring: readonly Spot[]): number {
  const crosses = ring.some((corner, i) => doCross(a, b, corner, ring[(i + 1) % ring.length]))
  if (crosses) return 0
  return Math.min(metresToPolygon(a, ring), metresToPolygon(b, ring), ...ring.map((corner) => metresToPiece(corner, a, b)))
}

function doCross(a: Spot, b: Spot, c: Spot, d: Spot): boolean {
  return side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b)
}

function side([x1, y1]: Spot, [x2, y2]: Spot, [x, y]: Spot): boolean {
  return (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1) > 0
}
