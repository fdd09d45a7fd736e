import { bbox, bilingual, countyCode, day, lonLat, uuid, z } from './common.ts'
import { runStudyArea } from './runs.ts'

export const health = z
  .object({
    status: z.enum(['ok', 'starting']),
    version: z.string(),
    engine: z.enum(['embedded', 'postgres']),
    phase: bilingual,
    warnings: z.array(bilingual),
  })
  .openapi('Health')
export type Health = z.infer<typeof health>

export const countyListItem = z
  .object({
    code: countyCode,
    name: z.string(),
    nameEn: z.string(),
    prefecture: z.object({ code: countyCode, name: z.string() }).nullable(),
    demo: z.boolean(),
    bbox,
  })
  .openapi('CountyListItem')
export const countyList = z.array(countyListItem)
export type CountyListItem = z.infer<typeof countyListItem>

const share = z.number().min(0).max(1).nullable()

/** Persons (or households); known = those with a place; rates are null when nobody is counted. */
export const coverageMeasure = z
  .object({
    covered: z.number().int(),
    known: z.number().int(),
    unlocated: z.number().int(),
    rateLower: share,
    rateUpper: share,
    missingPlaces: z.number().int().describe('places whose count of this measure is not given: missing is not zero'),
  })
  .openapi('CoverageMeasure')
export type CoverageMeasure = z.infer<typeof coverageMeasure>

export const bandEntry = z
  .object({ limitMetres: z.number().int(), residents: coverageMeasure, residents60Plus: coverageMeasure, households: coverageMeasure })
  .openapi('BandEntry')

export const areaRuleReply = z
  .object({
    adopted: z.boolean(),
    label: bilingual,
    newM2Per100Households: z.number().nullable(),
    oldM2Per100Households: z.number().nullable(),
    existingM2Per100Households: z.number().nullable(),
    newSingleSiteMinimumM2: z.number().nullable(),
    clause: z
      .object({ document: z.string(), documentNumber: z.string().nullable(), issued: z.string(), ref: z.string(), quote: z.string() })
      .nullable(),
  })
  .openapi('AreaRule')

export const countySummary = z
  .object({
    code: countyCode,
    name: z.string(),
    nameEn: z.string(),
    demo: z.boolean(),
    dataDate: day.nullable(),
    runId: uuid.nullable(),
    status: z.enum(['published', 'running', 'failed', 'none']).describe('none: no run was ever asked for'),
    job: z.object({ id: uuid, progress: z.number().min(0).max(1), phase: z.string() }).nullable(),
    error: bilingual.nullable(),
    studyArea: runStudyArea.nullable().describe('what the figures are about instead of the whole county'),
    coverage: z
      .object({
        profile: z.string(),
        method: z.string().describe('"network", or "straight-line × 1.3" where the county has no roads'),
        methodLine: bilingual,
        limitMetres: z.number().int(),
        pace: z.object({ limitSeconds: z.number(), metresPerSecond: z.number() }).nullable().describe('where the circle is minutes × speed'),
        stepsFree: z.boolean(),
        useSlope: z.boolean().describe('all walks are then flat-equivalent metres; seconds = metres ÷ metresPerSecond'),
        residents: coverageMeasure,
        residents60Plus: coverageMeasure,
        households: coverageMeasure,
        band: z.array(bandEntry),
        places: z.object({ covered: z.number().int(), notCovered: z.number().int(), unreached: z.number().int(), edge: z.number().int() }),
      })
      .nullable(),
    areaPer100Households: z
      .object({
        met: z.number().int(),
        notMet: z.number().int(),
        insufficientData: z.number().int(),
        notPrescribed: z.number().int(),
        missingM2: z.number(),
        rule: areaRuleReply,
      })
      .nullable(),
    townshipCoverage: z
      .object({
        covered: z.number().int(),
        total: z.number().int(),
        rate: share,
        unknownPlace: z.number().int(),
        facilityTypes: z.array(z.string()),
        label: bilingual,
        failing: z.array(z.object({ unitId: uuid, name: z.string(), level: z.string() })),
      })
      .nullable(),
    notes: z.array(bilingual),
  })
  .openapi('CountySummary')
export type CountySummary = z.infer<typeof countySummary>

export const countyUnit = z
  .object({
    id: uuid,
    unitCode: z.string(),
    name: z.string(),
    level: z.enum(['township', 'street', 'community', 'village', 'other']),
    parentId: uuid.nullable(),
    placeKnown: z.boolean(),
    boundaryNote: bilingual.nullable(),
    centre: lonLat.nullable(),
  })
  .openapi('CountyUnit')

export const dataVersion = z
  .object({
    kind: z.string(),
    version: z.number().int(),
    action: z.enum(['sample', 'import', 'edit', 'rollback']),
    restoredVersion: z.number().int().nullable(),
    dataDate: day.nullable(),
    rowCount: z.number().int(),
    contentHash: z.string(),
    actorId: z.string(),
    createdAt: z.string(),
    sources: z.array(
      z.object({
        origin: z.string(),
        licence: z.string(),
        crs: z.string(),
        date: z.string().nullable(),
        file: z.string().nullable(),
        sha256: z.string().nullable(),
        synthetic: z.boolean(),
        assumptions: z.array(bilingual),
      }),
    ),
  })
  .openapi('DataVersion')
export type DataVersion = z.infer<typeof dataVersion>

export const countyDetail = z
  .object({
    code: countyCode,
    name: z.string(),
    nameEn: z.string(),
    demo: z.boolean(),
    bbox,
    areaM2: z.number(),
    studyArea: z.object({ id: uuid, name: bilingual, bbox, note: bilingual.nullable() }).nullable(),
    studyAreas: z
      .array(
        z.object({
          id: uuid,
          name: bilingual,
          kind: z.enum(['given', 'planning_unit']),
          code: z.string().nullable(),
          plannedResidents: z.number().int().nullable(),
          bbox,
        }),
      )
      .describe('all that a run may be about (StartRun.studyArea): the given one first, then planning units by code'),
    units: z.array(countyUnit).describe('townships and streets in force on the data date; smaller units come with tiles'),
    formerUnits: z.array(countyUnit).describe('those of the same version that are no longer, or not yet, in force'),
    versions: z.array(dataVersion).describe('the newest version of each kind of data'),
    layers: z
      .array(z.object({ layer: z.string(), version: z.number().int(), tiles: z.string() }))
      .describe('base layers with the tile address of their newest version'),
    attribution: z.array(z.string()),
  })
  .openapi('CountyDetail')
export type CountyDetail = z.infer<typeof countyDetail>
