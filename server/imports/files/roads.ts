import { buildGraph } from '../../core/network/build-graph.ts'
import type { Graph } from '../../core/network/graph.ts'
import type { RawFile } from '../../core/imports/raw-table.ts'
import { InputRefused } from '../../core/problems.ts'
import { readRoads } from '../../network/files/read-roads.ts'
import type { ReadContext } from './limits.ts'

/**
 * Reads a road file as the network domain would, for its report. A sound file without a single road is a warning here:
 * the network in use is replaced only by the network domain, which refuses an empty one.
 */
export async function readRoadFile(path: string, context: ReadContext): Promise<RawFile> {
  try {
    const { roads, report } = await readRoads(path, { maxBytes: context.limits.maxUnpackedBytes * 4 })
    const { graph } = buildGraph(roads)
    const components = graph.nodeComponent.reduce((most, component) => Math.max(most, component + 1), 0)
    const lengthMetres = graph.edgeMetres.reduce((sum, metres) => sum + metres, 0)
    return {
      format: report.format,
      tables: [],
      raster: null,
      roads: { edges: roads.edgeFrom.length, lengthMetres, components, bounds: boundsOf(graph), report },
      problems: report.warnings,
    }
  } catch (error) {
    if (!(error instanceof InputRefused) || !error.problems.some(({ code }) => code === 'ROADS_EMPTY')) throw error
    const problems = error.problems.map((found) => (found.code === 'ROADS_EMPTY' ? { ...found, severity: 'warning' as const } : found))
    // Ways that were cut away where their nodes are missing are the clip's doing, and counted by its own warning.
    const isCut = problems.some(({ code }) => code === 'OSM_MISSING_NODE')
    const ways = isCut ? 0 : Number(problems.find(({ code }) => code === 'ROADS_EMPTY')!.value)
    const report = { format: 'roads', ways, walkableWays: 0, skipped: {}, assumptions: [], warnings: [] }
    return { format: 'roads', tables: [], raster: null, roads: { edges: 0, lengthMetres: 0, components: 0, bounds: null, report }, problems }
  }
}

function boundsOf({ nodeLon, nodeLat }: Pick<Graph, 'nodeLon' | 'nodeLat'>): [number, number, number, number] | null {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let i = 0; i < nodeLon.length; i++) {
    west = Math.min(west, nodeLon[i])
    east = Math.max(east, nodeLon[i])
    south = Math.min(south, nodeLat[i])
    north = Math.max(north, nodeLat[i])
  }
  return west <= east && south <= north ? [west, south, east, north] : null
}
