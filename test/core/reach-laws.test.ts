import { describe, expect, test } from 'vitest'
import { createRandom, type Random } from '../../scripts/samples/random.ts'
import { buildGraph } from '../../server/core/network/build-graph.ts'
import type { Graph } from '../../server/core/network/graph.ts'
import { reachImproving } from '../../server/core/network/reach-improving.ts'
import { createReachWorkspace, noSource, reach, type ReachWorkspace, type Seed } from '../../server/core/network/reach.ts'
import { createRoadBuilder } from '../../server/core/network/road-builder.ts'

/*
 * The search that walks through bends against the plainest one there is, on streets with many bends: chains, rings of
 * their own, dead ends, loops, edges side by side, edges of no length, islands. One workspace a world, so that every
 * search also has to forget the one before.
 */
interface Streets {
  graph: Graph
  seeds: Seed[]
  further: Seed[]
  limitMetres: number
}

const worlds = Array.from({ length: 400 }, (_, i) => i + 1)

describe('reach', () => {
  test('finds the walks and sources of a search without queue or chains, sums of whole metres being exact', () => {
    let reached = 0
    for (const seed of worlds) {
      const { graph, seeds, further, limitMetres } = createStreets(seed, 1)
      const work = createReachWorkspace(graph.nodeCount)
      for (const starts of [seeds, further, [...seeds, ...further]]) {
        reach(graph, starts, limitMetres, work)
        const plain = searchPlainly(graph, starts, limitMetres)
        expect({ seed, metres: [...work.metres], source: [...work.source] }).toEqual({ seed, ...plain })
        reached += expectTouched(work)
      }
    }
    expect(reached).toBeGreaterThan(10_000)
  })

  test('adds decimals in the order of the walk, so that its doubles are those of the plain search to the last bit', () => {
    for (const seed of worlds) {
      const { graph, seeds, limitMetres } = createStreets(seed, 1000)
      const work = createReachWorkspace(graph.nodeCount)
      reach(graph, seeds, limitMetres, work)
      expect({ seed, metres: [...work.metres] }).toEqual({ seed, metres: searchPlainly(graph, seeds, limitMetres).metres })
    }
  })

  test('does not care in which unit the lengths are, down to none at all', () => {
    for (const seed of worlds.slice(0, 100)) {
      const { graph, seeds, limitMetres } = createStreets(seed, 1)
      for (const unit of [0, 2 ** -20, 2 ** 20]) {
        const scaled = { ...graph, edgeMetres: graph.edgeMetres.map((metres) => metres * unit), arcMetres: graph.arcMetres.map((metres) => metres * unit) }
        const starts = seeds.map((start) => ({ ...start, metres: start.metres * unit }))
        const work = createReachWorkspace(graph.nodeCount)
        reach(scaled, starts, limitMetres * unit, work)
        expect({ seed, unit, metres: [...work.metres], source: [...work.source] }).toEqual({ seed, unit, ...searchPlainly(scaled, starts, limitMetres * unit) })
      }
    }
  })

  test('does not care in which order the sources come', () => {
    for (const seed of worlds.slice(0, 100)) {
      const { graph, seeds, limitMetres } = createStreets(seed, 1)
      const [there, back] = [createReachWorkspace(graph.nodeCount), createReachWorkspace(graph.nodeCount)]
      reach(graph, seeds, limitMetres, there)
      reach(graph, [...seeds].reverse(), limitMetres, back)
      expect({ seed, metres: back.metres, source: back.source }).toEqual({ seed, metres: there.metres, source: there.source })
    }
  })
})

describe('what further sources improve', () => {
  test('is exactly what a search with all of them finds shorter, and no other node is touched', () => {
    let improved = 0
    for (const seed of worlds) {
      const { graph, seeds, further, limitMetres } = createStreets(seed, seed % 2 ? 1 : 1000)
      const work = createReachWorkspace(graph.nodeCount)
      reach(graph, seeds, limitMetres, work)
      const baseline = work.metres.slice()
      const whole = createReachWorkspace(graph.nodeCount)
      reach(graph, [...seeds, ...further], limitMetres, whole)
      reachImproving(graph, further, limitMetres, baseline, work)
      const expected = whole.metres.map((metres, node) => (metres < baseline[node] ? metres : Infinity))
      expect({ seed, metres: work.metres }).toEqual({ seed, metres: expected })
      improved += expectTouched(work)
    }
    expect(improved).toBeGreaterThan(1500)
  })

  test('may look less far than the baseline did', () => {
    for (const seed of worlds.slice(0, 100)) {
      const { graph, seeds, further, limitMetres } = createStreets(seed, 1)
      const work = createReachWorkspace(graph.nodeCount)
      reach(graph, seeds, limitMetres, work)
      const baseline = work.metres.slice()
      const alone = createReachWorkspace(graph.nodeCount)
      reach(graph, further, limitMetres / 2, alone)
      reachImproving(graph, further, limitMetres / 2, baseline, work)
      expect({ seed, metres: work.metres }).toEqual({ seed, metres: alone.metres.map((metres, node) => (metres < baseline[node] ? metres : Infinity)) })
    }
  })

  test('is everything where nothing was reached, and nothing where every source stands already', () => {
    for (const seed of worlds.slice(0, 100)) {
      const { graph, seeds, limitMetres } = createStreets(seed, 1000)
      const whole = createReachWorkspace(graph.nodeCount)
      reach(graph, seeds, limitMetres, whole)
      const work = createReachWorkspace(graph.nodeCount)
      reachImproving(graph, seeds, limitMetres, new Float64Array(graph.nodeCount).fill(Infinity), work)
      expect({ seed, metres: work.metres }).toEqual({ seed, metres: whole.metres })
      reachImproving(graph, seeds, limitMetres, whole.metres, work)
      expect({ seed, touched: work.touchedCount, left: work.metres.filter((metres) => metres < Infinity) }).toEqual({ seed, touched: 0, left: new Float64Array(0) })
    }
  })
})

/** The touched nodes are those with a walk, each once, and no node waits any more; their number. */
function expectTouched(work: ReachWorkspace): number {
  const touched = [...work.touched.subarray(0, work.touchedCount)].sort((a, b) => a - b)
  expect(touched).toEqual([...work.metres.keys()].filter((node) => work.metres[node] < Infinity))
  expect(touched.filter((node) => work.source[node] === noSource)).toEqual([])
  return touched.length
}

/** Bellman (1958) and Ford: every arc, again and again, until nothing is shorter or equally near to a lower source. */
function searchPlainly(graph: Graph, seeds: readonly Seed[], limitMetres: number) {
  const metres = new Array<number>(graph.nodeCount).fill(Infinity)
  const source = new Array<number>(graph.nodeCount).fill(noSource)
  let changed = true
  const offer = (node: number, there: number, from: number) => {
    if (there > limitMetres || there > metres[node] || (there === metres[node] && source[node] <= from)) return
    metres[node] = there
    source[node] = from
    changed = true
  }
  for (const seed of seeds) offer(seed.node, seed.metres, seed.source)
  while (changed) {
    changed = false
    for (let edge = 0; edge < graph.edgeCount; edge++) {
      const [a, b] = [graph.edgeFrom[edge], graph.edgeTo[edge]]
      if (source[a] !== noSource) offer(b, metres[a] + graph.edgeMetres[edge], source[a])
      if (source[b] !== noSource) offer(a, metres[b] + graph.edgeMetres[edge], source[b])
    }
  }
  return { metres, source }
}

/** Lengths are whole multiples of 1 / `perMetre` m: sums of whole metres are exact, sums of decimals are rounded. */
function createStreets(seed: number, perMetre: number): Streets {
  const random = createRandom(seed)
  const roads = createRoadBuilder()
  const node = () => roads.node(NaN, NaN)
  const length = (longest: number) => (random.chance(0.1) ? 0 : random.integer(0, longest * perMetre) / perMetre)
  const corners = Array.from({ length: random.integer(2, 12) }, node)
  const chain = (from: number, to: number) => {
    let last = from
    for (let bends = random.integer(0, 5); bends > 0; bends--) {
      const bend = node()
      roads.edge(...random.pick([[last, bend], [bend, last]] as const), { lengthMetres: length(40) })
      last = bend
    }
    roads.edge(last, to, { lengthMetres: length(120) })
  }
  for (let i = random.integer(1, 18); i > 0; i--) chain(random.pick(corners), random.pick(corners))
  // Rings without a corner, dead ends, loops, and edges side by side.
  for (let i = random.integer(0, 2); i > 0; i--) chain(...oneTwice(node()))
  for (let i = random.integer(0, 3); i > 0; i--) chain(random.pick(corners), node())
  for (let i = random.integer(0, 2); i > 0; i--) roads.edge(...oneTwice(random.integer(0, roads.nodeCount - 1)), { lengthMetres: length(50) })
  for (let i = random.integer(0, 2); i > 0; i--) {
    const [from, to] = [random.integer(0, roads.nodeCount - 1), random.integer(0, roads.nodeCount - 1)]
    for (let k = 0; k < 2; k++) roads.edge(from, to, { lengthMetres: length(60) })
  }
  const { graph } = buildGraph(roads.finish())
  return {
    graph,
    seeds: starts(random, graph, random.integer(1, 4), perMetre),
    further: starts(random, graph, random.integer(1, 2), perMetre).map((start) => ({ ...start, source: start.source + 10 })),
    limitMetres: random.integer(40, 400),
  }
}

/** Sources enter at corners and bends alike, some at both ends of an edge, some after a leg, some equally near. */
function starts(random: Random, graph: Graph, count: number, perMetre: number): Seed[] {
  return Array.from({ length: count }, (_, source) => {
    const edge = random.integer(0, graph.edgeCount - 1)
    const leg = random.chance(0.5) ? 0 : random.integer(0, 30 * perMetre) / perMetre
    const from = { node: graph.edgeFrom[edge], metres: leg, source }
    return random.chance(0.5) ? [from] : [from, { node: graph.edgeTo[edge], metres: leg + graph.edgeMetres[edge], source }]
  }).flat()
}

function oneTwice(node: number): [number, number] {
  return [node, node]
}
