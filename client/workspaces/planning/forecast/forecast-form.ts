import type { AskForecastInput } from '../../../../server/contract/forecasts.ts'

/** What stands in the form; null or '' is an emptied field. */
export interface ForecastChoice {
  years: string
  /** `published/<id>` is one of the product's tables. */
  lifeTable: 'none' | 'demo' | 'person_years' | `published/${string}`
  /** Deaths of the life table, more or fewer, %. */
  mortalityRange: number | null
  male: string
  female: string
  lifeTableSource: string
  growth60Percent: number | null
  growth80Percent: number | null
  /** Percentage points either way, of both. */
  growthRange: number | null
  growthSource: string
  migrationPercent: number | null
  migrationRange: number | null
  migrationSource: string
  disabledPercent: number | null
  disabled80Percent: number | null
  disabilitySource: string
  bedsPerThousand: number | null
  bedsSource: string
  m2PerElder: number | null
  m2Source: string
}

export const firstForecast: ForecastChoice = {
  years: '2030, 2035', lifeTable: 'none', mortalityRange: 10, male: '', female: '', lifeTableSource: '', growth60Percent: null, growth80Percent: null, growthRange: null, growthSource: '',
  migrationPercent: null, migrationRange: null, migrationSource: '', disabledPercent: null, disabled80Percent: null, disabilitySource: '',
  bedsPerThousand: null, bedsSource: '', m2PerElder: null, m2Source: '',
}

/** Where a county has ages, the first published table is chosen already: one press gives a forecast. */
export function startFrom(tables: readonly { id: string }[], hasAges: boolean): ForecastChoice {
  return hasAges && tables.length > 0 ? { ...firstForecast, lifeTable: `published/${tables[0].id}` } : firstForecast
}

export type ForecastFault = 'years' | 'male' | 'female' | 'lifeTableSource' | 'growthSource' | 'migrationSource' | 'disabilitySource' | 'bedsSource' | 'm2Source' | 'nothing'
const groups = 18

export function parseYears(text: string): number[] | null {
  const years = text.split(/[,，、;；\s]+/).filter(Boolean).map(Number)
  const sound = years.length >= 1 && years.length <= 8 && years.every((year) => Number.isInteger(year) && year >= 2000 && year <= 2100)
  return sound ? [...new Set(years)].sort((a, b) => a - b) : null
}

/** Eighteen numbers of the ages 0–4 … 85+, as they come out of a sheet. */
export function parseGroups(text: string): number[] | null {
  const numbers = text.replace(/(\d),(?=\d{3}(\D|$))/g, '$1').split(/[,，、;；\s]+/).filter(Boolean).map(Number)
  return numbers.length === groups && numbers.every((one) => Number.isFinite(one) && one >= 0) ? numbers : null
}

export function faultsOfForecast(choice: ForecastChoice): Set<ForecastFault> {
  const faults = new Set<ForecastFault>()
  const said = (text: string) => text.trim() !== ''
  if (!parseYears(choice.years)) faults.add('years')
  if (choice.lifeTable === 'person_years') {
    if (!parseGroups(choice.male)) faults.add('male')
    if (!parseGroups(choice.female)) faults.add('female')
    if (!said(choice.lifeTableSource)) faults.add('lifeTableSource')
  }
  const grows = choice.growth60Percent !== null || choice.growth80Percent !== null
  if (grows && !said(choice.growthSource)) faults.add('growthSource')
  if (moves(choice) && !said(choice.migrationSource)) faults.add('migrationSource')
  if (choice.disabledPercent !== null && !said(choice.disabilitySource)) faults.add('disabilitySource')
  if (choice.m2PerElder !== null && !said(choice.m2Source)) faults.add('m2Source')
  if (choice.bedsPerThousand !== null && !said(choice.bedsSource)) faults.add('bedsSource')
  if (!grows && choice.lifeTable === 'none') faults.add('nothing')
  return faults
}

/** Whether any migration is declared, be it as a range around nothing. */
export const moves = ({ migrationPercent, migrationRange }: Pick<ForecastChoice, 'migrationPercent' | 'migrationRange'>) => Boolean(migrationPercent) || Boolean(migrationRange)

const share = (percent: number) => Number((percent / 100).toFixed(8))
/** One value, or the value with as much either way. */
const around = (percent: number, range: number | null) => (range ? { low: share(percent - range), medium: share(percent), high: share(percent + range) } : share(percent))

export function toForecast(choice: ForecastChoice): AskForecastInput {
  const { lifeTable, mortalityRange, growth60Percent, growth80Percent, growthRange, migrationPercent, migrationRange, disabledPercent, disabled80Percent, bedsPerThousand, m2PerElder } = choice
  return {
    years: parseYears(choice.years)!,
    ...(lifeTable.startsWith('published/') ? { lifeTable: { kind: 'published' as const, id: lifeTable.slice('published/'.length) } } : {}),
    ...(lifeTable !== 'none' && mortalityRange ? { mortalityFactor: around(100, mortalityRange) } : {}),
    ...(lifeTable === 'demo' ? { lifeTable: { kind: 'demo' as const } } : {}),
    ...(lifeTable === 'person_years' ? { lifeTable: { kind: 'person_years' as const, source: choice.lifeTableSource.trim(), male: parseGroups(choice.male)!, female: parseGroups(choice.female)! } } : {}),
    ...(growth60Percent === null && growth80Percent === null
      ? {}
      : {
          growth: {
            source: choice.growthSource.trim(),
            ...(growth60Percent === null ? {} : { residents60Plus: around(growth60Percent, growthRange) }),
            ...(growth80Percent === null ? {} : { residents80Plus: around(growth80Percent, growthRange) }),
          },
        }),
    ...(moves(choice) ? { annualMigration: around(migrationPercent ?? 0, migrationRange), migrationSource: choice.migrationSource.trim() } : {}),
    ...(disabledPercent === null
      ? {}
      : {
          disability: {
            source: choice.disabilitySource.trim(),
            bands: [{ fromAge: 60, share: share(disabledPercent) }, ...(disabled80Percent === null ? [] : [{ fromAge: 80, share: share(disabled80Percent) }])],
          },
        }),
    ...(m2PerElder === null ? {} : { m2PerElder: { value: m2PerElder, source: choice.m2Source.trim() } }),
    ...(bedsPerThousand === null ? {} : { bedsPerThousandElders: { value: bedsPerThousand, source: choice.bedsSource.trim() } }),
  }
}
