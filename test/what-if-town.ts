import fc from 'fast-check'
import type { SiteChange } from '../server/contract/scenarios.ts'
import { judgePlace } from '../server/core/coverage/places.ts'
import { snapPoints } from '../server/core/coverage/travel.ts'
import { typeLimitMetres } from '../server/core/coverage/profiles.ts'
import { degreeScaleAt } from '../server/core/geodesic.ts'
import { buildGraph } from '../server/core/network/build-graph.ts'
import type { Graph } from '../server/core/network/graph.ts'
import { createRoadBuilder } from '../server/core/network/road-builder.ts'
import { networkFor } from '../server/core/network/walkers.ts'
import { circleGroups } from '../server/coverage/circle-groups.ts'
import { compute } from '../server/coverage/compute.ts'
import { qualify, type DemandPlace } from '../server/coverage/inputs.ts'
import type { RunParameters } from '../server/coverage/run-parameters.ts'
import type { Facility } from '../server/facilities/facilities.repository.ts'
import type { WorldData } from '../server/what-if/world.ts'
import { townOrigin } from './town.ts'

/** Random towns whose what-ifs can be computed twice: by a pin, and by a whole run before and after. */
export const runId = '00000000-0000-4000-8000-000000000001'
const { lonMetres, latMetres } = degreeScaleAt(townOrigin.lat)
export const townLonLat = (x: number, y: number): [number, number] => [townOrigin.lon + x / lonMetres, townOrigin.lat + y / latMetres]
export const idOf = (kind: number, i: number) => `0000000${kind}-0000-4000-8000-${String(i).padStart(12, '0')}`
export const types = ['community_center', 'day_care', 'mutual_aid'] as const
type Type = (typeof types)[number]

export interface TownPlan {
  columns: number
  rows: number
  blockMetres: number
  /** One flag a possible street, in turn. */
  streets: boolean[]
  steps: boolean[]
  straight: boolean
  stepsFree: boolean
  slopes: boolean
  need: 'any' | 'all'
  counted: Type[]
  ownLimit: number | null
  limitMetres: number
  places: { points: [number, number][]; city: boolean; residents: number | null; elders: number | null }[]
  facilities: { at: [number, number]; types: Type[]; operating: boolean; near: boolean }[]
}

const spot = fc.tuple(fc.integer({ min: -350, max: 1350 }), fc.integer({ min: -350, max: 1350 })) as fc.Arbitrary<[number, number]>
const someTypes = fc.uniqueArray(fc.constantFrom(...types), { minLength: 1, maxLength: 2 })

export const townPlans: fc.Arbitrary<TownPlan> = fc.record({
  columns: fc.integer({ min: 2, max: 5 }),
  rows: fc.integer({ min: 2, max: 5 }),
  blockMetres: fc.constantFrom(100, 180, 250),
  streets: fc.array(fc.integer({ min: 0, max: 9 }).map((n) => n < 8), { minLength: 40, maxLength: 40 }),
  steps: fc.array(fc.integer({ min: 0, max: 9 }).map((n) => n < 2), { minLength: 40, maxLength: 40 }),
  straight: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
  stepsFree: fc.boolean(),
  slopes: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
  need: fc.constantFrom('any', 'all'),
  counted: fc.uniqueArray(fc.constantFrom(...types), { minLength: 1, maxLength: 3 }),
  ownLimit: fc.option(fc.constantFrom(150, 700)),
  limitMetres: fc.constantFrom(300, 500, 1000),
  places: fc.array(
    fc.record({
      points: fc.array(spot, { minLength: 1, maxLength: 3 }),
      city: fc.boolean(),
      residents: fc.option(fc.integer({ min: 0, max: 900 }), { freq: 8 }),
      elders: fc.option(fc.integer({ min: 0, max: 300 }), { freq: 4 }),
    }),
    { minLength: 3, maxLength: 14 },
  ),
  facilities: fc.array(fc.record({ at: spot, types: someTypes, operating: fc.integer({ min: 0, max: 5 }).map((n) => n > 0), near: fc.integer({ min: 0, max: 5 }).map((n) => n === 0) }), { minLength: 1, maxLength: 5 }),
})

export type Edit = { kind: 'add' | 'move' | 'close' | 'retype'; at: [number, number]; types: Type[]; which: number }
export const edits: fc.Arbitrary<Edit> = fc.record({ kind: fc.constantFrom('add', 'move', 'close', 'retype'), at: spot, types: someTypes, which: fc.nat(9) })

const rectangle = (west: number, south: number, east: number, north: number) => [
  [[townLonLat(west, south), townLonLat(east, south), townLonLat(east, north), townLonLat(west, north), townLonLat(west, south)]],
]
/** A pin south of y = −300 stands outside the county. */
export const isInCounty = ([, y]: [number, number]) => y > -300

export function buildWorldData(plan: TownPlan): WorldData & { graph: Graph | null } {
  const parameters = parametersOf(plan)
  const units = [
    { id: idOf(9, 1), parentId: null, placeClass: 'city' as const },
    { id: idOf(9, 2), parentId: null, placeClass: 'country' as const },
  ]
  const places = plan.places.map((place, i): DemandPlace => ({
    ...{ id: idOf(1, i), kind: 'residential_area', name: `示例${i}`, unitId: null, communityId: null, footprint: null },
    placeClass: place.city ? 'city' : 'country',
    counts: { residents: place.residents, residents_60_plus: place.elders, residents_80_plus: null, households: place.residents },
    points: place.points.map(([x, y]) => townLonLat(x, y)),
  }))
  const all = plan.facilities.map(({ at, types: own, operating }, i) => facilityAt(idOf(2, i), at, own, operating ? 'operating' : 'planned'))
  const graph = plan.straight ? null : networkFor(streetsOf(plan), { stepsFree: plan.stepsFree, elevation: plan.slopes ? hills : null }).graph
  const spots = places.flatMap(({ points, placeClass }) => points.map(([lon, lat]) => ({ lon, lat, placeClass })))
  const points = {
    lon: Float64Array.from(spots, ({ lon }) => lon),
    lat: Float64Array.from(spots, ({ lat }) => lat),
    maxAccessMetres: Float64Array.from(spots, ({ placeClass }) => parameters.maxAccessMetres[placeClass]),
  }
  const known = (measure: 'residents' | 'residents_60_plus' | 'households') => places.reduce((sum, { counts }) => sum + (counts[measure] ?? 0), 0)
  return {
    graph,
    runId,
    countyCode: 999901,
    parameters,
    units,
    unitBoundaries: [
      { id: idOf(9, 1), boundary: rectangle(-2000, -2000, 400, 3000) },
      { id: idOf(9, 2), boundary: rectangle(400, -2000, 3000, 3000) },
    ],
    countyBoundary: rectangle(-2000, -300, 3000, 3000),
    places,
    own: all.filter((_, i) => !plan.facilities[i].near),
    near: all.filter((_, i) => plan.facilities[i].near),
    premises: [],
    network: graph && { graph, pointSnaps: snapPoints(graph, points) },
    people: {
      residents: { known: known('residents'), unlocated: 7 },
      residents_60_plus: { known: known('residents_60_plus'), unlocated: 0 },
      households: { known: known('households'), unlocated: 3 },
    },
    townships: null,
    areas: undefined,
  }
}

/** What a whole run says of facilities: who is covered, by place, and the walk of each. */
export function wholeRun(data: WorldData & { graph: Graph | null }, own: Facility[], parameters = data.parameters): { covered: boolean[]; travelMetres: (number | undefined)[] } {
  const { facilities } = qualify([...own, ...data.near], parameters, new Map(data.units.map((unit) => [unit.id, unit])))
  const spots = data.places.flatMap(({ points, placeClass }) => points.map(([lon, lat]) => ({ lon, lat, placeClass })))
  const { places } = compute(
    {
      graph: data.graph?.buffer ?? null,
      // The graph of the town is that of its walkers already.
      stepsFree: false,
      elevation: null,
      detourFactor: parameters.detourFactor ?? 1,
      edgeMetres: 0,
      facilities: {
        lon: Float64Array.from(facilities, ({ lon }) => lon),
        lat: Float64Array.from(facilities, ({ lat }) => lat),
        limitMetres: Float64Array.from(facilities, ({ limitMetres }) => limitMetres),
        maxAccessMetres: Float64Array.from(facilities, ({ maxAccessMetres }) => maxAccessMetres),
      },
      groups: circleGroups(parameters, facilities),
      points: {
        lon: Float64Array.from(spots, ({ lon }) => lon),
        lat: Float64Array.from(spots, ({ lat }) => lat),
        maxAccessMetres: Float64Array.from(spots, ({ placeClass }) => parameters.maxAccessMetres[placeClass]),
      },
      region: [],
      cellResolution: 10,
      cellMaxAccessMetres: 200,
      extent: null,
    },
    () => {},
  )
  let next = 0
  const judged = data.places.map(({ points }) => {
    const from = next
    next += points.length
    return judgePlace(places, from, next)
  })
  return { covered: judged.map(({ verdict }) => verdict === 'covered'), travelMetres: judged.map(({ travelMetres }) => travelMetres) }
}

/** A change as the contract has it, and the same done by hand to a list of facilities. */
export function makeChange(edit: Edit, i: number, own: readonly Facility[]): { change: SiteChange; apply(own: Facility[]): Facility[] } | undefined {
  const id = idOf(3, i)
  const location = townLonLat(...edit.at)
  const inCounty = isInCounty(edit.at)
  if (edit.kind === 'add') {
    const change = { id, kind: 'add' as const, name: '新', location, facilityTypes: edit.types }
    const added = { ...facilityAt(id, edit.at, edit.types, 'operating'), unitId: unitAt(edit.at) }
    return { change, apply: (list) => (inCounty ? [...list, added] : list) }
  }
  const facility = own.at(edit.which % Math.max(1, own.length))
  if (!facility) return undefined
  const edited = (more: Partial<Facility>) => (list: Facility[]) => list.map((one) => (one.id === facility.id && one.status !== 'closed' ? { ...one, ...more } : one))
  if (edit.kind === 'close') return { change: { id, kind: 'close', facilityId: facility.id }, apply: edited({ status: 'closed' }) }
  if (edit.kind === 'retype') return { change: { id, kind: 'retype', facilityId: facility.id, facilityTypes: edit.types }, apply: edited({ types: edit.types }) }
  const [lon, lat] = location
  return {
    change: { id, kind: 'move', facilityId: facility.id, location },
    apply: inCounty ? edited({ lon, lat, unitId: unitAt(edit.at) }) : (list) => list,
  }
}

export function unitAt([x]: [number, number]): string {
  return x < 400 ? idOf(9, 1) : idOf(9, 2)
}

export function facilityAt(id: string, at: [number, number], own: readonly string[], status: Facility['status']): Facility {
  const [lon, lat] = townLonLat(...at)
  const nothing = { address: null, floorAreaM2: null, landAreaM2: null, beds: null, nursingBeds: null, tenure: null, operatorKind: null, acquisition: null }
  return { ...nothing, id, countyCode: 999901, facilityCode: id, name: id, types: [...own], unitId: unitAt(at), status, currentUse: 'eldercare', demo: true, lon, lat }
}

function parametersOf(plan: TownPlan): RunParameters {
  const { limitMetres, counted, ownLimit, need, straight } = plan
  const circle = { limitMetres, facilityTypes: counted, typeLimitsMetres: ownLimit === null ? {} : { [counted[0]]: ownLimit } }
  return {
    ...{ methodVersion: 1, profile: 'custom', limitMetres, bandMetres: [limitMetres], facilityTypes: counted, need, cellResolution: 10 },
    method: straight ? 'straight-line' : 'network',
    detourFactor: straight ? 1.3 : null,
    typeLimitsMetres: Object.fromEntries(counted.map((type) => [type, typeLimitMetres(type, circle)!])),
    maxAccessMetres: { city: 200, country: 300 },
    methodLine: { zh: '', en: '' },
  }
}

/** Heights every 250 m over the town, in no order at all. */
const hills = (() => {
  const columns = 12
  const metres = Float32Array.from({ length: columns * columns }, (_, i) => (i * 7919) % 40)
  const [west, south] = townLonLat(-700, -700)
  return { west, north: south + (columns * 250) / latMetres, lonStep: 250 / lonMetres, latStep: 250 / latMetres, columns, rows: columns, metres }
})()

function streetsOf({ columns, rows, blockMetres, streets, steps }: TownPlan): Graph {
  const roads = createRoadBuilder()
  for (let row = 0; row < rows; row++) for (let column = 0; column < columns; column++) roads.node(...townLonLat(column * blockMetres, row * blockMetres))
  let next = 0
  const street = (a: number, b: number) => {
    const i = next++ % streets.length
    if (streets[i] || i === 0) roads.edge(a, b, { steps: i > 0 && steps[i] })
  }
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (column + 1 < columns) street(row * columns + column, row * columns + column + 1)
      if (row + 1 < rows) street(row * columns + column, (row + 1) * columns + column)
    }
  }
  return buildGraph(roads.finish()).graph
}
