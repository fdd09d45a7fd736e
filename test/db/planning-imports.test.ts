import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemActor } from '../../server/auth/actor.ts'
import { findImportKind } from '../../server/core/imports/kinds.ts'
import { loadDemand } from '../../server/coverage/inputs.ts'
import type { DataSource } from '../../server/db/schema.ts'
import { examineImport } from '../../server/imports/examine-import.ts'
import type { ImportOptions } from '../../server/imports/import-options.ts'
import { planners } from '../../server/imports/planners.ts'
import { storeImport } from '../../server/imports/store-import.ts'
import { countAreasByDevelopmentBoundary, listDevelopmentBoundaries } from '../../server/ledgers/development-boundaries.repository.ts'
import { listFigureHistory, listReportedFigures } from '../../server/ledgers/reported-figures.repository.ts'
import { insertRegion, insertUnits } from '../../server/regions/regions.repository.ts'
import { findStudyArea, insertStudyArea, listStudyAreas } from '../../server/regions/study-areas.repository.ts'
import { insertResidentialAreas, type NewResidentialArea } from '../../server/residential/residential.repository.ts'
import { insertVersion } from '../../server/versions/versions.repository.ts'
import { describeOnBothEngines } from './engines.ts'

/**
 *   100.0    100.1    100.2    A county of 0.2° × 0.1° (石城's code, for its plan). West and east halves are planning units
 *  30.1┌───────┬───────┐       W-1 and E-1. 甲 (300 people) lies in the west, 乙 (200) in the east, 丙 (100) over the middle,
 *      │ 甲   丙丙  乙 │       丁 (50) nobody knows where. The development boundary is the western half.
 *  30.0└───────┴───────┘
 */
const county = 360735
const at = new Date('2026-01-02T03:04:05Z')
const directory = mkdtempSync(join(tmpdir(), 'yiquan-planning-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const source: DataSource = { origin: 'test', licence: 'test', crs: 'EPSG:4490', date: null, file: null, sha256: null, synthetic: false, assumptions: [] }
const box = (west: number, east: number, south = 30, north = 30.1) => ({
  type: 'Polygon' as const,
  coordinates: [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
})
const idOf = (last: number) => `00000000-0000-4000-8000-00000000000${last}`
const area = (last: number, name: string, residents: number, boundary: NewResidentialArea['boundary']): NewResidentialArea => ({
  ...{ id: idOf(last), areaCode: `A${last}`, name, unitId: null, communityId: null, placeClass: 'city', buildClass: null, permitDate: null },
  ...{ planningConditionDate: null, completionDate: null, phase: null, householdsPlanned: null, householdsCompleted: null, householdsOccupied: null },
  ...{ residents, residents60Plus: null, residents80Plus: null, households: null, demo: false, boundary, entrances: [] },
})

function geojson(name: string, rows: [Record<string, unknown>, object][]): string {
  const path = join(directory, name)
  writeFileSync(path, JSON.stringify({ type: 'FeatureCollection', features: rows.map(([properties, geometry]) => ({ type: 'Feature', properties, geometry })) }))
  return path
}

async function xlsx(rows: unknown[][]): Promise<string> {
  const book = new ExcelJS.Workbook()
  const sheet = book.addWorksheet('填报')
  for (const row of rows) sheet.addRow(row)
  const path = join(directory, 'figures.xlsx')
  await book.xlsx.writeFile(path)
  return path
}

describeOnBothEngines('an import of planning data', (open) => {
  async function look(kindName: string, path: string, more: Partial<ImportOptions> = {}) {
    const kind = findImportKind(kindName)!
    const wish: ImportOptions = { map: [], answers: {}, acceptRows: false, replace: false, ...(kind.geometry === 'none' ? {} : { crs: 'EPSG:4490' }), ...more }
    const signal = new AbortController().signal
    const examined = await examineImport(open().db, county, kind, planners[kind.id], { path, name: path }, wish, '2026-01-02', signal)
    const task = { countyCode: county, kind: kind.id, fileName: '文件', actor: systemActor, options: wish, jobId: idOf(0) }
    const { report, plan } = examined
    return {
      outcome: report.outcome,
      changes: plan?.changes,
      problems: report.problems.map(({ code, row }) => [code, row]),
      store: () => open().db.transaction().execute((tx) => storeImport(tx, task, examined, plan!, at, signal)),
    }
  }

  beforeAll(() =>
    open().db.transaction().execute(async (tx) => {
      const boundary = box(100, 100.2)
      await insertRegion(tx, { code: county, name: '示例县', nameEn: 'Sample', level: 'county', parentCode: null, validFrom: '2020-01-01', source, boundary })
      const township = { id: idOf(9), unitCode: '360735100000', name: '示例镇', level: 'township' as const, parentId: null, urbanRuralCode: null, placeClass: null }
      await insertUnits(tx, county, 1, [{ ...township, boundaryNote: null, demo: false, centre: null, boundary }])
      await insertStudyArea(tx, county, 1, { id: idOf(8), name: '给定片区', nameEn: 'Given', note: null, boundary })
      await insertResidentialAreas(tx, county, 1, [
        area(1, '甲', 300, box(100.02, 100.03, 30.05, 30.06)),
        area(2, '乙', 200, box(100.17, 100.18, 30.05, 30.06)),
        area(3, '丙', 100, box(100.09, 100.11, 30.05, 30.06)),
        area(4, '丁', 50, null),
      ])
      for (const kind of ['units', 'study_areas', 'residential_areas'] as const)
        await insertVersion(tx, { countyCode: county, kind, version: 1, action: 'edit', restoredVersion: null, dataDate: null, rowCount: 1, contentHash: kind, sources: [source], actorId: 'system', at })
    }),
  )

  it('keeps planning units beside the given study area, which stays what runs are about', async () => {
    const units = geojson('units.geojson', [
      [{ 单元编号: 'W-1', 单元名称: '西单元', 规划人口: 12000, 面积: 53_000_000 }, box(100, 100.1)],
      [{ 单元编号: 'E-1', 单元名称: null, 规划人口: null }, box(100.1, 100.2)],
    ])
    const first = await look('planning_units', units)
    expect(first.changes).toEqual({ inserted: 2, updated: 0, unchanged: 0, ended: 0 })
    expect(await first.store()).toBe(2)
    const { db } = open()
    expect((await listStudyAreas(db, county, 2)).map(({ name, kind, areaCode, plannedResidents }) => [name, kind, areaCode, plannedResidents])).toEqual([
      ['给定片区', 'given', null, null],
      ['E-1', 'planning_unit', 'E-1', null],
      ['西单元', 'planning_unit', 'W-1', 12000],
    ])
    expect((await findStudyArea(db, county, 2))?.name).toBe('给定片区')
    expect((await look('planning_units', units, { replace: true })).changes).toEqual({ inserted: 0, updated: 0, unchanged: 2, ended: 0 })
  })

  it('gives a run over a planning unit the people who are located in it, and nobody of whom that is not known', async () => {
    const { db } = open()
    const versions = { units: 1, study_areas: 2, residential_areas: 1 }
    const west = (await listStudyAreas(db, county, 2)).find(({ areaCode }) => areaCode === 'W-1')!
    const of = async (chosen?: { id: string | null }) => {
      const { places, unlocated } = await loadDemand(db, county, versions, chosen)
      return [places.map(({ name }) => name).sort(), unlocated.length]
    }
    // 丙 lies over the border: a point on its surface decides.
    const [names, unlocated] = await of({ id: west.id })
    expect(names).toContain('甲')
    expect(names).not.toContain('乙')
    expect(unlocated).toBe(0)
    expect(await of()).toEqual([['丙', '乙', '甲'].sort(), 1])
    expect(await of({ id: null })).toEqual([['丙', '乙', '甲'].sort(), 1])
  })

  it('stores the development boundary, and counts who stands inside, outside, on both sides and who knows where', async () => {
    const path = geojson('boundary.geojson', [[{ 名称: '城区', 分区: '城镇集中建设区', 面积: 53_000_000 }, box(100, 100.1)]])
    const first = await look('development_boundary', path)
    expect([first.outcome, first.changes]).toEqual(['ok', { inserted: 1, updated: 0, unchanged: 0, ended: 0 }])
    expect(await first.store()).toBe(1)
    const { db } = open()
    expect(await listDevelopmentBoundaries(db, county, 1)).toMatchObject([{ name: '城区', zone: '城镇集中建设区' }])
    expect(await countAreasByDevelopmentBoundary(db, county, { residentialAreas: 1, developmentBoundary: 1 })).toEqual([
      { side: 'both', areas: 1, residents: 100 },
      { side: 'inside', areas: 1, residents: 300 },
      { side: 'outside', areas: 1, residents: 200 },
      { side: 'unknown', areas: 1, residents: 50 },
    ])
    expect((await look('development_boundary', path)).changes).toEqual({ inserted: 0, updated: 0, unchanged: 1, ended: 0 })
    expect(await db.selectFrom('control_areas').select('id').where('county_code', '=', county).execute()).toEqual([])
  })

  const header = ['条目编号', '政策包', '数值', '文字值', '单位', '数据日期', '来源', '撤回']
  const in2025 = [reportedRule(1), 'shicheng', 66.5, null, '%', '2025-12-31', '民政局年报', null]

  it('enters reported figures as versions, changes nothing twice, and takes one back as a version too', async () => {
    const first = await look('reported_figures', await xlsx([header, in2025, [reportedRule(2), null, null, '基本建成', null, '2025-12-31', '民政局', null]]))
    expect(first.changes).toEqual({ inserted: 2, updated: 0, unchanged: 0, ended: 0 })
    expect(await first.store()).toBe(1)
    const { db } = open()
    const listed = await listReportedFigures(db, county, 'shicheng')
    expect(listed.map(({ ruleId, valueNumber, valueText, version }) => [ruleId, Number(valueNumber), valueText, version])).toEqual([
      [reportedRule(1), 66.5, null, 1],
      [reportedRule(2), 0, '基本建成', 1],
    ])
    expect((await look('reported_figures', await xlsx([header, in2025]))).changes).toEqual({ inserted: 0, updated: 0, unchanged: 1, ended: 0 })
    const next = await look('reported_figures', await xlsx([header, [...in2025.slice(0, 2), 70, ...in2025.slice(3)], [reportedRule(2), null, null, null, null, '2025-12-31', null, '是']]))
    expect(next.changes).toEqual({ inserted: 0, updated: 1, unchanged: 0, ended: 1 })
    expect(await next.store()).toBe(2)
    expect((await listReportedFigures(db, county, 'shicheng')).map(({ ruleId }) => ruleId)).toEqual([reportedRule(1)])
    const key = { packId: 'shicheng', part: '' }
    expect((await listFigureHistory(db, county, { ...key, ruleId: reportedRule(1) })).map(({ valueNumber }) => Number(valueNumber))).toEqual([70, 66.5])
    expect((await listFigureHistory(db, county, { ...key, ruleId: reportedRule(2) })).map(({ withdrawn }) => withdrawn)).toEqual([true, false])
  })

  it('refuses by name what no pack has, what the product computes, an older figure and one without a source', async () => {
    const rows = [
      ['SC-R99', 'shicheng', 1, null, null, '2025-12-31', 'x', null],
      ['SC-01', 'shicheng', 1, null, null, '2025-12-31', 'x', null],
      [reportedRule(3), 'nowhere', 1, null, null, '2025-12-31', 'x', null],
      [reportedRule(3), null, 1, null, null, '2025-12-31', null, null],
      [reportedRule(1), null, 1, null, '%', '2024-12-31', 'x', null],
    ]
    const { outcome, problems } = await look('reported_figures', await xlsx([header, ...rows]))
    expect(outcome).toBe('rows')
    expect(problems.filter(([code]) => !['UNIT_DIFFERS', 'HEADER_FOUND'].includes(String(code)))).toEqual([
      ['RULE_UNKNOWN', 2],
      ['RULE_COMPUTED', 3],
      ['POLICY_UNKNOWN', 4],
      ['REQUIRED_MISSING', 5],
      ['FIGURE_OLDER', 6],
    ])
    expect((await look('reported_figures', await xlsx([header, in2025]), { replace: true })).problems).toEqual([['REPLACE_NOT_TAKEN', undefined]])
  })

  it('takes nothing of a file when somebody has entered one of its figures since it was examined', async () => {
    const both = [[reportedRule(4), null, 10, null, null, '2025-12-31', 'x', null], [reportedRule(5), null, 10, null, null, '2025-12-31', 'x', null]]
    const [one, other] = [await look('reported_figures', await xlsx([header, ...both])), await look('reported_figures', await xlsx([header, both[1]]))]
    await other.store()
    await expect(one.store()).rejects.toMatchObject({ code: 'DATA_CHANGED' })
    expect((await listReportedFigures(open().db, county, 'shicheng')).map(({ ruleId }) => ruleId)).not.toContain(reportedRule(4))
  })
})

function reportedRule(number: number): string {
  return `SC-R0${number}`
}
