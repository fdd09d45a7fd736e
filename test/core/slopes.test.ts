import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { leastMissedOnNetwork } from '../../server/core/coverage/nearest.ts'
import { travelOnNetwork } from '../../server/core/coverage/travel.ts'
import { explainOnNetwork } from '../../server/core/coverage/why-not.ts'
import { buildGraph } from '../../server/core/network/build-graph.ts'
import { elevationAt, type ElevationGrid } from '../../server/core/network/elevation-grid.ts'
import { openGraph, packGraph } from '../../server/core/network/graph-file.ts'
import type { Graph } from '../../server/core/network/graph.ts'
import { createRoadBuilder } from '../../server/core/network/road-builder.ts'
import { fastestFactor, steepestSlope, toblerFactor, withSlopes } from '../../server/core/network/slopes.ts'
import { snapToNetwork } from '../../server/core/network/snap.ts'
import { degreeScaleAt } from '../../server/core/geodesic.ts'
import { chessboardTown, facilityArrays, pointArrays, townOrigin } from '../town.ts'

/** 6 × 6 crossings, 100 m apart, on ground whose height is a function of the metres east and north. */
const town = chessboardTown(6, 6, 100)
const { lonMetres, latMetres } = degreeScaleAt(townOrigin.lat)

function ground(height: (x: number, y: number) => number) {
  return withSlopes(town.graph, (lon, lat) => height((lon - townOrigin.lon) * lonMetres, (lat - townOrigin.lat) * latMetres))
}

type Spot = [x: number, y: number]

function walk(graph: Graph, from: Spot, to: Spot, limitMetres = 5000) {
  return travelOnNetwork(graph, facilityArrays([town.lonLat(...to)], limitMetres), pointArrays([town.lonLat(...from)])).travelMetres[0]
}

function why(graph: Graph, from: Spot, to: Spot, limitMetres: number) {
  const [lon, lat] = town.lonLat(...to)
  return explainOnNetwork(graph, ...town.lonLat(...from), 200, [{ lon, lat, limitMetres, snap: snapToNetwork(graph, lon, lat, 200) }])
}

describe('Tobler’s factor', () => {
  test('is one on the flat, and one again ten per cent down', () => {
    // exp(−3.5·|0 + 0.05|) ÷ exp(−3.5·0.05) = 1; at −0.10 |−0.05| is 0.05 as well.
    expect(toblerFactor(0)).toBe(1)
    expect(toblerFactor(-0.1)).toBeCloseTo(1, 14)
    // 6 km/h is walked at −5 %, 6·exp(−0.175) = 5.0367 km/h on the flat: 5.0367 ÷ 6 = 0.83946.
    expect(fastestFactor).toBeCloseTo(0.8394570208, 9)
  })

  test('is that of the paper’s own speeds', () => {
    const kmPerHour = (slope: number) => 6 * Math.exp(-3.5 * Math.abs(slope + 0.05))
    for (const slope of [-0.4, -0.2, -0.05, 0.03, 0.15, 0.4]) expect(toblerFactor(slope)).toBeCloseTo(kmPerHour(0) / kmPerHour(slope), 12)
  })

  test('counts a wall as the steepest slope that is walked', () => {
    expect(toblerFactor(20)).toBe(toblerFactor(steepestSlope))
    expect(toblerFactor(-20)).toBe(toblerFactor(-steepestSlope))
  })
})

describe('a town on a slope of ten per cent, rising eastwards', () => {
  const { graph, lengthMetres, cappedMetres, unknownMetres } = ground((x) => x / 10)

  test('is walked to a facility downhill in the time of the flat, uphill in 1.419 times that', () => {
    // Down 300 m at −0.10: factor 1, 300 m ÷ 0.8 m/s = 375 s.
    expect(walk(graph, [300, 0], [0, 0]) / 0.8).toBeCloseTo(375, 2)
    // Up at +0.10: exp(3.5 × (0.15 − 0.05)) = e^0.35 = 1.4190675; 300 × 1.4190675 ÷ 0.8 = 532.15 s.
    expect(walk(graph, [0, 0], [300, 0]) / 0.8).toBeCloseTo(532.1503, 2)
  })

  test('keeps a limit of 400 s downhill and misses it uphill', () => {
    // 400 s × 0.8 m/s = 320 flat metres.
    expect(walk(graph, [300, 0], [0, 0], 320)).toBeCloseTo(300, 3)
    expect(walk(graph, [0, 0], [300, 0], 320)).toBe(Infinity)
  })

  test('is level from south to north', () => {
    expect(walk(graph, [200, 0], [200, 400])).toBeCloseTo(400, 3)
  })

  test('costs a part of a street what that part costs', () => {
    // On one edge, 120 → 180: up 60 × 1.4190675 = 85.144; back down 60.
    expect(walk(graph, [120, 0], [180, 0])).toBeCloseTo(85.144, 2)
    expect(walk(graph, [180, 0], [120, 0])).toBeCloseTo(60, 3)
    // From 30 m before a crossing to 20 m beyond it: 50 m up.
    expect(walk(graph, [170, 0], [220, 0])).toBeCloseTo(50 * 1.4190675, 2)
  })

  test('says in why what the run says, with the true length beside it', () => {
    const up = why(graph, [0, 0], [300, 0], 320)
    expect(up).toMatchObject({ verdict: 'not_covered', reason: 'beyond_limit' })
    expect(up.travelMetres).toBeCloseTo(walk(graph, [0, 0], [300, 0]), 6)
    expect(up.missesByMetres).toBeCloseTo(425.72 - 320, 2)
    expect(up.walkedMetres).toBeCloseTo(300, 3)
    const down = why(graph, [300, 0], [0, 0], 320)
    expect(down.verdict).toBe('covered')
    expect(down.travelMetres).toBeCloseTo(300, 3)
  })

  test('names the least missed facility with the same directed walk', () => {
    const nearest = leastMissedOnNetwork(graph, facilityArrays([town.lonLat(300, 0)], 320), pointArrays([town.lonLat(0, 0)]))
    expect(nearest.walkMetres[0]).toBeCloseTo(walk(graph, [0, 0], [300, 0]), 6)
  })

  test('reports its length, and that every height was known and none absurd', () => {
    // 2 × 6 × 5 blocks of 100 m.
    expect(lengthMetres).toBe(6000)
    expect([cappedMetres, unknownMetres]).toEqual([0, 0])
  })

  test('survives as a file of the second version', () => {
    expect(new DataView(graph.buffer).getUint32(4, true)).toBe(2)
    const copy = openGraph(graph.buffer.slice(0))
    expect(Array.from(copy.edgeForwardFlatMetres)).toEqual(Array.from(graph.edgeForwardFlatMetres))
    expect(new Uint8Array(packGraph(copy).buffer)).toEqual(new Uint8Array(graph.buffer))
    expect(new DataView(town.graph.buffer).getUint32(4, true)).toBe(1)
  })
})

describe('a ridge across one street', () => {
  test('is climbed and descended, not tunnelled through', () => {
    // Heights 0 at both crossings, 10 m in the middle of the block between x = 100 and 200: 50 m up at +0.2, 50 m down
    // at −0.2. Taken at quarters (four pieces of 25 m each, at most 30): 50·e^(3.5·0.2) + 50·e^(3.5·0.1) = 100.688 +
    // 70.953 = 171.641. By its two ends alone it would be 100.
    const { graph } = ground((x, y) => (y < 50 && x > 100 && x < 200 ? 10 - Math.abs(x - 150) / 5 : 0))
    const edgeMetres = walk(graph, [100, 0], [200, 0])
    expect(edgeMetres).toBeCloseTo(171.641, 2)
    expect(walk(graph, [200, 0], [100, 0])).toBeCloseTo(171.641, 2)
  })
})

describe('heights that cannot be true, or are missing', () => {
  test('are capped and counted by length', () => {
    // A cliff of 100 m under the first column of crossings: one block in every row crosses it, 25 m of each (x 0 → 25).
    const { cappedMetres, graph } = ground((x) => (x < 1 ? 100 : 0))
    expect(cappedMetres).toBeCloseTo(6 * 25, 3)
    expect(walk(graph, [100, 0], [0, 0])).toBeCloseTo(75 + 25 * toblerFactor(0.5), 3)
  })

  test('are flat and counted by length where there are none', () => {
    const { unknownMetres, lengthMetres, graph } = ground(() => NaN)
    expect(unknownMetres).toBeCloseTo(lengthMetres, 6)
    expect(walk(graph, [0, 0], [300, 0])).toBe(walk(town.graph, [0, 0], [300, 0]))
  })
})

describe('laws of slopes', () => {
  const spot = fc.tuple(fc.integer({ min: -50, max: 550 }), fc.integer({ min: -50, max: 550 }))
  const tilt = fc.tuple(fc.double({ min: -0.4, max: 0.4, noNaN: true }), fc.double({ min: -0.4, max: 0.4, noNaN: true }))

  test('flat ground at any height changes no walk, to the last bit', () => {
    fc.assert(
      fc.property(spot, spot, fc.constantFrom(0, 47.3, 3650), (from, to, height) => {
        expect(walk(ground(() => height).graph, from, to)).toBe(walk(town.graph, from, to))
      }),
      { numRuns: 50 },
    )
  })

  test('mirroring all heights swaps there and back', () => {
    fc.assert(
      fc.property(tilt, ([east, north]) => {
        const one = ground((x, y) => east * x + north * y).graph
        const mirrored = ground((x, y) => -(east * x + north * y)).graph
        mirrored.edgeForwardFlatMetres.forEach((metres, e) => expect(metres).toBeCloseTo(one.edgeBackwardFlatMetres[e], 9))
        mirrored.edgeBackwardFlatMetres.forEach((metres, e) => expect(metres).toBeCloseTo(one.edgeForwardFlatMetres[e], 9))
      }),
      { numRuns: 30 },
    )
  })

  test('no walk is faster than the gentlest way down', () => {
    fc.assert(
      fc.property(spot, spot, tilt, (from, to, [east, north]) => {
        const sloped = walk(ground((x, y) => east * x + north * y).graph, from, to, 50_000)
        expect(sloped).toBeGreaterThanOrEqual(walk(town.graph, from, to) * fastestFactor - 1e-5)
      }),
      { numRuns: 50 },
    )
  })

  test('why agrees with the run about every spot and every slope', () => {
    fc.assert(
      fc.property(spot, spot, tilt, fc.integer({ min: 100, max: 900 }), (from, to, [east, north], limit) => {
        const { graph } = ground((x, y) => east * x + north * y)
        const run = walk(graph, from, to, limit)
        const answer = why(graph, from, to, limit)
        expect(answer.verdict).toBe(run < Infinity ? 'covered' : 'not_covered')
        if (run < Infinity) expect(answer.travelMetres).toBeCloseTo(run, 5)
      }),
      { numRuns: 50 },
    )
  })
})

describe('a network with heights of its own', () => {
  test('is walked by them, shape points included', () => {
    // 200 m due north by way of a knoll: 100 m up 10 m, 100 m down 10 m: 100·e^0.35 + 100·1 = 241.907.
    const roads = createRoadBuilder()
    const north = (metres: number) => townOrigin.lat + metres / latMetres
    roads.edge(roads.node(116, north(0)), roads.node(116, north(200)), { lengthMetres: 200, shape: [116, north(100)] })
    const built = buildGraph({ ...roads.finish(), nodeElevation: Float64Array.of(5, 5), shapeElevation: Float64Array.of(15) })
    const { graph } = withSlopes(built.graph)
    expect(graph.edgeForwardFlatMetres[0]).toBeCloseTo(241.907, 2)
    expect(graph.edgeBackwardFlatMetres[0]).toBeCloseTo(241.907, 2)
    expect(() => withSlopes(town.graph)).toThrow(/expected a network with heights/)
  })
})

describe('a grid of heights', () => {
  // Centres at 116.0, 116.1, 116.2 E and 26.2, 26.1 N.
  const grid: ElevationGrid = { west: 116, north: 26.2, lonStep: 0.1, latStep: 0.1, columns: 3, rows: 2, metres: Float32Array.of(0, 10, 20, 100, 110, NaN) }

  test('is exact at its centres and bilinear between them', () => {
    expect(elevationAt(grid, 116, 26.2)).toBe(0)
    expect(elevationAt(grid, 116.1, 26.1)).toBeCloseTo(110, 4)
    // Half way between 0, 10, 100 and 110.
    expect(elevationAt(grid, 116.05, 26.15)).toBeCloseTo(55, 4)
  })

  test('reaches half a cell beyond its outermost centres and no farther', () => {
    expect(elevationAt(grid, 115.951, 26.2)).toBe(0)
    expect(elevationAt(grid, 115.94, 26.2)).toBeNaN()
    expect(elevationAt(grid, 116, 26.04)).toBeNaN()
    expect(elevationAt(grid, NaN, 26.1)).toBeNaN()
  })

  test('invents nothing beside a cell without data', () => {
    expect(elevationAt(grid, 116.15, 26.15)).toBeNaN()
    expect(elevationAt(grid, 116.15, 26.2)).toBeCloseTo(15, 4)
  })
})
