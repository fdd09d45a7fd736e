import { centroid, isInRing, isInside, offset, round7, type LonLat } from '../geometry.ts'
import { areaPoints } from '../answers-coverage.ts'
import type { ResidentialArea } from '../types.ts'
import { metresBetween, reachFrom, snapTo, type Reach, type Snap } from '../walk.ts'
import { alongEdge, isClearSnap, type Footprint } from './footprints.ts'
import type { FutianWorld } from './world.ts'

/** A point beside a street where a facility may stand, already joined to the network. */
export interface Spot {
  point: LonLat
  snap: Snap
}

/** Walks from an area to spots: the best over its entrances, both legs counted. */
export interface Walker {
  area: ResidentialArea
  metresTo(spot: Spot): number
}

const spotTypes = [
  'residential',
  'living_street',
  'service',
  'tertiary',
  'unclassified',
  'secondary',
  'pedestrian',
  'footway',
]

export function listSpots(world: FutianWorld, footprints: Footprint[], count: number): Spot[] {
  const spots: Spot[] = []
  for (let tries = 0; spots.length < count && tries < 20000; tries++) {
    const edge = world.random.pick(world.network.edges)
    if (!edge.highway.some((value) => spotTypes.includes(value)) || edge.lengthMetres < 20) continue
    const { point: onRoad, angle } = alongEdge(edge, world.random.between(0.1, 0.9))
    const away = world.random.pick([-1, 1]) * world.random.between(6, 16)
    const point = round7(offset(onRoad, -Math.sin(angle) * away, Math.cos(angle) * away))
    if (!isInside(point, world.studyArea) || footprints.some((f) => isInRing(point, f.ring))) continue
    if (isClearSnap(world.network, point)) spots.push({ point, snap: snapTo(world.network, point) })
  }
  return spots
}

/** A spot inside a footprint, a few metres in from its first entrance (or from its middle), or null where the nearest road is a toss-up. */
export function spotInside(world: FutianWorld, area: ResidentialArea): Spot | null {
  const middle = centroid(area.ring!)
  const door = area.entrances[0] ?? middle
  for (const inward of [0.2, 0.3, 0.4, 0.1]) {
    const point = round7([door[0] + (middle[0] - door[0]) * inward, door[1] + (middle[1] - door[1]) * inward])
    if (isClearSnap(world.network, point)) return { point, snap: snapTo(world.network, point) }
  }
  return null
}

export function walkerFrom(world: FutianWorld, area: ResidentialArea): Walker {
  const reaches: Reach[] = areaPoints(area).map((p) => reachFrom(world.network, snapTo(world.network, p)))
  return {
    area,
    metresTo: (spot) => Math.min(...reaches.map((reach) => metresBetween(world.network, reach, spot.snap))),
  }
}
