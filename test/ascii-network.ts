import { buildGraph, type BuiltGraph } from '../server/core/network/build-graph.ts'
import { createRoadBuilder } from '../server/core/network/road-builder.ts'

/**
 * A network drawn as text, with lengths in metres: letters are nodes, `-12-` and stacked `|`, number, `|` are edges.
 *
 *   A-100-B-50-C
 *   |          |
 *   80         20
 *   |          |
 *   D----300---E
 *
 * Coordinates are left out: such worlds test the search, not the map. Nodes are numbered in reading order.
 */
export function asciiNetwork(picture: string): BuiltGraph & { node(label: string): number } {
  const rows = picture.split('\n')
  const labels = [...picture.matchAll(/[A-Z]/g)].map(([label]) => label)
  const roads = createRoadBuilder({ keepNodeIds: true })
  const nodeOf = new Map(labels.map((label) => [label, roads.node(NaN, NaN, label)]))
  const join = (a: string, b: string, lengthMetres: number) => roads.edge(nodeOf.get(a)!, nodeOf.get(b)!, { lengthMetres })
  for (const row of rows) {
    for (const [, a, length, b] of row.matchAll(/([A-Z])-+(\d+(?:\.\d+)?)-+(?=([A-Z]))/g)) join(a, b, Number(length))
  }
  rows.forEach((row, y) => {
    for (const { index: x, 0: label } of row.matchAll(/[A-Z]/g)) {
      if (rows[y + 1]?.[x] !== '|') continue
      let length = ''
      let below = y + 1
      for (; !/[A-Z]/.test(rows[below][x]); below++) {
        const number = /^\d+(?:\.\d+)?/.exec(rows[below].slice(x))
        if (number) length = number[0]
      }
      join(label, rows[below][x], Number(length))
    }
  })
  const built = buildGraph(roads.finish())
  return { ...built, node: (label) => built.nodeIds!.indexOf(label) }
}
