import { maxAccessMetres } from '../core/coverage/profiles.ts'
import { travelOnNetwork } from '../core/coverage/travel.ts'
import { openGraph } from '../core/network/graph-file.ts'
import type { PlaceClasses } from '../core/policy/place-class.ts'
import type { NearestDistance } from '../core/policy/ledger.ts'
import type { Tx } from '../db/schema.ts'
import type { SiteChange } from '../core/scenarios/changes.ts'
import { listNearest } from '../ledgers/spatial-facts.repository.ts'
import { findRoadNetwork, getGraphBytes } from '../network/network.repository.ts'
import { listUnits } from '../regions/regions.repository.ts'
import { loadScenarioFacilities } from '../scenarios/scenario-facilities.ts'
import type { Facility } from '../facilities/facilities.repository.ts'
import type { PinnedVersions } from './county-ledger.ts'

/** A walk longer than this is no neighbourhood: it is given as “no way”, like a site off every road. */
export const farthestWalkMetres = 20_000

/**
 * From each site the nearest of the other kind: `toId` and `straightMetres` as the crow flies (geodesic, PostGIS), and
 * `networkMetres` to whichever is nearest on foot, null without a network or a way. One entry a site of `fromIds`, in
 * their order; a site without a place has null for all.
 */
export async function nearestDistances(
  tx: Tx,
  countyCode: number,
  pinned: PinnedVersions,
  fromIds: readonly string[],
  toIds: readonly string[],
  changes?: readonly SiteChange[],
  classes: PlaceClasses = new Map(),
): Promise<NearestDistance[]> {
  if (fromIds.length === 0) return []
  const { facilities, overlay } = await loadScenarioFacilities(tx, countyCode, pinned, changes)
  const straight = new Map((await listNearest(tx, countyCode, pinned.facilities ?? 0, fromIds, toIds, overlay)).map((row) => [row.fromId, row]))
  const walks = await walksOf(tx, countyCode, pinned, facilities, fromIds, toIds, classes)
  return fromIds.map((fromId) => ({
    fromId,
    toId: straight.get(fromId)?.toId ?? null,
    straightMetres: straight.get(fromId)?.metres ?? null,
    networkMetres: walks.get(fromId) ?? null,
  }))
}

async function walksOf(
  tx: Tx,
  countyCode: number,
  { roads, units: unitsVersion }: PinnedVersions,
  facilities: readonly Facility[],
  fromIds: readonly string[],
  toIds: readonly string[],
  classes: PlaceClasses,
): Promise<Map<string, number>> {
  const walks = new Map<string, number>()
  if (roads === undefined || !(await findRoadNetwork(tx, countyCode, roads))) return walks
  const graph = openGraph((await getGraphBytes(tx, countyCode, roads)).slice().buffer)
  const units = unitsVersion === undefined ? [] : await listUnits(tx, countyCode, unitsVersion)
  const classOf = new Map(units.map(({ id, placeClass }) => [id, placeClass]))
  const located = facilities.flatMap(({ id, unitId, lon, lat }) =>
    lon === null || lat === null ? [] : [{ id, lon, lat, maxAccessMetres: maxAccessMetres[classes.get(id) ?? classOf.get(unitId ?? '') ?? 'city'] }],
  )
  const arrays = (sites: typeof located) => ({
    lon: Float64Array.from(sites, ({ lon }) => lon),
    lat: Float64Array.from(sites, ({ lat }) => lat),
    maxAccessMetres: Float64Array.from(sites, (site) => site.maxAccessMetres),
  })
  const sources = located.filter(({ id }) => fromIds.includes(id))
  // A site that is of both kinds is not its own neighbour: it asks by itself, among the others.
  const both = sources.filter(({ id }) => toIds.includes(id))
  const rounds = [sources.filter((site) => !both.includes(site)), ...both.map((site) => [site])]
  for (const round of rounds) {
    const targets = located.filter(({ id }) => toIds.includes(id) && !(round.length === 1 && round[0].id === id))
    if (round.length === 0 || targets.length === 0) continue
    const limitMetres = new Float64Array(targets.length).fill(farthestWalkMetres)
    const { travelMetres } = travelOnNetwork(graph, { ...arrays(targets), limitMetres }, arrays(round))
    round.forEach(({ id }, i) => Number.isFinite(travelMetres[i]) && walks.set(id, travelMetres[i]))
  }
  return walks
}
