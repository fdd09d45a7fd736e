import type { Geometry, Position } from 'geojson'

/** Thrown by `readWkb`; the caller makes it a problem of the row. */
export class WkbFault extends Error {}

const maxDepth = 16

/**
 * Reads well-known binary, ISO (types + 1000, 2000, 3000) and EWKB (flag bits). Counts are believed only as far as the
 * bytes reach. A point of NaN is the empty point: null.
 */
export function readWkb(bytes: Buffer): Geometry | null {
  let at = 0
  const geometry = readGeometry(0)
  return geometry

  function readGeometry(depth: number): Geometry | null {
    if (depth > maxDepth) throw new WkbFault('nested too deeply')
    need(5)
    const little = bytes[at] === 1
    if (bytes[at] > 1) throw new WkbFault('no byte order')
    const raw = little ? bytes.readUInt32LE(at + 1) : bytes.readUInt32BE(at + 1)
    at += 5
    if ((raw & 0x20000000) !== 0) at += 4
    const code = raw & 0x0fffffff
    const iso = Math.floor(code / 1000)
    const hasZ = (raw & 0x80000000) !== 0 || iso === 1 || iso === 3
    const hasM = (raw & 0x40000000) !== 0 || iso === 2 || iso === 3
    if (iso > 3) throw new WkbFault(`unknown type ${raw}`)
    const reader = { little, hasZ, stride: 16 + (hasZ ? 8 : 0) + (hasM ? 8 : 0) }
    switch (code % 1000) {
      case 1: {
        const [point] = readPositions(1, reader, true)
        return point ? { type: 'Point', coordinates: point } : null
      }
      case 2:
        return { type: 'LineString', coordinates: readLine(reader) }
      case 3:
        return { type: 'Polygon', coordinates: readRings(reader) }
      case 4:
        return { type: 'MultiPoint', coordinates: members(reader, depth, 'Point') }
      case 5:
        return { type: 'MultiLineString', coordinates: members(reader, depth, 'LineString') }
      case 6:
        return { type: 'MultiPolygon', coordinates: members(reader, depth, 'Polygon') }
      case 7:
        return {
          type: 'GeometryCollection',
          geometries: readMany(reader, 5, () => readGeometry(depth + 1)).filter((part) => part !== null),
        }
      default:
        throw new WkbFault(`type ${raw} (curves and surfaces are not read)`)
    }
  }

  function members<T>(reader: Reader, depth: number, type: string): T[] {
    const parts = readMany(reader, 5, () => readGeometry(depth + 1))
    return parts.flatMap((part) => {
      if (part === null) return []
      if (part.type !== type || !('coordinates' in part)) throw new WkbFault(`a ${part.type} among ${type}s`)
      return [part.coordinates as T]
    })
  }

  function readRings(reader: Reader): Position[][] {
    return readMany(reader, 4, () => readLine(reader))
  }

  function readLine(reader: Reader): Position[] {
    const count = readCount(reader, reader.stride)
    return readPositions(count, reader, false)
  }

  function readMany<T>(reader: Reader, leastBytes: number, readOne: () => T): T[] {
    return Array.from({ length: readCount(reader, leastBytes) }, readOne)
  }

  function readCount({ little }: Reader, leastBytes: number): number {
    need(4)
    const count = little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at)
    at += 4
    if (count * leastBytes > bytes.length - at) throw new WkbFault(`${count} parts claimed, ${bytes.length - at} bytes left`)
    return count
  }

  function readPositions(count: number, { little, hasZ, stride }: Reader, emptyAllowed: boolean): Position[] {
    need(count * stride)
    const positions: Position[] = []
    for (let i = 0; i < count; i++, at += stride) {
      const position = Array.from({ length: hasZ ? 3 : 2 }, (_, axis) =>
        little ? bytes.readDoubleLE(at + axis * 8) : bytes.readDoubleBE(at + axis * 8),
      )
      if (emptyAllowed && Number.isNaN(position[0]) && Number.isNaN(position[1])) continue
      if (!position.every(Number.isFinite)) throw new WkbFault('a coordinate is no finite number')
      positions.push(position)
    }
    return positions
  }

  function need(count: number): void {
    if (at + count > bytes.length) throw new WkbFault('cut short')
  }
}

interface Reader {
  little: boolean
  hasZ: boolean
  /** Bytes of one position. */
  stride: number
}
