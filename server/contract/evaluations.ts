import { bilingual, countyCode, day, lonLat, uuid, z } from './common.ts'
import { packId, ruleKind } from './policies.ts'

const choiceValue = z.union([z.string(), z.number(), z.boolean(), z.null()])
const targetValue = z.union([z.number(), z.string(), z.record(z.string(), z.number())])
const when = z.union([z.number().int(), z.string()])
const amount = z.number().nullable()

export const ruleStatus = z.enum(['met', 'not_met', 'insufficient_data', 'not_prescribed', 'qualitative', 'manual']).openapi('RuleStatus')
export const startEvaluation = z
  .object({
    pack: packId,
    year: z.number().int().min(2000).max(2100).optional().describe('the year whose targets count; the last of the pack’s period when left out'),
    choices: z.record(z.string().max(60), choiceValue).default({}).describe('what the user decided otherwise than the pack’s defaults'),
    adoptedThresholds: z
      .record(z.string().max(20), z.number().min(0).max(1_000_000_000))
      .default({})
      .describe('by rule id: a threshold of the user’s own for a target in words; the result says 采用阈值'),
    scenario: z
      .object({ id: uuid, revision: z.number().int().min(1) })
      .optional()
      .describe('judge the county as this scenario of its own would have it; only for a county, never for a prefecture'),
  })
  .openapi('StartEvaluation')
export type StartEvaluation = z.infer<typeof startEvaluation>
export const startEvaluationReply = z.object({ evaluationId: uuid, jobId: uuid }).openapi('StartEvaluationReply')
export type StartEvaluationReply = z.infer<typeof startEvaluationReply>

export const failingUnit = z
  .object({
    entity: z.enum(['unit', 'residential_area', 'facility', 'settlement', 'parcel', 'premises', 'register_entry', 'place']),
    id: z.string(),
    code: z.string().nullable(),
    name: z.string(),
    countyCode,
    state: z.enum(['fails', 'unknown']),
    reason: bilingual,
  })
  .openapi('FailingUnit')

const missing = z.object({ measure: z.enum(['units', 'm2', 'beds', 'people', 'areas', 'sites', 'share']), amount: z.string() }).nullable()
const fraction = { value: amount, valueUpper: amount, unit: z.string().nullable() }

export const ruleResult = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: ruleKind,
    status: ruleStatus,
    numerator: amount,
    denominator: amount,
    ...fraction,
    op: z.enum(['>=', '>', '<=', '<', '==', '~', 'exists', 'none']).nullable(),
    target: z.object({ when, value: targetValue, due: z.boolean() }).nullable(),
    path: z.array(z.object({ when, value: targetValue, status: ruleStatus, missing })),
    nature: z.enum(['约束性', '预期性', '未标注']),
    quote: z.string(),
    ref: z.string(),
    adopted: bilingual.nullable(),
    assumptions: z.array(bilingual),
    conflict: bilingual.nullable(),
    lacking: z.array(bilingual),
    notes: z.array(bilingual),
    variants: z.array(z.object({ label: bilingual, numerator: amount, denominator: amount, ...fraction })),
    parts: z.array(
      z.object({
        key: z.string().nullable(),
        label: bilingual.nullable(),
        numerator: z.string().nullable(),
        numeratorUpper: z.string().nullable(),
        denominator: z.string().nullable(),
        ...fraction,
        status: ruleStatus,
        target: amount,
      }),
    ),
    failingUnits: z.array(failingUnit),
  })
  .openapi('RuleResult')
export type RuleResultReply = z.infer<typeof ruleResult>

export const evaluationRecord = z
  .object({
    id: uuid,
    region: z.object({ code: countyCode, name: z.string(), level: z.enum(['county', 'prefecture']) }),
    pack: z.object({
      id: packId,
      hash: z.string(),
      title: z.string(),
      number: z.string().nullable(),
      issued: z.string().nullable(),
      status: z.enum(['in_force', 'draft']),
      statusText: z.string().describe('正式印发, 征求意见稿: shown on every output'),
      period: z.tuple([z.number().int(), z.number().int()]),
    }),
    year: z.number().int(),
    status: z.enum(['running', 'published', 'failed', 'cancelled']),
    choices: z.record(z.string(), choiceValue),
    adoptedThresholds: z.record(z.string(), z.number()),
    inputVersions: z.record(z.string(), z.record(z.string(), z.number().int())).describe('by county code, by kind of data'),
    missingCounties: z.array(z.object({ code: countyCode, name: z.string() })).describe('counties of the prefecture without data'),
    inputHash: z.string(),
    resultHash: z.string().nullable(),
    dataDate: day.nullable(),
    demo: z.boolean(),
    /** A pack made for another place: its targets are then a yardstick, not an obligation. */
    ownJurisdiction: z.boolean(),
    actorId: z.string(),
    createdAt: z.string(),
    publishedAt: z.string().nullable(),
    scenario: z
      .object({ id: uuid, revision: z.number().int(), name: z.string(), notes: z.array(bilingual) })
      .nullable()
      .describe('what it supposes to be changed; null for one over the data as they are'),
  })
  .openapi('Evaluation')
export type EvaluationRecord = z.infer<typeof evaluationRecord>
export const evaluationList = z.array(evaluationRecord)
export const evaluationsQuery = z.object({
  pack: packId.optional(),
  scenario: z.union([uuid, z.literal('none')]).optional().describe('only those over this scenario; `none` for those over the data as they are'),
})

/** A county's own line of a prefecture's rule. */
export const countyShare = z
  .object({ code: countyCode, name: z.string(), ruleId: z.string(), status: ruleStatus, numerator: amount, denominator: amount, ...fraction })
  .openapi('CountyShare')

export const reportedEntry = z
  .object({
    ruleId: z.string(),
    part: z.string().nullable().describe('the part of the target it is about; null for the whole'),
    version: z.number().int(),
    value: z.string().describe('as typed: a number, a share such as 0.85, or words'),
    unit: z.string().nullable(),
    asOf: day.nullable().describe('null only where withdrawn'),
    source: z.string().nullable(),
    note: z.string().nullable(),
    attachment: z.object({ id: uuid, name: z.string(), sha256: z.string() }).nullable(),
    withdrawn: z.boolean(),
    actorId: z.string(),
    createdAt: z.string(),
  })
  .openapi('ReportedEntry')
export type ReportedEntry = z.infer<typeof reportedEntry>

export const reportedRow = z
  .object({
    id: z.string(),
    name: z.string(),
    ref: z.string(),
    quote: z.string(),
    unit: z.string().nullable(),
    nature: z.enum(['约束性', '预期性', '未标注']),
    targets: z.array(z.object({ when, value: targetValue })),
    entries: z.array(reportedEntry).describe('the entries now in force, one a part; none where nobody has entered any'),
  })
  .openapi('ReportedRow')
export type ReportedRow = z.infer<typeof reportedRow>

export const evaluationReply = z
  .object({ evaluation: evaluationRecord, results: z.array(ruleResult), counties: z.array(countyShare), reported: z.array(reportedRow) })
  .openapi('EvaluationReply')
export type EvaluationReply = z.infer<typeof evaluationReply>

export const failingGeoJson = z
  .object({
    type: z.literal('FeatureCollection'),
    features: z.array(
      z.object({
        type: z.literal('Feature'),
        properties: z.object({ entity: z.string(), id: z.string(), name: z.string(), state: z.string(), reasonZh: z.string(), reasonEn: z.string() }),
        geometry: z.object({ type: z.string(), coordinates: z.array(z.unknown()) }).nullable(),
      }),
    ),
    /** Units that fail but have no place of their own on the map. */
    withoutPlace: z.number().int(),
  })
  .openapi('FailingGeoJson')

export type FailingGeoJson = z.infer<typeof failingGeoJson>

export const enterReported = z
  .object({
    part: z.string().trim().min(1).max(60).nullable().default(null),
    value: z.string().trim().min(1).max(200),
    unit: z.string().trim().max(20).nullable().default(null),
    asOf: z.iso.date().describe('a day that exists, YYYY-MM-DD'),
    source: z.string().trim().min(1).max(500),
    note: z.string().trim().max(2000).nullable().default(null),
    attachment: z
      .object({ name: z.string().trim().min(1).max(200), base64: z.base64().max(7_000_000) })
      .nullable()
      .default(null),
    /** The version the user saw, 0 for none: somebody else’s later entry refuses this one. */
    seenVersion: z.number().int().min(0),
  })
  .openapi('EnterReported')
export type EnterReported = z.infer<typeof enterReported>

export const withdrawReported = z
  .object({ part: z.string().trim().min(1).max(60).nullable().default(null), seenVersion: z.number().int().min(1) })
  .openapi('WithdrawReported')
export const partQuery = z.object({ part: z.string().trim().min(1).max(60).optional() })

export const regionItem = z
  .object({
    code: countyCode,
    name: z.string(),
    nameEn: z.string(),
    level: z.enum(['province', 'prefecture', 'county']),
    parentCode: countyCode.nullable(),
    hasData: z.boolean(),
    demo: z.boolean(),
    centre: lonLat.nullable(),
  })
  .openapi('RegionItem')
export const regionList = z.array(regionItem)
export type RegionItem = z.infer<typeof regionItem>
