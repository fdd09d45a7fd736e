import { bilingual, lonLat, uuid, z } from './common.ts'
import { facilityType } from './facility-types.ts'
import { siteChanges } from './scenarios.ts'

const yuan = z.number().min(0).max(1e12)

export const startOptimisation = z
  .object({
    runId: uuid.describe('the published run whose data, walks and limits are taken'),
    changes: siteChanges.default([]).describe('a scenario’s changes, taken as done'),
    problem: z.enum(['lscp', 'mclp', 'p-median', 'p-centre', 'backup', 'capacitated', 'coverage-target', 'township-target', 'area-target']).describe(
      'fewest sites for all · most weight by p sites · least mean walk · least longest walk · most weight reached twice · within capacity · fewest or cheapest sites to a coverage rate, to one facility in every township, to no missing m²',
    ),
    weight: z
      .union([z.enum(['residents60Plus', 'residents80Plus', 'residents', 'households', 'places']), z.object({ forecastId: uuid, year: z.number().int() })])
      .default('residents60Plus'),
    facilityTypes: z.array(facilityType).min(1),
    limitMetres: z.number().min(50).max(5000).optional().describe('the run’s limit for the types when left out'),
    candidates: z.object({
      premises: z.boolean().default(true),
      parcels: z.boolean().default(false),
      gridMetres: z.number().min(100).max(5000).optional(),
      nodes: z.boolean().default(false).describe('nodes of the walking network, thinned to 200 m'),
      points: z.array(z.object({ id: z.string().min(1).max(60), name: z.string().max(120), location: lonLat })).max(5000).default([]),
    }),
    existing: z.enum(['fixed', 'free', 'ignored']).default('fixed').describe('stay open · may close · as if there were none'),
    p: z.number().int().min(1).max(5000).optional(),
    capacityPerSite: z.number().min(1).optional().describe('in the weight’s unit'),
    target: z.object({ rate: z.number().min(0).max(1) }).optional(),
    costs: z.object({ premisesYuanPerM2: yuan.optional(), newYuanPerM2: yuan.optional(), yuanPerSite: yuan.optional(), floorAreaM2: z.number().min(1).optional() }).default({}),
    minimise: z.enum(['sites', 'yuan', 'm2']).default('sites'),
    budget: z.object({ yuan: yuan.optional(), m2: z.number().min(0).optional() }).default({}),
    vetoes: z
      .object({
        controlAreas: z.boolean().default(true),
        landUse: z.array(z.string()).optional().describe('candidates on other land are left out'),
        minimumLandAreaM2: z.number().min(0).optional(),
        nearMedicalMetres: z.number().min(0).optional(),
        townshipsWithSpareBeds: z.boolean().default(false).describe('no new build where beds stand empty; conversions stay'),
      })
      .default({ controlAreas: true, townshipsWithSpareBeds: false }),
    premisesFirst: z.boolean().default(true).describe('of equally good answers the one with more idle premises'),
    method: z.enum(['exact', 'heuristic']).default('exact'),
    timeLimitSeconds: z.number().min(1).max(600).default(60),
    alternatives: z.number().int().min(0).max(20).default(3),
    packId: z.string().optional().describe('area-target: the plan whose rule is to be met'),
  })
  .openapi('StartOptimisation')
export type StartOptimisation = z.infer<typeof startOptimisation>
export const startOptimisationReply = z.object({ id: uuid, jobId: uuid }).openapi('StartOptimisationReply')

const people = z.object({ places: z.number(), residents: z.number(), residents60Plus: z.number(), households: z.number() })
export const proposedSite = z
  .object({
    candidateId: z.string(),
    source: z.enum(['existing', 'premises', 'parcel', 'grid', 'node', 'point']),
    refId: uuid.nullable().describe('of the facility, premises or parcel'),
    name: z.string(),
    location: lonLat,
    unitName: z.string().nullable(),
    isNew: z.boolean(),
    floorAreaM2: z.number().nullable(),
    landAreaM2: z.number().nullable(),
    costYuan: z.number().nullable(),
    inCircle: people,
    onlyHere: people.describe('reached by this site and no other open one'),
  })
  .openapi('ProposedSite')
export type ProposedSite = z.infer<typeof proposedSite>

const cover = z.object({ covered: z.number(), of: z.number() })
const totals = z.object({ newSites: z.number().int(), yuan: z.number().nullable(), m2: z.number().nullable() })

export const optimisationResult = z.object({
  outcome: z.enum(['solved', 'infeasible', 'undecided']),
  sites: z.array(proposedSite),
  objective: z.number().nullable(),
  objectiveUnit: z.enum(['sites', 'people', 'people_metres', 'metres', 'yuan', 'm2']),
  bound: z.number().nullable(),
  gap: z.number().nullable(),
  optimal: z.boolean(),
  before: cover,
  after: cover,
  candidateCount: z.number().int(),
  excluded: z.array(z.object({ candidateId: z.string(), name: z.string(), location: lonLat, check: z.string(), finding: bilingual })),
  unreachable: z.array(
    z.object({ placeId: uuid, name: z.string(), location: lonLat.nullable(), residents60Plus: z.number().nullable(), reason: z.enum(['no_walkable_road', 'no_candidate_in_search', 'beyond_limit']), nearestName: z.string().nullable(), nearestMetres: z.number().nullable() }),
  ),
  infeasibility: bilingual.nullable(),
  alternatives: z.array(z.array(z.string())).describe('other answers as good, by candidate ids'),
  alternativeAnswers: z.array(z.object({ sites: z.array(proposedSite), after: cover, totals })).optional().describe('the same answers in full, in the same order; absent from results stored before these were kept'),
  alternativesComplete: z.boolean(),
  totals,
  notes: z.array(bilingual),
  seconds: z.number(),
})

export const optimisationRecord = z
  .object({
    id: uuid,
    code: z.string(),
    status: z.enum(['running', 'published', 'failed', 'cancelled']),
    jobId: uuid.nullable(),
    request: startOptimisation,
    inputHash: z.string(),
    methodLine: bilingual,
    createdBy: z.string(),
    createdAt: z.string(),
    result: optimisationResult.nullable(),
  })
  .openapi('Optimisation')
export type OptimisationRecord = z.infer<typeof optimisationRecord>
export const optimisationList = z.array(optimisationRecord.omit({ result: true }).extend({ objective: z.number().nullable(), siteCount: z.number().int().nullable() }))
