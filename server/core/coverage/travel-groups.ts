import type { Graph } from '../network/graph.ts'
import type { Snap } from '../network/snap.ts'
import { farthestOf, snapPoints, travelBetween, travelStraight, type FacilityArrays, type PointArrays, type TravelArrays } from './travel.ts'

/** Facilities by index, with the limit each has in this group; an empty group is a type nobody reaches. */
export interface FacilityGroup {
  indices: number[]
  limitsMetres: number[]
}

/** Who counts, and how: one group a type that must be reached, or a single one of all facilities where any is enough. */
export interface Circles {
  facilities: FacilityArrays
  groups: FacilityGroup[]
  /** For the straight line only. */
  detourFactor: number
}

export interface GroupTravel {
  /** One entry a group, in their order. */
  groups: TravelArrays[]
  /** Of all groups together: a point is as far as its farthest type. */
  travel: TravelArrays
  /** One entry a point: the component it stands on (0 the longest), −1 where it joins none; all −1 for the straight line. */
  component: Int32Array
  /** Facilities too far from any road, by index, ascending. */
  strandedFacilities: number[]
}

/** Walks from every point to the nearest facility of every group: on a network where there is one, else straight. */
export function travelByGroups(
  circles: Circles,
  graph: Graph | null,
  points: PointArrays,
  onProgress: (share: number) => void = () => {},
): GroupTravel {
  if (!graph) return travelByGroupsStraight(circles, points)
  const pointSnaps = snapPoints(graph, points, (share) => onProgress(share * 0.6))
  return travelByGroupsBetween(circles, graph, snapPoints(graph, circles.facilities), pointSnaps, (share) => onProgress(0.6 + share * 0.4))
}

/** The same where it is known already at which points of the network everybody joins it. */
export function travelByGroupsBetween(
  { facilities, groups }: Pick<Circles, 'facilities' | 'groups'>,
  graph: Graph,
  facilitySnaps: readonly (Snap | undefined)[],
  pointSnaps: readonly (Snap | undefined)[],
  onProgress: (share: number) => void = () => {},
): GroupTravel {
  if (facilitySnaps.length !== facilities.lon.length) throw new Error(`expected ${facilities.lon.length} snaps, got ${facilitySnaps.length}`)
  const travels = groups.map((group, round) => {
    const limits = Float64Array.from(group.limitsMetres)
    const snaps = group.indices.map((index) => facilitySnaps[index])
    return toWhole(group, travelBetween(graph, limits, snaps, pointSnaps, (share) => onProgress((round + share) / groups.length)))
  })
  const counted = [...new Set(groups.flatMap(({ indices }) => indices))].sort((a, b) => a - b)
  return {
    groups: travels,
    travel: farthestOf(travels),
    component: Int32Array.from(pointSnaps, (snap) => (snap ? graph.nodeComponent[graph.edgeFrom[snap.edge]] : -1)),
    strandedFacilities: counted.filter((index) => !facilitySnaps[index]),
  }
}

function travelByGroupsStraight({ facilities, groups, detourFactor }: Circles, points: PointArrays): GroupTravel {
  const travels = groups.map((group) => toWhole(group, travelStraight(pick(facilities, group), points, detourFactor)))
  return { groups: travels, travel: farthestOf(travels), component: new Int32Array(points.lon.length).fill(-1), strandedFacilities: [] }
}

/** Back from places in the group to places in the whole list. */
function toWhole({ indices }: FacilityGroup, { travelMetres, accessMetres, facility }: TravelArrays): TravelArrays {
  return { travelMetres, accessMetres, facility: facility.map((index) => (index < 0 ? index : indices[index])) }
}

function pick(facilities: FacilityArrays, { indices, limitsMetres }: FacilityGroup): FacilityArrays {
  const of = (values: Float64Array) => Float64Array.from(indices, (index) => values[index])
  return {
    lon: of(facilities.lon),
    lat: of(facilities.lat),
    limitMetres: Float64Array.from(limitsMetres),
    maxAccessMetres: of(facilities.maxAccessMetres),
  }
}
