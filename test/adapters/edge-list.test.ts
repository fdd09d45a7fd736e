import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readRoads, readRoadsFromBytes } from '../../server/network/files/read-roads.ts'
import { codesOf, fixture, problemsOf, readFixture, readText } from './road-files.ts'

describe('readEdgeList', () => {
  it('takes labels as texts and lengths as given', async () => {
    const { roads, report } = await readRoads(fixture('town.csv'))
    expect(roads.nodeIds).toEqual(['甲', '乙', '丙'])
    expect([...roads.edgeFrom]).toEqual([0, 1, 0])
    expect([...roads.edgeTo]).toEqual([1, 2, 1])
    expect([...roads.edgeLengthMetres]).toEqual([10.5, 20, 11])
    expect(roads.nodeLon.every(Number.isNaN)).toBe(true)
    expect(report).toMatchObject({ format: 'edge-list', ways: 3, walkableWays: 3 })
  })

  it('reads gzip, UTF-16, semicolons, a sep line and mixed line ends alike', async () => {
    const { roads } = await readRoads(fixture('town.csv'))
    const bytes = await readFixture('town.csv')
    expect((await readRoadsFromBytes('town.csv.gz', gzipSync(bytes))).roads).toEqual(roads)
    expect((await readRoadsFromBytes('town.csv', Buffer.from(bytes.toString(), 'utf16le'))).roads).toEqual(roads)
    const rows = 'sep=;\nu;v;length_m\r甲;乙;10.5\r\n\n乙;丙;20\n"甲";"乙";"11"'
    expect((await readText('town.csv', rows)).roads).toEqual(roads)
  })

  it('lists every bad cell with row, column and value', async () => {
    const rows = 'u,v,length_m\na,b,1\n,b,2\na,b,-3\na,b,１\na\na,b,NaN\na,b,1e3\n'
    const problems = await problemsOf(readText('bad.csv', rows))
    expect(problems.map(({ row, column, value }) => [row, column, value])).toEqual([
      [3, 'u', ''],
      [4, 'length_m', '-3'],
      [5, 'length_m', '１'],
      [6, 'v', ''],
      [6, 'length_m', ''],
      [7, 'length_m', 'NaN'],
    ])
  })

  it.each([
    ['a missing column', 'u,v,metres\n1,2,3', 'EDGE_COLUMNS'],
    ['full-width commas', 'u，v，length_m\n1，2，3', 'EDGE_COLUMNS'],
    ['a doubled column', 'u,v,length_m,u\n1,2,3,4', 'EDGE_COLUMNS'],
    ['a header alone', 'u,v,length_m\n', 'ROADS_EMPTY'],
    ['an endless line', `u,v,length_m\n${'x'.repeat(2_000_000)}`, 'LINE_TOO_LONG'],
  ])('refuses %s', async (_, text, code) => {
    expect(await codesOf(readText('bad.csv', text))).toEqual([code])
  })
})
