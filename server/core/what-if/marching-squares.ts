/** A ring of grid positions (columns right, rows up), closed, inside to its left: outer rings run counter-clockwise. */
export type GridRing = [x: number, y: number][]

export interface GridField {
  columns: number
  rows: number
  /** 1 where the node (column, row) at row × columns + column is inside; the rim of the grid must be outside. */
  inside: Uint8Array
  /** Whether a position between nodes is inside: decides crossings and saddles. */
  isInside(x: number, y: number): boolean
}

const bisections = 5

/**
 * The outline of what is inside, by marching squares (Lorensen & Cline, SIGGRAPH 1987, in the plane). Crossings are found
 * by bisection, so that an outline may follow a jump of the field; a saddle is told by its centre.
 *
 *   tl ── top ── tr      Round a cell counter-clockwise the outline leaves the inside at an exit and comes back at an
 *   left        right    entry; a piece of outline leads from each exit to an entry. In a saddle it is the next one
 *   bl ─ bottom ─ br     where the centre is inside, else the one before.
 */
export function traceOutline({ columns, rows, inside, isInside }: GridField): GridRing[] {
  const next = new Map<number, number>()
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      const bl = row * columns + column
      const corners = [inside[bl], inside[bl + 1], inside[bl + columns + 1], inside[bl + columns]]
      const sum = corners[0] + corners[1] + corners[2] + corners[3]
      if (sum === 0 || sum === 4) continue
      // Sides by the id of their node: even for a side to the right of it, odd for one upwards.
      const sides = [bl * 2, (bl + 1) * 2 + 1, (bl + columns) * 2, bl * 2 + 1]
      const isExit = (side: number) => corners[side] === 1 && corners[(side + 1) % 4] === 0
      const isEntry = (side: number) => corners[side] === 0 && corners[(side + 1) % 4] === 1
      const isSaddle = sum === 2 && corners[0] === corners[2]
      const step = isSaddle && !isInside(column + 0.5, row + 0.5) ? 3 : 1
      for (let side = 0; side < 4; side++) {
        if (!isExit(side)) continue
        let to = (side + step) % 4
        while (!isEntry(to)) to = (to + step) % 4
        next.set(sides[side], sides[to])
      }
    }
  }
  return followAll(next, (side) => crossing(side, columns, inside, isInside))
}

/** Rings with the holes that belong to them: outer ring first, as GeoJSON has it. */
export function toPolygons(rings: readonly GridRing[]): GridRing[][] {
  const signed = rings.map((ring) => ({ ring, area: signedArea(ring) })).filter(({ area }) => area !== 0)
  const outers = signed.filter(({ area }) => area > 0).sort((a, b) => a.area - b.area).map(({ ring }) => [ring])
  for (const { ring } of signed.filter(({ area }) => area < 0)) {
    // The smallest outer ring around it: an island in a lake has lakes of its own.
    const owner = outers.find(([outer]) => encloses(outer, ring[0]))
    if (!owner) throw new Error('expected a ring around every hole, got none')
    owner.push(ring)
  }
  return outers.reverse()
}

function followAll(next: Map<number, number>, positionOf: (side: number) => [number, number]): GridRing[] {
  const rings: GridRing[] = []
  for (let start = next.keys().next().value; start !== undefined; start = next.keys().next().value) {
    const ring: GridRing = []
    let side = start
    do {
      ring.push(positionOf(side))
      const to = next.get(side)
      if (to === undefined) throw new Error('expected a closed outline, got an end: is the rim of the grid outside?')
      next.delete(side)
      side = to
    } while (side !== start)
    rings.push([...ring, ring[0]])
  }
  return rings
}

function crossing(side: number, columns: number, inside: Uint8Array, isInside: GridField['isInside']): [number, number] {
  const node = side >> 1
  const up = side & 1
  const [x, y] = [node % columns, Math.floor(node / columns)]
  const at = (t: number): [number, number] => (up ? [x, y + t] : [x + t, y])
  let [within, without] = inside[node] === 1 ? [0, 1] : [1, 0]
  for (let i = 0; i < bisections; i++) {
    const middle = (within + without) / 2
    if (isInside(...at(middle))) within = middle
    else without = middle
  }
  return at((within + without) / 2)
}

function signedArea(ring: GridRing): number {
  let sum = 0
  for (let i = 0; i + 1 < ring.length; i++) sum += ring[i][0] * ring[i + 1][1] - ring[i + 1][0] * ring[i][1]
  return sum / 2
}

function encloses(ring: GridRing, [x, y]: [number, number]): boolean {
  let within = false
  for (let i = 0; i + 1 < ring.length; i++) {
    const [[x1, y1], [x2, y2]] = [ring[i], ring[i + 1]]
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) within = !within
  }
  return within
}
