import { leastMissedOnNetwork, leastMissedStraight } from '../coverage/nearest.ts'
import { farthestOf, travelOnNetwork, travelStraight, type FacilityArrays, type PointArrays, type TravelArrays } from '../coverage/travel.ts'
import { packInstance, type PairList, type SitingInstance } from './instance.ts'
import { solveAreas, type AreaTask } from './plan-areas.ts'
import { solvePlan } from './plan.ts'
import type { PlanAnswer, PlanTask } from './plan-task.ts'
import { reportOn, type SiteReport } from './site-report.ts'
import type { SolveTools } from './tools.ts'
import { walkPairs, type PlacePoints, type WalkWorld } from './walk-pairs.ts'

/** Everything of one optimisation that mathematics needs: typed arrays and plain numbers. */
export interface OptimiseWork {
  detourFactor: number
  /** Facilities that stand first, then candidates; `limitMetres` is the circle of each. */
  sites: FacilityArrays
  existingCount: number
  /** Of the first `existingCount`, who takes part: all but where existing ones are ignored. */
  openToday: Uint8Array
  points: PointArrays
  placeOfPoint: Int32Array
  placeCount: number
  /** A circle of which every type must be reached: who of the existing offers each, and how near it must be. */
  everyType: { existing: number[]; limitMetres: number }[] | null
  /** How far p-median and p-centre look, metres; they know no circle. */
  searchMetres: number
  mostPairs: number
  demand:
    | { kind: 'places'; weight: Float64Array }
    /** Something else than walks says which site serves what: a township, a residential area. */
    | {
        kind: 'lists'
        demandCount: number
        pairs: PairList
        weight: Float64Array
        /** What each place weighs where answers are equally good: the more of it within the circles, the better. */
        reachWeight: Float64Array
      }
    | { kind: 'areas'; areas: AreaTask }
  task: PlanTask
}

export interface OptimiseAnswer {
  answer: PlanAnswer
  isStranded: Uint8Array
  report: SiteReport
  /** The same of each other answer as good, in the order of `answer.alternatives`. */
  alternativeReports: SiteReport[]
  unreachable: UnreachablePlace[]
  /** Pairs were too many for the whole search: only walks up to this were looked at; null where nothing was cut. */
  cutAtMetres: number | null
}

export interface UnreachablePlace {
  place: number
  reason: 'no_walkable_road' | 'no_candidate_in_search' | 'beyond_limit'
  /** −1 where none is found. */
  site: number
  walkMetres: number
}

/** What is known before anything is solved; solving it twice (quickly, then exactly) costs the walks once. */
export interface PreparedOptimisation {
  solve(tools: SolveTools, method: PlanTask['method']): OptimiseAnswer
}

export function prepareOptimisation(graph: WalkWorld['graph'], work: OptimiseWork, onProgress: (share: number) => void): PreparedOptimisation {
  const world: WalkWorld = { graph, detourFactor: work.detourFactor }
  const isDistance = work.task.problem === 'p-median' || work.task.problem === 'p-centre'
  const plain: PlacePoints = { ...work.points, placeOfPoint: work.placeOfPoint, placeCount: work.placeCount, limitMetres: new Float64Array(work.points.lon.length).fill(Infinity) }
  const circles = walkPairs(world, work.sites, plain, Infinity, (share) => onProgress(share * (isDistance ? 0.2 : 0.9)))
  const cover = work.everyType ? coverOfEveryType(world, work, plain, circles.pairs) : { pairs: circles.pairs, coveredByFixed: undefined }
  const distances = isDistance && work.demand.kind === 'places' ? searchWide(world, work, plain, (share) => onProgress(0.2 + 0.7 * share)) : undefined
  const usable = usableSites(work, circles.isStranded)
  const problem = problemOf(work, distances?.pairs ?? cover.pairs, usable, cover.coveredByFixed)
  const unreachable = work.demand.kind === 'places' ? findUnreached(world, work, distances?.pairs ?? cover.pairs, usable, cover.coveredByFixed, isDistance) : []
  return {
    solve(tools, method) {
      const task = { ...problem.task, method }
      const answer = problem.areas ? solveAreas(problem.areas, task, tools) : solvePlan(problem.instance, task, tools)
      // What stands stays open, whether or not an answer was found, and whatever the model of the areas thinks of it.
      const whole = (open: readonly number[]) => [...new Set([...task.fixed, ...open])]
      const back = (open: readonly number[]) => whole(open).filter((site) => site < usable.length).map((site) => usable[site]).sort((a, b) => a - b)
      const answered: PlanAnswer = { ...answer, open: back(answer.open), alternatives: answer.alternatives.map(back) }
      const reported = { ...work, circlePairs: circles.pairs, coverPairs: cover.pairs, coveredByFixed: cover.coveredByFixed }
      return {
        answer: answered,
        isStranded: circles.isStranded,
        report: reportOn(reported, answered.open),
        alternativeReports: answered.alternatives.map((open) => reportOn(reported, open)),
        unreachable,
        cutAtMetres: distances?.cutAtMetres ?? null,
      }
    },
  }
}

/** Candidates that nobody can walk to are never opened, not even to make up the number. */
function usableSites({ sites, existingCount, openToday }: OptimiseWork, isStranded: Uint8Array): number[] {
  return Array.from(sites.lon.keys()).filter((site) => (site < existingCount ? openToday[site] === 1 : !isStranded[site]))
}

interface Problem {
  instance: SitingInstance
  areas: AreaTask | undefined
  task: PlanTask
}

/** Sites by their place among the usable ones. Where every type must be reached, what stands is one more, fixed, site. */
function problemOf(work: OptimiseWork, walks: PairList, usable: readonly number[], coveredByFixed: Uint8Array | undefined): Problem {
  const indexOf = new Int32Array(work.sites.lon.length).fill(-1)
  usable.forEach((site, index) => (indexOf[site] = index))
  const { demand } = work
  const source = demand.kind === 'lists' ? demand.pairs : walks
  const virtual = coveredByFixed && demand.kind === 'places' ? Array.from(coveredByFixed.keys()).filter((place) => coveredByFixed[place]) : []
  const extra = coveredByFixed && demand.kind === 'places' ? 1 : 0
  const isDistance = work.task.problem === 'p-median' || work.task.problem === 'p-centre'
  // Covering asks only whether: without lengths its weights stay whole numbers.
  const pairs = pairsOfUsable(source, indexOf, isDistance, virtual, usable.length)
  const demandCount = demand.kind === 'lists' ? demand.demandCount : work.placeCount
  const weight = demand.kind === 'areas' ? new Float64Array(work.placeCount) : demand.weight
  const packed = packInstance({ demandCount, siteCount: usable.length + extra, pairs, weight, limit: Infinity })
  if (!('instance' in packed)) throw new Error(`expected each pair once, got ${JSON.stringify(packed.duplicate)} twice`)
  const areas = demand.kind === 'areas' ? areasOfUsable(demand.areas, usable, indexOf) : undefined
  const task = taskOfUsable(work.task, usable, indexOf, extra)
  return { instance: packed.instance, areas, task: demand.kind === 'lists' ? { ...task, reach: reachOf(work, demand.reachWeight, walks, usable, indexOf, coveredByFixed) } : task }
}

/** Pairs of usable sites, by their place among those, then the places that `virtualSite` covers. Typed throughout: there may be millions. */
function pairsOfUsable(source: PairList, indexOf: Int32Array, hasCosts: boolean, virtual: readonly number[], virtualSite: number): PairList {
  let count = 0
  for (let k = 0; k < source.count; k++) if (indexOf[source.site[k]] >= 0) count++
  const all = count + virtual.length
  const pairs = { count: all, demand: new Int32Array(all), site: new Int32Array(all), cost: new Float64Array(all) }
  let end = 0
  for (let k = 0; k < source.count; k++) {
    const site = indexOf[source.site[k]]
    if (site < 0) continue
    pairs.demand[end] = source.demand[k]
    pairs.site[end] = site
    pairs.cost[end++] = hasCosts ? source.cost[k] : 0
  }
  pairs.demand.set(virtual, count)
  pairs.site.fill(virtualSite, count)
  return pairs
}

/** Who is within the circle of which usable site; whoever what stands covers by itself is reached anyway. */
function reachOf({ placeCount }: OptimiseWork, reachWeight: Float64Array, walks: PairList, usable: readonly number[], indexOf: Int32Array, coveredByFixed: Uint8Array | undefined): SitingInstance {
  const pairs = pairsOfUsable(walks, indexOf, false, [], usable.length)
  const weight = coveredByFixed ? reachWeight.map((one, place) => (coveredByFixed[place] ? 0 : one)) : reachWeight
  const packed = packInstance({ demandCount: placeCount, siteCount: usable.length, pairs, weight, limit: Infinity })
  if (!('instance' in packed)) throw new Error(`expected each pair once, got ${JSON.stringify(packed.duplicate)} twice`)
  return packed.instance
}

function taskOfUsable(task: PlanTask, usable: readonly number[], indexOf: Int32Array, extra: number): PlanTask {
  const pick = (values: Float64Array) => Float64Array.from([...usable.map((site) => values[site]), ...Array<number>(extra).fill(0)])
  const fixed = [...task.fixed.map((site) => indexOf[site]).filter((site) => site >= 0), ...(extra ? [usable.length] : [])]
  return {
    ...task,
    fixed,
    ...(task.mostSites === undefined ? {} : { mostSites: task.mostSites + extra }),
    cost: pick(task.cost),
    limits: task.limits.map((limit) => ({ ...limit, need: pick(limit.need) })),
    ...(task.capacity ? { capacity: pick(task.capacity) } : {}),
    preference: task.preference && pick(task.preference),
  }
}

function areasOfUsable({ missing, floorArea, lists }: AreaTask, usable: readonly number[], indexOf: Int32Array): AreaTask {
  const start = new Int32Array(missing.length + 1)
  const site: number[] = []
  for (let area = 0; area < missing.length; area++) {
    for (let k = lists.start[area]; k < lists.start[area + 1]; k++) if (indexOf[lists.site[k]] >= 0) site.push(indexOf[lists.site[k]])
    start[area + 1] = site.length
  }
  return { missing, floorArea: Float64Array.from(usable, (one) => floorArea[one]), lists: { start, site: Int32Array.from(site) } }
}

/** The whole search, unless it is too much: then the longest one, halved, that is not. */
function searchWide(world: WalkWorld, work: OptimiseWork, points: PlacePoints, onProgress: (share: number) => void) {
  for (let metres = work.searchMetres; ; metres /= 2) {
    const sites = { ...work.sites, limitMetres: new Float64Array(work.sites.lon.length).fill(metres) }
    const { pairs, isCut } = walkPairs(world, sites, points, work.mostPairs, onProgress)
    if (!isCut) return { pairs, cutAtMetres: metres < work.searchMetres ? metres : null }
  }
}

/**
 * Every type must be reached from one entrance. From where some types are lacking, a new site that offers them all must
 * be within the shortest limit of those: then the others are kept too.
 */
function coverOfEveryType(world: WalkWorld, work: OptimiseWork, plain: PlacePoints, circles: PairList) {
  const { points, everyType } = work
  const travels = everyType!.map(({ existing, limitMetres }): TravelArrays => {
    const open = existing.filter((site) => work.openToday[site])
    const of = (values: Float64Array) => Float64Array.from(open, (site) => values[site])
    const facilities = { lon: of(work.sites.lon), lat: of(work.sites.lat), limitMetres: new Float64Array(open.length).fill(limitMetres), maxAccessMetres: of(work.sites.maxAccessMetres) }
    return world.graph ? travelOnNetwork(world.graph, facilities, points) : travelStraight(facilities, points, work.detourFactor)
  })
  const all = farthestOf(travels)
  const coveredByFixed = new Uint8Array(work.placeCount)
  const limitMetres = Float64Array.from(points.lon, (_, p) => {
    if (all.travelMetres[p] < Infinity) coveredByFixed[work.placeOfPoint[p]] = 1
    return travels.reduce((least, travel, t) => (travel.travelMetres[p] < Infinity ? least : Math.min(least, everyType![t].limitMetres)), Infinity)
  })
  const candidates = Array.from({ length: circles.count }, (_, k) => circles.site[k]).some((site) => site >= work.existingCount)
  if (!candidates) return { pairs: { ...circles, count: 0 }, coveredByFixed }
  const sites = { ...work.sites, limitMetres: work.sites.limitMetres.map((metres, site) => (site < work.existingCount ? -1 : metres)) }
  const { pairs } = walkPairs(world, sites, { ...plain, limitMetres }, Infinity)
  return { pairs, coveredByFixed }
}

function findUnreached(world: WalkWorld, work: OptimiseWork, pairs: PairList, usable: readonly number[], coveredByFixed: Uint8Array | undefined, isDistance: boolean): UnreachablePlace[] {
  const isUsable = new Uint8Array(work.sites.lon.length)
  for (const site of usable) isUsable[site] = 1
  const isReached = coveredByFixed?.slice() ?? new Uint8Array(work.placeCount)
  for (let k = 0; k < pairs.count; k++) if (isUsable[pairs.site[k]]) isReached[pairs.demand[k]] = 1
  const lost = Array.from(work.placeOfPoint.keys()).filter((p) => !isReached[work.placeOfPoint[p]])
  if (lost.length === 0) return []
  const of = (values: Float64Array, indices: readonly number[]) => Float64Array.from(indices, (index) => values[index])
  const points = { lon: of(work.points.lon, lost), lat: of(work.points.lat, lost), maxAccessMetres: of(work.points.maxAccessMetres, lost) }
  const sites = { lon: of(work.sites.lon, usable), lat: of(work.sites.lat, usable), limitMetres: of(work.sites.limitMetres, usable), maxAccessMetres: of(work.sites.maxAccessMetres, usable) }
  const nearest = world.graph ? leastMissedOnNetwork(world.graph, sites, points) : leastMissedStraight(sites, points, work.detourFactor)
  const snapped = world.graph ? travelOnNetwork(world.graph, { ...sites, lon: sites.lon.slice(0, 0), limitMetres: sites.limitMetres.slice(0, 0) }, points).accessMetres : undefined
  const byPlace = new Map<number, UnreachablePlace>()
  lost.forEach((p, i) => {
    const place = work.placeOfPoint[p]
    const known = byPlace.get(place)
    const site = nearest.facility[i]
    if (site >= 0 && (!known || known.site < 0 || nearest.walkMetres[i] < known.walkMetres)) {
      byPlace.set(place, { place, reason: isDistance ? 'no_candidate_in_search' : 'beyond_limit', site: usable[site], walkMetres: nearest.walkMetres[i] })
    } else if (!known || (known.reason === 'no_walkable_road' && !(snapped && Number.isNaN(snapped[i])))) {
      byPlace.set(place, { place, reason: snapped && Number.isNaN(snapped[i]) ? 'no_walkable_road' : 'no_candidate_in_search', site: -1, walkMetres: Infinity })
    }
  })
  return [...byPlace.values()].sort((a, b) => a.place - b.place)
}
