import { bilingual, uuid, z } from './common.ts'
import { coverageMeasure, dataVersion } from './counties.ts'

/** Coverage of one scope of a run under one limit. */
export const unitSummaryRow = z
  .object({
    scope: z.enum(['study_area', 'county', 'unit', 'place_class']),
    scopeId: z.string(),
    name: bilingual,
    level: z.string().nullable(),
    parentId: uuid.nullable(),
    limitMetres: z.number().int(),
    residents: coverageMeasure,
    residents60Plus: coverageMeasure,
    residents80Plus: coverageMeasure,
    households: coverageMeasure,
  })
  .openapi('UnitSummaryRow')
export type UnitSummaryRow = z.infer<typeof unitSummaryRow>
export const unitSummaryList = z.array(unitSummaryRow)

const measure = z.enum(['residents', 'residents_60_plus', 'residents_80_plus', 'households'])

export const surfaceMeasure = z
  .object({
    measure,
    counted: z.number().int().describe('what places, census and H3 table hold, before scaling'),
    located: z.number().int().describe('people on the surface, after scaling'),
    fromTotal: z.number().int().optional().describe('of them, people of a published total where nobody was counted, spread evenly'),
    unlocated: z.number().int(),
    controlTotal: z.number().int().nullable(),
    controlSource: z.string().nullable(),
    factor: z.number().nullable().describe('located ÷ counted; 1 where no control total applies'),
    missingPlaces: z.number().int(),
  })
  .openapi('SurfaceMeasure')

/** Which source speaks for a unit by one measure, and what was made of it. */
export const surfaceUnit = z
  .object({
    unitId: uuid.nullable().describe('null: outside every unit, or the study area'),
    name: z.string(),
    measure,
    fromPlaces: z.number().int().describe('counts of residential areas and villages'),
    fromCensus: z.number().int().describe('the census beyond them, spread over the unit’s dwellings'),
    fromCells: z.number().int().describe('of the H3 table or raster'),
    cellsUnused: z.number().int().describe('people of that table left aside, because a better source speaks'),
    fromTotal: z.number().int().describe('of a published total where nobody was counted'),
    spreadOver: z.enum(['households', 'footprints', 'dwellings', 'cells']).nullable(),
    located: z.number().int(),
    unlocated: z.number().int(),
    controlTotal: z.number().int().nullable().describe('the unit’s own'),
    factor: z.number().nullable(),
  })
  .openapi('SurfaceUnit')

export const surfaceProblem = z.object({ code: z.string(), unit: z.string(), value: z.string(), message: bilingual }).openapi('SurfaceProblem')

/** Where a run's numbers come from: enough to repeat it and to defend it. */
export const runNotes = z
  .object({
    inputs: z.array(dataVersion),
    parameters: z.array(z.object({ key: z.string(), name: bilingual, value: z.string(), words: bilingual.optional().describe('the value as people read it, where it is a code'), source: bilingual })),
    missing: z.array(z.object({ key: z.string(), text: bilingual, count: z.number().int() })),
    longAccess: z.array(z.object({ placeId: uuid, name: z.string(), metres: z.number() })).describe('legs over 100 m (city) or 300 m (country)'),
    islands: z.object({ components: z.number().int(), largestShare: z.number().nullable(), placesOffMain: z.number().int() }).nullable(),
    surface: z.array(surfaceMeasure),
    surfaceUnits: z.array(surfaceUnit),
    surfaceProblems: z.array(surfaceProblem),
    inputHash: z.string(),
    resultHash: z.string().nullable(),
  })
  .openapi('RunNotes')
export type RunNotes = z.infer<typeof runNotes>

/** Sums of areas per 100 households by township; exact m² as text. The first row is the whole (unitId null, whole true). */
export const areaSumRow = z
  .object({
    unitId: uuid.nullable(),
    unitName: z.string().nullable(),
    whole: z.boolean(),
    areas: z.number().int(),
    met: z.number().int(),
    notMet: z.number().int(),
    insufficientData: z.number().int(),
    notPrescribed: z.number().int(),
    households: z.number().int(),
    requiredM2: z.string(),
    providedM2: z.string(),
    missingM2: z.string(),
  })
  .openapi('AreaSumRow')
export type AreaSumRow = z.infer<typeof areaSumRow>
export const areaSumList = z.array(areaSumRow)

/** One denominator of admin-unit coverage; the four that the plans use are separate indicators. */
export const unitCoverageRow = z
  .object({
    denominator: z.enum(['county', 'township_and_street', 'township', 'street', 'urban_town', 'community', 'village', 'settlement']),
    label: bilingual,
    covered: z.number().int(),
    total: z.number().int(),
    rate: z.number().min(0).max(1).nullable(),
    reachedFromOutside: z.number().int().nullable().describe('failing units with a place that is covered in this run; null where none of them has a place in it'),
    unknownPlace: z.number().int(),
    facilityTypes: z.array(z.string()),
    failing: z.array(z.object({ unitId: uuid.describe('for the county, which is no unit, an id that follows from its code'), name: z.string(), level: z.string(), reached: z.boolean().nullable().describe('null: no place of it is in the run') })),
  })
  .openapi('UnitCoverageRow')
export type UnitCoverageRow = z.infer<typeof unitCoverageRow>
export const unitCoverageList = z.array(unitCoverageRow)
