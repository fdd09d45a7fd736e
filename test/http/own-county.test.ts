import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countyDetail, countyList, countySummary } from '../../server/contract/counties.ts'
import { examineImportReply, startImportReply, storedImportList } from '../../server/contract/imports.ts'
import { runList, runRecord, startRunReply } from '../../server/contract/runs.ts'
import { startServiceForTest, type TestService } from '../service.ts'
import { ask, askRefused, waitForJob } from './client.ts'

/** 西昌市, which no sample and no reference list knows: two townships side by side and a village in each. */
const own = '513401'
const box = (west: number, east: number) => ({ type: 'Polygon', coordinates: [[[west, 28], [east, 28], [east, 28.1], [west, 28.1], [west, 28]]] })
const point = (lon: number, lat: number) => ({ type: 'Point', coordinates: [lon, lat] })
const collection = (rows: [Record<string, unknown>, object | null][]) =>
  JSON.stringify({ type: 'FeatureCollection', features: rows.map(([properties, geometry]) => ({ type: 'Feature', properties, geometry })) })
const townships: [Record<string, unknown>, object | null][] = [
  [{ 区划代码: '513401100000', 名称: '西镇', 级别: '镇' }, box(102, 102.1)],
  [{ 区划代码: '513401200000', 名称: '东乡', 级别: '乡' }, box(102.1, 102.2)],
  [{ 区划代码: '513401100201', 名称: '甲村', 城乡分类代码: '220' }, point(102.05, 28.05)],
  [{ 区划代码: '513401200201', 名称: '乙村', 城乡分类代码: '220' }, point(102.15, 28.05)],
]
const units = collection([[{ 区划代码: own, 名称: '西昌市', 级别: '县级市' }, box(102, 102.2)], ...townships])
const planning = collection([[{ 单元编号: 'W-1', 单元名称: '西单元', 规划人口: 5000 }, box(102, 102.1)]])
const boundary = collection([[{ 名称: '城区', 分区: '城镇集中建设区' }, box(102, 102.1)]])
const people = '12位区划代码,名称,常住人口,60岁及以上,户数\r\n513401100201,甲村,300,90,100\r\n513401200201,乙村,200,60,70\r\n'
const sites = '编码,名称,类型,经度,纬度,运营状态,现状用途\r\nF-1,甲养老服务站,社区养老服务站,102.051,28.05,运营,养老\r\n'

describe('a county that an office brings', () => {
  let running: TestService
  beforeAll(async () => {
    running = await startServiceForTest('embedded')
    await running.service.prepare()
  })
  afterAll(() => running.close())

  const form = (text: string, name: string, options: object = { crs: 'EPSG:4490' }) => {
    const body = new FormData()
    body.set('options', JSON.stringify(options))
    body.append('file', new Blob([text]), name)
    return { method: 'POST', body }
  }
  async function store(kind: string, text: string, name: string): Promise<string> {
    const started = await ask(running, `/counties/${own}/imports?kind=${kind}`, startImportReply, { ...form(text, name), status: 202 })
    expect([kind, started.problems.filter(({ severity }) => severity !== 'warning'), started.questions]).toEqual([kind, [], []])
    await waitForJob(running, Number(own), started.jobId!, 'done')
    return started.outcome
  }
  async function run(wish: object): Promise<string> {
    const started = await ask(running, `/counties/${own}/runs`, startRunReply, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(wish), status: 202 })
    await waitForJob(running, Number(own), started.jobId, 'done')
    return started.runId
  }

  it('is not there before, and is refused without its own outline', async () => {
    expect((await askRefused(running, `/counties/${own}`)).error.code).toBe('COUNTY_UNKNOWN')
    const without = await ask(running, `/counties/${own}/imports/examine?kind=regions`, examineImportReply, form(collection(townships), 'units.geojson'))
    expect(without).toMatchObject({ outcome: 'reject', changes: null })
    expect(without.problems.map(({ code }) => code)).toContain('COUNTY_BOUNDARY_MISSING')
    expect((await askRefused(running, `/counties/${own}/imports?kind=facilities`, form(sites, 'sites.csv'))).error.code).toBe('COUNTY_UNKNOWN')
  })

  it('stands in the list with its box and its townships once its units are stored', async () => {
    await store('regions', units, 'units.geojson')
    const listed = (await ask(running, '/counties', countyList)).find(({ code }) => code === own)
    expect(listed).toMatchObject({ name: '西昌市', prefecture: null, demo: false, bbox: [102, 28, 102.2, 28.1] })
    const detail = await ask(running, `/counties/${own}`, countyDetail)
    expect(detail.units.map(({ name }) => name)).toEqual(['西镇', '东乡'])
    expect(detail.layers.map(({ layer }) => layer)).toEqual(expect.arrayContaining(['boundary', 'units']))
    const bare = await ask(running, `/counties/${own}/summary`, countySummary)
    expect(bare).toMatchObject({ status: 'none', coverage: null })
  })

  it('is analysed from its own people and facilities, as a whole and over a planning unit', async () => {
    await store('population', people, 'people.csv')
    await store('facilities', sites, 'sites.csv')
    await store('planning_units', planning, 'planning.geojson')
    await store('development_boundary', boundary, 'boundary.geojson')
    const detail = await ask(running, `/counties/${own}`, countyDetail)
    expect(detail.studyArea).toBeNull()
    expect(detail.studyAreas).toMatchObject([{ kind: 'planning_unit', code: 'W-1', plannedResidents: 5000, name: { zh: '西单元' } }])
    for (const layer of ['planning_units', 'development_boundary']) {
      const address = detail.layers.find((one) => one.layer === layer)!.tiles
      const tile = address.replace('{z}', '10').replace('{x}', String(Math.floor(((102.05 + 180) / 360) * 1024))).replace('{y}', '428')
      const reply = await fetch(`${new URL(running.api).origin}${tile}`)
      expect([layer, reply.status, (await reply.arrayBuffer()).byteLength > 0]).toEqual([layer, 200, true])
    }

    const whole = await ask(running, `/counties/${own}/summary?run=${await run({})}`, countySummary)
    // 甲村 is about 100 m from the only site, 乙村 ten kilometres.
    expect(whole.studyArea).toBeNull()
    expect(whole.coverage?.residents).toMatchObject({ covered: 300, known: 500, unlocated: 0 })
    const westRun = await run({ studyArea: detail.studyAreas[0].id })
    const west = await ask(running, `/counties/${own}/summary?run=${westRun}`, countySummary)
    expect(west.studyArea).toMatchObject({ id: detail.studyAreas[0].id, name: { zh: '西单元' }, kind: 'planning_unit', code: 'W-1', version: 1 })
    expect(west.coverage?.methodLine.zh).toMatch(/^分析片区：西单元（W-1） · /)
    const [listed] = await ask(running, `/counties/${own}/runs`, runList)
    expect([listed.id, listed.studyArea]).toEqual([westRun, west.studyArea])
    expect((await ask(running, `/counties/${own}/runs/${westRun}`, runRecord)).studyArea).toEqual(west.studyArea)
    // What nobody names is the county, not the unit that was computed last.
    const unnamed = await ask(running, `/counties/${own}/summary`, countySummary)
    expect([unnamed.runId, unnamed.studyArea]).toEqual([whole.runId, null])
    expect(west.coverage?.residents).toMatchObject({ covered: 300, known: 300, unlocated: 0 })
    expect(west.notes[0].zh).toContain('详细规划单元「西单元」（W-1）')
    const unknown = await askRefused(running, `/counties/${own}/runs`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ studyArea: '00000000-0000-4000-8000-000000000001' }) })
    expect(unknown.error.code).toBe('STUDY_AREA_UNKNOWN')
  })

  it('takes reported figures of a prefecture too, and examines a layer without storing it', async () => {
    const figures = '条目编号,政策包,数值,数据日期,来源\r\nSC-R04,shicheng,260,2025-12-31,民政局\r\n'
    const path = '/counties/360735/imports'
    const started = await ask(running, `${path}?kind=reported_figures`, startImportReply, { ...form(figures, '填报.csv', {}), status: 202 })
    expect(started).toMatchObject({ dataKind: 'reported_figures', baseVersion: 0, changes: { inserted: 1 } })
    await waitForJob(running, 360735, started.jobId!, 'done')
    expect((await ask(running, path, storedImportList))[0]).toMatchObject({ dataKind: 'reported_figures', version: 1, rowCount: 1 })
    const prefecture = await ask(running, `/counties/360700/imports/examine?kind=reported_figures`, examineImportReply, form(figures, '填报.csv', {}))
    expect(prefecture.changes).toMatchObject({ inserted: 1 })
    const layer = await ask(running, `/counties/360735/imports/examine?kind=layer`, examineImportReply, form(collection([[{ 名称: '某处' }, point(116.3, 26.3)]]), 'l.geojson'))
    expect(layer).toMatchObject({ outcome: 'ok', dataKind: null, changes: null })
  })
})
