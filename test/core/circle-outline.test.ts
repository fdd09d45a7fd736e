import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { polygonAreaM2 } from '../../server/core/geodesic-area.ts'
import { geodesicCircle, geodesicMetres } from '../../server/core/geodesic.ts'
import { buildGraph } from '../../server/core/network/build-graph.ts'
import { inclusiveLimit } from '../../server/core/network/limits.ts'
import { createReachWorkspace, reach } from '../../server/core/network/reach.ts'
import { createRoadBuilder } from '../../server/core/network/road-builder.ts'
import { towardsSources } from '../../server/core/network/slopes.ts'
import { snapToNetwork } from '../../server/core/network/snap.ts'
import { seedsOf, travelOnNetwork } from '../../server/core/coverage/travel.ts'
import { insideTester } from '../../server/core/population/locate.ts'
import { outlineCircle } from '../../server/core/what-if/circle-outline.ts'
import { toPolygons, traceOutline } from '../../server/core/what-if/marching-squares.ts'
import { reachedStreets } from '../../server/core/what-if/reached-streets.ts'
import { facilityArrays, pointArrays } from '../town.ts'
import { townLonLat } from '../what-if-town.ts'

type Spot = [x: number, y: number]

/** Streets between corners named in metres. */
function streets(corners: Spot[], between: [number, number][]) {
  const roads = createRoadBuilder()
  for (const [x, y] of corners) roads.node(...townLonLat(x, y))
  for (const [a, b] of between) roads.edge(a, b)
  return buildGraph(roads.finish()).graph
}

/**
 *   C                 An L: 600 m north, 800 m east.
 *   │
 *   A ────── B
 */
const elbow = streets([[0, 0], [800, 0], [0, 600]], [[0, 1], [0, 2]])

/** Four streets round a lake of 900 m by 900 m: its middle is 450 m from every one of them. */
const lakeside = streets([[0, 0], [900, 0], [900, 900], [0, 900]], [[0, 1], [1, 2], [2, 3], [3, 0]])

function outline(graph: ReturnType<typeof streets>, at: Spot, limitMetres: number, maxAccessMetres = 200) {
  const [lon, lat] = townLonLat(...at)
  const site = snapToNetwork(graph, lon, lat, maxAccessMetres)!
  const work = createReachWorkspace(graph.nodeCount)
  reach(towardsSources(graph), seedsOf(graph, site, 0), inclusiveLimit(limitMetres), work)
  const steps = outlineCircle(graph, site, limitMetres, maxAccessMetres, work)
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return { ...step.value, streets: reachedStreets(graph, site, limitMetres, work) }
}

describe('the outline of a circle', () => {
  test('on one long street is the strip whose leg and walk together keep the limit', () => {
    // From x = 500 with 100 m: |x − 500| + |y| ≤ 100, a square on its tip of 2 × 100² m².
    const line = streets([[0, 0], [1000, 0]], [[0, 1]])
    const { areaM2, polygons, cellMetres } = outline(line, [500, 0], 100)
    expect(polygons.map((rings) => rings.length)).toEqual([1])
    expect(cellMetres).toBe(5)
    expect(Math.abs(areaM2 / 20_000 - 1)).toBeLessThan(0.02)
  })

  test('ends at the longest leg, however near the site is', () => {
    // With a leg of at most 50 m the square's two tips are cut off: 20 000 − 2 × 50².
    const { areaM2 } = outline(streets([[0, 0], [1000, 0]], [[0, 1]]), [500, 0], 100, 50)
    expect(Math.abs(areaM2 / 15_000 - 1)).toBeLessThan(0.02)
  })

  test('keeps a hole where a lake is, as no hull would', () => {
    const { polygons, areaM2 } = outline(lakeside, [0, 0], 2500)
    expect(polygons.map((rings) => rings.length)).toEqual([2])
    // All streets are within 1800 m: outside they are rounded off at 200 m, inside 500 m by 500 m of water are left.
    const expected = 900 ** 2 + 4 * 900 * 200 + Math.PI * 200 ** 2 - 500 ** 2
    expect(Math.abs(areaM2 / expected - 1)).toBeLessThan(0.03)
    const [lon, lat] = townLonLat(450, 450)
    expect(insideTester(polygons)(lon, lat)).toBe(false)
  })

  test('holds on an L and round a lake what is within the limit and nothing else, up to a cell', () => {
    let near = 0
    fc.assert(
      fc.property(
        fc.constantFrom(elbow, lakeside),
        fc.tuple(fc.integer({ min: -100, max: 800 }), fc.integer({ min: -100, max: 100 })),
        fc.integer({ min: 150, max: 900 }),
        fc.array(fc.tuple(fc.integer({ min: -300, max: 1200 }), fc.integer({ min: -300, max: 1200 })), { minLength: 20, maxLength: 20 }),
        (graph, at, limitMetres, spots) => {
          const { polygons, cellMetres } = outline(graph, at, limitMetres)
          const isInside = insideTester(polygons)
          const isWithin = (x: number, y: number) => walk(graph, at, [x, y], limitMetres) < Infinity
          for (const [x, y] of spots) {
            // Beside the edge of the circle, or of the longest leg, either answer is right.
            const around = [-1, 0, 1].flatMap((dx) => [-1, 0, 1].map((dy) => isWithin(x + dx * cellMetres, y + dy * cellMetres)))
            if (new Set(around).size > 1) continue
            near += around[0] ? 1 : 0
            expect([x, y, isInside(...townLonLat(x, y))]).toEqual([x, y, around[0]])
          }
        },
      ),
      { numRuns: 40 },
    )
    expect(near).toBeGreaterThan(50)
  })

  test('of a straight-line county is a geodesic circle', () => {
    const [lon, lat] = townLonLat(0, 0)
    const ring = geodesicCircle(lon, lat, 1000 / 1.3, 360)
    for (const [x, y] of ring) expect(geodesicMetres(lon, lat, x, y)).toBeCloseTo(1000 / 1.3, 3)
    expect(Math.abs(polygonAreaM2([[ring]]) / (Math.PI * (1000 / 1.3) ** 2) - 1)).toBeLessThan(1e-4)
  })
})

describe('marching squares', () => {
  const field = (picture: string[], centre: boolean) => {
    const rows = picture.length
    const columns = picture[0].length
    const inside = Uint8Array.from([...picture].reverse().flatMap((line) => [...line].map((sign) => (sign === '#' ? 1 : 0))))
    const isNode = (x: number, y: number) => inside[Math.round(y) * columns + Math.round(x)] === 1
    return { columns, rows, inside, isInside: (x: number, y: number) => (x % 1 === 0.5 && y % 1 === 0.5 ? centre : isNode(x, y)) }
  }

  test('tell a saddle by its centre', () => {
    const saddle = ['....', '.#..', '..#.', '....']
    expect(traceOutline(field(saddle, true))).toHaveLength(1)
    expect(traceOutline(field(saddle, false))).toHaveLength(2)
  })

  test('give every hole to the smallest ring around it', () => {
    const lakeWithIsland = ['.........', '.#######.', '.#.....#.', '.#.###.#.', '.#.#.#.#.', '.#.###.#.', '.#.....#.', '.#######.', '.........']
    const polygons = toPolygons(traceOutline(field(lakeWithIsland, false)))
    expect(polygons.map((rings) => rings.length)).toEqual([2, 2])
    for (const ring of polygons.flat()) expect(ring[0]).toEqual(ring.at(-1))
  })
})

describe('streets within a limit', () => {
  test('are exactly those from which a place on the street would be covered', () => {
    fc.assert(
      fc.property(fc.constantFrom(elbow, lakeside), fc.tuple(fc.integer({ min: 0, max: 800 }), fc.integer({ min: -90, max: 90 })), fc.integer({ min: 100, max: 1500 }), (graph, at, limitMetres) => {
        const { streets: lines } = outlineStreets(graph, at, limitMetres)
        const length = (line: [number, number][]) => line.slice(1).reduce((sum, point, i) => sum + geodesicMetres(...line[i], ...point), 0)
        const total = lines.reduce((sum, line) => sum + length(line), 0)
        // Every metre of every street asked by a walk of its own.
        let covered = 0
        for (let edge = 0; edge < graph.edgeCount; edge++) {
          const [x1, y1, x2, y2] = [graph.nodeLon[graph.edgeFrom[edge]], graph.nodeLat[graph.edgeFrom[edge]], graph.nodeLon[graph.edgeTo[edge]], graph.nodeLat[graph.edgeTo[edge]]]
          const metres = Math.round(graph.edgeMetres[edge])
          const points = Array.from({ length: metres }, (_, k): [number, number] => [x1 + ((x2 - x1) * (k + 0.5)) / metres, y1 + ((y2 - y1) * (k + 0.5)) / metres])
          const { travelMetres } = travelOnNetwork(graph, facilityArrays([townLonLat(...at)], limitMetres), pointArrays(points))
          covered += travelMetres.filter((walk) => walk < Infinity).length * (graph.edgeMetres[edge] / metres)
        }
        expect(Math.abs(total - covered)).toBeLessThan(4)
      }),
      { numRuns: 25 },
    )
  })
})

function outlineStreets(graph: ReturnType<typeof streets>, at: Spot, limitMetres: number) {
  const site = snapToNetwork(graph, ...townLonLat(...at), 200)!
  const work = createReachWorkspace(graph.nodeCount)
  reach(towardsSources(graph), seedsOf(graph, site, 0), inclusiveLimit(limitMetres), work)
  return { streets: reachedStreets(graph, site, limitMetres, work) }
}

function walk(graph: ReturnType<typeof streets>, site: Spot, place: Spot, limitMetres: number): number {
  return travelOnNetwork(graph, facilityArrays([townLonLat(...site)], limitMetres), pointArrays([townLonLat(...place)])).travelMetres[0]
}
