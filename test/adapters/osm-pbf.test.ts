import { describe, expect, it } from 'vitest'
import { InputRefused } from '../../server/core/problems.ts'
import { readRoads, readRoadsFromBytes } from '../../server/network/files/read-roads.ts'
import { codesOf, fixture, problemsOf, readFixture } from './road-files.ts'
import { bombPbf, tinyPbf, type TinyPbf } from './tiny-pbf.ts'

const nodes: [number, number, number][] = [
  [5000000001, 114.1234567, 22.7654321],
  [7, 114.2, 22.8],
  [6, -51.3, -30.1],
]
const ways: TinyPbf['ways'] = [
  { refs: [5000000001, 7, 7, 6], tags: { highway: 'footway', name: '步道' } },
  { refs: [6, 5000000001], tags: { highway: 'motorway' } },
  { refs: [6, 7], tags: { building: 'yes' } },
]

describe('readOsmPbf', () => {
  it.each([
    { dense: true, compressed: true },
    { dense: true, compressed: false },
    { dense: false, compressed: true },
    { granularity: 1000, lonOffset: -700, latOffset: -900 },
    { granularity: 1, lonOffset: 114_000_000_000, latOffset: -22_000_000_000 },
  ])('reads ways and nodes in every encoding: %o', async (encoding) => {
    const { roads, report } = await readRoadsFromBytes('tiny.osm.pbf', tinyPbf({ nodes, ways, ...encoding }))
    expect(roads.nodeIds).toEqual(['5000000001', '7', '6'])
    expect([...roads.edgeFrom]).toEqual([0, 1])
    expect([...roads.edgeTo]).toEqual([1, 2])
    expect(roads.edgeLengthMetres.every(Number.isNaN)).toBe(true)
    const tolerance = encoding.granularity === 1000 ? 1e-6 : 1e-12
    expect(Math.abs(roads.nodeLon[0] - 114.1234567)).toBeLessThan(tolerance)
    expect(Math.abs(roads.nodeLat[2] + 30.1)).toBeLessThan(tolerance)
    expect(report).toMatchObject({ ways: 2, walkableWays: 1, skipped: { notWalkable: 1, withoutHighwayTag: 1 } })
  })

  it.each([['control_gen.osm.pbf', 3, 2]])('reads %s', async (name, nodeCount, edgeCount) => {
    const { roads } = await readRoads(fixture(`pbf/${name}`))
    expect([roads.nodeLon.length, roads.edgeFrom.length]).toEqual([nodeCount, edgeCount])
  })

  it.each([
    ['control_dense.osm.pbf', ['ROADS_EMPTY']],
    ['header_len_4GiB.osm.pbf', ['PBF_CORRUPT']],
    ['history_deleted_nodes.osh.pbf', ['PBF_FEATURE']],
    ['string_index_oob.osm.pbf', ['PBF_CORRUPT']],
    ['truncated.osm.pbf', ['PBF_TRUNC']],
    ['unknown_required_feature.osm.pbf', ['PBF_FEATURE']],
    ['ways_missing_nodes.osm.pbf', ['ROADS_EMPTY', 'OSM_MISSING_NODE']],
  ])('refuses %s with %s', async (name, codes) => {
    const problems = await problemsOf(readRoads(fixture(`pbf/${name}`)))
    expect(problems.map((problem) => problem.code)).toEqual(codes)
    for (const { message } of problems) {
      expect(message.zh).toMatch(/[\u4e00-\u9fff]/)
      expect(message.zh + message.en).not.toMatch(/\bat \w+ \(|node:|\.ts:/)
    }
  })

  it('cuts a way at a missing node and never joins across', async () => {
    const gap = [{ refs: [5000000001, 7, 404, 6, 5000000001], tags: { highway: 'path' } }]
    const { roads, report } = await readRoadsFromBytes('gap.pbf', tinyPbf({ nodes, ways: gap }))
    expect(roads.nodeIds).toEqual(['5000000001', '7', '6'])
    expect([...roads.edgeFrom].map((from, edge) => [from, roads.edgeTo[edge]])).toEqual([
      [0, 1],
      [2, 0],
    ])
    expect(report.warnings.map((warning) => warning.code)).toEqual(['OSM_MISSING_NODE'])
  })

  it('refuses a node off the globe', async () => {
    const far = tinyPbf({
      nodes: [
        [1, 114, 22],
        [2, 190, 22],
      ],
      ways: [{ refs: [1, 2], tags: { highway: 'path' } }],
    })
    expect(await codesOf(readRoadsFromBytes('far.pbf', far))).toEqual(['COORD_OUT_OF_RANGE'])
  })

  it('stops at a block, or a file, that unpacks to far more than it takes', async () => {
    expect(await codesOf(readRoadsFromBytes('bomb.pbf', bombPbf(1, 33 * 1024 ** 2)))).toEqual(['PBF_CORRUPT'])
    expect(await codesOf(readRoadsFromBytes('bomb.pbf', bombPbf(4, 31 * 1024 ** 2)))).toEqual(['DECOMPRESSION_BOMB'])
  })

  it('answers every damaged byte and every cut with a result or a refusal, nothing else', async () => {
    const sound = tinyPbf({ nodes, ways, compressed: false })
    const packed = await readFixture('pbf/control_gen.osm.pbf')
    for (const original of [sound, packed]) {
      for (let i = 0; i < original.length; i++) {
        for (const byte of [0, 0x7f, 0xff, original[i] ^ 1]) {
          const damaged = Buffer.from(original)
          damaged[i] = byte
          await expectResultOrRefusal(damaged)
        }
        await expectResultOrRefusal(original.subarray(0, i))
      }
    }
  })
})

async function expectResultOrRefusal(bytes: Buffer): Promise<void> {
  try {
    await readRoadsFromBytes('damaged.osm.pbf', bytes)
  } catch (error) {
    if (!(error instanceof InputRefused)) throw error
  }
}
