import type { RoadClass } from '../../core/network/road-builder.ts'
import { isWalkable, roadClassOf, type RoadTags } from '../../core/network/walkable.ts'

/** Tags where a simplified street joins several ways, each value a list: OSMnx writes `['footway', 'steps']`. */
export type ListedTags = Readonly<Record<string, string[]>>

export interface RoadVerdict {
  walkable: boolean
  roadClass: RoadClass
  steps: boolean
}

/** The values of one attribute: a list in Python's notation or JSON's, or the text itself. */
export function listedValues(value: unknown): string[] {
  if (Array.isArray(value)) return value.filter((item) => typeof item === 'string')
  if (typeof value !== 'string' || value.trim() === '') return []
  const text = value.trim()
  if (!/^\[.*\]$/s.test(text)) return [text]
  return [...text.matchAll(/'([^']*)'|"([^"]*)"/g)].map((match) => match[1] ?? match[2])
}

/**
 * A street of several ways is walkable if any reading of its lists is; its class is that of the first walkable
 * highway listed; it counts as stairs if any part is, so that a route without stairs never leads over it.
 */
export function judge(tags: ListedTags): RoadVerdict {
  const readings = combinations(tags)
  const walked = readings.find(isWalkable)
  return {
    walkable: walked !== undefined,
    roadClass: roadClassOf(walked ?? readings[0]),
    steps: (tags.highway ?? []).includes('steps'),
  }
}

const asked = ['highway', 'foot', 'access', 'route']
/** Real lists hold two to five values; a hostile one must not multiply. */
const maxListed = 20

function combinations(tags: ListedTags): RoadTags[] {
  const first: Record<string, string | undefined> = {}
  for (const key of asked) first[key] = tags[key]?.[0]
  let readings: RoadTags[] = [first]
  for (const key of asked) {
    const values = tags[key] ?? []
    // A single value, the usual case, is in `first` already.
    if (values.length < 2) continue
    readings = readings.flatMap((reading) => values.slice(0, maxListed).map((value) => ({ ...reading, [key]: value })))
  }
  return readings
}
