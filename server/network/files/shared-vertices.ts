/** Lines as they were read: vertices of line i are `lon/lat[offset[i] .. offset[i+1])`. */
export interface Lines {
  offset: Uint32Array
  lon: Float64Array
  lat: Float64Array
}

export interface SharedVertices {
  /** For each vertex of `Lines`, the number of its place: equal numbers are one place on the ground. */
  placeOf: Uint32Array
  /** 1 where the place is a node: some line ends there, or lines meet there. */
  isNode: Uint8Array
  placeLon: Float64Array
  placeLat: Float64Array
}

/** One centimetre: editors that agree on a junction agree to this, and no two junctions are nearer. */
const unitsPerDegree = 1e7

/**
 * Finds where lines connect: at vertices equal to 1e-7 degrees. A crossing without a shared vertex is a bridge.
 *
 *     a ──●── b        ● a vertex of both lines: a node, both lines are cut there
 *         │
 *         c
 */
export function shareVertices(lines: Lines): SharedVertices {
  const vertexCount = lines.lon.length
  const mask = tableSize(vertexCount) - 1
  const table = new Int32Array(mask + 1).fill(-1)
  const columns = new Int32Array(vertexCount)
  const rows = new Int32Array(vertexCount)
  const placeOf = new Uint32Array(vertexCount)
  const placeLon = new Float64Array(vertexCount)
  const placeLat = new Float64Array(vertexCount)
  let placeCount = 0
  for (let vertex = 0; vertex < vertexCount; vertex++) {
    const column = Math.round(lines.lon[vertex] * unitsPerDegree)
    const row = Math.round(lines.lat[vertex] * unitsPerDegree)
    let slot = hashOf(column, row) & mask
    while (table[slot] >= 0 && (columns[table[slot]] !== column || rows[table[slot]] !== row)) slot = (slot + 1) & mask
    if (table[slot] < 0) {
      table[slot] = placeCount
      columns[placeCount] = column
      rows[placeCount] = row
      placeLon[placeCount] = lines.lon[vertex]
      placeLat[placeCount] = lines.lat[vertex]
      placeCount++
    }
    placeOf[vertex] = table[slot]
  }
  return { placeOf, isNode: findNodes(lines.offset, placeOf, placeCount), placeLon, placeLat }
}

/** A place passed twice is a junction, also when the same line comes back to it. */
function findNodes(offset: Uint32Array, placeOf: Uint32Array, placeCount: number): Uint8Array {
  const visited = new Uint8Array(placeCount)
  const isNode = new Uint8Array(placeCount)
  for (let line = 0; line + 1 < offset.length; line++) {
    for (let vertex = offset[line]; vertex < offset[line + 1]; vertex++) {
      const place = placeOf[vertex]
      // A vertex written twice in a row is not a second visit.
      if (vertex > offset[line] && place === placeOf[vertex - 1]) continue
      if (visited[place]) isNode[place] = 1
      visited[place] = 1
    }
    isNode[placeOf[offset[line]]] = 1
    isNode[placeOf[offset[line + 1] - 1]] = 1
  }
  return isNode
}

/** At most half full, so that probing stays short. */
function tableSize(count: number): number {
  let size = 1024
  while (size < count * 2) size *= 2
  return size
}

function hashOf(column: number, row: number): number {
  let hash = Math.imul(column, 0x9e3779b1) ^ Math.imul(row, 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return hash ^ (hash >>> 13)
}
