import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { projectDirectory } from '../config.ts'
import type { LifeTableList } from '../contract/forecasts.ts'
import type { Bilingual } from '../contract/common.ts'
import { checkLifeTable, personYearsOfRates, rateAges, type LifeTable } from '../core/forecast/life-table.ts'
import { sha256Hex } from '../hashing.ts'

/** A published table of death rates that ships with the product, as person-years. */
export interface PublishedLifeTable extends Omit<LifeTableList[number], 'title' | 'source'> {
  title: Bilingual
  source: Bilingual
  table: LifeTable
}

export const lifeTablesDirectory = join(projectDirectory, 'data/life-tables')

/** Every `<id>.csv` of the folder, by id. Our own files: whatever is wrong with one is our bug. */
export function readLifeTables(directory = lifeTablesDirectory): PublishedLifeTable[] {
  const files = readdirSync(directory).filter((name) => name.endsWith('.csv'))
  return files.sort().map((name) => readLifeTable(name.replace(/\.csv$/, ''), readFileSync(join(directory, name), 'utf8')))
}

/** Lines `# key: value`, then a head, then age, male and female deaths a person-year. */
export function readLifeTable(id: string, text: string): PublishedLifeTable {
  const lines = text.split(/\r?\n/).filter(Boolean)
  const said = new Map([...text.matchAll(/^# (\w+): (.+?)\r?$/gm)].map(([, key, value]) => [key, value]))
  const get = (key: string) => said.get(key) ?? fail(id, `a line “# ${key}: …”`)
  const rows = lines.filter((line) => /^\d/.test(line)).map((line) => line.split(',').map(Number))
  if (rows.map(([age]) => age).join() !== rateAges.join()) fail(id, `the ages ${rateAges.join(', ')}`)
  const of = (column: number) => rows.map((row) => row[column])
  const table = { male: personYearsOfRates(of(1), 'male'), female: personYearsOfRates(of(2), 'female') }
  if (checkLifeTable(table).length > 0) fail(id, 'rates that a population can have')
  const expectation = (personYears: readonly number[]) => Math.round(personYears.reduce((a, b) => a + b, 0) * 100) / 100
  return {
    ...{ id, licence: get('licence'), origin: get('origin'), years: get('years'), contentHash: sha256Hex(text), table },
    title: { zh: get('title_zh'), en: get('title_en') },
    source: { zh: get('source_zh'), en: get('source_en') },
    expectationAtBirth: { male: expectation(table.male), female: expectation(table.female) },
  }
}

function fail(id: string, expected: string): never {
  throw new Error(`expected ${expected} in data/life-tables/${id}.csv`)
}
