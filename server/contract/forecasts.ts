import { bilingual, countyCode, day, uuid, z } from './common.ts'
import { packId } from './policies.ts'

/** A declared value, or one with the range that is held to be possible; low ≤ medium ≤ high of the value itself. */
function declared(least: number, most: number) {
  const value = z.number().min(least).max(most)
  return z.union([
    value.transform((one) => ({ low: one, medium: one, high: one })),
    z.strictObject({ low: value, medium: value, high: value }).refine(({ low, medium, high }) => low <= medium && medium <= high, 'low ≤ medium ≤ high'),
  ])
}

const bySex = <T extends z.ZodType>(schema: T) => ({ male: schema, female: schema })
const groups = z.array(z.number().min(0)).length(18)
const source = z.string().trim().min(1).max(500)
const survivors = z
  .strictObject({ survivors: groups, expectationAt85: z.number().gt(0).max(30) })
  .refine(({ survivors }) => survivors.every((alive, i) => alive > 0 && (i === 0 || alive <= survivors[i - 1])), 'survivors must be above 0 and never rise')

const lifeTable = z.discriminatedUnion('kind', [
  z
    .strictObject({ kind: z.literal('person_years'), source, ...bySex(groups) })
    .describe('₅Lₓ of the ages 0, 5, … 80, and L₈₅₊, on any radix'),
  z.strictObject({ kind: z.literal('survivors'), source, ...bySex(survivors) }).describe('lₓ at exact ages 0, 5, … 85, and e₈₅ in years'),
  z.strictObject({ kind: z.literal('published'), id: z.string().regex(/^[a-z0-9-]{1,80}$/) }).describe('one of GET /life-tables'),
  z.strictObject({ kind: z.literal('demo') }).describe('示例生命表, made up: only for counties of demonstration data'),
])

const standard = z.strictObject({ value: declared(0, 100_000), source })

export const askForecast = z
  .strictObject({
    years: z.array(z.number().int().min(2000).max(2100)).min(1).max(8).default([2030, 2035]),
    baseYear: z.number().int().min(1990).max(2100).optional().describe('the year that the counts speak of; the data’s own when left out'),
    pyramidYear: z.number().int().min(1990).max(2100).optional().describe('of ages that were imported without a date'),
    lifeTable: lifeTable.optional().describe('needed to carry an age pyramid on'),
    mortalityFactor: declared(0.2, 3).default({ low: 1, medium: 1, high: 1 }).describe('deaths of the life table times this; the high factor belongs to the low forecast'),
    annualMigration: declared(-0.1, 0.1).default({ low: 0, medium: 0, high: 0 }).describe('net migration of elders and those who become it, as a share a year'),
    migrationSource: source.optional().describe('whose word the migration is; needed where it is not 0'),
    growth: z
      .strictObject({
        source,
        residents: declared(-0.2, 0.2).optional(),
        residents60Plus: declared(-0.2, 0.2).optional(),
        residents80Plus: declared(-0.2, 0.2).optional(),
      })
      .optional()
      .describe('growth a year, where there is no age pyramid; for all residents always, because births are not forecast'),
    disability: z
      .strictObject({ source, bands: z.array(z.strictObject({ fromAge: z.number().int().min(60).max(85).multipleOf(5), share: declared(0, 1) })).min(1).max(6) })
      .refine(({ bands }) => bands[0].fromAge === 60 && bands.every(({ fromAge }, i) => i === 0 || fromAge > bands[i - 1].fromAge), 'bands begin at 60 and rise')
      .optional()
      .describe('失能: the share of people from an age on, up to the next band'),
    pack: packId.optional().describe('whose standard of beds per 1,000 elders counts, where it has one'),
    bedsPerThousandElders: standard.optional().describe('your own standard; used where the pack has none, and labelled as adopted'),
    m2PerElder: standard.optional().describe('your own standard of floor area a person of 60+; no plan has one'),
  })
  .refine(({ annualMigration: { low, high }, migrationSource }) => (low === 0 && high === 0) || migrationSource !== undefined, { path: ['migrationSource'], message: 'say whose word the migration is' })
  .openapi('AskForecast')
export type AskForecast = z.infer<typeof askForecast>
export type AskForecastInput = z.input<typeof askForecast>

const count = z.number().int().min(0)
const range = z.object({ low: z.number(), medium: z.number(), high: z.number() }).openapi('ForecastRange')
const figure = z
  .object({
    method: z.enum(['cohort', 'county_share', 'declared_growth', 'sum']).nullable().describe('null: no figure; sum: of the units'),
    gap: z.enum(['not_counted', 'no_rate', 'births_needed', 'no_ages', 'contradiction']).nullable(),
    people: z.object({ low: count, medium: count, high: count }).nullable(),
    unitsMissing: count.describe('units without a figure, left out of a sum: it is then a lower bound'),
  })
  .openapi('ForecastFigure')

const forecastYear = z
  .object({
    year: z.number().int(),
    residents: figure,
    residents60Plus: figure,
    residents80Plus: figure,
    disabled: figure,
    beds: range.nullable().describe('for the people of 60+ of this row, by `standards`, rounded up: units’ beds may sum to a few more than the county’s'),
    floorAreaM2: range.nullable(),
  })
  .openapi('ForecastYear')
export type ForecastYearReply = z.infer<typeof forecastYear>

const counted = z.object({ residents: count.nullable(), residents60Plus: count.nullable(), residents80Plus: count.nullable() })

export const forecastResult = z
  .object({
    baseYear: z.number().int(),
    years: z.array(z.number().int()),
    methodLines: z.array(bilingual).describe('one a method in use, with its formula’s source'),
    notes: z.array(bilingual),
    standards: z.array(
      z.object({ key: z.enum(['beds_per_1000_elders', 'm2_per_elder']), value: range, label: bilingual, source: z.string(), prescribed: z.boolean() }),
    ),
    county: z.object({ base: counted, years: z.array(forecastYear) }).describe('Σ of the units, to the person'),
    countyCohort: z.array(forecastYear).nullable().describe('the county’s own age pyramid carried on, beside that sum'),
    units: z.array(
      z.object({
        unitId: uuid.nullable().describe('null: people in no township or street'),
        name: z.string(),
        level: z.string(),
        base: counted.describe('counted now, those without a known place included'),
        pyramidYear: z.number().int().nullable().describe('of its own ages; null where it has none that can be used'),
        pyramid60Plus: count.nullable().describe('people of 60+ in those ages'),
        years: z.array(forecastYear),
      }),
    ),
  })
  .openapi('ForecastResult')
export type ForecastResult = z.infer<typeof forecastResult>

const record = {
  id: uuid,
  code: countyCode,
  years: z.array(z.number().int()),
  baseYear: z.number().int(),
  inputVersions: z.record(z.string(), z.number().int()),
  inputHash: z.string(),
  resultHash: z.string(),
  dataDate: day.nullable(),
  demo: z.boolean().describe('演示数据: the data or the life table are made up'),
  actorId: z.string(),
  createdAt: z.string(),
}

export const forecastReply = z.object({ ...record, parameters: z.record(z.string(), z.unknown()).describe('as asked, with defaults'), result: forecastResult }).openapi('Forecast')
export type ForecastReply = z.infer<typeof forecastReply>

export const forecastList = z.array(z.object({ ...record, residents60Plus: z.array(figure).describe('of the county, one a year') }).openapi('ForecastListItem'))
export type ForecastList = z.infer<typeof forecastList>

export const lifeTableList = z.array(
  z
    .object({
      id: z.string(),
      title: bilingual,
      source: bilingual,
      licence: z.string(),
      origin: z.string(),
      years: z.string().describe('the period whose deaths it counts'),
      expectationAtBirth: z.object({ male: z.number(), female: z.number() }).describe('years, as the table gives them'),
      contentHash: z.string(),
    })
    .openapi('LifeTable'),
)
export type LifeTableList = z.infer<typeof lifeTableList>
