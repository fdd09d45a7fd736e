import type { SiteChange } from '../../../server/contract/scenarios.ts'
import type { Position } from './pin.ts'
import type { Memory } from './unsaved.ts'

/** A spot that the user wants considered, beside those that the county’s data offer. */
export interface GivenPoint {
  id: string
  name: string
  location: Position
}

/** As many as one question may name. */
export const mostPoints = 5000
export const longestPointName = 120

export function withPoint(points: readonly GivenPoint[], point: GivenPoint): readonly GivenPoint[] {
  return points.length < mostPoints && !points.some(({ id }) => id === point.id) ? [...points, point] : points
}

export function renamed(points: readonly GivenPoint[], id: string, name: string): readonly GivenPoint[] {
  return points.map((point) => (point.id === id ? { ...point, name: name.slice(0, longestPointName) } : point))
}

export function withoutPoint(points: readonly GivenPoint[], id: string): readonly GivenPoint[] {
  return points.filter((point) => point.id !== id)
}

/** The lowest number that no point’s name ends with: removing one in the middle names none twice. */
export function nextNumber(points: readonly GivenPoint[]): number {
  const taken = new Set(points.map(({ name }) => Number(/(\d+)$/.exec(name)?.[1])))
  let number = 1
  while (taken.has(number)) number++
  return number
}

/** New sites of a scenario as points to choose among, each under the id of its change; those outside the county are left out. */
export function proposalsOf(changes: readonly SiteChange[], misfitIds: ReadonlySet<string>): GivenPoint[] {
  return changes.flatMap((change) => (change.kind === 'add' && !misfitIds.has(change.id) ? [{ id: change.id, name: change.name, location: change.location as Position }] : []))
}

/** What is taken as done besides: a new site that is itself in question is not. */
export function withoutCandidates(changes: readonly SiteChange[], points: readonly GivenPoint[]): SiteChange[] {
  const asked = new Set(points.map(({ id }) => id))
  return changes.filter(({ id, kind }) => kind !== 'add' || !asked.has(id))
}

const keyOf = (code: string) => `yiquan.points.${code}`

/** Storage may be full or forbidden: then only a reload loses the points. */
export function keepPoints(memory: Memory, code: string, points: readonly GivenPoint[]): void {
  try {
    if (points.length === 0) memory.removeItem(keyOf(code))
    else memory.setItem(keyOf(code), JSON.stringify(points))
  } catch {
    return
  }
}

export function keptPoints(memory: Memory, code: string): readonly GivenPoint[] {
  try {
    const kept: unknown = JSON.parse(memory.getItem(keyOf(code)) ?? '[]')
    return Array.isArray(kept) ? kept.filter(isPoint).slice(0, mostPoints) : []
  } catch {
    return []
  }
}

function isPoint(value: unknown): value is GivenPoint {
  if (typeof value !== 'object' || value === null) return false
  const { id, name, location } = value as Partial<GivenPoint>
  return typeof id === 'string' && typeof name === 'string' && Array.isArray(location) && location.length === 2 && location.every((part) => Number.isFinite(part))
}
