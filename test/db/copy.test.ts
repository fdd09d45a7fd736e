import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { copyRows, NulInText } from '../../server/db/copy.ts'
import type { Tx } from '../../server/db/schema.ts'
import { describeOnBothEngines } from './engines.ts'

const nasty = ['tab\there', 'back\\slash', 'line\nbreak', 'return\rhere', '\\N', '\\.', '𠮷', '', '"quoted"', "it's", '\b\f\v', '{a,b}', ' ']

const columns = ['county_code', 'actor_roles', 'actor_id', 'at', 'action', 'entity_kind', 'entity_id', 'detail'] as const

function rowsOf(count: number, county: number): unknown[][] {
  return Array.from({ length: count }, (_unused, index) => [
    county,
    [nasty[index % nasty.length], 'reviewer'],
    nasty[index % nasty.length],
    new Date('2026-03-01T00:00:00Z'),
    'import',
    'facility',
    String(index),
    { text: nasty[index % nasty.length], nothing: null },
  ])
}

const load = (tx: Tx, rows: Iterable<unknown[]>): Promise<number> =>
  copyRows(tx, 'audit_log', columns, rows as Iterable<string[]>)

describeOnBothEngines('bulk loading', (open) => {
  it('carries ten thousand rows of nasty text unchanged', async () => {
    const { db } = open()
    const count = await db.transaction().execute((tx) => load(tx, rowsOf(10_000, 1)))
    expect(count).toBe(10_000)
    const stored = await db.selectFrom('audit_log').selectAll().where('county_code', '=', 1).orderBy('id').execute()
    expect(stored).toHaveLength(10_000)
    stored.forEach((row, index) => {
      const text = nasty[index % nasty.length]
      if (row.actor_id !== text || row.entity_id !== String(index)) expect(row.actor_id).toBe(text)
    })
    const text = nasty[5000 % nasty.length]
    expect(stored[5000]).toMatchObject({
      actor_id: text,
      actor_roles: [text, 'reviewer'],
      at: new Date('2026-03-01T00:00:00Z'),
      detail: { text, nothing: null },
    })
  })

  it('belongs to its transaction: undone with it', async () => {
    const { db } = open()
    const transaction = db.transaction().execute(async (tx) => {
      await load(tx, rowsOf(10, 2))
      throw new Error('changed my mind')
    })
    await expect(transaction).rejects.toThrow('changed my mind')
    expect(await db.selectFrom('audit_log').selectAll().where('county_code', '=', 2).execute()).toEqual([])
  })

  it('is all or nothing when a row is refused', async () => {
    const { db } = open()
    const rows = rowsOf(3000, 3)
    rows[2500][3] = 'no time'
    await expect(db.transaction().execute((tx) => load(tx, rows))).rejects.toMatchObject({ code: '22007' })
    expect(await db.selectFrom('audit_log').selectAll().where('county_code', '=', 3).execute()).toEqual([])
  })

  it('refuses NUL before anything is sent, and says where', async () => {
    const { db } = open()
    const rows = rowsOf(3, 4)
    rows[1][2] = 'a\0b'
    const transaction = db.transaction().execute((tx) => load(tx, rows))
    await expect(transaction).rejects.toThrow(NulInText)
    await expect(transaction).rejects.toMatchObject({ where: 'actor_id, row 2' })
  })

  it('tells null from empty text and loads bytes', async () => {
    const { db } = open()
    const bytes = new Uint8Array([0, 9, 10, 92, 255])
    await db.transaction().execute(async (tx) => {
      await sql`insert into coverage_runs (county_code, id, profile, status, parameters, input_versions, input_hash, actor_id, created_at, notes)
        values (5, '6f1f2b6e-0d0e-4c52-9c57-0f2f2f1d0a11', 'walk', 'running', '{}', '{}', 'x', 'x', now(), '[]')`.execute(tx)
      await copyRows(
        tx,
        'coverage_blocks',
        ['county_code', 'run_id', 'profile', 'resolution', 'parent', 'travel_metres', 'edge_marks'],
        [[5, '6f1f2b6e-0d0e-4c52-9c57-0f2f2f1d0a11', '', 9, '85283473fffffff', bytes, new Uint8Array(0)]],
      )
    })
    const block = await db.selectFrom('coverage_blocks').selectAll().where('county_code', '=', 5).executeTakeFirstOrThrow()
    expect(block).toMatchObject({ profile: '', travel_metres: bytes, edge_marks: new Uint8Array(0) })
  })

  it('loads nothing from no rows', async () => {
    expect(await open().db.transaction().execute((tx) => load(tx, []))).toBe(0)
  })
})
