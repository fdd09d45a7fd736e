import { readFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { RoadInput } from '../../server/core/network/road-builder.ts'
import { readGraphml } from '../../server/network/files/graphml.ts'
import { readRoads, readRoadsFromBytes } from '../../server/network/files/read-roads.ts'
import { openFileSource } from '../../server/network/files/road-source.ts'
import { sharedFile } from './road-files.ts'
import { components, edgeSphereMetres, totalKilometres } from './road-measures.ts'

const longgang = sharedFile('data/longgang-440307/longgang_map.osm')
const futian = sharedFile('data/futian-440304/futian_osmnx.graphml')
const hongKong = sharedFile('data/hongkong-pedestrian/roads_pedestrian3d.geojson')
const liechtenstein = sharedFile('data/liechtenstein/liechtenstein-latest.osm.pbf')
const portoAlegre = sharedFile('data/porto-alegre/poa_osm.pbf')
const reachNodes = sharedFile('reference/porto-alegre-reach/nodes.csv.gz')
const reachEdges = sharedFile('reference/porto-alegre-reach/edges.csv.gz')

function summary(roads: RoadInput) {
  const pieces = components(roads)
  return {
    nodes: roads.nodeLon.length,
    edges: roads.edgeFrom.length,
    kilometres: totalKilometres(roads).toFixed(1),
    pieces: pieces.length,
    largestShareOfNodes: ((pieces[0].nodes / roads.nodeLon.length) * 100).toFixed(1),
  }
}

/** Undirected pairs of source ids. */
function pairs(roads: RoadInput): string[] {
  const ids = roads.nodeIds ?? []
  return Array.from(roads.edgeFrom, (from, edge) => pairOf(ids[from], ids[roads.edgeTo[edge]]))
}

function pairOf(a: string, b: string): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`
}

async function readTable(path: string): Promise<string[][]> {
  const lines = gunzipSync(await readFile(path))
    .toString()
    .trim()
    .split('\n')
  return lines.slice(1).map((text) => text.split(','))
}

describe.skipIf(!longgang)('Longgang, OSM XML', () => {
  it('follows the walkability table', async () => {
    const { roads, report } = await readRoads(longgang ?? '')
    expect(report).toMatchObject({ ways: 516, walkableWays: 445, warnings: [] })
    expect(summary(roads)).toEqual({
      nodes: 3677,
      edges: 3912,
      kilometres: '188.1',
      pieces: 35,
      largestShareOfNodes: '95.8',
    })
  })

  it('gives the published counts under the rule of whoever counted', async () => {
    // SOURCE.txt counted without trunk roads and with roads under construction, the reverse of our table on both.
    const text = (await readFile(longgang ?? '', 'utf8'))
      .replace(/k="highway" v="trunk(_link)?"/g, 'k="highway" v="motorway"')
      .replaceAll('k="highway" v="construction"', 'k="highway" v="road"')
    const { roads } = await readRoadsFromBytes('longgang.osm', Buffer.from(text))
    expect(summary(roads)).toEqual({
      nodes: 3387,
      edges: 3592,
      kilometres: '164.6',
      pieces: 38,
      largestShareOfNodes: '93.7',
    })
  })
})

describe.skipIf(!futian)('Futian, OSMnx GraphML', () => {
  it('holds each street once', async () => {
    const { roads, report } = await readGraphml(await openFileSource(futian ?? ''), { keepAll: true })
    // SOURCE.txt has 2591 and 228.2 km: it also merged four pairs of streets that share corners and OSM ways but not
    // the line (three loops cut in halves, one pair of carriageways). They are different streets and stay.
    expect(summary(roads)).toEqual({
      nodes: 1751,
      edges: 2595,
      kilometres: '228.5',
      pieces: 1,
      largestShareOfNodes: '100.0',
    })
    expect(report.ways).toBe(2591 + 4)
  })

  it('leaves out what nobody may walk on', async () => {
    const { roads, report } = await readRoads(futian ?? '')
    expect(report).toMatchObject({ walkableWays: 2498, skipped: { notWalkable: 97, unusedNodes: 39 } })
    expect(summary(roads)).toEqual({
      nodes: 1712,
      edges: 2498,
      kilometres: '216.6',
      pieces: 7,
      largestShareOfNodes: '98.9',
    })
  })
})

describe.skipIf(!hongKong)('Hong Kong, GeoJSON', () => {
  it('connects into the published pieces', async () => {
    const { roads, report } = await readRoads(hongKong ?? '')
    expect(summary(roads)).toMatchObject({ pieces: 21, kilometres: '22.8' })
    expect(report).toMatchObject({ ways: 1725, walkableWays: 1725, skipped: { zeroLength: 1 } })
  })
})

describe.skipIf(!liechtenstein)('Liechtenstein, OSM PBF', () => {
  it('reads the whole country quickly', async () => {
    const start = performance.now()
    const { report } = await readRoads(liechtenstein ?? '')
    expect(report).toMatchObject({ ways: 4660, walkableWays: 4639 })
    expect(performance.now() - start).toBeLessThan(1500)
  })
})

describe.skipIf(!portoAlegre || !reachNodes || !reachEdges)('Porto Alegre, OSM PBF', () => {
  it('holds every node and edge of the reference, and beyond it only outlines of areas', async () => {
    const { roads, report } = await readRoads(portoAlegre ?? '')
    const osmIds = (await readTable(reachNodes ?? '')).map((row) => row[3])
    const reference = (await readTable(reachEdges ?? '')).map(([, u, v, metres]) => ({
      pair: pairOf(osmIds[+u], osmIds[+v]),
      metres: +metres,
    }))
    const ours = pairs(roads)
    const edgeOf = new Map(ours.map((pair, edge) => [pair, edge]))

    expect(report).toMatchObject({ ways: 15886, walkableWays: 14382 })
    expect(reference.filter(({ pair }) => !edgeOf.has(pair))).toEqual([])
    const ourIds = new Set(roads.nodeIds)
    expect(osmIds.filter((id) => !ourIds.has(id))).toEqual([])
    for (const { pair, metres } of reference) {
      expect(Math.abs(edgeSphereMetres(roads, edgeOf.get(pair) ?? -1) - metres)).toBeLessThan(0.00051)
    }
    // The reference leaves out 34 ways with area=yes (345 edges), which the domain page walks along their outline,
    // and keeps one of two edges between the same nodes (23).
    const known = new Set(reference.map(({ pair }) => pair))
    expect(new Set(ours.filter((pair) => !known.has(pair))).size).toBe(345)
    expect(ours.length - new Set(ours).size).toBe(23)
    expect(ours.length).toBe(45281 + 345 + 23)
  })

  it('reads the reference as an edge list', async () => {
    const { roads } = await readRoads(reachEdges ?? '')
    expect([roads.nodeIds?.length, roads.edgeFrom.length]).toEqual([38096, 45281])
    expect([roads.nodeIds?.[0], roads.nodeIds?.[1], roads.edgeLengthMetres[0]]).toEqual(['0', '1', 27.186])
  })
})
