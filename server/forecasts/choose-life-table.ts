import type { AskForecast } from '../contract/forecasts.ts'
import type { Bilingual } from '../contract/common.ts'
import { demoLifeTable } from '../core/forecast/demo-life-table.ts'
import { checkLifeTable, personYearsOf, type LifeTable } from '../core/forecast/life-table.ts'
import { InputRefused } from '../core/problems.ts'
import { AppError } from '../errors.ts'
import type { PublishedLifeTable } from './life-tables.ts'

export interface ChosenLifeTable {
  table: LifeTable
  source: Bilingual
  /** Of a published one, whose words in the question are but its name. */
  contentHash?: string
}

/** The table that was asked for, with whose word it is; null where none was. */
export function chooseLifeTable(given: AskForecast['lifeTable'], published: readonly PublishedLifeTable[]): ChosenLifeTable | null {
  if (!given) return null
  if (given.kind === 'demo') return { table: demoLifeTable(), source: { zh: '示例生命表（演示）', en: 'made up, a demonstration' } }
  if (given.kind === 'published') {
    const found = published.find(({ id }) => id === given.id)
    if (!found) throw new AppError('BAD_REQUEST', `没有生命表 ${given.id}`, `No life table ${given.id}`)
    const of = (language: 'zh' | 'en') => `${found.source[language]} (${found.licence})`
    return { table: found.table, source: { zh: of('zh'), en: of('en') }, contentHash: found.contentHash }
  }
  const of = (sex: 'male' | 'female') => (given.kind === 'person_years' ? given[sex] : personYearsOf(given[sex].survivors, given[sex].expectationAt85))
  const table = { male: of('male'), female: of('female') }
  const problems = checkLifeTable(table)
  if (problems.length > 0) throw new InputRefused(problems)
  return { table, source: { zh: given.source, en: given.source } }
}
