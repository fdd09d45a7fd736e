import { beforeAll, describe, expect, it } from 'vitest'
import { openPortoAlegre, portoAlegreRows, portoAlegreSources } from './porto-alegre.ts'

/*
 * Answers of scipy's Dijkstra, and of a C++ one that agrees with it, on the walking network of Porto Alegre. All
 * lengths have three decimals, so all distances have too and the printed answers are exact: ours may differ from them
 * by the rounding of sums of doubles alone, far below a micrometre.
 */
const toleranceMetres = 1e-6
const limitMetres = 1000

let network: Awaited<ReturnType<typeof openPortoAlegre>>
beforeAll(async () => {
  network = await openPortoAlegre()
})

describe('the nearest source of every node of Porto Alegre', () => {
  it.each([10, 100, 1000] as const)('is as far away as scipy says, for %i sources', (count) => {
    const answers = portoAlegreRows(`nearest_${count}.csv.gz`)
    const { metres } = network.walk(portoAlegreSources(count), limitMetres)
    expect(answers.length).toBeGreaterThan(4900)
    expect(metres.size).toBe(answers.length)
    // NaN where a node is not reached at all, which no comparison lets pass.
    const apart = answers.filter(([node, dist]) => !(Math.abs((metres.get(node) ?? NaN) - Number(dist)) <= toleranceMetres))
    expect(apart).toEqual([])
  })

  it.each([10, 100, 1000] as const)('is the one that scipy names, for %i sources, wherever only one is nearest', (count) => {
    const answers = portoAlegreRows(`nearest_${count}.csv.gz`)
    const sources = portoAlegreSources(count)
    const { metres, nearest } = network.walk(sources, limitMetres)
    const others = answers.filter(([node, , named]) => nearest.get(node) !== named)
    // Where we name another one, it is equally near: its own walk to the node is as long as the walk to the named one.
    const walks = new Map(
      [...new Set(others.map(([node]) => nearest.get(node)!))].map((source) => [source, network.walk([source], limitMetres).metres]),
    )
    const wrong = others.filter(
      ([node, dist]) => !(Math.abs((walks.get(nearest.get(node)!)?.get(node) ?? NaN) - Number(dist)) <= toleranceMetres),
    )
    expect(wrong).toEqual([])
    // Ties are rare among decimals of a millimetre, so nearly all names agree.
    expect(others.length).toBeLessThan(metres.size / 1000)
  })
})

describe('adding one source to a hundred in Porto Alegre', () => {
  const candidates = portoAlegreRows('whatif_100.csv.gz')

  it('is asked for twenty candidates', () => {
    expect(candidates).toHaveLength(20)
  })

  it.each(candidates)(
    'at node %s changes %s covered nodes into %s, %s distances, and their sum to %s m',
    (candidate, before, after, changed, sum) => {
      const sources = portoAlegreSources(100)
      const baseline = network.walk(sources, limitMetres).metres
      const added = network.walk([...sources, candidate], limitMetres).metres
      const different = [...added].filter(([node, metres]) => !(Math.abs((baseline.get(node) ?? Infinity) - metres) <= toleranceMetres))
      expect({ before: baseline.size, after: added.size, changed: different.length }).toEqual({
        before: Number(before),
        after: Number(after),
        changed: Number(changed),
      })
      // 28,000 doubles of up to 1000 m add up to 14 million with an error of some 10 micrometres: exact to the last decimal printed.
      expect([...added.values()].reduce((total, metres) => total + metres, 0)).toBeCloseTo(Number(sum), 3)
      // A further source never lengthens a walk, and nobody loses one.
      expect([...baseline].filter(([node, metres]) => !((added.get(node) ?? Infinity) <= metres))).toEqual([])
    },
  )

  it.each(candidates)(
    'at node %s is found by the pruned search too: %s covered nodes become %s, %s distances change, their sum is %s m',
    (candidate, before, after, changed, sum) => {
      const { baseline, improved } = network.improve(portoAlegreSources(100), candidate, limitMetres)
      const both = baseline.map((metres, node) => Math.min(metres, improved[node])).filter((metres) => metres < Infinity)
      const different = improved.filter((metres, node) => baseline[node] - metres > toleranceMetres)
      expect({ before: baseline.filter((metres) => metres < Infinity).length, after: both.length, changed: different.length }).toEqual({
        before: Number(before),
        after: Number(after),
        changed: Number(changed),
      })
      expect(both.reduce((total, metres) => total + metres, 0)).toBeCloseTo(Number(sum), 3)
    },
  )
})
