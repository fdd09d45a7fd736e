import { parentPort, workerData } from 'node:worker_threads'
import { buildGraph } from '../core/network/build-graph.ts'
import { describeNetwork } from '../core/network/components.ts'
import { edgePoints } from '../core/network/graph.ts'
import { InputRefused } from '../core/problems.ts'
import { readRoads, readRoadsFromBytes } from '../network/files/read-roads.ts'
import type { BuiltRoads, RoadsTask } from './build-roads.ts'

const { path, lines } = (workerData as { task: RoadsTask }).task
try {
  parentPort!.postMessage({ result: await build() })
} catch (error) {
  if (!(error instanceof InputRefused)) throw error
  parentPort!.postMessage({ refused: error.problems })
}

async function build(): Promise<BuiltRoads> {
  const read = lines === null ? await readRoads(path) : await readRoadsFromBytes('lines.geojson', lines)
  const { graph } = buildGraph(read.roads, { shared: true })
  const middleLon = new Float64Array(graph.edgeCount)
  const middleLat = new Float64Array(graph.edgeCount)
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    const points = edgePoints(graph, edge)
    const [a, b] = [points[Math.floor((points.length - 1) / 2)], points[Math.ceil((points.length - 1) / 2)]]
    middleLon[edge] = (a[0] + b[0]) / 2
    middleLat[edge] = (a[1] + b[1]) / 2
  }
  return { buffer: graph.buffer as SharedArrayBuffer, middleLon, middleLat, network: describeNetwork(graph), read: read.report }
}
