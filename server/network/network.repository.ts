import { sql } from 'kysely'
import type { MultiPolygon } from 'geojson'
import { asGeoJson, multiPolygonFromGeoJson } from '../db/postgis.ts'
import type { Db, Tx } from '../db/schema.ts'
import { validAt } from '../versions/versions.repository.ts'

export interface RoadNetwork {
  id: string
  graphHash: string
  nodeCount: number
  edgeCount: number
  lengthMetres: number
  report: unknown
  /** Where the road data reaches to: inside it roads are complete, at its rim they stop. */
  extent: MultiPolygon
}

export async function insertRoadNetwork(tx: Tx, countyCode: number, version: number, network: RoadNetwork & { graph: Uint8Array }): Promise<void> {
  await tx
    .insertInto('road_networks')
    .values({
      county_code: countyCode,
      id: network.id,
      valid_from_version: version,
      valid_to_version: null,
      graph: network.graph,
      graph_hash: network.graphHash,
      node_count: network.nodeCount,
      edge_count: network.edgeCount,
      length_metres: network.lengthMetres,
      report: JSON.stringify(network.report),
      extent: multiPolygonFromGeoJson(network.extent),
    })
    .execute()
}

export async function findRoadNetwork(db: Db | Tx, countyCode: number, version: number): Promise<RoadNetwork | undefined> {
  return db
    .selectFrom('road_networks')
    .select([
      'id',
      'graph_hash as graphHash',
      'node_count as nodeCount',
      'edge_count as edgeCount',
      'length_metres as lengthMetres',
      'report',
      asGeoJson<MultiPolygon>('extent').$notNull().as('extent'),
    ])
    .where('county_code', '=', countyCode)
    .where(validAt(version))
    .executeTakeFirst()
}

/** The packed graph of a version, as bytes for `openGraph`. */
export async function getGraphBytes(db: Db | Tx, countyCode: number, version: number): Promise<Uint8Array> {
  const row = await db
    .selectFrom('road_networks')
    .select('graph')
    .where('county_code', '=', countyCode)
    .where(validAt(version))
    .executeTakeFirstOrThrow()
  return row.graph
}

/**
 * Which of many points lie in the county itself, in the points' order: roads beyond the border are kept as a buffer,
 * but are not its own. PostGIS decides, so that no second definition of “inside” exists.
 */
export async function listOwnedFlags(db: Db | Tx, countyCode: number, lon: Float64Array, lat: Float64Array): Promise<Uint8Array> {
  const owned = new Uint8Array(lon.length)
  for (let start = 0; start < lon.length; start += 20_000) {
    const lons = Array.from(lon.subarray(start, start + 20_000))
    const lats = Array.from(lat.subarray(start, start + 20_000))
    const { rows } = await sql<{ i: number }>`
      select p.i::int as i
      from unnest(${lons}::float8[], ${lats}::float8[]) with ordinality as p(lon, lat, i),
        (select ST_Subdivide(boundary, 128) as piece from admin_regions where code = ${countyCode}) as county
      where ST_Covers(county.piece, ST_SetSRID(ST_MakePoint(p.lon, p.lat), 4326))`.execute(db)
    for (const { i } of rows) owned[start + i - 1] = 1
  }
  return owned
}
