import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { buildGraph } from '../../server/core/network/build-graph.ts'
import { inclusiveLimit } from '../../server/core/network/limits.ts'
import { createReachWorkspace, reach } from '../../server/core/network/reach.ts'
import { createRoadBuilder } from '../../server/core/network/road-builder.ts'
import { createOracleDatabase, type OracleDatabase } from './oracle-database.ts'
import { openPortoAlegre, portoAlegreRows, portoAlegreSources } from './porto-alegre.ts'
import { createRandom, type Random } from '../../scripts/samples/random.ts'

/*
 * pgRouting as the oracle: plain pgr_drivingDistance for each source, and the minimum over the sources. Never
 * `equicost`, which gives wrong answers (133 distances too long on this very network).
 *
 * All lengths are whole millimetres, so between a limit of whole metres and half a millimetre more there is no walk:
 * asking pgRouting for the latter asks the same question and keeps the rounding of its sums out of the comparison.
 */
const halfMillimetre = 0.0005
const toleranceMetres = 1e-6

interface Edge {
  id: number
  u: number
  v: number
  lengthMetres: number
}

let database: OracleDatabase
beforeAll(async () => {
  database = await createOracleDatabase(inject('postgresUrl'), ['postgis', 'pgrouting'])
  await database.client.query('create table edge (id int primary key, u int not null, v int not null, length_m float8 not null)')
})
afterAll(() => database?.remove())

async function storeEdges(edges: readonly Edge[]): Promise<void> {
  await database.client.query('truncate edge')
  const column = (read: (edge: Edge) => number) => edges.map(read)
  await database.client.query('insert into edge select * from unnest($1::int[], $2::int[], $3::int[], $4::float8[])', [
    column(({ id }) => id),
    column(({ u }) => u),
    column(({ v }) => v),
    column(({ lengthMetres }) => lengthMetres),
  ])
}

async function askPgRouting(sources: readonly number[], limitMetres: number): Promise<Map<number, number>> {
  const { rows } = await database.client.query<{ node: string; metres: number }>(
    `select node, min(agg_cost) as metres
       from pgr_drivingDistance('select id, u as source, v as target, length_m as cost, length_m as reverse_cost from edge',
                                $1::bigint[], $2::float8, directed := false, equicost := false)
      group by node`,
    [sources, limitMetres + halfMillimetre],
  )
  return new Map(rows.map(({ node, metres }) => [Number(node), metres]))
}

/** The nodes on which the two differ, with what each says. */
function differences(ours: ReadonlyMap<number, number>, theirs: ReadonlyMap<number, number>) {
  const nodes = new Set([...ours.keys(), ...theirs.keys()])
  return [...nodes]
    .map((node) => ({ node, ours: ours.get(node), theirs: theirs.get(node) }))
    .filter((both) => !(Math.abs((both.ours ?? NaN) - (both.theirs ?? NaN)) <= toleranceMetres))
}

describe('pgRouting agrees', () => {
  it('on Porto Alegre from twenty sources', async () => {
    await storeEdges(portoAlegreRows('edges.csv.gz').map(([id, u, v, metres]) => ({ id: +id, u: +u, v: +v, lengthMetres: +metres })))
    const sources = portoAlegreSources(1000).filter((_, i) => i % 50 === 7)
    const { metres } = (await openPortoAlegre()).walk(sources, 1000)
    const ours = new Map([...metres].map(([label, distance]) => [Number(label), distance]))
    expect(sources).toHaveLength(20)
    expect(ours.size).toBeGreaterThan(5000)
    expect(differences(ours, await askPgRouting(sources.map(Number), 1000))).toEqual([])
  })

  it.each(Array.from({ length: 20 }, (_, i) => i + 1))('on random network %i', async (seed) => {
    const { nodeCount, edges, sources, limitMetres } = randomNetwork(createRandom(seed))
    const builder = createRoadBuilder()
    for (let i = 0; i < nodeCount; i++) builder.node(NaN, NaN)
    for (const { u, v, lengthMetres } of edges) builder.edge(u, v, { lengthMetres })
    const { graph } = buildGraph(builder.finish())
    const work = createReachWorkspace(nodeCount)
    const seeds = sources.map((node, source) => ({ node, metres: 0, source }))
    reach(graph, seeds, inclusiveLimit(limitMetres), work)
    const touched = Array.from(work.touched.subarray(0, work.touchedCount))
    await storeEdges(edges)
    expect(differences(new Map(touched.map((node) => [node, work.metres[node]])), await askPgRouting(sources, limitMetres))).toEqual([])
  })
})

/** Sparse as streets are, in pieces, with parallel edges, loops and edges of no length; sources stand on some edge. */
function randomNetwork(random: Random) {
  const nodeCount = 10 + random.integer(0, 60 - 1)
  const edgeCount = Math.floor(nodeCount * random.between(0.7, 2))
  const edges: Edge[] = Array.from({ length: edgeCount }, (_, id) => {
    const u = random.integer(0, nodeCount - 1)
    const v = random.chance(0.05) ? u : random.integer(0, nodeCount - 1)
    return { id, u, v, lengthMetres: random.chance(0.05) ? 0 : random.integer(0, 400_000 - 1) / 1000 }
  })
  edges.push({ ...edges[0], id: edgeCount, lengthMetres: edges[0].lengthMetres / 2 + 1 })
  const sources = Array.from({ length: 1 + random.integer(0, 5 - 1) }, () => random.pick(edges).u)
  return {
    nodeCount,
    edges: edges.map((edge) => ({ ...edge, lengthMetres: Math.round(edge.lengthMetres * 1000) / 1000 })),
    sources: [...new Set(sources)],
    limitMetres: 100 + random.integer(0, 900 - 1),
  }
}
