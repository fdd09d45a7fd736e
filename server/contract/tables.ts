import { bilingual, lonLat, uuid, z } from './common.ts'

const count = z.number().int().nullable()

/** The same verdict with undersized sites' area counted, or left out (domain.md: shown both ways). */
const areaVariant = z.object({ providedM2: z.string(), missingM2: z.string(), status: z.enum(['met', 'not_met']) }).nullable()

export const placeRow = z
  .object({
    id: uuid,
    kind: z.enum(['residential_area', 'unit']),
    name: z.string(),
    unitName: z.string().nullable(),
    placeClass: z.enum(['city', 'country']),
    verdict: z.enum(['covered', 'not_covered', 'unreached']),
    reason: z.string().nullable(),
    travelMetres: z.number().nullable(),
    accessMetres: z.number().nullable(),
    edge: z.boolean(),
    residents: count,
    residents60Plus: count,
    residents80Plus: count,
    households: count,
    unitId: uuid.nullable(),
    communityId: uuid.nullable().describe('the village or community it is, or stands in'),
    nearestFacilityName: z.string().nullable().describe('the facility that covers the place, else the one missed by least'),
    nearestMetres: z.number().nullable().describe('the walk to it, also beyond the limit; null where none is found or no road is near'),
    missesByMetres: z.number().nullable().describe('how far that walk exceeds the facility’s own limit'),
    straightMetres: z.number().nullable().describe('straight line to the nearest facility that counts, geodesic'),
    straightCovered: z.boolean().describe('whether a straight-line circle without detour would have covered it'),
    location: lonLat.nullable(),
  })
  .openapi('PlaceRow')
export type PlaceRow = z.infer<typeof placeRow>
export const placeList = z.array(placeRow)

export const siteJudgement = z
  .object({
    facilityId: uuid,
    name: z.string(),
    counted: z.boolean(),
    areaM2: z.string().nullable().describe('the share allotted to this area: exact decimal, or n/d where no finite decimal exists'),
    floorAreaM2: z.string().nullable().describe('the whole site, shared or not; null where the ledger gives none'),
    shortfallM2: z.string().nullable().describe('what this single site lacks of the single-site minimum'),
    reason: z.string().nullable().describe('why it does not count: status, use, type, acquisition, or what is unknown of it: use_unknown, acquisition_unknown, area_unknown'),
  })
  .openapi('SiteJudgement')

export const areaRow = z
  .object({
    id: uuid,
    name: z.string(),
    unitName: z.string().nullable(),
    status: z.enum(['met', 'not_met', 'insufficient_data', 'not_prescribed']),
    buildClass: z.enum(['new', 'old', 'existing']).nullable(),
    households: count,
    requiredM2: z.string().nullable(),
    providedM2: z.string().nullable(),
    missingM2: z.string().nullable(),
    rateM2Per100Households: z.string().nullable(),
    phase: z.number().int().nullable(),
    dateUsed: z.object({ document: z.enum(['permit', 'planning_condition']), date: z.string() }).nullable().describe('what decided new or not'),
    householdsBasis: z.enum(['planned', 'completed', 'occupied']).nullable(),
    withUndersized: areaVariant,
    withoutUndersized: areaVariant,
    reasons: z.array(z.string()),
    sites: z.array(siteJudgement),
    formula: bilingual,
  })
  .openapi('AreaRow')
export type AreaRow = z.infer<typeof areaRow>
export const areaList = z.array(areaRow)

export const unitRow = z
  .object({
    id: uuid,
    name: z.string(),
    level: z.string(),
    covered: z.boolean(),
    judgedBy: z.enum(['boundary', 'code']),
    facilities: z.array(z.object({ id: uuid, name: z.string() })),
  })
  .openapi('UnitRow')
export const unitList = z.array(unitRow)
