import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readRoads, readRoadsFromBytes } from '../../server/network/files/read-roads.ts'
import { codesOf, fixture, problemsOf, readFixture, readText } from './road-files.ts'

describe('readRoads', () => {
  it('reads a file and its bytes alike', async () => {
    for (const name of ['cross.osm', 'streets.graphml', 'paths.geojson', 'town.csv', 'pbf/control_gen.osm.pbf']) {
      const bytes = await readFixture(name)
      const fromFile = await readRoads(fixture(name))
      expect(await readRoadsFromBytes(name, bytes)).toEqual(fromFile)
      expect(await readRoadsFromBytes(`${name}.gz`, gzipSync(bytes))).toEqual(fromFile)
    }
  })

  it('believes the content rather than the name', async () => {
    const { report } = await readRoadsFromBytes('roads.csv', await readFixture('cross.osm'))
    expect(report.format).toBe('osm-xml')
  })

  it('refuses what it does not know and says what it does', async () => {
    const [problem] = await problemsOf(readText('roads.shp', 'something else'))
    expect(problem.code).toBe('ROADS_FORMAT_UNKNOWN')
    expect(problem.fix?.zh).toContain('.osm.pbf')
    expect(await codesOf(readText('roads.zip', 'PK\u0003\u0004'))).toEqual(['ROADS_FORMAT_UNKNOWN'])
    expect(await codesOf(readText('page.html', '<html><body/></html>'))).toEqual(['ROADS_FORMAT_UNKNOWN'])
  })

  it('refuses missing files, folders and empty files by name', async () => {
    expect(await codesOf(readRoads(fixture('none.osm')))).toEqual(['FILE_NOT_READABLE'])
    expect(await codesOf(readRoads(fixture('pbf')))).toEqual(['FILE_NOT_READABLE'])
    const folder = await mkdtemp(join(tmpdir(), 'roads-'))
    await writeFile(join(folder, 'empty.osm'), '')
    expect(await codesOf(readRoads(join(folder, 'empty.osm')))).toEqual(['ROADS_EMPTY'])
  })

  it('bounds what a file unpacks to', async () => {
    const spaces = gzipSync(Buffer.concat([Buffer.from('{"type":'), Buffer.alloc(80 * 1024 ** 2, ' ')]))
    expect(await codesOf(readRoadsFromBytes('bomb.geojson.gz', spaces))).toEqual(['DECOMPRESSION_BOMB'])
    const town = await readFixture('town.csv')
    expect(await codesOf(readRoadsFromBytes('town.csv', town, { maxBytes: 20 }))).toEqual(['FILE_TOO_LARGE'])
  })

  it('refuses a gzip that is cut short', async () => {
    const cut = gzipSync(await readFixture('cross.osm')).subarray(0, 300)
    expect(await codesOf(readRoadsFromBytes('cross.osm.gz', cut))).toEqual(['GZIP_CORRUPT'])
  })

  it('stops when told to', async () => {
    const stopped = readRoads(fixture('cross.osm'), { signal: AbortSignal.abort() })
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' })
  })
})
