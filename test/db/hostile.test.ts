import { CompiledQuery, sql } from 'kysely'
import { DatabaseError } from 'pg'
import { describe, expect, it } from 'vitest'
import { describeOnBothEngines } from './engines.ts'
import { hostileStatements } from './hostile-sql.ts'

const bowtie = 'SRID=4326;POLYGON((0 0,1 1,1 0,0 1,0 0))'
const triangle = 'SRID=4326;POLYGON((0 0,1 0,1 1,0 0))'

describeOnBothEngines('hostile SQL', (open) => {
  it.each(hostileStatements)('gets its one answer: $name', async ({ text, parameters, expected }) => {
    const answer = open().db.executeQuery(CompiledQuery.raw(text, parameters ?? []))
    if ('rows' in expected) {
      expect((await answer).rows).toEqual(expected.rows)
    } else {
      const error = await answer.then(
        () => null,
        (reason: unknown) => reason,
      )
      expect(error).toBeInstanceOf(DatabaseError)
      expect(error).toMatchObject({ code: expected.code })
    }
    const { rows } = await sql`select count(*) as facilities from facilities`.execute(open().db)
    expect(rows).toEqual([{ facilities: 0 }])
  })

  describe('a statement that fails in its 101st row', () => {
    it('changes nothing, outside a transaction', async () => {
      const { db } = open()
      await sql`create table grid (id int primary key, g geometry)`.execute(db)
      await sql`insert into grid select i, (case when i = 101 then ${bowtie} else ${triangle} end)::geometry
        from generate_series(1, 120) i`.execute(db)
      const failing = sql`update grid set g = ST_Translate(ST_Intersection(g, ST_Translate(g, 0.1, 0)), 1, 1)`
      await expect(failing.execute(db)).rejects.toMatchObject({ code: 'XX000' })
      const { rows } = await sql`select count(*) as changed from grid where ST_XMin(g) > 0`.execute(db)
      expect(rows).toEqual([{ changed: 0 }])
    })

    it('undoes the whole transaction, which then accepts nothing more', async () => {
      const { db } = open()
      const transaction = db.transaction().execute(async (tx) => {
        await sql`insert into grid values (500, ${triangle}::geometry)`.execute(tx)
        await expect(sql`update grid set g = ST_Intersection(g, ${bowtie}::geometry)`.execute(tx)).rejects.toMatchObject({
          code: 'XX000',
        })
        await sql`select 1`.execute(tx)
      })
      await expect(transaction).rejects.toMatchObject({ code: '25P02' })
      const { rows } = await sql`select count(*) as n from grid where id = 500`.execute(db)
      expect(rows).toEqual([{ n: 0 }])
    })

    it('is not committed by a caller who swallows the error', async () => {
      const { db } = open()
      const transaction = db.transaction().execute(async (tx) => {
        await sql`insert into grid values (501, ${triangle}::geometry)`.execute(tx)
        await sql`insert into grid select id + 1000, ST_Intersection(g, ${bowtie}::geometry) from grid`
          .execute(tx)
          .catch(() => undefined)
      })
      await expect(transaction).rejects.toMatchObject({ name: 'AbortedTransactionError' })
      const { rows } = await sql`select count(*) as n from grid where id > 120`.execute(db)
      expect(rows).toEqual([{ n: 0 }])
    })

    it('is an error inside a function that catches everything, too', async () => {
      const { db } = open()
      await sql`create function overlay_or_null(a geometry) returns geometry language plpgsql as
        ${sql.lit('begin return ST_Intersection(a, a); exception when others then return null; end')}`.execute(db)
      const result = await sql<{ g: unknown }>`select overlay_or_null(${bowtie}::geometry) as g`.execute(db).then(
        ({ rows }) => rows[0].g,
        (error: DatabaseError) => error.code,
      )
      // PostgreSQL lets the function catch it; the embedded engine loses it there, and must not pass off the garbage.
      expect([null, 'XX000']).toContain(result)
    })
  })

  it('a syntax error in a transaction ends it: the next statement is refused', async () => {
    const transaction = open()
      .db.transaction()
      .execute(async (tx) => {
        await sql`selec 1`.execute(tx).catch(() => undefined)
        await sql`select 1`.execute(tx)
      })
    await expect(transaction).rejects.toMatchObject({ code: '25P02' })
  })

  it('a savepoint lets a transaction go on after an ordinary error', async () => {
    const { db } = open()
    await sql`create table kept (id int primary key)`.execute(db)
    const trx = await db.startTransaction().execute()
    await sql`insert into kept values (1)`.execute(trx)
    const saved = await trx.savepoint('before').execute()
    await expect(sql`insert into kept values (1)`.execute(saved)).rejects.toMatchObject({ code: '23505' })
    const back = await saved.rollbackToSavepoint('before').execute()
    await sql`insert into kept values (2)`.execute(back)
    await back.commit().execute()
    const { rows } = await sql`select id from kept order by id`.execute(db)
    expect(rows).toEqual([{ id: 1 }, { id: 2 }])
  })

  it('a unique violation names its constraint and table', async () => {
    const { db } = open()
    await expect(sql`insert into kept values (1)`.execute(db)).rejects.toMatchObject({
      code: '23505',
      constraint: 'kept_pkey',
      table: 'kept',
      detail: 'Key (id)=(1) already exists.',
    })
  })

  it('concurrent transactions neither mix nor lose updates', async () => {
    const { db } = open()
    await sql`create table counter (id int primary key, n int not null)`.execute(db)
    await sql`insert into counter values (1, 0)`.execute(db)
    const add = (): Promise<void> =>
      db.transaction().execute(async (tx) => {
        const { rows } = await sql<{ n: number }>`select n from counter where id = 1 for update`.execute(tx)
        await new Promise((resolve) => setTimeout(resolve, 2))
        await sql`update counter set n = ${rows[0].n + 1} where id = 1`.execute(tx)
      })
    await Promise.all(Array.from({ length: 20 }, add))
    expect((await sql`select n from counter`.execute(db)).rows).toEqual([{ n: 20 }])
  })

  it('a read-only transaction refuses writes', async () => {
    const transaction = open()
      .db.transaction()
      .setAccessMode('read only')
      .execute((tx) => sql`insert into counter values (2, 0)`.execute(tx))
    await expect(transaction).rejects.toMatchObject({ code: '25006' })
  })
})
