import { bbox, bilingual, countyCode, day, lonLat, uuid, z } from './common.ts'
import { facilityType } from './facility-types.ts'

export const profileId = z
  .union([
    z.enum(['gb50180-15min', 'elder-15min', 'gb50180-10min', 'gb50180-5min']),
    z.string().regex(/^custom-\d{2,4}m$/, 'custom-<metres>m, 50 to 5000'),
    z.string().regex(/^custom-\d{1,2}min-[012]\.\d$/, 'custom-<minutes>min-<speed>, 1 to 60 minutes, 0.3 to 2.0 m/s'),
  ])
  .openapi('ProfileId')

export const startRun = z
  .object({
    profile: profileId.optional().describe('the county’s own default when left out'),
    facilityTypes: z.array(facilityType).min(1).optional().describe('types that count; the usual community services when left out'),
    need: z.enum(['any', 'all']).default('any').describe('whether reaching any of the types is enough, or all are needed'),
    typeLimitsMetres: z.partialRecord(facilityType, z.number().min(50).max(5000)).optional().describe('a limit of its own for a type'),
    stepsFree: z.boolean().default(false).describe('no stairs: neither walked nor joined; needs road data'),
    useSlope: z.boolean().default(false).describe('each direction takes its own time by slope; needs elevation data and a profile of minutes × speed'),
    studyArea: uuid.optional().describe('one of the county’s study areas, such as a planning unit; the one given with the county when left out'),
  })
  .openapi('StartRun')

export const jobReply = z
  .object({
    id: uuid,
    kind: z.string(),
    runId: uuid.nullable(),
    status: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
    phase: z.string().describe('a stable word such as load, snap, reach, cells, store; the client translates it'),
    progress: z.number().min(0).max(1),
    cancelRequested: z.boolean(),
    error: bilingual.extend({ code: z.string() }).nullable(),
    createdAt: z.string(),
    startedAt: z.string().nullable(),
    finishedAt: z.string().nullable(),
  })
  .openapi('Job')
export const jobList = z.array(jobReply)
export type StartRun = z.infer<typeof startRun>
export type JobReply = z.infer<typeof jobReply>

export const startRunReply = z.object({ runId: uuid, jobId: uuid }).openapi('StartRunReply')

/** 分析片区: the one given with the county, or a planning unit 详细规划单元 that was chosen. */
export const runStudyArea = z
  .object({ id: uuid, name: bilingual, kind: z.enum(['given', 'planning_unit']), code: z.string().nullable(), bbox, version: z.number().int() })
  .openapi('RunStudyArea')
export type RunStudyArea = z.infer<typeof runStudyArea>

export const runRecord = z
  .object({
    id: uuid,
    code: countyCode,
    profile: z.string(),
    status: z.enum(['running', 'published', 'failed', 'cancelled']),
    parameters: z.record(z.string(), z.unknown()),
    inputVersions: z.record(z.string(), z.number().int()),
    inputHash: z.string(),
    resultHash: z.string().nullable(),
    dataDate: day.nullable(),
    actorId: z.string(),
    createdAt: z.string(),
    publishedAt: z.string().nullable(),
    notes: z.array(bilingual),
    scenario: z
      .object({ id: uuid, revision: z.number().int(), name: z.string() })
      .nullable()
      .describe('what the run supposes to be changed; null for one over the data as they are. A single run’s parameters hold the changes'),
    studyArea: runStudyArea.nullable().describe('what the run is about instead of the whole county'),
  })
  .openapi('Run')
export type RunRecord = z.infer<typeof runRecord>
export const runList = z.array(runRecord)

/** Number('') is 0, which is a place in the sea: an empty text is refused before it is read. */
const degrees = (most: number) => z.string().trim().min(1).transform(Number).pipe(z.number().min(-most).max(most))

/** Ask about a place of the run (`placeId`) or any spot on the map (`lon`, `lat`). */
export const whyQuery = z.object({
  placeId: uuid.optional(),
  lon: degrees(180).optional(),
  lat: degrees(90).optional(),
})

export const whyReply = z
  .object({
    subject: z.object({
      kind: z.enum(['residential_area', 'unit', 'point']),
      id: uuid.nullable(),
      name: z.string().nullable(),
      location: lonLat,
      residents: z.number().int().nullable(),
      residents60Plus: z.number().int().nullable(),
      households: z.number().int().nullable(),
    }),
    verdict: z.enum(['covered', 'not_covered', 'unreached']),
    reason: z.string().nullable().describe('beyond_limit, no_walkable_road, no_facility_in_search, facility_not_on_network, no_facility'),
    limitMetres: z.number(),
    travelMetres: z.number().nullable().describe('under slopes flat-equivalent: the metres on the flat that take as long'),
    travelSeconds: z.number().nullable().describe('of that walk at the profile’s speed; null where the profile has none'),
    limitSeconds: z.number().nullable().describe('the limit in time; null where the profile has no speed'),
    walkedMetres: z.number().nullable().describe('true length of the walk drawn; differs from travelMetres only under slopes'),
    stepsFree: z.boolean(),
    useSlope: z.boolean(),
    missesByMetres: z.number().nullable().describe('how far beyond the limit the nearest qualifying facility is'),
    straightMetres: z.number().nullable(),
    access: z
      .object({ metres: z.number(), point: lonLat, maxMetres: z.number() })
      .nullable()
      .describe('the leg from the place to the walking network'),
    facility: z
      .object({ id: uuid, name: z.string(), types: z.array(z.string()), location: lonLat, limitMetres: z.number() })
      .nullable(),
    path: z.object({ type: z.literal('LineString'), coordinates: z.array(lonLat) }).nullable(),
    edge: z.boolean(),
    method: z.string(),
    sentence: bilingual.describe('the verdict in plain words'),
  })
  .openapi('Why')
export type WhyReply = z.infer<typeof whyReply>
