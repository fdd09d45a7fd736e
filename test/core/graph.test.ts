import { describe, expect, test } from 'vitest'
import { buildGraph } from '../../server/core/network/build-graph.ts'
import { describeNetwork } from '../../server/core/network/components.ts'
import { openGraph, openSharedGraph, packGraph } from '../../server/core/network/graph-file.ts'
import { edgeFlag, edgePoints } from '../../server/core/network/graph.ts'
import { createRoadBuilder } from '../../server/core/network/road-builder.ts'
import { asciiNetwork } from '../ascii-network.ts'
import { chessboardTown } from '../town.ts'

describe('a graph', () => {
  test('numbers its pieces by length, so that 0 is the main network', () => {
    const { graph, node } = asciiNetwork('A-10-B   C-100-D-5-E   F-40-G')
    expect(['A', 'C', 'E', 'F'].map((label) => graph.nodeComponent[node(label)])).toEqual([2, 0, 0, 1])
    const report = describeNetwork(graph)
    // 10 + 105 + 40 = 155; the main piece has 105.
    expect(report).toMatchObject({ nodes: 7, edges: 4, lengthMetres: 155, components: 3, bbox: null })
    expect(report.largestComponentShare).toBeCloseTo(105 / 155, 12)
  })

  test('says what an empty network amounts to without dividing by zero', () => {
    const report = describeNetwork(buildGraph(createRoadBuilder().finish()).graph)
    expect(report).toMatchObject({ nodes: 0, edges: 0, lengthMetres: 0, components: 0, largestComponentShare: null, bbox: null })
  })

  test('survives as one buffer: opened from a copy it is the same graph, byte for byte', () => {
    const { graph } = chessboardTown(3, 2, 100)
    const copy = openGraph(graph.buffer.slice(0) as ArrayBuffer)
    expect(new Uint8Array(copy.buffer)).toEqual(new Uint8Array(graph.buffer))
    expect(Array.from(copy.arcMetres)).toEqual(Array.from(graph.arcMetres))
    const shared = openSharedGraph(new Uint8Array(graph.buffer))
    expect(shared.buffer).toBeInstanceOf(SharedArrayBuffer)
    expect(new Uint8Array(packGraph(shared).buffer)).toEqual(new Uint8Array(graph.buffer))
  })

  test('refuses another file, another version and a cut-off one', () => {
    const { buffer } = chessboardTown(3, 2, 100).graph
    const changed = (edit: (bytes: DataView) => void) => {
      const copy = buffer.slice(0) as ArrayBuffer
      edit(new DataView(copy))
      return copy
    }
    expect(() => openGraph(new ArrayBuffer(4))).toThrow(/4 bytes/)
    expect(() => openGraph(changed((bytes) => bytes.setUint32(0, 1)))).toThrow(/magic/)
    expect(() => openGraph(changed((bytes) => bytes.setUint32(4, 99, true)))).toThrow(/version 1 or 2, got 99/)
    expect(() => openGraph(buffer.slice(0, buffer.byteLength - 100) as ArrayBuffer)).toThrow(/expected \d+ entries/)
  })

  test('keeps given lengths and measures the others along their shape', () => {
    const roads = createRoadBuilder()
    const a = roads.node(116, 26)
    const b = roads.node(116.001, 26)
    roads.edge(a, b, { lengthMetres: 5 })
    roads.edge(a, b)
    roads.edge(a, b, { shape: [116, 26.001, 116.001, 26.001] })
    const { graph } = buildGraph(roads.finish())
    // PostGIS 3.6, ST_Distance(geography): 0.001° of longitude at 26° N is 100.11771471 m, 0.001° of latitude from
    // there 110.78800021 m, 0.001° of longitude at 26.001° N 100.11686705 m.
    expect(graph.edgeMetres[0]).toBe(5)
    expect(graph.edgeMetres[1]).toBeCloseTo(100.11771471, 6)
    expect(graph.edgeMetres[2]).toBeCloseTo(110.78800021 * 2 + 100.11686705, 6)
    expect(edgePoints(graph, 2)).toHaveLength(4)
  })

  test('remembers which edges are the county’s own, and which are stairs', () => {
    const roads = createRoadBuilder()
    const nodes = [0, 1, 2].map((i) => roads.node(116 + i / 1000, 26))
    roads.edge(nodes[0], nodes[1], { steps: true })
    roads.edge(nodes[1], nodes[2])
    const { graph } = buildGraph(roads.finish(), { owned: Uint8Array.of(0, 1) })
    expect(Array.from(graph.edgeFlags)).toEqual([edgeFlag.steps, edgeFlag.owned])
  })

  test('refuses a length that is not one', () => {
    const roads = createRoadBuilder()
    roads.edge(roads.node(116, 26), roads.node(116.001, 26), { lengthMetres: -1 })
    expect(() => buildGraph(roads.finish())).toThrow(/edge 0 in metres, got -1/)
  })
})
