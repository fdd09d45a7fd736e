import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { systemActor } from '../../server/auth/actor.ts'
import { findImportKind } from '../../server/core/imports/kinds.ts'
import type { DataKind } from '../../server/db/schema.ts'
import { stableUuid } from '../../server/hashing.ts'
import { examineImport } from '../../server/imports/examine-import.ts'
import type { ImportOptions } from '../../server/imports/import-options.ts'
import { planners } from '../../server/imports/planners.ts'
import { storeImport } from '../../server/imports/store-import.ts'
import { listUnitMergers } from '../../server/indicators/admin-units.repository.ts'
import { findCounty, listCounties, listUnits } from '../../server/regions/regions.repository.ts'
import { insertSettlements } from '../../server/ledgers/settlements.repository.ts'
import { findNewestVersion } from '../../server/versions/versions.repository.ts'
import { describeOnBothEngines } from './engines.ts'

/**
 *   102.0      102.1      102.2   A county of 0.2° × 0.1° that no store knows: 西镇 (100) west, 东乡 (200) east,
 *  28.1 ┌─────────┬─────────┐     each half of it; 甲社区 in the west, 乙村 in the east, as points.
 *       │ 西镇 ·甲 │ 东乡 ·乙 │
 *  28.0 └─────────┴─────────┘
 */
const county = 513401
const at = new Date('2026-01-02T03:04:05Z')
const directory = mkdtempSync(join(tmpdir(), 'yiquan-units-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const box = (west: number, east: number, south = 28, north = 28.1) => ({
  type: 'Polygon',
  coordinates: [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
})
const point = (lon: number, lat: number) => ({ type: 'Point', coordinates: [lon, lat] })
type Row = [properties: Record<string, unknown>, geometry: object | null]
const countyRow: Row = [{ 区划代码: '513401', 名称: '西昌市', 级别: '县级市' }, box(102, 102.2)]
const prefectureRow: Row = [{ 区划代码: '513400', 名称: '凉山彝族自治州', 级别: '州' }, null]
const west: Row = [{ 区划代码: '513401100000', 名称: '西镇', 级别: '镇' }, box(102, 102.1)]
const east: Row = [{ 区划代码: '513401200000', 名称: '东乡', 级别: '乡' }, box(102.1, 102.2)]
const jia: Row = [{ 区划代码: '513401100001', 名称: '甲社区', 城乡分类代码: '111' }, point(102.05, 28.05)]
const yi: Row = [{ 区划代码: '513401200201', 名称: '乙村', 城乡分类代码: '220' }, point(102.15, 28.05)]

function geojson(rows: Row[]): string {
  const path = join(directory, 'units.geojson')
  const features = rows.map(([properties, geometry]) => ({ type: 'Feature', properties, geometry }))
  writeFileSync(path, JSON.stringify({ type: 'FeatureCollection', features }))
  return path
}

describeOnBothEngines('an import of units', (open) => {
  async function look(rows: Row[], more: Partial<ImportOptions> = {}, code = county) {
    const kind = findImportKind('regions')!
    const wish: ImportOptions = { crs: 'EPSG:4490', map: [], answers: {}, acceptRows: false, replace: false, ...more }
    const signal = new AbortController().signal
    const examined = await examineImport(open().db, code, kind, planners.regions, { path: geojson(rows), name: '区划.geojson' }, wish, '2026-01-02', signal)
    const task = { countyCode: code, kind: 'regions', fileName: '区划.geojson', actor: systemActor, options: wish, jobId: '00000000-0000-4000-8000-00000000000a' }
    const { report, plan } = examined
    return {
      outcome: report.outcome,
      changes: plan?.changes,
      rows: report.rows,
      found: (code: string) => report.problems.find((problem) => problem.code === code),
      codes: report.problems.map(({ code }) => code),
      store: () => open().db.transaction().execute((tx) => storeImport(tx, task, examined, plan!, at, signal)),
    }
  }
  const newest = async (kind: DataKind) => (await findNewestVersion(open().db, county, kind))?.version ?? 0
  const units = async (version: number) => (await listUnits(open().db, county, version)).map(({ unitCode, name, level, placeClass }) => [unitCode, name, level, placeClass])
  const idOf = (code: string) => stableUuid(`${county}/unit/${code}`)

  it('of a county that nobody knows is refused by name, and says what to add', async () => {
    const { outcome, found } = await look([west, east])
    expect(outcome).toBe('reject')
    expect(found('COUNTY_BOUNDARY_MISSING')?.fix?.zh).toContain('513401')
  })

  it('brings the county with its own outline, its prefecture and its units, as the first version', async () => {
    const first = await look([prefectureRow, countyRow, west, east, jia, yi])
    expect([first.outcome, first.changes]).toEqual(['warn', { inserted: 4, updated: 0, unchanged: 0, ended: 0 }])
    expect(await first.store()).toBe(1)
    expect(await units(1)).toEqual([
      ['513401100000', '西镇', 'township', null],
      ['513401200000', '东乡', 'township', null],
      ['513401100001', '甲社区', 'community', 'city'],
      ['513401200201', '乙村', 'village', 'country'],
    ])
    const found = await findCounty(open().db, county)
    expect(found).toMatchObject({ name: '西昌市', parentCode: 513400, parentName: '凉山彝族自治州' })
    expect(found!.bbox).toEqual([102, 28, 102.2, 28.1])
    expect((await listCounties(open().db)).map(({ code }) => code)).toContain(county)
    const [township, , community] = await listUnits(open().db, county, 1)
    expect([township.id, community.id, community.parentId]).toEqual([idOf('513401100000'), idOf('513401100001'), idOf('513401100000')])
    // No seat is given: a point on the surface stands for it.
    expect([township.lon, township.lat, township.hasBoundary]).toEqual([102.05, 28.05, true])
  })

  it('of the same file changes nothing, and an update keeps what the file does not say, and the unit’s id', async () => {
    expect((await look([prefectureRow, countyRow, west, east, jia, yi])).changes).toEqual({ inserted: 0, updated: 0, unchanged: 4, ended: 0 })
    const renamed = await look([[{ 区划代码: '513401200', 名称: '东镇', 级别: '乡' }, null]])
    expect(renamed.changes).toEqual({ inserted: 0, updated: 1, unchanged: 0, ended: 0 })
    await renamed.store()
    const stored = (await listUnits(open().db, county, 2)).find(({ unitCode }) => unitCode === '513401200000')
    expect(stored).toMatchObject({ id: idOf('513401200000'), name: '东镇', hasBoundary: true, lon: 102.15 })
  })

  it('names what the codes and the rows contradict, row by row', async () => {
    const { outcome, found, rows } = await look([
      [{ 区划代码: '513433100000', 名称: '别县镇' }, null],
      [{ 区划代码: '513401300000', 名称: '错级', 级别: '村' }, null],
      [{ 区划代码: '513401999201', 名称: '无上级村' }, null],
      [{ 区划代码: '513401101000', 名称: '反期镇', 设立日期: '2020-01-01', 撤销日期: '2019-01-01' }, null],
      [{ 区划代码: '513401102000', 名称: '并错镇', 并入单元: '没有镇', 撤销日期: '2019-01-01' }, null],
      [{ 区划代码: '513401103000', 名称: '好镇' }, null],
    ])
    expect(outcome).toBe('rows')
    expect(rows).toMatchObject({ accepted: 1, refused: 5 })
    const row = (code: string) => found(code)?.row
    expect([row('UNIT_ELSEWHERE'), row('UNIT_LEVEL'), row('UNIT_PARENT_UNKNOWN'), row('UNIT_PERIOD'), row('MERGER_UNKNOWN')]).toEqual([1, 2, 3, 4, 5])
  })

  it('refuses siblings that overlap by more than 1 %, with m², and says what townships leave uncovered', async () => {
    // 0.001° × 0.1° of ground is shared: 1 % of a half is not, 2 % is.
    const over = await look([[{ 区划代码: '513401200000', 名称: '东镇' }, box(102.098, 102.2)]])
    expect(over.found('UNIT_OVERLAP')).toMatchObject({ severity: 'error', row: 1 })
    const [m2] = /\d+/.exec(over.found('UNIT_OVERLAP')!.value!)!
    // 0.002° of longitude at 28.05° N are 196.6 m, 0.1° of latitude 11,082 m.
    expect(Number(m2) / (196.6 * 11_082)).toBeCloseTo(1, 2)
    expect((await look([[{ 区划代码: '513401200000', 名称: '东镇' }, box(102.0995, 102.2)]])).found('UNIT_OVERLAP')).toBeUndefined()
    const gap = await look([[{ 区划代码: '513401200000', 名称: '东镇' }, box(102.15, 102.2)]])
    expect(gap.found('UNIT_GAPS')).toMatchObject({ severity: 'warning' })
    expect(gap.found('UNIT_GAPS')!.message.zh).toMatch(/25\.00%.*1 处.*102\.1250, 28\.0500/)
    const outside = await look([[{ 区划代码: '513401200000', 名称: '东镇' }, box(102.1, 102.205)]])
    expect(outside.found('UNIT_OUTSIDE_COUNTY')).toMatchObject({ severity: 'warning', row: 1 })
  })

  it('keeps a merger with its day, ends no unit that records name, and ends one that nothing names', async () => {
    const merged = await look([[{ 区划代码: '513401200000', 名称: '东镇', 并入单元: '西镇', 并入日期: '2024-06-01' }, null]])
    expect(merged.changes).toEqual({ inserted: 0, updated: 1, unchanged: 0, ended: 0 })
    const version = await merged.store()
    expect(await listUnitMergers(open().db, county, version)).toMatchObject([{ oldUnitCode: '513401200000', newUnitCode: '513401100000', mergedOn: '2024-06-01' }])
    const former = (await listUnits(open().db, county, version)).find(({ unitCode }) => unitCode === '513401200000')
    expect(former?.validTo).toBe('2024-06-01')
    // Its ground is free for whoever follows: the west township may now take all of it.
    expect((await look([[{ 区划代码: '513401100000', 名称: '西镇', 设立日期: '2024-06-01' }, box(102, 102.2)]])).codes).not.toContain('UNIT_OVERLAP')

    await open().db.transaction().execute((tx) =>
      insertSettlements(tx, county, 1, [
        { id: '00000000-0000-4000-8000-000000000009', settlementCode: 's', name: '安置点', kind: 'resettlement_site', unitId: idOf('513401200201'), residents: null, demo: false, lon: 102.15, lat: 28.05, boundary: null },
      ]),
    )
    const without = await look([west], { replace: true })
    expect(without.outcome).toBe('reject')
    const { message } = without.found('UNIT_IN_USE')!
    expect(message.zh).toContain('乙村 513401200201（1 个安置点、自然村）')
    const base = await newest('units')
    const rest: Row[] = [west, [{ 区划代码: '513401200000', 名称: '东镇' }, null], yi]
    const less = await look(rest, { replace: true, answers: { DUPLICATE: 'keep_all' } })
    expect(less.changes).toMatchObject({ ended: 2 })
    expect(await less.store()).toBe(base + 1)
    expect((await units(base + 1)).map(([code]) => code)).not.toContain('513401100001')
  })

  it('of a county of the reference list takes its outline from there, and says that it is approximate', async () => {
    const rows: Row[] = [[{ 区划代码: '513433110000', 名称: '锦屏镇' }, point(102.17, 28.5)]]
    const reference = await look(rows, {}, 513433)
    expect(reference.outcome).toBe('warn')
    await reference.store()
    const version = (await findNewestVersion(open().db, 513433, 'units'))!
    expect(version.source[0].assumptions[0].zh).toContain('近似值')
    expect((await findCounty(open().db, 513433))?.name).toBe('冕宁县')
  })
})
