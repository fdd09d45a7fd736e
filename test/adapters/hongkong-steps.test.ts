import { describe, expect, it } from 'vitest'
import { travelOnNetwork } from '../../server/core/coverage/travel.ts'
import { buildGraph } from '../../server/core/network/build-graph.ts'
import { describeNetwork } from '../../server/core/network/components.ts'
import { edgeFlag } from '../../server/core/network/graph.ts'
import { networkFor } from '../../server/core/network/walkers.ts'
import { readRoads } from '../../server/network/files/read-roads.ts'
import { facilityArrays, pointArrays } from '../town.ts'
import { sharedFile } from './road-files.ts'

const hongKong = sharedFile('data/hongkong-pedestrian/roads_pedestrian3d.geojson')

/*
 * The Lands Department's 3D pedestrian network around the University: 259 `Staircase`, 10 `M_Staircase`, 9 `Escalator`,
 * 6 `M_Escalator`, 2 `Lift`, 22 `M_Lift`. The file has no heights; its lifts are stubs of 5 to 25 cm between the floors'
 * walkways, so that joining in plan is what they mean. Lengths, pieces and walks below were worked out apart from this
 * product (union-find and Dijkstra in Python over the same vertices, local radii of the WGS 84 ellipsoid).
 */
describe.skipIf(!hongKong)('Hong Kong without stairs', () => {
  async function open() {
    const { graph } = buildGraph((await readRoads(hongKong ?? '')).roads)
    const { graph: level, steps } = networkFor(graph, { stepsFree: true, elevation: null })
    return { graph, level, steps }
  }

  it('leaves out its staircases and escalators, 2,388 m of 22,740 m', async () => {
    const { level, steps } = await open()
    expect(steps!.known).toBe(true)
    expect(steps!.removedMetres).toBeCloseTo(2388.1726, 1)
    expect(describeNetwork(level).lengthMetres).toBeCloseTo(20352.2615, 1)
    expect(level.edgeFlags.some((flags) => (flags & edgeFlag.steps) !== 0)).toBe(false)
  })

  it('falls into 137 pieces with a street in them, the longest 64.65 % of the length', async () => {
    const { level } = await open()
    const pieces = new Set([...level.edgeFrom].map((node) => level.nodeComponent[node]))
    expect(pieces.size).toBe(137)
    expect(describeNetwork(level).largestComponentShare).toBeCloseTo(0.6465420764, 4)
  })

  it.each([
    // longitude, latitude, walk with stairs, walk without: from the first vertex of the first feature.
    [114.1326119, 22.2831842, 520.363, 835.354],
    [114.1341558, 22.2848912, 252.445, 688.869],
    [114.1352582, 22.28549, 64.029, 225.181],
    // Reached without stairs by lifts alone: without them there is no way.
    [114.1375507, 22.2829918, 516.182, 732.729],
  ])('leads to %s, %s by stairs in %s m, without them in %s m', async (lon, lat, withStairs, without) => {
    const { graph, level } = await open()
    const from = pointArrays([[114.13538002746195, 22.285688487128155]], 1)
    const walk = (network: typeof graph) => travelOnNetwork(network, facilityArrays([[lon, lat]], 5000, 1), from).travelMetres[0]
    // The corners above have seven decimals: 1 cm.
    expect(Math.abs(walk(graph) - withStairs)).toBeLessThan(0.03)
    expect(Math.abs(walk(level) - without)).toBeLessThan(0.03)
  })
})
