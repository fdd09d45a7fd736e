import Flatbush from 'flatbush'
import type { SiteChange } from '../contract/scenarios.ts'
import { coverState, packPlaces, type CoverState, type Places } from '../core/what-if/covered-places.ts'
import { groupPointsByEdge, type PointsOnEdges } from '../core/what-if/points-on-edges.ts'
import type { Graph } from '../core/network/graph.ts'
import { createReachWorkspace, type ReachWorkspace } from '../core/network/reach.ts'
import { snapToNetwork, type Snap } from '../core/network/snap.ts'
import { travelByGroups, travelByGroupsBetween } from '../core/coverage/travel-groups.ts'
import type { Measure } from '../core/coverage/summarise.ts'
import { insideTester } from '../core/population/locate.ts'
import { applyChanges, type MisfitReason, type Site } from '../core/scenarios/apply-changes.ts'
import type { MultiPolygonCoordinates } from '../core/coverage/places.ts'
import { circleGroups } from '../coverage/circle-groups.ts'
import { qualify, type DemandPlace, type QualifyingFacility } from '../coverage/inputs.ts'
import type { RunParameters } from '../coverage/run-parameters.ts'
import type { Facility } from '../facilities/facilities.repository.ts'
import { judgeAreaQuestion, type AreaQuestion } from '../indicators/judge-run.ts'
import type { AreaRecord } from '../indicators/records.ts'
import type { UnitCoverageRecord } from '../indicators/indicators.repository.ts'
import type { Premises } from '../ledgers/land.repository.ts'
import { createLruCache, type LruCache } from '../lru.ts'
import type { Unit } from '../regions/regions.repository.ts'
import { toFacility } from '../scenarios/scenario-facilities.ts'
import { createSpotFinder, type SpotFinder } from './spots.ts'

/** What a run was computed on and came to, as far as a pin may ask about it. */
export interface WorldData {
  runId: string
  countyCode: number
  parameters: RunParameters
  units: Pick<Unit, 'id' | 'parentId' | 'placeClass'>[]
  unitBoundaries: { id: string; boundary: MultiPolygonCoordinates }[]
  countyBoundary: MultiPolygonCoordinates
  places: DemandPlace[]
  /** The county's own, whatever their types and state; and its neighbours' within the limit. */
  own: Facility[]
  near: Facility[]
  premises: Premises[]
  /** Null for the straight line. */
  network: { graph: Graph; pointSnaps: (Snap | undefined)[] } | null
  /** People in the denominators of the whole; facilities change none of them. */
  people: Partial<Record<Measure, { known: number; unlocated: number }>>
  /** Which units had a qualifying facility; null where nothing is declared. `carried`: codes that count for another unit. */
  townships: { records: UnitCoverageRecord[]; facilityTypes: string[]; carried: { unitId: string; countsFor: string }[] } | null
  areas: AreaQuestion | undefined
}

/** The run with a list of changes applied: facilities and who is reached. */
export interface Variant {
  /** The county's own, all of them. */
  own: Facility[]
  facilities: QualifyingFacility[]
  /** Where each qualifying facility joins the network; empty for the straight line. */
  snaps: (Snap | undefined)[]
  state: CoverState
  /** Changes that the run's data have no place for. */
  misfits: Misfits
}

type Misfits = { changeId: string; reason: MisfitReason }[]

/** A run in memory, ready for pins: nothing of it changes, so that any number of requests may ask at once. */
export interface World {
  data: WorldData
  places: Places
  points: { lon: Float64Array; lat: Float64Array; maxAccessMetres: Float64Array }
  /** Points by edge, or in a box for the straight line. */
  byEdge: PointsOnEdges | null
  pointIndex: Flatbush | null
  unitById: ReadonlyMap<string, Pick<Unit, 'id' | 'parentId' | 'placeClass'>>
  parentOf: ReadonlyMap<string, string | null>
  spots: SpotFinder
  /** The area rule over the run's own facilities, judged once it is asked for. */
  areasBefore(): AreaRecord[]
  /** Memory of a search, used and read within one turn of the event loop. */
  work: ReachWorkspace | null
  before: Variant
  variants: LruCache<Variant>
  /** What it holds in memory, roughly. */
  bytes: number
}

export function createWorld(data: WorldData): World {
  const spots = data.places.flatMap((place) => place.points.map(([lon, lat]) => ({ lon, lat, placeClass: place.placeClass })))
  const points = {
    lon: Float64Array.from(spots, ({ lon }) => lon),
    lat: Float64Array.from(spots, ({ lat }) => lat),
    maxAccessMetres: Float64Array.from(spots, ({ placeClass }) => data.parameters.maxAccessMetres[placeClass]),
  }
  const graph = data.network?.graph
  const unitById = new Map(data.units.map((unit) => [unit.id, unit]))
  let judged: AreaRecord[] | undefined
  const half = {
    data,
    places: packPlaces(data.places),
    points,
    byEdge: data.network ? groupPointsByEdge(data.network.graph, data.network.pointSnaps) : null,
    pointIndex: graph ? null : indexPoints(points),
    unitById,
    parentOf: new Map(data.units.map(({ id, parentId }) => [id, parentId])),
    spots: createSpotFinder(insideTester(data.countyBoundary), data.unitBoundaries),
    areasBefore: () => (judged ??= data.areas ? judgeAreaQuestion({ ...data.areas, sites: data.own }) : []),
    work: graph ? createReachWorkspace(graph.nodeCount) : null,
    variants: createLruCache<Variant>(8),
    bytes: (graph ? graph.buffer.byteLength + graph.nodeCount * 16 : 0) + spots.length * 400 + (data.own.length + data.near.length) * 2000,
  }
  return { ...half, before: computeVariant(half, { facilities: data.own, misfits: [] }) }
}

/** The run with these changes, computed whole and kept: while a pin is dragged its scenario stays the same. */
export function variantOf(world: World, changes: readonly SiteChange[]): Variant {
  if (changes.length === 0) return world.before
  return world.variants.get(JSON.stringify(changes), () => computeVariant(world, changedFacilities(world, world.data.own, changes)))
}

export interface ChangedFacilities {
  facilities: Facility[]
  misfits: Misfits
}

export function changedFacilities({ data, parentOf, spots: { spotOf } }: Pick<World, 'data' | 'parentOf' | 'spots'>, facilities: Facility[], changes: readonly SiteChange[]): ChangedFacilities {
  const premises = new Map(data.premises.map((one) => [one.id, one]))
  const spots = new Map(
    changes.flatMap((change) => {
      const from = change.kind === 'convert' ? premises.get(change.premisesId) : undefined
      const [lon, lat] = change.kind === 'add' || change.kind === 'move' ? change.location : [from?.lon ?? null, from?.lat ?? null]
      return lon === null || lat === null ? [] : [[change.id, spotOf(lon, lat)] as const]
    }),
  )
  const newSite = (site: Site) => toFacility(data.countyCode, site)
  return applyChanges({ facilities, premises: data.premises, spots, parentOf, newSite }, changes)
}

function computeVariant({ data, places, points, unitById }: Pick<World, 'data' | 'places' | 'points' | 'unitById'>, { facilities: own, misfits }: ChangedFacilities): Variant {
  const { facilities } = qualify([...own, ...data.near], data.parameters, unitById)
  const circles = {
    facilities: {
      lon: Float64Array.from(facilities, ({ lon }) => lon),
      lat: Float64Array.from(facilities, ({ lat }) => lat),
      limitMetres: Float64Array.from(facilities, ({ limitMetres }) => limitMetres),
      maxAccessMetres: Float64Array.from(facilities, ({ maxAccessMetres }) => maxAccessMetres),
    },
    groups: circleGroups(data.parameters, facilities),
    detourFactor: data.parameters.detourFactor ?? 1,
  }
  if (!data.network) return { own, misfits, facilities, snaps: [], state: coverState(places, travelByGroups(circles, null, points).groups) }
  const { graph, pointSnaps } = data.network
  const snaps = facilities.map(({ lon, lat, maxAccessMetres }) => snapToNetwork(graph, lon, lat, maxAccessMetres))
  return { own, misfits, facilities, snaps, state: coverState(places, travelByGroupsBetween(circles, graph, snaps, pointSnaps).groups) }
}

function indexPoints({ lon, lat }: World['points']): Flatbush | null {
  if (lon.length === 0) return null
  const index = new Flatbush(lon.length)
  for (let point = 0; point < lon.length; point++) index.add(lon[point], lat[point])
  index.finish()
  return index
}
