import { bilingual, day, lonLat, uuid, z } from './common.ts'
import { facilityType } from './facility-types.ts'

const people = z.enum(['residents60Plus', 'residents80Plus', 'residents'])
const method = z.enum(['2sfca', 'e2sfca', 'gaussian'])
const capacityKind = z.enum(['beds', 'nursing_beds', 'places'])
const band = z.object({ upToMetres: z.number().positive(), weight: z.number().min(0).max(1) })

export const askAccess = z
  .strictObject({
    capacity: capacityKind.default('beds').describe('beds, nursing beds, or places: floor area ÷ m2PerPlace, whole places'),
    m2PerPlace: z.number().min(0.5).max(1000).optional().describe('m² a place, as you declare it; only with capacity places, and needed there'),
    weight: people.default('residents60Plus').describe('who is served'),
    method: method.default('e2sfca').describe('2sfca: Luo & Wang 2003; e2sfca: Luo & Qi 2009, weights by band; gaussian: Dai 2010'),
    limitMetres: z.number().min(50).max(20_000).optional().describe('catchment, metres; the run’s own circle when left out'),
    bands: z
      .array(band)
      .min(1)
      .max(12)
      .optional()
      .describe('only with e2sfca: rising edges, the last one the limit, weights that do not rise; thirds with 1, 0.68, 0.22 when left out'),
    facilityTypes: z.array(facilityType).min(1).optional().describe('types that count; all but medical sites when left out'),
    demand: z.enum(['places', 'cells']).default('places').describe('residential areas and villages, or the cells of the population surface'),
    needShare: z.number().gt(0).max(1).default(1).describe('the share of those people who need a place, as you declare it; decides who is unserved, not the access'),
    targetPerThousand: z.number().min(0).max(10_000).optional().describe('units with less than this are counted as below'),
    neighbourVersions: z
      .record(z.string().regex(/^(units|residential_areas|population)@\d{6}$/), z.number().int().min(1))
      .optional()
      .describe('versions of the people of neighbouring counties, as an earlier answer lists them in inputVersions; the newest when left out'),
  })
  .refine(({ capacity, m2PerPlace }) => (capacity === 'places') === (m2PerPlace !== undefined), { path: ['m2PerPlace'], message: 'goes with capacity places, and is needed there' })
  .refine(({ method, bands }) => bands === undefined || method === 'e2sfca', { path: ['bands'], message: 'only e2sfca has bands' })
  .refine(({ bands = [] }) => bands.every((one, i) => i === 0 || (one.upToMetres > bands[i - 1].upToMetres && one.weight <= bands[i - 1].weight)), { path: ['bands'], message: 'edges must rise and weights must not' })
  .refine(({ bands }) => bands === undefined || bands[0].weight > 0, { path: ['bands'], message: 'the nearest band must weigh something' })
  .openapi('AskAccess')
export type AskAccess = z.infer<typeof askAccess>

const perThousand = z.number().min(0).nullable()
const count = z.number().int().min(0)

export const accessFacility = z
  .object({
    id: uuid,
    name: z.string(),
    code: z.string().describe('the county it stands in'),
    types: z.array(z.string()),
    location: lonLat,
    capacity: count,
    weightedPeople: z.number().min(0).describe('Σ people × weight in its catchment, across the border too'),
    ratioPerThousand: perThousand.describe('step one: capacity per 1,000 weighted people; null where nobody is in its catchment'),
    used: count.describe('taken once the nearest are served first'),
    usedShare: z.number().min(0).max(1).nullable().describe('null where it has no capacity'),
    stranded: z.boolean().describe('no walkable road leads to it'),
  })
  .openapi('AccessFacility')

export const accessPlace = z
  .object({
    id: z.string().describe('of a residential area or unit; for a cell its H3 index, with the unit after a slash'),
    kind: z.enum(['residential_area', 'unit', 'cell']),
    name: z.string(),
    unitId: uuid.nullable(),
    unitName: z.string().nullable(),
    location: lonLat,
    people: count.nullable().describe('null: not given; for cells withheld, because a cell may hold fewer than ten elders'),
    accessPerThousand: z.number().min(0).describe('step two: capacity per 1,000 people'),
    inReach: count.describe('facilities that count within the limit'),
    nearestMetres: z.number().nullable().describe('the walk to the nearest of them'),
    need: count.nullable(),
    served: count.nullable(),
    unserved: count.nullable(),
    edge: z.boolean().describe('the road data stop within the limit: a facility beyond may be missing'),
    noRoad: z.boolean().describe('no walkable road is near enough: not reached, rather than far'),
  })
  .openapi('AccessPlace')

const sums = {
  people: count.describe('with a known place'),
  unlocatedPeople: count.describe('without a known place, or known by an estimate only; not in the access'),
  accessPerThousand: perThousand.describe('Σ access × people ÷ Σ people with a known place; null where nobody is'),
  accessPerThousandLower: perThousand.describe('the same over everybody, as if those without a known place reached nothing'),
  need: count,
  served: count,
  unserved: count.describe('of the need, with people of neighbouring counties as rivals for the same capacity: at most so many'),
  unservedLower: count.describe('as if none of them took a place: at least so many'),
  placesWithoutCount: count.describe('places whose count of these people is not given: missing is not zero'),
}

export const accessUnit = z
  .object({ unitId: uuid.nullable().describe('null: in no township or street'), name: z.string(), ...sums, belowTarget: z.boolean().nullable() })
  .openapi('AccessUnit')

const neighbour = z
  .object({
    code: z.string().describe('a county whose land the catchment of a facility reaches'),
    name: z.string(),
    state: z.enum(['counted', 'no_people', 'no_places']).describe('no_people: none of its people are stored; no_places: they are, but not where they live. Ratios near it are then too high'),
    places: count.describe('of its places, those with a facility within the limit'),
    people: count,
  })
  .openapi('AccessNeighbour')

export const accessReply = z
  .object({
    runId: uuid,
    dataDate: day.nullable(),
    inputVersions: z.record(z.string(), z.number().int()).describe('of the run, and of the neighbouring people counted, as population@360731'),
    inputHash: z.string().describe('over versions and parameters: the same hash, the same answer'),
    parameters: z.object({
      capacity: capacityKind,
      m2PerPlace: z.number().nullable(),
      weight: people,
      method,
      limitMetres: z.number(),
      bands: z.array(band).nullable(),
      facilityTypes: z.array(z.string()),
      demand: z.enum(['places', 'cells']),
      needShare: z.number(),
      targetPerThousand: z.number().nullable(),
    }),
    methodLine: bilingual,
    totals: z.object({
      ...sums,
      capacity: count,
      capacityInReach: count.describe('of facilities with people in their catchment: Σ access × people is exactly this, those outside included'),
      capacityUsed: count,
      peopleWithoutAccess: count.describe('with a known place and no capacity in reach'),
      gini: z.number().min(0).max(1).nullable().describe('of access among people with a known place; null where nobody reaches anything'),
      target: z.object({ perThousand: z.number(), unitsBelow: count, units: count, share: z.number().nullable(), peopleBelow: count }).nullable(),
    }),
    outside: z
      .object({
        places: count,
        people: count.describe('who live within the limit of a facility and are not shown: in neighbouring counties, or outside the run’s study area'),
        capacityReached: z.number().min(0).describe('Σ access × people of them: the part of the capacity in reach that is theirs'),
        need: count,
        served: count,
        unreachedPlaces: count.describe('near a facility as the crow flies, but off the roads that are stored: they do not count'),
      })
      .describe('everybody in the demand beside those whom the run judges'),
    neighbours: z.array(neighbour),
    facilities: z.array(accessFacility),
    places: z.array(accessPlace),
    units: z.array(accessUnit),
    missingCapacity: z.array(z.object({ id: uuid, name: z.string(), code: z.string(), types: z.array(z.string()) })).describe('capacity not given: they serve nobody here, which is not the same as having none'),
    missingPlace: z.array(z.object({ id: uuid, name: z.string() })).describe('facilities without a known place: in no catchment'),
    notes: z.array(bilingual),
  })
  .openapi('Access')
export type AccessReply = z.infer<typeof accessReply>
