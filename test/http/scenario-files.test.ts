import { randomUUID } from 'node:crypto'
import ExcelJS from 'exceljs'
import { beforeAll, expect, it } from 'vitest'
import { listAuditOf } from '../../server/audit/audit.repository.ts'
import { startRunReply } from '../../server/contract/runs.ts'
import { comparison, scenarioRecord, type ScenarioRecord, type SiteChange } from '../../server/contract/scenarios.ts'
import { describeServiceOnBothEngines } from '../service.ts'
import { read } from '../adapters/import-files.ts'
import { ask, askRefused, computeRun, postJson, waitForJob } from './client.ts'
import { idIn, insertScenarioTown, spots, townCode } from './scenario-town.ts'

const here = `/counties/${townCode}/scenarios`
/** The mutual-aid point stands beside B, whose 60 elders of 200 residents nothing reaches; F1, beside A with 40 elders, closes. */
const addition = { id: randomUUID(), kind: 'add', name: '=乙互助点', location: spots.besideB, facilityTypes: ['mutual_aid'], floorAreaM2: 120.5, beds: 30, costYuan: 500_000 } as const satisfies SiteChange
const onFarmland = { id: randomUUID(), kind: 'add', name: '农田上', location: spots.onFarmland, facilityTypes: ['mutual_aid'] } as const satisfies SiteChange
const closure = { id: randomUUID(), kind: 'close', facilityId: idIn('facility', 'F1') } as const satisfies SiteChange
const outside = { id: randomUUID(), kind: 'add', name: '界外', location: spots.outside, facilityTypes: ['mutual_aid'] } as const satisfies SiteChange

describeServiceOnBothEngines('files of a scenario', (running) => {
  let baseline: string
  let scenario: ScenarioRecord
  const fetchFile = async (rest: string) => {
    const response = await fetch(`${running().api}${here}/${scenario.id}/${rest}`)
    expect(response.status, rest).toBe(200)
    return { bytes: Buffer.from(await response.arrayBuffer()), disposition: response.headers.get('content-disposition')!, cache: response.headers.get('cache-control') }
  }
  const book = async (rest = '') => {
    const loaded = new ExcelJS.Workbook()
    await loaded.xlsx.load((await fetchFile(`report.xlsx${rest}`)).bytes as unknown as ExcelJS.Buffer)
    return loaded
  }
  /** Rows of a sheet below its two stamps, by heading. */
  const rowsOf = (loaded: ExcelJS.Workbook, name: string) => {
    const sheet = loaded.getWorksheet(name)!
    const heads = sheet.getRow(3).values as string[]
    return Array.from({ length: sheet.rowCount - 3 }, (_, i) => Object.fromEntries(heads.flatMap((head, column) => (head ? [[head, sheet.getRow(i + 4).getCell(column).value]] : []))))
  }

  beforeAll(async () => {
    await running().service.prepare()
    await insertScenarioTown(running().service.handle.db)
    scenario = await ask(running(), here, scenarioRecord, { ...postJson({ name: '文件/方案', changes: [addition, onFarmland, closure, outside] }), status: 201 })
  })

  it('come without circles and people where the county has no run, and say so', async () => {
    const file = await read('none.gpkg', (await fetchFile('layers.gpkg')).bytes)
    const table = (name: string) => file.tables.find((one) => one.name === name)
    expect(table('proposals')!.rows).toHaveLength(3)
    expect(table('circles')?.rows ?? []).toEqual([])
    expect(JSON.stringify(rowsOf(await book(), '方案概要'))).toContain('没有已发布的分析批次')
    baseline = await computeRun(running(), townCode)
  })

  it('carry what the API says of each site, in the system asked for', async () => {
    const { bytes, disposition, cache } = await fetchFile(`layers.gpkg?crs=zone&run=${baseline}&revision=${scenario.revision}`)
    expect(decodeURIComponent(disposition)).toContain(`${townCode}-文件_方案-r1-zone.gpkg`)
    expect(cache).toBe('no-store')
    const file = await read('zone.gpkg', bytes)
    const table = file.tables.find(({ name }) => name === 'proposals')!
    // 116.15° and 26.032° lie in zone 39, whose meridian is 117°.
    expect(table.crs?.epsg).toBe(4527)
    const site = (row: number) => Object.fromEntries(table.headers!.map((head, i) => [head, table.rows[row].cells[i]]))
    expect(site(0)).toMatchObject({ 名称: '=乙互助点', 乡镇街道: '东镇', 建筑面积_m2: 120.5, 床位: 30, 服务圈_m: 1000, 圈内居民: 200, 圈内60岁以上: 60, 新增居民: 200, 新增60岁以上: 60, 新增户数: 80, 重叠60岁以上: 0 })
    expect(site(2)).toMatchObject({ 名称: '界外', 服务圈_m: null })
    expect(String(site(2).未生效原因)).toContain('界外')
    const places = file.tables.find(({ name }) => name === 'changed_places')!
    expect(places.rows.map(({ cells }) => cells.slice(1, 5))).toEqual([['B', '新增覆盖', '东镇', 200], ['A', '不再覆盖', '西镇', 100]])
    expect(file.tables.find(({ name }) => name === 'circles')!.rows.length).toBe(2)
    // Farmland is asked about, never handed out.
    expect(bytes.includes('farmland')).toBe(false)
    expect(bytes.includes('示例农田')).toBe(false)
  })

  it('as shapefiles and as a drawing hold the same sites', async () => {
    const zip = await read('a.zip', (await fetchFile('layers.shp.zip?crs=degrees')).bytes, { layer: 'proposals' })
    const table = zip.tables.find(({ name }) => name === 'proposals')!
    expect(table.rows.map(({ geometry }) => (geometry as GeoJSON.Point).coordinates)).toEqual([[...spots.besideB], [...spots.onFarmland], [...spots.outside]])
    expect((await fetchFile('layers.dxf')).bytes.toString('latin1')).toContain('AC1009')
  })

  it('the workbook says township by township what a full run over the scenario says', async () => {
    const { runId, jobId } = await ask(running(), `${here}/${scenario.id}/runs`, startRunReply, { ...postJson({ revision: scenario.revision }), status: 202 })
    await waitForJob(running(), townCode, jobId, 'done')
    const compared = await ask(running(), `/counties/${townCode}/compare?a=${baseline}&b=${runId}`, comparison)
    const loaded = await book(`?run=${baseline}`)
    const townships = rowsOf(loaded, '逐乡镇')
    for (const { name, a, b, gained60Plus } of compared.units) {
      expect(townships.find((row) => row['乡镇（街道）'] === name), name).toMatchObject({ '60岁及以上：全部': a.total, '60岁及以上：现状覆盖': a.covered, '60岁及以上：方案后覆盖': b.covered, '60岁及以上：变化': gained60Plus })
    }
    const whole = townships.at(-1)!
    const measureOf = (which: string) => compared.measures.find(({ measure }) => measure === which)!
    expect(whole).toMatchObject({ '乡镇（街道）': '合计', '60岁及以上：变化': measureOf('residents_60_plus').gained, '居民：变化': measureOf('residents').gained, '户数：变化': measureOf('households').gained })
    const indicators = rowsOf(loaded, '指标对比')
    const residents = measureOf('residents')
    expect(indicators[0]).toMatchObject({ 指标: '居民覆盖率', '现状（分子 / 数值）': residents.a.covered, '方案后（分子 / 数值）': residents.b.covered, 变化: residents.gained })
    expect(JSON.stringify(rowsOf(loaded, '方案概要'))).toContain(runId)
  })

  it('the workbook names the veto with its layer, and every question is logged', async () => {
    const countOf = async () => (await listAuditOf(running().service.handle.db, townCode, 'scenario.export')).length
    const before = await countOf()
    const loaded = await book()
    expect(await countOf()).toBe(before + 1)
    const sites = rowsOf(loaded, '选址清单')
    expect(sites.map(({ 改动, 名称 }) => [改动, 名称])).toEqual([['新增', '=乙互助点'], ['新增', '农田上'], ['关停', 'F1'], ['新增', '界外']])
    expect(String(sites[1]['否决项（图层；条款）'])).toContain('永久基本农田')
    const checks = rowsOf(loaded, '审查明细')
    expect(checks.some(({ 名称, 结论, 图层 }) => 名称 === '农田上' && 结论 === '否决' && 图层 === '永久基本农田')).toBe(true)
    expect(checks.some(({ 名称, 审查项, 结论 }) => 名称 === '=乙互助点' && 审查项 === '不占永久基本农田' && 结论 === '通过')).toBe(true)
  })

  it('are refused by name', async () => {
    const refused = async (rest: string) => (await askRefused(running(), `${here}/${rest}`)).error.code
    expect(await refused(`${scenario.id}/layers.gpkg?revision=99`)).toBe('SCENARIO_CHANGED')
    expect(await refused(`${randomUUID()}/report.xlsx`)).toBe('SCENARIO_UNKNOWN')
    expect(await refused(`${scenario.id}/layers.shp.zip?run=${randomUUID()}`)).toBe('RUN_UNKNOWN')
    expect(await refused(`${scenario.id}/layers.dxf?crs=degrees`)).toBe('BAD_REQUEST')
    expect(await refused(`${scenario.id}/layers.gpkg?crs=EPSG:3857`)).toBe('BAD_REQUEST')
  })
})
