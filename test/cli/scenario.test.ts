import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countySummary } from '../../server/contract/counties.ts'
import { scenarioRecord, type ScenarioRecord } from '../../server/contract/scenarios.ts'
import { exitCodes, start, yiquan, type Running } from './run-yiquan.ts'

/* Scenarios and study areas through a running server, and once more on the data directory that it left behind. */
const directory = mkdtempSync(join(tmpdir(), 'yiquan-cli-scenario-'))
const county = '360735'
const env = { DATA_DIR: directory, PORT: '0', SAMPLES: county }
let server: Running
let origin = ''
let scenario: ScenarioRecord

const ring = [[116.33, 26.295], [116.36, 26.295], [116.36, 26.32], [116.33, 26.32], [116.33, 26.295]]
const unit = { type: 'Feature', properties: { 单元编号: 'QJ-02', 名称: '琴江东单元' }, geometry: { type: 'Polygon', coordinates: [ring] } }

async function answered(parameters: string[]): Promise<string> {
  const { stdout, stderr, exitCode } = await yiquan(parameters, env)
  expect({ parameters, stderr, exitCode }).toEqual({ parameters, stderr: '', exitCode: exitCodes.answered })
  return stdout
}

/** One JSON object on one line, and nothing besides. */
async function asked<T = Record<string, unknown>>(...parameters: string[]): Promise<T> {
  const stdout = await answered([...parameters, '--json'])
  expect(stdout.indexOf('\n')).toBe(stdout.length - 1)
  return JSON.parse(stdout) as T
}

async function refused(code: string, ...parameters: string[]): Promise<string> {
  const { stdout, stderr, exitCode } = await yiquan(parameters, env)
  expect({ parameters, stdout, exitCode }).toEqual({ parameters, stdout: '', exitCode: exitCodes.refused })
  expect(stderr).toMatch(new RegExp(`^${code}：.+ / .+`, 'm'))
  return stderr
}

beforeAll(async () => {
  server = start(['serve'], env)
  ;[origin] = await server.says(/http:\/\/127\.0\.0\.1:\d+/)
  for (let attempt = 0; attempt < 600 && !(await fetch(`${origin}/api/v1/health`)).ok; attempt++) await sleep(200)
  const changes = [
    { id: '00000000-0000-4000-8000-000000000001', kind: 'add', name: '测试嵌入式养老院', location: [116.325, 26.335], facilityTypes: ['embedded_home'], beds: 80, nursingBeds: 80 },
    { id: '00000000-0000-4000-8000-000000000002', kind: 'add', name: '界外站点', location: [120, 30], facilityTypes: ['embedded_home'] },
  ]
  const reply = await fetch(`${origin}/api/v1/counties/${county}/scenarios`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: '补点', changes }) })
  scenario = scenarioRecord.parse(await reply.json())
})

afterAll(async () => {
  server.process.kill('SIGKILL')
  await server.ended
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 })
})

describe('the scenarios of a county', () => {
  it('are listed with how many changes they make and how many find no place', async () => {
    const { scenarios } = await asked<{ scenarios: object[] }>('scenario', 'list', '--county', county)
    expect(scenarios).toMatchObject([{ id: scenario.id, name: '补点', revision: 1, changeCount: 2, misfitCount: 1, archived: false }])
    expect(await answered(['scenario', 'list', '--county', county])).toContain(`${scenario.id}  补点 · 第 1 稿 revision 1 · 改动 changes 2 · 未生效 no effect 1`)
  })

  it('are shown by id from any county, and by name in their own', async () => {
    expect(scenarioRecord.parse(await asked('scenario', 'show', scenario.id))).toEqual(scenario)
    expect(scenarioRecord.parse(await asked('scenario', 'show', '补点', '--county', county)).id).toBe(scenario.id)
    expect(await answered(['scenario', 'show', scenario.id])).toContain('位置在县（区）界外')
  })

  it('are exported as GeoJSON in CGCS2000, longitude first, with what the file is about', async () => {
    const file = await asked<{ type: string; crs: object; metadata: { notes: string[] }; features: { properties: object; geometry: object }[] }>('scenario', 'export', scenario.id, '--format', 'geojson')
    expect(file).toMatchObject({ type: 'FeatureCollection', crs: { properties: { name: 'urn:ogc:def:crs:EPSG::4490' } } })
    expect(file.metadata.notes.join()).toContain('不是现状')
    expect(file.features[0]).toMatchObject({ properties: { number: 1, kind: 'add', beds: 80 }, geometry: { coordinates: [116.325, 26.335] } })
  })

  it('are judged by a plan, which says that it is no real state', async () => {
    const reply = await asked<{ scenario: object; results: { id: string; value: number }[] }>('evaluate', '--region', county, '--pack', 'shicheng', '--scenario', '补点')
    expect(reply.scenario).toMatchObject({ id: scenario.id, revision: 1, name: '补点' })
    // The sample has ten embedded homes; the one outside the county has no effect.
    expect(reply.results.find(({ id }) => id === 'SC-07')?.value).toBe(11)
  })

  it('are compared with the real state, rule by rule where a pack is named', async () => {
    type Answer = { a: { scenario: null }; b: { scenario: object }; comparison: { measures: { gained: number }[] }; indicators: { rules: { id: string; change: string; value: number | null }[] } }
    const answer = await asked<Answer>('scenario', 'compare', 'baseline', scenario.id, '--pack', 'shicheng')
    expect(answer).toMatchObject({ a: { scenario: null }, b: { scenario: { id: scenario.id } } })
    expect(answer.comparison.measures.every(({ gained }) => gained >= 0)).toBe(true)
    expect(answer.indicators.rules.find(({ id }) => id === 'SC-07')).toMatchObject({ change: 'other_figures', value: 1 })
  })

  it('are refused where they are not known, or not told apart', async () => {
    expect(await refused('SCENARIO_UNKNOWN', 'scenario', 'show', '没有', '--county', county)).toContain(scenario.id)
    await refused('SCENARIO_UNKNOWN', 'evaluate', '--region', county, '--pack', 'shicheng', '--scenario', '00000000-0000-4000-8000-00000000dead')
    await refused('BAD_REQUEST', 'scenario', 'show', '补点')
    expect(await refused('BAD_REQUEST', 'evaluate', '--region', '360700', '--pack', 'shicheng', '--scenario', '补点')).toContain('方案属于一个县（区）')
    await refused('BAD_REQUEST', 'scenario', 'compare', 'baseline', 'baseline', '--county', county)
    expect((await yiquan(['scenario', 'export', scenario.id, '--format', 'pdf'], env)).exitCode).toBe(exitCodes.usage)
    expect((await yiquan(['scenario', 'compare', scenario.id], env)).exitCode).toBe(exitCodes.usage)
  })
})

describe('a study area', () => {
  it('is named as missing while no planning unit is stored', async () => {
    expect(await refused('STUDY_AREA_UNKNOWN', 'analyse', '--county', county, '--study-area', 'QJ-02')).toContain('尚未导入详细规划单元')
  })

  it('is a planning unit by its code, of which the figures are, while the county keeps its own', async () => {
    const file = join(directory, 'units.geojson')
    writeFileSync(file, JSON.stringify({ type: 'FeatureCollection', features: [unit] }))
    await answered(['import', 'planning_units', file, '--county', county, '--crs', 'EPSG:4490', '--json'])
    const whole = countySummary.parse(await (await fetch(`${origin}/api/v1/counties/${county}/summary`)).json())
    const part = countySummary.parse(await asked('analyse', '--county', county, '--study-area', 'QJ-02'))
    expect(part.studyArea).toMatchObject({ kind: 'planning_unit', code: 'QJ-02', name: { zh: '琴江东单元' } })
    expect(part.coverage!.methodLine.zh).toMatch(/^分析片区：琴江东单元（QJ-02） · /)
    expect(part.coverage!.residents.known).toBeLessThan(whole.coverage!.residents.known)
    const still = countySummary.parse(await (await fetch(`${origin}/api/v1/counties/${county}/summary`)).json())
    expect([still.runId, still.studyArea]).toEqual([whole.runId, null])
    expect(await refused('STUDY_AREA_UNKNOWN', 'analyse', '--county', county, '--study-area', 'nowhere')).toContain('QJ-02 琴江东单元')
  })

  it('goes together with a scenario', async () => {
    const summary = countySummary.parse(await asked('analyse', '--county', county, '--study-area', 'QJ-02', '--scenario', scenario.id))
    expect(summary.coverage!.methodLine.zh).toMatch(/^方案：补点（第 1 稿） · 分析片区：琴江东单元（QJ-02） · /)
  })
})

describe('the data directory once the server has gone', () => {
  it('answers the same about its scenarios, from the command’s own process', async () => {
    const before = await answered(['scenario', 'show', scenario.id])
    server.process.kill('SIGTERM')
    await server.ended
    expect(await answered(['scenario', 'show', scenario.id])).toBe(before)
    const { comparison } = await asked<{ comparison: { warnings: object[] } }>('scenario', 'compare', '现状', '补点', '--county', county)
    expect(comparison.warnings).toBeInstanceOf(Array)
  })
})
