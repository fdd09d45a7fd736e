import { existsSync } from 'node:fs'
import pg from 'pg'
import { startCluster } from '../../test/postgres-cluster.ts'
import { measureInRounds, type Figure, type Task } from './figures.ts'
import { limitMetres, readPortoAlegre, sourceCounts, type PortoAlegre } from './porto-alegre-data.ts'

const pgRoutingControl = '/usr/share/postgresql/15/extension/pgrouting.control'

/**
 * The same searches by pgRouting, plain pgr_drivingDistance and the minimum (its `equicost` is wrong). Nothing where
 * pgRouting is not installed. The limit is half a millimetre longer, so that rounding cannot lose a walk of the limit.
 */
export async function benchPgRouting(): Promise<Figure[]> {
  if (!existsSync(pgRoutingControl)) {
    process.stderr.write('pgRouting is not installed: no comparison\n')
    return []
  }
  const cluster = await startCluster()
  const client = new pg.Client({ connectionString: cluster.connectionString })
  try {
    await client.connect()
    const data = readPortoAlegre()
    await load(client, data)
    const tasks = sourceCounts.map((count): Task => ({
      name: `pgrouting.reach.${count}`,
      async run() {
        const { rowCount } = await client.query(question, [data.sources[count], limitMetres + 0.0005])
        return { sources: count, reached: rowCount ?? 0 }
      },
    }))
    return await measureInRounds(tasks, { rounds: 7, warmUp: 1 })
  } finally {
    await client.end()
    await cluster.stop()
  }
}

const question = `
  select node, min(agg_cost) as metres
    from pgr_drivingDistance('select id, u as source, v as target, length_m as cost, length_m as reverse_cost from edge',
                             $1::bigint[], $2::float8, directed := false, equicost := false)
   group by node`

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
