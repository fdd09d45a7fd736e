import { readFileSync } from 'node:fs'

/** An instance of the OR-Library's p-median set: costs are the shortest paths between all nodes, row by row. */
export function readPmed(path: string | URL): { nodeCount: number; openCount: number; cost: Float64Array } {
  const numbers = readFileSync(path, 'utf8').trim().split(/\s+/).map(Number)
  const [nodeCount, edgeCount, openCount] = numbers
  const cost = new Float64Array(nodeCount * nodeCount).fill(Infinity)
  for (let node = 0; node < nodeCount; node++) cost[node * nodeCount + node] = 0
  for (let edge = 0; edge < edgeCount; edge++) {
    const [a, b, length] = numbers.slice(3 + 3 * edge, 6 + 3 * edge)
    // An edge given twice: the last one counts.
    cost[(a - 1) * nodeCount + b - 1] = length
    cost[(b - 1) * nodeCount + a - 1] = length
  }
  shortenAll(cost, nodeCount)
  return { nodeCount, openCount, cost }
}

/** Floyd and Warshall, in place. */
export function shortenAll(cost: Float64Array, nodeCount: number): void {
  for (let via = 0; via < nodeCount; via++) {
    for (let from = 0; from < nodeCount; from++) {
      const first = cost[from * nodeCount + via]
      if (first === Infinity) continue
      for (let to = 0; to < nodeCount; to++) {
        const way = first + cost[via * nodeCount + to]
        if (way < cost[from * nodeCount + to]) cost[from * nodeCount + to] = way
      }
    }
  }
}
