import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { travelOnNetwork } from '../../server/core/coverage/travel.ts'
import { explainOnNetwork } from '../../server/core/coverage/why-not.ts'
import { degreeScaleAt } from '../../server/core/geodesic.ts'
import { buildGraph } from '../../server/core/network/build-graph.ts'
import type { Graph } from '../../server/core/network/graph.ts'
import { createRoadBuilder } from '../../server/core/network/road-builder.ts'
import { snapToNetwork } from '../../server/core/network/snap.ts'
import { networkFor } from '../../server/core/network/walkers.ts'
import { tellsSteps, withoutSteps } from '../../server/core/network/without-steps.ts'
import { asciiNetwork } from '../ascii-network.ts'
import { facilityArrays, pointArrays, townOrigin } from '../town.ts'

const { lonMetres, latMetres } = degreeScaleAt(townOrigin.lat)
const lonLat = (x: number, y: number): [number, number] => [townOrigin.lon + x / lonMetres, townOrigin.lat + y / latMetres]

/**
 * A terrace above a street: stairs in the middle, a ramp at the far end.
 *
 *   C ──100── D ──300── E        stairs A–C: 40 m
 *   ╎ stairs            │ 40     by the stairs  A → D: 40 + 100 = 140
 *   A ──────400──────── B        by the ramp    A → D: 400 + 40 + 300 = 740
 */
const roads = createRoadBuilder()
const [a, b, c, d, e] = [[0, 0], [400, 0], [0, 40], [100, 40], [400, 40]].map(([x, y]) => roads.node(...lonLat(x, y)))
roads.edge(a, b, { lengthMetres: 400, roadClass: 'minor' })
roads.edge(a, c, { lengthMetres: 40, roadClass: 'steps', steps: true })
roads.edge(c, d, { lengthMetres: 100, roadClass: 'foot' })
roads.edge(d, e, { lengthMetres: 300, roadClass: 'foot' })
roads.edge(b, e, { lengthMetres: 40, roadClass: 'foot' })
const { graph } = buildGraph(roads.finish())
const level = withoutSteps(graph)

type Spot = [x: number, y: number]

function walk(network: Graph, from: Spot, to: Spot): number {
  return travelOnNetwork(network, facilityArrays([lonLat(...to)], 5000), pointArrays([lonLat(...from)])).travelMetres[0]
}

describe('a terrace with stairs and a ramp', () => {
  test('is reached by the ramp where stairs are not taken', () => {
    expect(walk(graph, [0, 0], [100, 40])).toBeCloseTo(140, 3)
    expect(walk(level, [0, 0], [100, 40])).toBeCloseTo(740, 3)
  })

  test('is not joined on its stairs', () => {
    // Half way up the stairs, 1 m beside them: the street below is 19 m to the south, the terrace 21 m to the north.
    const [lon, lat] = lonLat(1, 19)
    expect(snapToNetwork(graph, lon, lat, 200)!.accessMetres).toBeCloseTo(1, 3)
    expect(snapToNetwork(level, lon, lat, 200)!.accessMetres).toBeCloseTo(19, 3)
  })

  test('is explained by a line that avoids the stairs', () => {
    const [lon, lat] = lonLat(100, 40)
    const explain = (network: Graph) => explainOnNetwork(network, ...lonLat(0, 0), 200, [{ lon, lat, limitMetres: 500, snap: snapToNetwork(network, lon, lat, 200) }])
    expect(explain(graph).verdict).toBe('covered')
    const around = explain(level)
    expect(around).toMatchObject({ verdict: 'not_covered', reason: 'beyond_limit' })
    expect(around.missesByMetres).toBeCloseTo(240, 3)
    const passes = (line: [number, number][], x: number, y: number) => line.some(([lon, lat]) => Math.hypot((lon - lonLat(x, y)[0]) * lonMetres, (lat - lonLat(x, y)[1]) * latMetres) < 1)
    expect(passes(around.line!, 400, 40)).toBe(true)
    expect(passes(around.line!, 0, 40)).toBe(false)
  })

  test('says what was left out, and keeps a network without stairs as it is', () => {
    expect(networkFor(graph, { stepsFree: true, elevation: null }).steps).toEqual({ known: true, removedEdges: 1, removedMetres: 40 })
    expect(networkFor(graph, { stepsFree: false, elevation: null })).toEqual({ graph, steps: null, slopes: null })
    expect(withoutSteps(level)).toBe(level)
  })
})

describe('what the roads can tell', () => {
  test('nothing about stairs where lines have no class', () => {
    const bare = asciiNetwork('A-10-B-20-C').graph
    expect(tellsSteps(bare)).toBe(false)
    expect(networkFor(bare, { stepsFree: true, elevation: null }).steps).toEqual({ known: false, removedEdges: 0, removedMetres: 0 })
    expect(tellsSteps(graph)).toBe(true)
  })

  test('that stairs can be all that joins two parts', () => {
    const two = createRoadBuilder()
    const nodes = [0, 100, 140, 240].map((x) => two.node(...lonLat(x, 0)))
    two.edge(nodes[0], nodes[1], { roadClass: 'minor' })
    two.edge(nodes[1], nodes[2], { roadClass: 'steps', steps: true })
    two.edge(nodes[2], nodes[3], { roadClass: 'minor' })
    const joined = buildGraph(two.finish()).graph
    expect([...new Set(joined.nodeComponent)]).toEqual([0])
    expect([...new Set(withoutSteps(joined).nodeComponent)].sort()).toEqual([0, 1])
  })
})

describe('the law of stairs', () => {
  test('leaving out stairs never shortens a walk along the network', () => {
    const arrow = fc.record({ from: fc.nat(7), to: fc.nat(7), metres: fc.integer({ min: 1, max: 300 }), steps: fc.boolean() })
    fc.assert(
      fc.property(fc.array(arrow, { minLength: 1, maxLength: 20 }), fc.nat(7), fc.nat(7), (edges, start, end) => {
        const builder = createRoadBuilder()
        for (let i = 0; i < 8; i++) builder.node(...lonLat((i % 4) * 100, Math.floor(i / 4) * 100))
        for (const { from, to, metres, steps } of edges) builder.edge(from, to, { lengthMetres: metres, steps, roadClass: steps ? 'steps' : 'foot' })
        // A lane at each end keeps the same spot on the network, with stairs and without.
        const lane = (node: number, y: number) => builder.edge(builder.node(...lonLat(node * 1000, y)), node, { lengthMetres: 10, roadClass: 'minor' })
        lane(start, -500)
        lane(end, 700)
        const { graph: any } = buildGraph(builder.finish())
        const from: Spot = [start * 1000, -500]
        const to: Spot = [end * 1000, 700]
        expect(walk(withoutSteps(any), from, to)).toBeGreaterThanOrEqual(walk(any, from, to))
      }),
      { numRuns: 100 },
    )
  })
})
