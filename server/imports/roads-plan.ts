import type { MultiPolygon } from 'geojson'
import { edgeFlag } from '../core/network/graph.ts'
import { openGraph } from '../core/network/graph-file.ts'
import { refuse } from '../core/problems.ts'
import { canonicalJson, sha256Hex, stableUuid } from '../hashing.ts'
import { findRoadNetwork, insertRoadNetwork, listOwnedFlags } from '../network/network.repository.ts'
import { buildRoads } from './build-roads.ts'
import type { ImportRecord } from '../core/imports/report.ts'
import type { PlanMaterial } from './examine-import.ts'
import type { ImportPlan } from './import-plan.ts'
import { endRecords } from './records.repository.ts'

/** A county has one walking network at a time: a road file takes the place of the one before, whole. */
export async function planRoads(material: PlanMaterial): Promise<ImportPlan> {
  const { db, countyCode, baseVersion, raw, records, file, signal } = material
  const built = await buildRoads({ path: file.path, lines: raw.roads ? null : toGeojson(records) }, signal)
  const { bbox } = built.network
  if (!bbox) throw refuse('ROADS_NO_PLACE', '路网没有坐标，不能与本县的地点相连', 'The roads have no coordinates: no place of the county can join them')
  const graph = openGraph(built.buffer)
  const owned = await listOwnedFlags(db, countyCode, built.middleLon, built.middleLat)
  if (!owned.includes(1)) throw refuse('ROADS_OUTSIDE', '路网没有一段在本县范围内', 'No stretch of the roads lies in the county')
  for (let edge = 0; edge < graph.edgeCount; edge++) if (!owned[edge]) graph.edgeFlags[edge] &= ~edgeFlag.owned
  const bytes = new Uint8Array(built.buffer)
  const graphHash = sha256Hex(bytes)
  const before = await findRoadNetwork(db, countyCode, baseVersion)
  const isSame = before?.graphHash === graphHash
  return {
    dataKind: 'roads',
    changes: { inserted: before ? 0 : 1, updated: before && !isSame ? 1 : 0, unchanged: isSame ? 1 : 0, ended: 0 },
    problems: built.read.warnings,
    assumptions: built.read.assumptions,
    async write(tx, version) {
      if (before) await endRecords(tx, 'road_networks', countyCode, version, [before.id])
      await insertRoadNetwork(tx, countyCode, version, {
        id: before?.id ?? stableUuid(`${countyCode}/roads/network`),
        // The driver takes no memory that threads share.
        graph: bytes.slice(),
        graphHash,
        nodeCount: graph.nodeCount,
        edgeCount: graph.edgeCount,
        lengthMetres: built.network.lengthMetres,
        report: { ...built.network, read: built.read },
        extent: boxPolygon(bbox),
      })
      return sha256Hex(canonicalJson(graphHash))
    },
  }
}

/** Lines that the doctor has put in degrees, as the network's own reader takes them: it joins them where they meet. */
function toGeojson(records: readonly ImportRecord[]): Uint8Array {
  const features = records.map(({ fields, others, geometry }) => {
    const properties: Record<string, unknown> = { ...others }
    if (typeof fields.highway === 'string') properties.highway = fields.highway
    if (typeof fields.name === 'string') properties.name = fields.name
    return JSON.stringify({ type: 'Feature', properties, geometry })
  })
  return Buffer.from(`{"type":"FeatureCollection","features":[${features.join(',')}]}`)
}

/** A decimetre is added where all roads lie on one line: a box without an inside is no surface. */
export function boxPolygon([west, south, farEast, farNorth]: readonly number[]): MultiPolygon {
  const east = Math.max(farEast, west + 1e-6)
  const north = Math.max(farNorth, south + 1e-6)
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ]
  return { type: 'MultiPolygon', coordinates: [[ring]] }
}
