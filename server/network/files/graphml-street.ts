import { isOnGlobe, outOfRange, type ProblemList } from './road-report.ts'
import { listedValues } from './listed-tags.ts'

export interface Street {
  from: string
  to: string
  /** As written: one id, or a list. */
  osmids: string
  /** The whole line, ends included, as lon, lat, lon, lat …; empty where the street is straight. */
  shape: number[]
}

/**
 * Recognises the second of the two directions in which OSMnx lists a street: same OSM ways, same line backwards.
 * Two streets between the same corners differ in one or the other and both stay.
 */
export function createStreetPairs() {
  /** How many streets with this key wait for their reverse. */
  const waiting = new Map<string, number>()
  return {
    isReverseOfEarlier(street: Street): boolean {
      const osmids = osmidKey(street.osmids)
      const reverse = keyOf(street.to, street.from, osmids, reversed(street.shape))
      const count = waiting.get(reverse)
      if (count !== undefined) {
        if (count > 1) waiting.set(reverse, count - 1)
        else waiting.delete(reverse)
        return true
      }
      const key = keyOf(street.from, street.to, osmids, street.shape)
      waiting.set(key, (waiting.get(key) ?? 0) + 1)
      return false
    },
  }
}

/** Reads `LINESTRING (lon lat, …)`, with or without heights, which are dropped. */
export function readLineString(wkt: string | undefined, row: number, problems: ProblemList): number[] {
  if (!wkt) return []
  const body = /^LINESTRING\s*(?:Z|M|ZM)?\s*\(([^()]*)\)$/i.exec(wkt)
  const shape: number[] = []
  for (const point of body ? body[1].split(',') : ['']) {
    const [lon, lat] = point.trim().split(/\s+/).map(toNumber)
    if (Number.isNaN(lon) || lat === undefined || Number.isNaN(lat)) {
      problems.add(badShape(row, wkt))
      return []
    }
    if (!isOnGlobe(lon, lat)) {
      problems.add(outOfRange({ zh: `第 ${row} 条路段`, en: `Edge ${row}` }, lon, lat, row))
      return []
    }
    shape.push(lon, lat)
  }
  return shape
}

function toNumber(text: string): number {
  return text === '' ? NaN : Number(text)
}

function badShape(row: number, wkt: string) {
  return {
    code: 'GEOM_SHAPE',
    severity: 'error' as const,
    message: { zh: `第 ${row} 条路段的线形无法识别`, en: `The line of edge ${row} cannot be read` },
    row,
    column: 'geometry',
    value: wkt.slice(0, 200),
  }
}

function keyOf(from: string, to: string, osmids: string, shape: number[]): string {
  return `${from}|${to}|${osmids}|${shape.join(' ')}`
}

/** The set of ids: OSMnx lists them in the direction of travel. */
function osmidKey(osmids: string): string {
  const ids = osmids.startsWith('[') ? (osmids.match(/[^\s,[\]'"]+/g) ?? []) : listedValues(osmids)
  return [...new Set(ids)].sort().join(',')
}

function reversed(shape: number[]): number[] {
  const back: number[] = []
  for (let i = shape.length - 2; i >= 0; i -= 2) back.push(shape[i], shape[i + 1])
  return back
}
