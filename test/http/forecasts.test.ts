import { mkdtempSync, rmSync } from 'node:fs'
import { openAsBlob } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '../../server/auth/actor.ts'
import { forecastList, forecastReply, lifeTableList, type AskForecastInput, type ForecastReply } from '../../server/contract/forecasts.ts'
import { startImportReply } from '../../server/contract/imports.ts'
import { findForecast } from '../../server/forecasts/forecasts.repository.ts'
import { forecastWeights } from '../../server/forecasts/forecast-weights.ts'
import { listUnits } from '../../server/regions/regions.repository.ts'
import { startServiceForTest, type TestService } from '../service.ts'
import { expectExactly } from './addresses.ts'
import { ask, askRefused, computeRun, futian, getPublished, postJson, shicheng, waitForJob } from './client.ts'

/* Forecasts over the sample counties: declared rates first, then with ages imported for a township and for the county. */
let running: TestService

beforeAll(async () => {
  running = await startServiceForTest('embedded')
  await running.service.prepare()
  await computeRun(running, shicheng)
})

afterAll(async () => running?.close())

async function forecast(wish: AskForecastInput, county: number = shicheng): Promise<ForecastReply> {
  const reply = await ask(running, `/counties/${county}/forecasts`, forecastReply, { ...postJson(wish), status: 201 })
  expectExactly(reply, forecastReply)
  return reply
}

const growth = { source: '示例：测试声明', residents: -0.01, residents60Plus: { low: 0.01, medium: 0.02, high: 0.03 } }
const sum = (values: number[]) => values.reduce((a, b) => a + b, 0)

describe('a forecast by declared rates', () => {
  it('starts from everybody whom the coverage run counts, and sums its townships to the person', async () => {
    const { result, demo } = await forecast({ growth })
    const { coverage } = await getPublished(running, shicheng)
    for (const measure of ['residents', 'residents60Plus'] as const) expect(result.county.base[measure]).toBe(coverage[measure].known + coverage[measure].unlocated)
    expect(demo).toBe(true)
    expect(result.years).toEqual([2030, 2035])
    result.county.years.forEach(({ residents60Plus }, i) => {
      for (const variant of ['low', 'medium', 'high'] as const) {
        expect(residents60Plus.people![variant]).toBe(sum(result.units.map(({ years }) => years[i].residents60Plus.people?.[variant] ?? 0)))
      }
      expect(residents60Plus.people!.low).toBeLessThan(residents60Plus.people!.high)
    })
    for (const { base, years } of result.units) {
      if (base.residents60Plus !== null) expect(years[1].residents60Plus).toMatchObject({ method: 'declared_growth', people: { medium: Math.round(base.residents60Plus * 1.02 ** (2035 - result.baseYear)) } })
    }
  })

  it('is stored once and for all, is listed, and has the hash that the same data and words have again', async () => {
    const first = await forecast({ growth })
    const second = await forecast({ growth })
    expect(second.id).not.toBe(first.id)
    expect([second.inputHash, second.resultHash]).toEqual([first.inputHash, first.resultHash])
    expect((await forecast({ growth, years: [2031] })).inputHash).not.toBe(first.inputHash)
    expect(await ask(running, `/counties/${shicheng}/forecasts/${first.id}`, forecastReply)).toEqual(first)
    const list = await ask(running, `/counties/${shicheng}/forecasts`, forecastList)
    expectExactly(list, forecastList)
    expect(list.map(({ id }) => id)).toContain(first.id)
  })

  it('gives no figure where nothing was declared, and says why', async () => {
    const { result } = await forecast({})
    expect(result.county.years[0].residents60Plus).toMatchObject({ people: null, gap: 'no_rate' })
    expect(result.notes.some(({ zh }) => zh.includes('未声明任何区间'))).toBe(true)
  })

  it('follows with beds by an adopted standard, labelled as one, and says that the plan has none', async () => {
    const { result } = await forecast({ growth, pack: 'shicheng', bedsPerThousandElders: { value: 35, source: '示例' }, disability: { source: '示例', bands: [{ fromAge: 60, share: 0.1 }] } })
    const { beds, residents60Plus, disabled, floorAreaM2 } = result.county.years[0]
    expect(beds!.medium).toBe(Math.ceil((residents60Plus.people!.medium * 35) / 1000))
    expect(floorAreaM2).toBeNull()
    expect(disabled.people!.medium).toBe(sum(result.units.map(({ years }) => years[0].disabled.people?.medium ?? 0)))
    expect(result.standards).toMatchObject([{ key: 'beds_per_1000_elders', prescribed: false }])
    expect(result.standards[0].label.zh).toMatch(/^采用标准：.*非本规划规定$/)
    expect(result.notes.some(({ zh }) => zh.includes('本规划未规定'))).toBe(true)
  })
})

describe('a forecast by the ages that come with the samples', () => {
  it('is a cohort forecast of every township of 石城, whose ages are everybody whom the sample counts', async () => {
    const { result, demo } = await forecast({ lifeTable: { kind: 'published', id: 'un-wpp-2024-china-2020-2025' }, mortalityFactor: { low: 0.9, medium: 1, high: 1.1 } })
    expect(demo).toBe(true)
    const people = result.units.filter(({ base }) => base.residents60Plus)
    expect(people).toHaveLength(10)
    for (const { base, pyramid60Plus, pyramidYear, years } of people) {
      expect([pyramid60Plus, pyramidYear]).toEqual([base.residents60Plus, result.baseYear])
      for (const { residents60Plus } of years) {
        expect(residents60Plus.method).toBe('cohort')
        expect(residents60Plus.people!.low).toBeLessThan(residents60Plus.people!.high)
      }
    }
    // The ages of the county are the sum of its townships', and so is what becomes of them, but for rounding.
    result.county.years.forEach(({ residents60Plus }, i) => expect(Math.abs(residents60Plus.people!.medium - result.countyCohort![i].residents60Plus.people!.medium)).toBeLessThanOrEqual(5))
    expect(result.methodLines[0].zh).toContain('World Population Prospects 2024')
    expect(result.methodLines[0].zh).toContain('CC BY 3.0 IGO')
    expect(result.notes.some(({ zh }) => zh.includes('全国水平'))).toBe(true)
  })

  it('gives the streets of 福田 their share of the district, whose ages are the census’s own', async () => {
    const { result } = await forecast({ lifeTable: { kind: 'published', id: 'un-wpp-2024-china-2020-2025' } }, futian)
    expect(result.countyCohort).not.toBeNull()
    const methods = new Set(result.units.filter(({ base }) => base.residents60Plus).map(({ years }) => years[0].residents60Plus.method))
    expect([...methods]).toEqual(['county_share'])
  })

  it('lists the published tables with licence and source, and has the table itself in its hash', async () => {
    const tables = await ask(running, '/life-tables', lifeTableList)
    expectExactly(tables, lifeTableList)
    expect(tables.map(({ id, licence }) => [id, licence.slice(0, 13)])).toEqual([['un-wpp-2024-china-2020-2025', 'CC BY 3.0 IGO']])
    const refusal = await askRefused(running, `/counties/${shicheng}/forecasts`, postJson({ lifeTable: { kind: 'published', id: 'nowhere' } }))
    expect([refusal.status, refusal.error.code]).toEqual([400, 'BAD_REQUEST'])
  })
})

const ages = (township: string, of: (age: number) => number, year = '2024-11-01') =>
  Array.from({ length: 18 }, (_, group) => [township, group === 17 ? '85岁及以上' : `${group * 5}-${group * 5 + 4}岁`, of(group * 5), of(group * 5) + 10, year])

async function importAges(rows: (string | number)[][]) {
  const folder = mkdtempSync(join(tmpdir(), 'yiquan-ages-'))
  const book = new ExcelJS.Workbook()
  const sheet = book.addWorksheet('年龄')
  for (const row of [['乡镇街道', '年龄组', '男', '女', '统计日期'], ...rows]) sheet.addRow(row)
  await book.xlsx.writeFile(join(folder, 'ages.xlsx'))
  const form = new FormData()
  form.set('options', JSON.stringify({ acceptRows: true, replace: true }))
  form.append('file', await openAsBlob(join(folder, 'ages.xlsx')), 'ages.xlsx')
  const reply = await ask(running, `/counties/${shicheng}/imports?kind=age_pyramid`, startImportReply, { method: 'POST', body: form, status: 202 })
  rmSync(folder, { recursive: true })
  if (reply.jobId) await waitForJob(running, shicheng, reply.jobId, 'done')
  return reply
}

describe('a forecast with ages', () => {
  it('takes ages by township and by county from a sheet, and refuses those of a township that is not there', async () => {
    const rows = [...ages('石城县', (age) => 3000 - 30 * age), ...ages('琴江镇', (age) => 1000 - 10 * age), ...ages('无此镇', () => 1)]
    const reply = await importAges(rows)
    // The sample's ages of ten townships and the county give way to these two.
    expect(reply.changes).toMatchObject({ inserted: 0, updated: 36, ended: 9 * 18 })
    expect(reply.problems.filter(({ code, severity }) => code === 'UNIT_UNKNOWN' && severity === 'error')).toHaveLength(18)
    expect((await importAges(rows)).changes).toMatchObject({ inserted: 0, updated: 0, unchanged: 36 })
  })

  it('does not change what a coverage run is computed from', async () => {
    const before = await getPublished(running, shicheng)
    const runId = await computeRun(running, shicheng)
    const { coverage } = running.service
    const hash = async (id: string) => (await coverage.get(systemActor, shicheng, id)).input_hash
    expect(await hash(runId)).toBe(await hash(before.runId))
  })

  it('carries the township’s own ages on, and gives the others the county’s change', async () => {
    const { result } = await forecast({ lifeTable: { kind: 'demo' }, years: [2029, 2034], growth })
    const town = result.units.find(({ name }) => name === '琴江镇')!
    const others = result.units.filter(({ name, base }) => name !== '琴江镇' && base.residents60Plus)
    expect([town.pyramidYear, town.pyramid60Plus]).toEqual([2024, sum([60, 65, 70, 75, 80, 85].map((age) => 2 * (1000 - 10 * age) + 10))])
    expect(town.years[0].residents60Plus.method).toBe('cohort')
    expect(others.every(({ years }) => years[0].residents60Plus.method === 'county_share')).toBe(true)
    const county60 = sum([60, 65, 70, 75, 80, 85].map((age) => 2 * (3000 - 30 * age) + 10))
    const ratio = result.countyCohort![0].residents60Plus.people!.medium / county60
    for (const { base, years } of others) expect(Math.abs(years[0].residents60Plus.people!.medium - base.residents60Plus! * ratio)).toBeLessThan(1.5)
    // Nobody is born at 60: those of 60+ in 2029 are at most those of 55+ in 2024.
    expect(town.years[0].residents60Plus.people!.high).toBeLessThanOrEqual(sum([55, 60, 65, 70, 75, 80, 85].map((age) => 2 * (1000 - 10 * age) + 10)))
    expect(result.methodLines.map(({ zh }) => zh.slice(0, 5))).toEqual(['队列存活法', '恒定份额法', '声明增长率'])
    expect(result.notes.some(({ zh }) => zh.includes('示例生命表'))).toBe(true)
  })

  it('spreads over the places of a run in whole people, and nobody is lost', async () => {
    const { id, result } = await forecast({ lifeTable: { kind: 'demo' } })
    const { db } = running.service.handle
    const run = (await running.service.coverage.list(systemActor, shicheng))[0]
    const stored = (await findForecast(db, shicheng, id))!
    const { byPlace, withoutPlace } = await forecastWeights(db, stored, { year: 2035, measure: 'residents60Plus', variant: 'medium' }, run)
    const units = await listUnits(db, shicheng, run.input_versions.units)
    expect(byPlace.size).toBeGreaterThan(units.filter(({ parentId }) => parentId === null).length)
    const located = result.units.filter(({ unitId }) => unitId !== null).map(({ years }) => years[1].residents60Plus.people?.medium ?? 0)
    expect(sum([...byPlace.values()]) + sum(withoutPlace.map(({ people }) => people))).toBe(sum(located))
    await expect(forecastWeights(db, stored, { year: 2034, measure: 'residents60Plus', variant: 'medium' }, run)).rejects.toThrow('BAD_REQUEST')
  })
})

it('forecasts a county with a study area whole, and says so', async () => {
  const { result } = await forecast({ growth }, futian)
  expect(result.county.base.residents60Plus).toBeGreaterThan(0)
  expect(result.notes.some(({ zh }) => zh.includes('不限于分析片区'))).toBe(true)
})

it.each<[object, number, string]>([
  [{ years: [] }, 400, 'BAD_REQUEST'],
  [{ years: [2020] }, 400, 'BAD_REQUEST'],
  [{ years: [2080] }, 400, 'BAD_REQUEST'],
  [{ annualMigration: 0.01 }, 400, 'BAD_REQUEST'],
  [{ mortalityFactor: { low: 1.2, medium: 1, high: 0.9 } }, 400, 'BAD_REQUEST'],
  [{ growth: { residents: 0.01 } }, 400, 'BAD_REQUEST'],
  [{ disability: { source: 's', bands: [{ fromAge: 65, share: 0.1 }] } }, 400, 'BAD_REQUEST'],
  [{ pack: 'nowhere' }, 404, 'POLICY_UNKNOWN'],
  [{ lifeTable: { kind: 'person_years', source: 's', male: new Array(18).fill(5), female: [...new Array(16).fill(5), 9, 9] } }, 422, 'INPUT_REFUSED'],
])('refuses %j', async (wish, status, code) => {
  const refusal = await askRefused(running, `/counties/${shicheng}/forecasts`, postJson(wish))
  expect([refusal.status, refusal.error.code]).toEqual([status, code])
})

it('refuses a forecast that is not there', async () => {
  const refusal = await askRefused(running, `/counties/${shicheng}/forecasts/00000000-0000-4000-8000-000000000009`)
  expect([refusal.status, refusal.error.code]).toEqual([404, 'FORECAST_UNKNOWN'])
})
