import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { codes, read } from './import-files.ts'
import { fixture } from './road-files.ts'

describe('road files at the door of imports', () => {
  it.each([
    ['town.csv', 'edge-list'],
    ['cross.osm', 'osm-xml'],
    ['streets.graphml', 'graphml'],
  ])('%s comes back as %s, without tables, with the report of its reader', async (name, format) => {
    const file = await read(name, readFileSync(fixture(name)))
    expect(file.format).toBe(format)
    expect(file.tables).toEqual([])
    expect(file.roads!.edges).toBeGreaterThan(0)
    expect(file.roads!.lengthMetres).toBeGreaterThan(0)
    expect(file.roads!.components).toBeGreaterThan(0)
    expect(file.roads!.report.walkableWays).toBeGreaterThan(0)
  })

  it('an edge list gives its own lengths, summed', async () => {
    const { roads } = await read('e.csv', 'u,v,length_m\na,b,100\nb,c,50\nx,y,7\n')
    expect(roads).toMatchObject({ edges: 3, lengthMetres: 157, components: 2 })
  })

  it('an empty file is refused whatever its name', async () => {
    for (const name of ['a.pbf', 'a.osm', 'a.csv', 'a.xlsx', 'a.shp', 'a.tif']) expect(codes(await read(name, ''))).toEqual(['EMPTY'])
  })
})
