import { existsSync } from 'node:fs'
import pg from 'pg'
import { startCluster } from '../../test/postgres-cluster.ts'
import { limitMetres, type PortoAlegre } from './porto-alegre-data.ts'
import type { Peer } from './reach.bench.ts'

const pgRoutingControl = '/usr/share/postgresql/15/extension/pgrouting.control'

/**
 * Plain pgr_drivingDistance and the minimum (its `equicost` is wrong), summed up where it is computed, so that no row
 * travels. The limit is half a millimetre longer, so that rounding cannot lose a walk of the limit.
 */
export async function openPgRouting(data: PortoAlegre): Promise<Peer | undefined> {
  if (!existsSync(pgRoutingControl)) {
    process.stderr.write('pgRouting is not installed: no comparison\n')
    return undefined
  }
  const cluster = await startCluster()
  const client = new pg.Client({ connectionString: cluster.connectionString })
  const close = async () => {
    await client.end()
    await cluster.stop()
  }
  try {
    await client.connect()
    await load(client, data)
    const { rows } = await client.query<{ version: string }>('select pgr_version() as version')
    return {
      name: 'pgrouting',
      note: `pgRouting ${rows[0].version}`,
      repeat: 1,
      async reach(sources) {
        const answer = await client.query<{ reached: number; sum: number }>(question, [sources, limitMetres + 0.0005])
        return { reached: answer.rows[0].reached, sumMetres: answer.rows[0].sum }
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

const question = `
  select count(*)::int as reached, sum(metres) as sum
    from (select node, min(agg_cost) as metres
            from pgr_drivingDistance('select id, u as source, v as target, length_m as cost, length_m as reverse_cost from edge',
                                     $1::bigint[], $2::float8, directed := false, equicost := false)
           group by node) as nearest`

async function load(client: pg.Client, { edges }: PortoAlegre): Promise<void> {
  await client.query('create extension pgrouting cascade')
  await client.query('create table edge (id int primary key, u int not null, v int not null, length_m float8 not null)')
  await client.query('insert into edge select * from unnest($1::int[], $2::int[], $3::int[], $4::float8[])', [
    edges.map((_, id) => id),
    edges.map(({ u }) => u),
    edges.map(({ v }) => v),
    edges.map(({ lengthMetres }) => lengthMetres),
  ])
  await client.query('analyze edge')
}
