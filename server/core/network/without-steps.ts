import { assembleGraph } from './build-graph.ts'
import { edgeFlag, type Graph } from './graph.ts'
import { roadClasses } from './road-builder.ts'

const otherClass = roadClasses.indexOf('other')

/**
 * Whether the roads say what they are, so that stairs would be known. A bare edge list and lines without a road class
 * have nothing but the class “other”: that no stairs are marked there means nothing.
 */
export function tellsSteps(graph: Graph): boolean {
  return graph.edgeClass.some((roadClass) => roadClass !== otherClass)
}

/**
 * The network of those who take no stairs: edges of stairs are gone, so that nobody walks on them or joins there.
 * Nodes keep their numbers; components are counted anew, for a flight of stairs may be all that joins two parts.
 */
export function withoutSteps(graph: Graph): Graph {
  const kept = Uint32Array.from(graph.edgeFlags.keys()).filter((edge) => (graph.edgeFlags[edge] & edgeFlag.steps) === 0)
  if (kept.length === graph.edgeCount) return graph
  const shapeOffset = new Uint32Array(kept.length + 1)
  kept.forEach((edge, i) => (shapeOffset[i + 1] = shapeOffset[i] + graph.shapeOffset[edge + 1] - graph.shapeOffset[edge]))
  const ofShape = (values: Float64Array) => {
    const result = new Float64Array(shapeOffset[kept.length])
    kept.forEach((edge, i) => result.set(values.subarray(graph.shapeOffset[edge], graph.shapeOffset[edge + 1]), shapeOffset[i]))
    return result
  }
  const ofEdge = (values: Float64Array) => (values.length === 0 ? values : Float64Array.from(kept, (edge) => values[edge]))
  return assembleGraph({
    nodeLon: graph.nodeLon,
    nodeLat: graph.nodeLat,
    edgeFrom: kept.map((edge) => graph.edgeFrom[edge]),
    edgeTo: kept.map((edge) => graph.edgeTo[edge]),
    edgeMetres: ofEdge(graph.edgeMetres),
    edgeFlags: Uint8Array.from(kept, (edge) => graph.edgeFlags[edge]),
    edgeClass: Uint8Array.from(kept, (edge) => graph.edgeClass[edge]),
    shapeOffset,
    shapeLon: ofShape(graph.shapeLon),
    shapeLat: ofShape(graph.shapeLat),
    ...heightsOf(graph, kept),
    edgeForwardFlatMetres: ofEdge(graph.edgeForwardFlatMetres),
    edgeBackwardFlatMetres: ofEdge(graph.edgeBackwardFlatMetres),
  })
}

function heightsOf(graph: Graph, kept: Uint32Array): Pick<Graph, 'heightOffset' | 'heights'> {
  if (graph.heights.length === 0) return { heightOffset: graph.heightOffset, heights: graph.heights }
  const offsets = [0]
  const parts: Float32Array[] = []
  for (const edge of kept) {
    for (let s = graph.shapeOffset[edge] + edge; s <= graph.shapeOffset[edge + 1] + edge; s++) {
      const part = graph.heights.subarray(graph.heightOffset[s], graph.heightOffset[s + 1])
      parts.push(part)
      offsets.push(offsets[offsets.length - 1] + part.length)
    }
  }
  const heights = new Float32Array(offsets[offsets.length - 1])
  parts.forEach((part, i) => heights.set(part, offsets[i]))
  return { heightOffset: Uint32Array.from(offsets), heights }
}
