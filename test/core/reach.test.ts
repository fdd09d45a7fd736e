import { describe, expect, test } from 'vitest'
import { inclusiveLimit } from '../../server/core/network/limits.ts'
import { createReachWorkspace, noSource, reach, type Seed } from '../../server/core/network/reach.ts'
import { asciiNetwork } from '../ascii-network.ts'

const world = asciiNetwork(`
  A-100-B-50-C
  |          |
  80         20
  |          |
  D----300---E   F-10-G
`)

function reached(seeds: Record<string, number>, limitMetres: number) {
  const work = createReachWorkspace(world.graph.nodeCount)
  const list: Seed[] = Object.entries(seeds).map(([label, metres], source) => ({ node: world.node(label), metres, source }))
  reach(world.graph, list, limitMetres, work)
  return Object.fromEntries(
    [...'ABCDEFG'].filter((label) => work.source[world.node(label)] !== noSource).map((label) => [label, work.metres[world.node(label)]]),
  )
}

describe('reach', () => {
  test('takes the shortest way round, not the first one found', () => {
    // D: 80 from A; E: A-B-C-E = 100 + 50 + 20 = 170, shorter than A-D-E = 380.
    expect(reached({ A: 0 }, 1000)).toEqual({ A: 0, B: 100, C: 150, D: 80, E: 170 })
  })

  test('stops at the limit, which is included', () => {
    expect(reached({ A: 0 }, 150)).toEqual({ A: 0, B: 100, C: 150, D: 80 })
    expect(reached({ A: 0 }, 149.999)).toEqual({ A: 0, B: 100, D: 80 })
  })

  test('never crosses to another island', () => {
    expect(reached({ F: 0 }, 1e6)).toEqual({ F: 0, G: 10 })
  })

  test('counts what was walked before the first node', () => {
    expect(reached({ A: 30, C: 0 }, 1000)).toEqual({ A: 30, B: 50, C: 0, D: 110, E: 20 })
  })

  test('ignores a start that is itself beyond the limit', () => {
    expect(reached({ A: 500 }, 499)).toEqual({})
  })

  test('gives a node that two sources reach alike to the first of them', () => {
    const work = createReachWorkspace(world.graph.nodeCount)
    // B lies 100 from A; C started 50 further on is 50 + 50 = 100 away as well.
    const seeds = (order: string[]) => order.map((label, source) => ({ node: world.node(label), metres: label === 'C' ? 50 : 0, source }))
    reach(world.graph, seeds(['A', 'C']), 1000, work)
    expect([work.metres[world.node('B')], work.source[world.node('B')]]).toEqual([100, 0])
    reach(world.graph, seeds(['C', 'A']), 1000, work)
    expect([work.metres[world.node('B')], work.source[world.node('B')]]).toEqual([100, 0])
  })

  test('leaves nothing of one search in the next', () => {
    const work = createReachWorkspace(world.graph.nodeCount)
    reach(world.graph, [{ node: world.node('A'), metres: 0, source: 0 }], 1000, work)
    reach(world.graph, [{ node: world.node('F'), metres: 0, source: 0 }], 5, work)
    expect(work.touchedCount).toBe(1)
    expect(work.metres[world.node('A')]).toBe(Infinity)
    expect(work.source[world.node('A')]).toBe(noSource)
  })

  test('includes a sum of decimals that is exactly the limit', () => {
    const decimals = asciiNetwork('A-333.3-B-333.3-C-333.4-D')
    const work = createReachWorkspace(decimals.graph.nodeCount)
    reach(decimals.graph, [{ node: decimals.node('A'), metres: 0, source: 0 }], inclusiveLimit(1000), work)
    expect(work.source[decimals.node('D')]).toBe(0)
    reach(decimals.graph, [{ node: decimals.node('A'), metres: 0, source: 0 }], inclusiveLimit(999.99), work)
    expect(work.source[decimals.node('D')]).toBe(noSource)
  })

  test('walks loops and parallel edges without harm', () => {
    const odd = asciiNetwork(`
      A-10-B
      |    |
      5    5
      |    |
      C-1--D`)
    const work = createReachWorkspace(odd.graph.nodeCount)
    reach(odd.graph, [{ node: odd.node('A'), metres: 0, source: 0 }], 100, work)
    // B: straight 10, round A-C-D-B = 5 + 1 + 5 = 11.
    expect(work.metres[odd.node('B')]).toBe(10)
    expect(work.metres[odd.node('D')]).toBe(6)
  })
})
