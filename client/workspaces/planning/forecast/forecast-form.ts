import type { AskForecastInput } from '../../../../server/contract/forecasts.ts'

/** What stands in the form; null or '' is an emptied field. */
export interface ForecastChoice {
  years: string
  lifeTable: 'none' | 'demo' | 'person_years'
  male: string
  female: string
  lifeTableSource: string
  growth60Percent: number | null
  growth80Percent: number | null
  growthSource: string
  migrationPercent: number | null
  migrationSource: string
  bedsPerThousand: number | null
  bedsSource: string
}

export const firstForecast: ForecastChoice = {
  years: '2030, 2035', lifeTable: 'none', male: '', female: '', lifeTableSource: '', growth60Percent: null, growth80Percent: null, growthSource: '',
  migrationPercent: null, migrationSource: '', bedsPerThousand: null, bedsSource: '',
}

export type ForecastFault = 'years' | 'male' | 'female' | 'lifeTableSource' | 'growthSource' | 'migrationSource' | 'bedsSource' | 'nothing'
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
  if (choice.migrationPercent !== null && choice.migrationPercent !== 0 && !said(choice.migrationSource)) faults.add('migrationSource')
  if (choice.bedsPerThousand !== null && !said(choice.bedsSource)) faults.add('bedsSource')
  if (!grows && choice.lifeTable === 'none') faults.add('nothing')
  return faults
}

const share = (percent: number) => Number((percent / 100).toFixed(8))

export function toForecast(choice: ForecastChoice): AskForecastInput {
  const { lifeTable, growth60Percent, growth80Percent, migrationPercent, bedsPerThousand } = choice
  return {
    years: parseYears(choice.years)!,
    ...(lifeTable === 'demo' ? { lifeTable: { kind: 'demo' as const } } : {}),
    ...(lifeTable === 'person_years' ? { lifeTable: { kind: 'person_years' as const, source: choice.lifeTableSource.trim(), male: parseGroups(choice.male)!, female: parseGroups(choice.female)! } } : {}),
    ...(growth60Percent === null && growth80Percent === null
      ? {}
      : {
          growth: {
            source: choice.growthSource.trim(),
            ...(growth60Percent === null ? {} : { residents60Plus: share(growth60Percent) }),
            ...(growth80Percent === null ? {} : { residents80Plus: share(growth80Percent) }),
          },
        }),
    ...(migrationPercent ? { annualMigration: share(migrationPercent), migrationSource: choice.migrationSource.trim() } : {}),
    ...(bedsPerThousand === null ? {} : { bedsPerThousandElders: { value: bedsPerThousand, source: choice.bedsSource.trim() } }),
  }
}
