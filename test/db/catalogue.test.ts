import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { tablePlacement, versionedTables } from '../../server/db/tables.ts'
import { describeOnBothEngines } from './engines.ts'

const placement: Record<string, 'distributed' | 'reference' | 'local'> = tablePlacement
const distributed = Object.keys(placement).filter((table) => placement[table] === 'distributed')
/** Not ours: the migrator's own bookkeeping, and what PostGIS brings. */
const foreign = ['kysely_migration', 'kysely_migration_lock', 'spatial_ref_sys']

interface Constraint {
  name: string
  table: string
  type: 'p' | 'u' | 'x' | 'f' | 'c'
  columns: string[]
  target: string | null
  target_columns: string[] | null
  on_delete: string
  on_update: string
  definition: string
}

describeOnBothEngines('the schema’s rules, read from the catalogue', (open) => {
  const inSchema = sql`relnamespace = current_schema()::regnamespace`

  const readConstraints = async (): Promise<Constraint[]> => {
    const { rows } = await sql<Constraint>`
      select con.conname::text as name, c.relname::text as table, con.contype::text as type,
        array(select a.attname::text from unnest(con.conkey) with ordinality k(n, i)
          join pg_attribute a on a.attrelid = con.conrelid and a.attnum = k.n order by k.i) as columns,
        t.relname::text as target,
        case when con.confkey is null then null else array(select a.attname::text from unnest(con.confkey) with ordinality k(n, i)
          join pg_attribute a on a.attrelid = con.confrelid and a.attnum = k.n order by k.i) end as target_columns,
        con.confdeltype::text as on_delete, con.confupdtype::text as on_update,
        pg_get_constraintdef(con.oid) as definition
      from pg_constraint con join pg_class c on c.oid = con.conrelid left join pg_class t on t.oid = con.confrelid
      where c.${inSchema} order by 2, 1`.execute(open().db)
    return rows.filter(({ table }) => !foreign.includes(table))
  }

  it('every table is named in tables.ts, and every one named there exists', async () => {
    const { rows } = await sql<{ name: string }>`
      select relname::text as name from pg_class where ${inSchema} and relkind in ('r', 'p') order by 1`.execute(open().db)
    const ours = rows.map(({ name }) => name).filter((name) => !foreign.includes(name))
    expect(ours).toEqual(Object.keys(placement).sort())
  })

  it('rule 1: a distributed table has county_code int not null, never generated', async () => {
    const { rows } = await sql<{ table: string }>`
      select c.relname::text as table from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.${inSchema} and c.relkind = 'r' and a.attname = 'county_code' and a.atttypid = 'int4'::regtype
        and a.attnotnull and a.attgenerated = '' and a.attidentity = '' and not a.atthasdef order by 1`.execute(open().db)
    expect(rows.map(({ table }) => table)).toEqual([...distributed].sort())
  })

  it('rule 2: keys, unique indexes and exclusions of distributed tables include county_code', async () => {
    const { rows } = await sql<{ table: string; index: string; columns: string[] }>`
      select c.relname::text as table, i.relname::text as index,
        array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum = any(x.indkey)) as columns
      from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
      where c.${inSchema} and (x.indisunique or x.indisexclusion)`.execute(open().db)
    const breaches = rows.filter(({ table, columns }) => distributed.includes(table) && !columns.includes('county_code'))
    expect(breaches).toEqual([])
    const keyed = (await readConstraints()).filter(({ type }) => type === 'p').map(({ table }) => table)
    expect(keyed).toEqual(Object.keys(placement).sort())
  })

  it('rule 0: a versioned record’s key is county, id, first version', async () => {
    const keys = (await readConstraints()).filter(({ type }) => type === 'p')
    for (const table of versionedTables) {
      expect(keys.find((key) => key.table === table)?.columns).toEqual(['county_code', 'id', 'valid_from_version'])
    }
  })

  it('rule 3: ids are uuid or bigint identity, and nothing is serial', async () => {
    const { rows } = await sql<{ table: string; column: string; type: string; identity: string; expression: string | null }>`
      select c.relname::text as table, a.attname::text as column, format_type(a.atttypid, null) as type,
        a.attidentity::text as identity, pg_get_expr(d.adbin, d.adrelid) as expression
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
      where c.${inSchema} and c.relkind = 'r'`.execute(open().db)
    const ours = rows.filter(({ table }) => table in placement)
    const breaches = ours.filter(({ column, type, identity, expression }) => {
      if (expression?.includes('nextval')) return true
      if (identity !== '') return type !== 'bigint'
      return column === 'id' && type !== 'uuid'
    })
    expect(breaches).toEqual([])
  })

  it('rule 4: foreign keys stay within their county and never act on update or set null', async () => {
    const keys = (await readConstraints()).filter(({ type }) => type === 'f')
    expect(keys.length).toBeGreaterThan(0)
    const breaches = keys.filter(({ table, target, columns, target_columns, on_delete, on_update }) => {
      const from = placement[table]
      const to = placement[target ?? '']
      if (on_update !== 'a' || on_delete === 'n' || on_delete === 'd') return true
      if (from === 'distributed' && to === 'distributed') {
        const at = columns.indexOf('county_code')
        return at < 0 || target_columns?.[at] !== 'county_code'
      }
      return to === 'distributed' || (from === 'distributed' && to === 'local')
    })
    expect(breaches).toEqual([])
  })

  it('rule 5: foreign keys have names of ours, and no table has a trigger of its own', async () => {
    const keys = (await readConstraints()).filter(({ type }) => type === 'f')
    expect(keys.filter(({ name }) => /_fkey\d*$/.test(name))).toEqual([])
    const { rows } = await sql`
      select t.tgname::text as trigger from pg_trigger t join pg_class c on c.oid = t.tgrelid
      where c.${inSchema} and not t.tgisinternal`.execute(open().db)
    expect(rows).toEqual([])
    const partitions = await sql`select 1 from pg_class where ${inSchema} and (relkind = 'p' or relispartition)`.execute(open().db)
    expect(partitions.rows).toEqual([])
  })

  it('rule 6: no row-level security', async () => {
    const { rows } = await sql`select relname from pg_class where ${inSchema} and relrowsecurity`.execute(open().db)
    expect(rows).toEqual([])
  })

  it('every geometry column is 4326 and has its validity check', async () => {
    const { rows } = await sql<{ table: string; column: string; type: string }>`
      select c.relname::text as table, a.attname::text as column, format_type(a.atttypid, a.atttypmod) as type
      from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.${inSchema} and c.relkind = 'r' and a.atttypid = 'geometry'::regtype and not a.attisdropped`.execute(open().db)
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.filter(({ type }) => !/^(public\.)?geometry\(\w+,4326\)$/.test(type))).toEqual([])
    const checks = (await readConstraints()).filter(({ type }) => type === 'c')
    const unchecked = rows.filter(
      ({ table, column }) =>
        !checks.some((check) => check.table === table && new RegExp(`st_isvalid\\(${column}\\)`).test(check.definition)),
    )
    expect(unchecked).toEqual([])
  })
})
