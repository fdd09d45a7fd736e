import type { RoadClass } from './road-builder.ts'

/** OpenStreetMap tags of one way, or the same words taken from another format's attributes. */
export type RoadTags = Readonly<Record<string, string | undefined>>

/**
 * Whether people may walk here. The rule is the table in the domain page, section Travel; one-way streets do not
 * bind walkers, so `oneway` is never asked.
 */
export function isWalkable(tags: RoadTags): boolean {
  if (!tags.highway || neverWalked.has(tags.highway)) return false
  if (tags.route === 'ferry') return false
  if (tags.foot === 'no' || tags.foot === 'use_sidepath') return false
  if (tags.access === 'no' || tags.access === 'private') return tags.foot !== undefined && footGranted.has(tags.foot)
  return true
}

/** The class kept for line widths and reports. Motorways count as major, though nobody walks on them. */
export function roadClassOf(tags: RoadTags): RoadClass {
  return classByHighway.get(tags.highway ?? '') ?? 'other'
}

const neverWalked = new Set([
  'motorway',
  'motorway_link',
  'construction',
  'proposed',
  'planned',
  'abandoned',
  'razed',
  'disused',
  'raceway',
  'bus_guideway',
  'escape',
])

/** Values of `foot` that open a way whose `access` is closed to the general public. */
const footGranted = new Set(['yes', 'designated', 'permissive', 'destination'])

const classByHighway = new Map<string, RoadClass>([
  ...listed('major', 'motorway motorway_link trunk trunk_link primary primary_link secondary secondary_link'),
  ...listed('medium', 'tertiary tertiary_link unclassified'),
  ...listed('minor', 'residential service living_street road track'),
  ...listed('foot', 'footway path pedestrian cycleway bridleway corridor platform crossing elevator'),
  ...listed('steps', 'steps'),
])

function listed(roadClass: RoadClass, highways: string): [string, RoadClass][] {
  return highways.split(' ').map((highway) => [highway, roadClass])
}
