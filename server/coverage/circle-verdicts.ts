import type { Bilingual } from '../contract/common.ts'
import type { FacilityTypeCode } from '../contract/facility-types.ts'
import { findProfile, maxAccessMetres, straightLineDetourFactor } from '../core/coverage/profiles.ts'
import type { AppliedScenario } from '../core/scenarios/changes.ts'
import { judgePlace } from '../core/coverage/places.ts'
import { travelOnNetwork, travelStraight } from '../core/coverage/travel.ts'
import { openSharedGraph } from '../core/network/graph-file.ts'
import type { Graph } from '../core/network/graph.ts'
import type { PlaceClasses } from '../core/policy/place-class.ts'
import type { CircleRequest, CircleVerdicts } from '../core/policy/ledger.ts'
import type { Db, PlaceClass, Tx } from '../db/schema.ts'
import { getGraphBytes } from '../network/network.repository.ts'
import { chooseParameters } from './choose-parameters.ts'
import { loadDemand, loadFacilities } from './inputs.ts'

/** A spot whose verdict is asked for besides the demand places', such as a settlement. */
export interface OtherSpot {
  id: string
  lon: number
  lat: number
  placeClass: PlaceClass
}

/**
 * Verdicts of several service circles over one county's places, one answer a request, in the order of the requests:
 * on the walking network where roads are pinned, else straight line × 1.3, and its method line says so. The same
 * snapping, search and entrances as a coverage run; cells are not computed. `versions` may pin neighbours' facilities;
 * `classes` say of places and sites whether they are city or country where the ledger's own class does not hold.
 */
export async function judgeCircles(
  db: Db | Tx,
  countyCode: number,
  versions: Readonly<Record<string, number>>,
  requests: readonly CircleRequest[],
  settlements: readonly OtherSpot[],
  scenario?: AppliedScenario,
  classes: PlaceClasses = new Map(),
): Promise<CircleVerdicts[]> {
  if (requests.length === 0) return []
  const { units, places } = await loadDemand(db, countyCode, versions)
  const unitById = new Map(units.map((unit) => [unit.id, unit]))
  const graph = versions.roads ? openSharedGraph(await getGraphBytes(db, countyCode, versions.roads)) : null
  const verdicts: CircleVerdicts[] = []
  for (const request of requests) {
    const profile = findProfile(request.profile)
    if (!profile) throw new Error(`expected a profile, got ${request.profile}`)
    const wish = { facilityTypes: request.facilityTypes as FacilityTypeCode[] }
    const parameters = chooseParameters(profile, wish, { roads: versions.roads, elevation: undefined }, { scenario })
    const { facilities: qualifying } = await loadFacilities(db, { county_code: countyCode, input_versions: versions, parameters }, unitById)
    const facilities = qualifying.map((site) => (classes.has(site.id) ? { ...site, maxAccessMetres: maxAccessMetres[classes.get(site.id)!] } : site))
    const subjects: Subject[] = [
      ...places.map(({ id, points, placeClass }) => ({ id, points, placeClass: classes.get(id) ?? placeClass })),
      ...(request.settlements ? settlements.map(({ id, lon, lat, placeClass }) => ({ id, placeClass, points: [[lon, lat] as [number, number]] })) : []),
    ]
    verdicts.push({ verdicts: judgeSubjects(graph, facilities, subjects), methodLine: withSource(parameters.methodLine, profile.source) })
  }
  return verdicts
}

interface Subject {
  id: string
  points: [lon: number, lat: number][]
  placeClass: PlaceClass
}

interface Site {
  lon: number
  lat: number
  limitMetres: number
  maxAccessMetres: number
}

function judgeSubjects(graph: Graph | null, sites: readonly Site[], subjects: readonly Subject[]): CircleVerdicts['verdicts'] {
  const spots = subjects.flatMap(({ points, placeClass }) => points.map(([lon, lat]) => ({ lon, lat, placeClass })))
  const facilities = {
    lon: Float64Array.from(sites, (site) => site.lon),
    lat: Float64Array.from(sites, (site) => site.lat),
    limitMetres: Float64Array.from(sites, (site) => site.limitMetres),
    maxAccessMetres: Float64Array.from(sites, (site) => site.maxAccessMetres),
  }
  const points = {
    lon: Float64Array.from(spots, ({ lon }) => lon),
    lat: Float64Array.from(spots, ({ lat }) => lat),
    maxAccessMetres: Float64Array.from(spots, ({ placeClass }) => maxAccessMetres[placeClass]),
  }
  const travel = graph ? travelOnNetwork(graph, facilities, points) : travelStraight(facilities, points, straightLineDetourFactor)
  const verdicts: CircleVerdicts['verdicts'] = new Map()
  let next = 0
  for (const { id, points: own } of subjects) {
    const { verdict, travelMetres } = judgePlace(travel, next, next + own.length)
    next += own.length
    verdicts.set(id, { verdict, travelMetres: travelMetres ?? null })
  }
  return verdicts
}

function withSource(line: Bilingual, source: Bilingual): Bilingual {
  return { zh: `${line.zh}（${source.zh}）`, en: `${line.en} (${source.en})` }
}
