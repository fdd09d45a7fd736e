import { describe, expect, it } from 'vitest'
import { tablePlacement, type TableName } from '../../server/db/tables.ts'
import { calls } from './calls.ts'
import { findBreaches, type NamedSql } from './rules.ts'
import { listRepositories, recordSql, type CannedRows } from './statements.ts'

/** What a statement must find before the function says more: columns of a table, or the one row that is there. */
const rowsFor: CannedRows = (sql) => {
  if (sql.includes('information_schema.columns')) return [{ name: 'county_code' }, { name: 'id' }]
  if (/select count|"graph" from|as "boundary" from "admin_regions"/.test(sql))
    return [{ count: 0, graph: new Uint8Array(0), boundary: null }]
  return []
}

const repositories = await listRepositories()
const statements = await recordAll()

/** Statements that look over all counties on purpose, each with its reason. */
const overAllCounties: Record<string, string> = {
  'jobs/jobs.repository listOpenJobs': 'a process that owns its store takes up whatever was left open in it',
  'regions/regions.repository listCounties': 'the list of counties is the list of those that hold data',
}

describe('the SQL of the repositories', () => {
  it('is recorded of every function of every repository there is', () => {
    const there = repositories.flatMap(({ name, functions }) => functions.map((one) => `${name} ${one}`))
    const called = Object.entries(calls).flatMap(([name, functions]) => Object.keys(functions).map((one) => `${name} ${one}`))
    expect(called.sort()).toEqual(there.sort())
    const silent = there.filter((name) => name !== 'versions/versions.repository validAt' && !statements.some((one) => one.name === name))
    expect(silent).toEqual([])
  })

  it('breaks none of the rules for spreading over machines (scale.md, 6 to 11)', () => {
    expect(findBreaches(statements)).toEqual([])
  })

  it('names the county in every statement on a distributed table, but for those that look over all on purpose', () => {
    const distributed = (Object.keys(tablePlacement) as TableName[]).filter((table) => tablePlacement[table] === 'distributed')
    const offences = statements.filter(({ sql }) => {
      const touched = distributed.some((table) => new RegExp(`\\b(?:from|join|into|update) "?${table}"?\\b`, 'i').test(sql))
      return touched && !/"?county_code"? = |\("county_code"|\("(?:\w+", ")*county_code"/.test(sql)
    })
    expect([...new Set(offences.map(({ name }) => name))].sort()).toEqual(Object.keys(overAllCounties).sort())
  })

  it('never writes a row of another county than it was asked for: county_code is never updated', () => {
    const updates = statements.filter(({ sql }) => /\bset\b[^;]*"county_code" = [^;]*\bwhere\b/.test(sql.split(' where ')[0] + ' where '))
    expect(updates.map(({ name }) => name)).toEqual([])
  })

  it('sends values as parameters: no text of ours stands in a statement', () => {
    const planted = statements.filter(({ sql }) => sql.includes('360735') || sql.includes('00000000-0000-4000'))
    expect(planted.map(({ name }) => name)).toEqual([])
  })
})

async function recordAll(): Promise<NamedSql[]> {
  const recorded: NamedSql[] = []
  for (const [repository, functions] of Object.entries(calls)) {
    for (const [name, ways] of Object.entries(functions)) {
      for (const way of ways) recorded.push(...(await recordSql(`${repository} ${name}`, way, rowsFor)))
    }
  }
  return recorded
}
