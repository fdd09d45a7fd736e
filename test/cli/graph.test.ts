import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { writeFiles, yiquan } from './run-yiquan.ts'

const portoAlegreEdges = fileURLToPath(new URL('../oracles/fixtures/porto-alegre/edges.csv.gz', import.meta.url))
const smallPbf = fileURLToPath(new URL('../adapters/fixtures/pbf/control_gen.osm.pbf', import.meta.url))

interface Figures {
  nodes: number
  edges: number
  lengthMetres: number
  components: number
  largestComponentShare: number | null
  bbox: number[] | null
  bytes: number
}

async function figuresOf(roads: string): Promise<Figures> {
  const { stdout, stderr, exitCode } = await yiquan(['graph', '--roads', roads, '--json'])
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
  expect(stdout.indexOf('\n')).toBe(stdout.length - 1)
  return JSON.parse(stdout) as Figures
}

describe('yiquan graph', () => {
  it('gives exactly the promised figures of an edge list, whose nodes have no coordinates', async () => {
    // Three pieces: 10 + 20 = 30 m with three nodes, 6 m with two, and a node alone with a loop of 4 m.
    const { 'roads.csv': roads } = writeFiles({ 'roads.csv': 'u,v,length_m\na,b,10\nb,c,20\nx,y,6\nz,z,4\n' })
    const { bytes, ...figures } = await figuresOf(roads)
    expect(figures).toEqual({ nodes: 6, edges: 4, lengthMetres: 40, components: 3, largestComponentShare: 0.75, bbox: null })
    // Two coordinates (16), a component (4) and an arc offset (4) a node, and forty bytes an edge and its arcs at the least.
    expect(bytes).toBeGreaterThan(6 * 24 + 4 * 40)
  })

  it('gives the box of a network with coordinates, the bends of its roads included', async () => {
    // On the equator (see reach-places.test.ts): up and down again, 2 × 110.574276 + 111.319491 m, though both nodes lie on the equator.
    const coordinates = [
      [0, 0],
      [0, 0.001],
      [0.001, 0.001],
      [0.001, 0],
    ]
    const { 'roads.geojson': roads } = writeFiles({ 'roads.geojson': JSON.stringify({ type: 'LineString', coordinates }) })
    const { lengthMetres, ...figures } = await figuresOf(roads)
    expect(Math.abs(lengthMetres - (2 * 110.574276 + 111.319491))).toBeLessThan(1e-5)
    expect(figures).toEqual({
      nodes: 2,
      edges: 1,
      components: 1,
      largestComponentShare: 1,
      bbox: [0, 0, 0.001, 0.001],
      bytes: expect.any(Number) as number,
    })
  })

  it('counts the network of a city as its makers did', async () => {
    // 38,096 nodes and 45,281 edges are the fixture's own; 1,847,237.526 m is the sum of its column length_m.
    const figures = await figuresOf(portoAlegreEdges)
    expect([figures.nodes, figures.edges]).toEqual([38096, 45281])
    expect(figures.lengthMetres).toBeCloseTo(1847237.526, 3)
  })

  it('reads OSM PBF', async () => {
    const figures = await figuresOf(smallPbf)
    expect([figures.nodes, figures.edges, figures.components]).toEqual([3, 2, 1])
  })

  it('says what it assumed when a person reads it', async () => {
    const { 'roads.csv': roads } = writeFiles({ 'roads.csv': 'u,v,length_m\na,b,10\n' })
    const { stdout, exitCode } = await yiquan(['graph', '--roads', roads])
    expect(exitCode).toBe(0)
    expect(stdout).toContain('节点 / nodes：2\n')
    expect(stdout).toContain('长度 / length：10.0 m\n')
    expect(stdout).toMatch(/※ .*一律|※ 边表没有道路类型/)
  })
})
