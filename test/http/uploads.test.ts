import { existsSync, readdirSync } from 'node:fs'
import { request as httpRequest, type ClientRequest } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { writeArrayBuffer } from 'geotiff'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startImportReply } from '../../server/contract/imports.ts'
import { listFacilities } from '../../server/facilities/facilities.repository.ts'
import { readPopulationCells } from '../../server/population/population.service.ts'
import { listUnits } from '../../server/regions/regions.repository.ts'
import { listStudyAreas } from '../../server/regions/study-areas.repository.ts'
import { findNewestVersion } from '../../server/versions/versions.repository.ts'
import { planningZip, square } from '../adapters/planning-zip.ts'
import { mealPoints, prepareImportTown } from '../import-town.ts'
import { startServiceForTest, type TestService } from '../service.ts'
import { pointShapefile } from '../shapefile.ts'
import { ask, askRefused, getJob, waitForJob } from './client.ts'

const county = 999001
const mebibyte = 1024 ** 2

describe('uploads', () => {
  let running: TestService
  beforeAll(async () => {
    running = await startServiceForTest('postgres', [], { mostUploadBytes: 2 * mebibyte })
    await running.service.prepare()
    await prepareImportTown(running.service.handle.db, county)
  })
  afterAll(() => running.close())

  const uploads = () => (existsSync(running.uploads) ? readdirSync(running.uploads) : [])
  const pathOf = (kind: string) => `/counties/${county}/imports?kind=${kind}`
  const form = (files: Record<string, string | Uint8Array>, options: object = { crs: 'EPSG:4490' }) => {
    const body = new FormData()
    body.set('options', JSON.stringify(options))
    for (const [name, bytes] of Object.entries(files)) body.append('file', new Blob([typeof bytes === 'string' ? bytes : new Uint8Array(bytes)]), name)
    return { method: 'POST', body }
  }
  const start = async (kind: string, files: Record<string, string | Uint8Array>, options?: object) =>
    (await ask(running, pathOf(kind), startImportReply, { ...form(files, options), status: 202 })).jobId!

  it('of a loose shapefile are read with all their parts, whatever comes first', async () => {
    const parts = pointShapefile('points', ['CODE', 'NAME', 'TYPE', 'TOWN'], [
      { at: [100.05, 30.05], cells: ['S-1', '示例餐点', '助餐点', '示例镇'] },
      { at: [100.06, 30.06], cells: ['S-2', '示例敬老院', '敬老院', '示例镇'] },
    ])
    const map = Object.entries({ CODE: 'code', NAME: 'name', TYPE: 'types', TOWN: 'township' }).map(([column, field]) => ({ column, field }))
    await waitForJob(running, county, await start('facilities', Object.fromEntries(Object.entries(parts).reverse()), { map }), 'done')
    const stored = await listFacilities(running.service.handle.db, county, 1)
    expect(stored.map(({ facilityCode, name, lon, lat }) => [facilityCode, name, lon, lat]).sort()).toEqual([
      ['S-1', '示例餐点', 100.05, 30.05],
      ['S-2', '示例敬老院', 100.06, 30.06],
    ])
    await expect.poll(uploads).toEqual([])
  })

  it('of a planning institute’s shapefile in GBK without a .cpg keep their Chinese names, of planning units as of villages', async () => {
    const db = running.service.handle.db
    const shapes = [square(100.05, 30.05), square(100.06, 30.05)]
    const units = await planningZip(shapes, [
      { 单元编号: 'QJ-01', 单元名称: '琴江北单元', 规划人口: 12_000 },
      { 单元编号: 'QJ-02', 单元名称: '城南单元', 规划人口: 8000 },
    ])
    await waitForJob(running, county, await start('planning_units', { '成果.zip': units }, {}), 'done')
    const areas = await listStudyAreas(db, county, (await findNewestVersion(db, county, 'study_areas'))!.version)
    expect(areas.map(({ kind, areaCode, name }) => [kind, areaCode, name]).sort()).toEqual([['planning_unit', 'QJ-01', '琴江北单元'], ['planning_unit', 'QJ-02', '城南单元']])

    const villages = await planningZip(shapes, [
      { 区划代码: `${county}100201`, 名称: '琴口村', 级别: '行政村' },
      { 区划代码: `${county}100202`, 名称: '小松村', 级别: '行政村' },
    ])
    await waitForJob(running, county, await start('regions', { '区划.zip': villages }, {}), 'done')
    const stored = await listUnits(db, county, (await findNewestVersion(db, county, 'units'))!.version)
    expect(stored.map(({ unitCode, name }) => [unitCode, name]).sort()).toEqual([[`${county}100000`, '示例镇'], [`${county}100201`, '琴口村'], [`${county}100202`, '小松村']])
  })

  it('of a raster of people become H3 cells with the same people', async () => {
    const place = { width: 2, height: 2, ModelPixelScale: [0.01, 0.01, 0], ModelTiepoint: [0, 0, 0, 100.05, 30.07, 0], GDAL_NODATA: '-1' }
    const keys = { GTModelTypeGeoKey: 2, GTRasterTypeGeoKey: 1, GeographicTypeGeoKey: 4490 }
    const bytes = new Uint8Array(writeArrayBuffer(Float32Array.from([100.5, 200.25, -1, 300.25]) as never, { ...place, ...keys } as never))
    await waitForJob(running, county, await start('population', { 'people.tif': bytes }, {}), 'done')
    const cells = await readPopulationCells(running.service.handle.db, county, 1)
    expect(cells.reduce((sum, { counts }) => sum + counts.residents!, 0)).toBe(601)
  })

  it('above the limit are refused as such, said to be so before or found so on the way, and leave no file', async () => {
    const refused = async (files: Record<string, Uint8Array>) => (await askRefused(running, pathOf('facilities'), form(files))).error
    const slightly = await refused({ 'big.csv': new Uint8Array(2 * mebibyte + 1) })
    expect([slightly.code, slightly.message.zh]).toEqual(['PAYLOAD_TOO_LARGE', '文件超过 2 MB 的上限，请拆分后上传'])
    await expect.poll(uploads).toEqual([])
    expect((await refused({ 'huge.csv': new Uint8Array(40 * mebibyte) })).code).toBe('PAYLOAD_TOO_LARGE')
    expect((await refused(Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`${i}.csv`, new Uint8Array(10)])))).code).toBe('BAD_REQUEST')
    await expect.poll(uploads).toEqual([])
    const whole = await fetch(`${running.api}${pathOf('facilities')}`, form({ 'just.csv': new Uint8Array(2 * mebibyte).fill(32) }))
    expect((await whole.json()) as object).not.toMatchObject({ error: { code: 'PAYLOAD_TOO_LARGE' } })
  })

  it('two at once, of two kinds, are both stored; of one kind both or the first, and the other is told why', async () => {
    const people = '名称,常住人口\r\n示例镇,1000\r\n示例县,1500\r\n'
    const both = await Promise.all([start('facilities', { 'a.csv': mealPoints(300) }), start('population', { 'b.csv': people }, {})])
    for (const jobId of both) await waitForJob(running, county, jobId, 'done')
    const db = running.service.handle.db
    const before = (await findNewestVersion(db, county, 'facilities'))!.version
    const jobs = await Promise.all([start('facilities', { 'a.csv': mealPoints(200, 20) }), start('facilities', { 'a.csv': mealPoints(200, 30) })])
    for (const jobId of jobs) await waitForJob(running, county, jobId, 'done', 'failed')
    const ended = await Promise.all(jobs.map((jobId) => getJob(running, county, jobId)))
    const failed = ended.filter(({ status }) => status === 'failed')
    expect(failed.length).toBeLessThan(2)
    expect(failed.map(({ error }) => error?.code)).toEqual(failed.map(() => 'DATA_CHANGED'))
    expect((await findNewestVersion(db, county, 'facilities'))!.version).toBe(before + 2 - failed.length)
    await expect.poll(uploads).toEqual([])
  })

  describe('over a line', () => {
    const boundary = 'yiquan-test'
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="options"\r\n\r\n{"crs":"EPSG:4490"}\r\n--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\n`
    const tail = `\r\n--${boundary}--\r\n`
    const open = (path: string, length: number): ClientRequest => {
      const { hostname, port, pathname } = new URL(running.api)
      const headers = { 'Content-Type': `multipart/form-data; boundary=${boundary}`, 'Content-Length': length }
      return httpRequest({ hostname, port, path: `${pathname}${path}`, method: 'POST', headers })
    }

    it('that breaks midway leave nothing', async () => {
      const request = open(pathOf('facilities'), mebibyte)
      const broken = new Promise((resolve) => request.once('error', resolve))
      request.write(head + mealPoints(2000))
      await expect.poll(uploads).toHaveLength(1)
      expect(readdirSync(`${running.uploads}/${uploads()[0]}`)).toEqual(['a.csv'])
      request.destroy(new Error('the line broke'))
      await broken
      await expect.poll(uploads).toEqual([])
    })

    it('that is slow are taken all the same, and others are served meanwhile', async () => {
      const body = Buffer.from(head + mealPoints(300, 40) + tail)
      const request = open(pathOf('facilities').replace('/imports?', '/imports/examine?'), body.length)
      const answered = new Promise<number>((resolve, reject) => {
        request.once('error', reject)
        request.once('response', (response) => {
          response.resume()
          resolve(response.statusCode!)
        })
      })
      for (let sent = 0; sent < body.length; sent += 1024) {
        request.write(body.subarray(sent, sent + 1024))
        await sleep(50)
        expect((await fetch(`${running.api}/health`)).status).toBe(200)
      }
      request.end()
      expect(await answered).toBe(200)
      await expect.poll(uploads).toEqual([])
    })
  })
})
