import { geodesicMetres } from '../geodesic.ts'
import type { Graph } from '../network/graph.ts'
import { roundToMicrometre } from '../network/limits.ts'
import { lineTo, metresTo, walkTree } from '../network/path.ts'
import { snapToNetwork, type Snap } from '../network/snap.ts'

export interface WhyFacility {
  lon: number
  lat: number
  limitMetres: number
  /** Where it joins the network; undefined where no road is near enough. Unused for the straight line. */
  snap: Snap | undefined
}

export type WhyReason = 'beyond_limit' | 'no_walkable_road' | 'no_facility_in_search' | 'facility_not_on_network' | 'no_facility'

export interface Why {
  verdict: 'covered' | 'not_covered' | 'unreached'
  reason: WhyReason | undefined
  /** The facility that covers the point, else the one whose limit is missed by least. */
  facility: number | undefined
  /** Flat-equivalent on a network with slopes. */
  travelMetres: number | undefined
  /** The true length of that walk, both access legs included; differs from `travelMetres` only under slopes. */
  walkedMetres: number | undefined
  /** How far the walk exceeds that facility's own limit; undefined where covered or unknown. */
  missesByMetres: number | undefined
  /** As the crow flies to that facility. */
  straightMetres: number | undefined
  access: { metres: number; lon: number; lat: number } | undefined
  line: [lon: number, lat: number][] | undefined
}

/** How far beyond the limit a search for the nearest facility goes: farther, “how much it misses” helps nobody. */
export const whySearchMetres = 5000

/**
 * Why a point is covered, or why not (domain.md, Coverage): the nearest facility within its own limit, else the one
 * that is missed by least, with the path; or the gap in the data that stops the answer.
 */
export function explainOnNetwork(graph: Graph, lon: number, lat: number, maxAccessMetres: number, facilities: readonly WhyFacility[]): Why {
  const snap = snapToNetwork(graph, lon, lat, maxAccessMetres)
  const nearest = nearestStraight(lon, lat, facilities)
  if (!snap) return { ...nothing, verdict: 'unreached', reason: 'no_walkable_road', ...nearest }
  const access = { metres: snap.accessMetres, lon: snap.lon, lat: snap.lat }
  if (facilities.length === 0) return { ...nothing, verdict: 'not_covered', reason: 'no_facility', access }
  const longest = Math.max(...facilities.map((facility) => facility.limitMetres))
  const tree = walkTree(graph, snap, longest + whySearchMetres)
  const walks = facilities.map(({ snap: end }) =>
    end ? roundToMicrometre(snap.accessMetres + metresTo(graph, tree, end) + end.accessMetres) : Infinity,
  )
  const chosen = choose(walks, facilities, whySearchMetres)
  if (chosen === undefined) {
    const reason = facilities.some((facility) => facility.snap) ? 'no_facility_in_search' : 'facility_not_on_network'
    return { ...nothing, verdict: 'not_covered', reason, access, ...nearest }
  }
  const { lon: endLon, lat: endLat, limitMetres, snap: end } = facilities[chosen]
  const misses = walks[chosen] - limitMetres
  const walked = lineTo(graph, tree, end!)!
  return {
    verdict: misses <= 0 ? 'covered' : 'not_covered',
    reason: misses <= 0 ? undefined : 'beyond_limit',
    facility: chosen,
    travelMetres: walks[chosen],
    walkedMetres: roundToMicrometre(snap.accessMetres + walked.metres + end!.accessMetres),
    missesByMetres: misses > 0 ? misses : undefined,
    straightMetres: geodesicMetres(lon, lat, endLon, endLat),
    access,
    line: walked.line,
  }
}

/** The same where a county has no roads: geodesic × detour factor; the line is the straight one. */
export function explainStraight(lon: number, lat: number, detourFactor: number, facilities: readonly WhyFacility[]): Why {
  if (facilities.length === 0) return { ...nothing, verdict: 'not_covered', reason: 'no_facility' }
  const walks = facilities.map((facility) =>
    roundToMicrometre(detourFactor * geodesicMetres(lon, lat, facility.lon, facility.lat)),
  )
  // No search bounds a straight line: however far, it has a length.
  const chosen = choose(walks, facilities, Infinity)!
  const { lon: endLon, lat: endLat, limitMetres } = facilities[chosen]
  const misses = walks[chosen] - limitMetres
  return {
    verdict: misses <= 0 ? 'covered' : 'not_covered',
    reason: misses <= 0 ? undefined : 'beyond_limit',
    facility: chosen,
    travelMetres: walks[chosen],
    walkedMetres: undefined,
    missesByMetres: misses > 0 ? misses : undefined,
    straightMetres: walks[chosen] / detourFactor,
    access: undefined,
    line: [
      [lon, lat],
      [endLon, endLat],
    ],
  }
}

const nothing: Why = {
  verdict: 'not_covered',
  reason: undefined,
  facility: undefined,
  travelMetres: undefined,
  walkedMetres: undefined,
  missesByMetres: undefined,
  straightMetres: undefined,
  access: undefined,
  line: undefined,
}

/** The shortest walk that keeps its limit; else the one that misses it by least; undefined when none is finite. */
function choose(walks: number[], facilities: readonly WhyFacility[], mostExcessMetres: number): number | undefined {
  let within: number | undefined
  let least: number | undefined
  walks.forEach((walk, i) => {
    const excess = walk - facilities[i].limitMetres
    if (excess <= 0 && (within === undefined || walk < walks[within])) within = i
    if (walk < Infinity && excess <= mostExcessMetres && (least === undefined || excess < walks[least] - facilities[least].limitMetres)) least = i
  })
  return within ?? least
}

function nearestStraight(lon: number, lat: number, facilities: readonly WhyFacility[]): { facility?: number; straightMetres?: number } {
  let best: { facility: number; straightMetres: number } | undefined
  facilities.forEach((facility, i) => {
    const straightMetres = geodesicMetres(lon, lat, facility.lon, facility.lat)
    if (!best || straightMetres < best.straightMetres) best = { facility: i, straightMetres }
  })
  return best ?? {}
}
