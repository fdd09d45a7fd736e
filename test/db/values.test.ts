import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { describeOnBothEngines } from './engines.ts'

describeOnBothEngines('values', (open) => {
  const readOne = async (expression: string): Promise<unknown> => {
    const { rows } = await sql<{ v: unknown }>`select ${sql.raw(expression)} as v`.execute(open().db)
    return rows[0].v
  }

  it.each([
    ['int', '42', 42],
    ['bigint up to 2^53', '9007199254740991::bigint', 9007199254740991],
    ['numeric, digit by digit', '12345678901234.560::numeric', '12345678901234.560'],
    ['float', '0.1::float8 + 0.2::float8', 0.30000000000000004],
    ['boolean', 'true', true],
    ['null', 'null::int', null],
    ['text beyond the basic plane', "'颐圈 𠮷 😀'", '颐圈 𠮷 😀'],
    ['date', "'2026-02-28'::date", '2026-02-28'],
    ['uuid', "'6f1f2b6e-0d0e-4c52-9c57-0f2f2f1d0a11'::uuid", '6f1f2b6e-0d0e-4c52-9c57-0f2f2f1d0a11'],
    ['timestamptz', "'2026-03-01 08:00:00.123+08'::timestamptz", new Date('2026-03-01T00:00:00.123Z')],
    ['timestamptz in an odd zone', "'1901-01-01 00:00:00+08:05:43'::timestamptz", new Date('1900-12-31T15:54:17Z')],
    ['bytea', "'\\x00ff10'::bytea", new Uint8Array([0, 255, 16])],
    ['jsonb', `'{"a": [1, null, "二"]}'::jsonb`, { a: [1, null, '二'] }],
    ['text[]', `array['a', 'b,"c\\', null, '', 'NULL']`, ['a', 'b,"c\\', null, '', 'NULL']],
    ['empty text[]', `'{}'::text[]`, []],
    ['uuid[]', `array['6f1f2b6e-0d0e-4c52-9c57-0f2f2f1d0a11'::uuid]`, ['6f1f2b6e-0d0e-4c52-9c57-0f2f2f1d0a11']],
    ['nested int[]', 'array[[1, 2], [3, 4]]', [[1, 2], [3, 4]]],
    ['count', '(select count(*) from facilities)', 0],
  ])('read %s', async (_name, expression, expected) => {
    expect(await readOne(expression)).toStrictEqual(expected)
  })

  it('refuse a bigint that a number cannot hold, and go on', async () => {
    await expect(readOne('9007199254740993::bigint')).rejects.toThrow('2^53')
    expect(await readOne('1')).toBe(1)
  })

  it.each([
    ['bytes', new Uint8Array([0, 1, 92, 255]), 'bytea'],
    ['bytes of a larger buffer', new Uint8Array([9, 1, 2, 9]).subarray(1, 3), 'bytea'],
    ['a date', new Date('2026-03-01T00:00:00.123Z'), 'timestamptz'],
    ['a text array', ['a', 'b,"c\\', null, '', 'NULL', '{x}', '\n'], 'text[]'],
    ['a uuid array', [randomUUID(), randomUUID()], 'uuid[]'],
    ['an int array', [1, -2, 3], 'int[]'],
    ['an empty array', [], 'text[]'],
    ['null', null, 'text'],
    ['a boolean', false, 'boolean'],
    ['a decimal string', '0.10', 'numeric'],
    ['text of every kind', "it's \\ \t\n ' \" $1 ; -- 𠮷", 'text'],
  ])('write %s and read it back', async (_name, value, type) => {
    const { rows } = await sql<{ v: unknown }>`select ${value}::${sql.raw(type)} as v`.execute(open().db)
    expect(rows[0].v).toStrictEqual(value instanceof Uint8Array ? new Uint8Array(value) : value)
  })

  it('write an object as JSON', async () => {
    const { rows } = await sql<{ v: unknown }>`select ${{ a: '二' }}::jsonb as v`.execute(open().db)
    expect(rows[0].v).toEqual({ a: '二' })
  })

  it('carry parameters of several megabytes', async () => {
    const bytes = new Uint8Array(8_000_000).map((_value, index) => index % 251)
    const text = '颐'.repeat(1_000_000)
    const { rows } = await sql<{ size: number; echo: Uint8Array; length: number }>`
      select octet_length(${bytes}::bytea) as size, ${bytes}::bytea as echo, length(${text}::text) as length`.execute(open().db)
    expect(rows[0].size).toBe(8_000_000)
    expect(rows[0].length).toBe(1_000_000)
    expect(Buffer.compare(rows[0].echo, bytes)).toBe(0)
  })

  it('read a hundred thousand rows', async () => {
    const { rows } = await sql<{ i: number }>`select i, i::text as t from generate_series(1, 100000) i`.execute(open().db)
    expect(rows).toHaveLength(100_000)
    expect(rows[99_999]).toEqual({ i: 100_000, t: '100000' })
  })

  it('count affected rows', async () => {
    const { db } = open()
    await sql`create table counted (id int primary key)`.execute(db)
    const inserted = await sql`insert into counted select generate_series(1, 7)`.execute(db)
    expect(inserted.numAffectedRows).toBe(7n)
    const deleted = await sql`delete from counted where id > 5 returning id`.execute(db)
    expect(deleted).toMatchObject({ numAffectedRows: 2n, rows: [{ id: 6 }, { id: 7 }] })
  })

  it('are sorted by code point, and times shown in UTC', async () => {
    const { rows } = await sql`select x from (values ('二'), ('b'), ('B'), ('一')) v(x) order by x collate "C"`.execute(open().db)
    expect(rows).toEqual([{ x: 'B' }, { x: 'b' }, { x: '一' }, { x: '二' }])
    expect(await readOne("'2026-01-01 00:00:00+08'::timestamptz::text")).toBe('2025-12-31 16:00:00+00')
  })
})
