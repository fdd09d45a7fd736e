import { describe, expect, it } from 'vitest'
import { readRoads } from '../../server/network/files/read-roads.ts'
import { listedValues } from '../../server/network/files/listed-tags.ts'
import { codesOf, fixture, readFixture, readText } from './road-files.ts'

describe('readGraphml', () => {
  it('takes each street once and keeps parallel streets apart', async () => {
    const { roads, report } = await readRoads(fixture('streets.graphml'))
    expect(roads.nodeIds).toEqual(['a', 'b', 'c'])
    // a–b twice round the loop, b–c straight, c–b along another way.
    expect([...roads.edgeFrom]).toEqual([0, 0, 1, 2])
    expect([...roads.edgeTo]).toEqual([1, 1, 2, 1])
    expect([...roads.edgeSteps]).toEqual([1, 0, 0, 0])
    expect([...roads.shapeOffset]).toEqual([0, 1, 2, 2, 2])
    expect([...roads.shapeLat]).toEqual([22.501, 22.499])
    expect(roads.edgeLengthMetres.every(Number.isNaN)).toBe(true)
    expect(report).toMatchObject({ ways: 6, walkableWays: 4, skipped: { notWalkable: 2, unusedNodes: 1 } })
    expect(report.assumptions).toHaveLength(1)
  })

  it('keeps both of two streets in an undirected file, and turns a line drawn backwards', async () => {
    const text = (await readFixture('streets.graphml'))
      .toString()
      .replace('edgedefault="directed"', 'edgedefault="undirected"')
      .replace(
        'LINESTRING (114 22.5, 114.001 22.501, 114.002 22.5)',
        'LINESTRING (114.002 22.5, 114.0015 22.501, 114.0005 22.501, 114 22.5)',
      )
    const { roads, report } = await readText('streets.graphml', text)
    expect(report.ways).toBe(8)
    expect([...roads.shapeLon.subarray(0, 2)]).toEqual([114.0005, 114.0015])
  })

  it.each([
    ['a projected network', (text: string) => text.replace('epsg:4326', 'epsg:32650'), 'CRS_UNSUPPORTED'],
    [
      'a node off the globe',
      (text: string) => text.replace('<data key="k1">22.502', '<data key="k1">92.502'),
      'COORD_OUT_OF_RANGE',
    ],
    ['a line that is none', (text: string) => text.replace('114.001 22.501', '114.001'), 'GEOM_SHAPE'],
  ])('refuses %s', async (_, change, code) => {
    const text = change((await readFixture('streets.graphml')).toString())
    expect(await codesOf(readText('streets.graphml', text))).toContain(code)
  })

  it('counts a street whose end is missing instead of placing it anywhere', async () => {
    const text = (await readFixture('streets.graphml')).toString().replace('<node id="c">', '<node id="d">')
    const { roads, report } = await readText('streets.graphml', text)
    expect(roads.edgeFrom).toHaveLength(2)
    expect(report.skipped.missingNodes).toBe(2)
  })
})

describe('listedValues', () => {
  it.each([
    ["['footway', 'steps']", ['footway', 'steps']],
    ['["a", "b"]', ['a', 'b']],
    ['residential', ['residential']],
    [
      ['x', 1, 'y'],
      ['x', 'y'],
    ],
    ['', []],
    [undefined, []],
  ])('reads %o', (value, values) => {
    expect(listedValues(value)).toEqual(values)
  })
})
