import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { packInstance, type SitingInstance } from '../../server/core/siting/instance.ts'
import type { MipSolver } from '../../server/core/siting/mip.ts'
import { solveLocation, type LocationTask } from '../../server/core/siting/solve-location.ts'
import { openHighs } from '../../server/siting/highs.ts'
import { readPmed } from './shortest-paths.ts'

const folder = new URL('./fixtures/orlib-pmed/', import.meta.url)
const published = readFileSync(new URL('optima.csv', folder), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(','))
  .map(([name, nodes, p, optimum]) => ({ name, nodeCount: Number(nodes), p: Number(p), optimum: Number(optimum) }))

let mip: MipSolver
beforeAll(async () => {
  mip = await openHighs()
})

function open(name: string): SitingInstance {
  const { nodeCount, cost } = readPmed(new URL(`${name}.txt`, folder))
  const count = nodeCount * nodeCount
  const pairs = {
    count,
    demand: Int32Array.from({ length: count }, (_, k) => Math.floor(k / nodeCount)),
    site: Int32Array.from({ length: count }, (_, k) => k % nodeCount),
    cost,
  }
  const weight = new Float64Array(nodeCount).fill(1)
  const packed = packInstance({ demandCount: nodeCount, siteCount: nodeCount, pairs, weight, limit: Infinity })
  if (!('instance' in packed)) throw new Error('expected no pair twice')
  return packed.instance
}

function solve(name: string, task: Omit<LocationTask, 'fixed'>, solver: MipSolver | undefined) {
  const now = () => performance.now() / 1000
  return solveLocation(open(name), { ...task, fixed: [] }, { mip: solver, now, deadline: now() + 60, seed: 1 })
}

describe.each(published)('$name of the OR-Library, p = $p', ({ name, nodeCount, p, optimum }) => {
  it('has the published optimum, proven with the solver and without it', () => {
    expect(open(name).demandCount).toBe(nodeCount)
    for (const solver of [mip, undefined]) {
      const answer = solve(name, { problem: 'p-median', openCount: p, method: 'exact' }, solver)
      expect(answer).toMatchObject({ objective: optimum, bound: optimum, isOptimal: true })
      expect(answer.open).toHaveLength(p)
    }
  })

  it('is found by swaps alone', () => {
    expect(solve(name, { problem: 'p-median', openCount: p, method: 'heuristic' }, undefined).objective).toBe(optimum)
  })
})

/** Pullan (2008), “A memetic genetic algorithm for the vertex p-center problem”, Evolutionary Computation 16. */
describe.each([
  { name: 'pmed1', p: 5, optimum: 127 },
  { name: 'pmed5', p: 33, optimum: 48 },
])('$name as a p-centre problem', ({ name, p, optimum }) => {
  it('has the published smallest largest cost', () => {
    expect(solve(name, { problem: 'p-centre', openCount: p, method: 'exact' }, mip)).toMatchObject({ objective: optimum, isOptimal: true })
  })
})
