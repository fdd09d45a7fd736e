import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { latLngToCell } from 'h3-js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '../../server/auth/actor.ts'
import { findImportKind } from '../../server/core/imports/kinds.ts'
import { openGraph } from '../../server/core/network/graph-file.ts'
import type { DataKind, DataSource, Db } from '../../server/db/schema.ts'
import { listFacilities } from '../../server/facilities/facilities.repository.ts'
import { examineImport } from '../../server/imports/examine-import.ts'
import type { ImportOptions } from '../../server/imports/import-options.ts'
import { planners } from '../../server/imports/planners.ts'
import { storeImport } from '../../server/imports/store-import.ts'
import { listShapeOverlaps } from '../../server/ledgers/control-areas.repository.ts'
import { listParcels } from '../../server/ledgers/land.repository.ts'
import { findRoadNetwork, getGraphBytes } from '../../server/network/network.repository.ts'
import { listPopulation } from '../../server/population/population.repository.ts'
import { readPopulationCells } from '../../server/population/population.service.ts'
import { insertRegion, insertUnits } from '../../server/regions/regions.repository.ts'
import { listResidentialAreas, listResidentialBoundaries } from '../../server/residential/residential.repository.ts'
import { findNewestVersion, insertVersion } from '../../server/versions/versions.repository.ts'
import { createVersionsService } from '../../server/versions/versions.service.ts'
import { describeOnBothEngines } from './engines.ts'

const county = 999001
const at = new Date('2026-01-02T03:04:05Z')
const directory = mkdtempSync(join(tmpdir(), 'yiquan-imports-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const source: DataSource = { origin: 'test', licence: 'test', crs: 'EPSG:4490', date: null, file: null, sha256: null, synthetic: true, assumptions: [] }
/** A county of 0.2° by 0.2° with one township over all of it, whose class is country. */
const square = (west: number, south: number, degrees: number) => {
  const [east, north] = [west + degrees, south + degrees].map((value) => Number(value.toFixed(6)))
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ]
}
const header = ['编码', '设施名称', '类型', '乡镇街道', '经度', '纬度', '床位数', '建筑面积㎡', '运营状态']
const rows = [
  ['F1', '示例甲', '日间照料中心', '示例镇', 100.05, 30.05, 10, 120.5, '运营'],
  ['F2', '示例乙', '敬老院', '示例镇', 100.06, 30.06, 20, 800, '运营'],
  [null, '示例丙', '助餐点', '示例镇', 100.07, 30.07, null, 60, null],
]

async function xlsx(name: string, table: unknown[][]): Promise<string> {
  const book = new ExcelJS.Workbook()
  const sheet = book.addWorksheet('台账')
  for (const row of table) sheet.addRow(row)
  const path = join(directory, name)
  await book.xlsx.writeFile(path)
  return path
}

function geojson(name: string, features: { code: string; name: string; coordinates: number[][][] }[]): string {
  const path = join(directory, name)
  const list = features.map(({ code, name, coordinates }) => ({
    type: 'Feature',
    properties: { 编码: code, 小区名称: name, 规划户数: 100 },
    geometry: { type: 'Polygon', coordinates },
  }))
  writeFileSync(path, JSON.stringify({ type: 'FeatureCollection', features: list }))
  return path
}

async function prepareCounty(db: Db) {
  const ring = square(100, 30, 0.2)
  await db.transaction().execute(async (tx) => {
    const boundary = { type: 'Polygon' as const, coordinates: [ring] }
    await insertRegion(tx, { code: county, name: '示例县', nameEn: 'Sample', level: 'county', parentCode: null, validFrom: '2020-01-01', source, boundary })
    const unit = { id: '00000000-0000-4000-8000-000000000001', unitCode: '999001100000', name: '示例镇', level: 'township' as const, parentId: null }
    const rest = { urbanRuralCode: '210', placeClass: 'country' as const, boundaryNote: null, demo: true, centre: null, boundary }
    await insertUnits(tx, county, 1, [{ ...unit, ...rest }])
    const version = { countyCode: county, kind: 'units' as const, version: 1, action: 'sample' as const, restoredVersion: null, dataDate: null }
    await insertVersion(tx, { ...version, rowCount: 1, contentHash: 'x', sources: [source], actorId: 'system', at })
  })
}

describeOnBothEngines('an import', (open) => {
  const options = (more: Partial<ImportOptions> = {}): ImportOptions => ({ crs: 'EPSG:4490', map: [], answers: {}, acceptRows: false, replace: false, ...more })
  const quiet = new AbortController().signal

  async function look(kindName: string, path: string, more: Partial<ImportOptions> = {}) {
    const kind = findImportKind(kindName)!
    const wish = options(more)
    const file = { path, name: '台账.xlsx' }
    const examined = await examineImport(open().db, county, kind, planners[kind.id], file, wish, '2026-01-02', quiet)
    const task = { countyCode: county, kind: kind.id, fileName: file.name, actor: systemActor, options: wish, jobId: '00000000-0000-4000-8000-00000000000a' }
    const commit = (signal = quiet) => open().db.transaction().execute((tx) => storeImport(tx, task, examined, examined.plan!, at, signal))
    return { examined, commit, changes: examined.plan?.changes, outcome: examined.report.outcome }
  }
  const newest = async (kind: DataKind) => (await findNewestVersion(open().db, county, kind))?.version ?? 0
  const codes = async (version: number) => (await listFacilities(open().db, county, version)).map(({ facilityCode, beds }) => [facilityCode, beds])

  beforeAll(() => prepareCounty(open().db))

  it('of new facilities makes a version with every row, its file, its hash and what was assumed', async () => {
    const first = await look('facilities', await xlsx('a.xlsx', [header, ...rows]))
    expect([first.outcome, first.changes]).toEqual(['warn', { inserted: 3, updated: 0, unchanged: 0, ended: 0 }])
    expect(await first.commit()).toBe(1)
    const version = (await findNewestVersion(open().db, county, 'facilities'))!
    expect(version).toMatchObject({ version: 1, action: 'import', row_count: 3, actor_id: 'system' })
    expect(version.source).toMatchObject([{ origin: '台账.xlsx', sha256: first.examined.fileHash, crs: 'EPSG:4490', synthetic: false }])
    expect(version.source[0].assumptions.map(({ zh }) => zh)).toContain('未填运营状态，按「运营」计（1 行）')
    const stored = await listFacilities(open().db, county, 1)
    expect(stored.find(({ facilityCode }) => facilityCode === 'F1')).toMatchObject({
      name: '示例甲',
      types: ['day_care'],
      unitId: '00000000-0000-4000-8000-000000000001',
      floorAreaM2: '120.50',
      lon: 100.05,
      lat: 30.05,
      demo: false,
    })
    expect(stored.find(({ name }) => name === '示例丙')).toMatchObject({ status: 'operating', beds: null })
    const audit = await open().db.selectFrom('audit_log').selectAll().where('county_code', '=', county).execute()
    expect(audit).toMatchObject([{ action: 'version.import', entity_id: 'facilities/1', detail: { file: '台账.xlsx', sha256: first.examined.fileHash, changes: first.changes } }])
  })

  it('of the same file changes nothing: every row is unchanged, those without a code too', async () => {
    const again = await look('facilities', await xlsx('a.xlsx', [header, ...rows]))
    expect(again.changes).toEqual({ inserted: 0, updated: 0, unchanged: 3, ended: 0 })
  })

  it('that changes one row updates that one, and keeps what the file does not say', async () => {
    const changed = [
      ['编码', '设施名称', '类型', '床位数'],
      ['f2', '示例乙', '敬老院', 25],
    ]
    const update = await look('facilities', await xlsx('b.xlsx', changed))
    expect(update.changes).toEqual({ inserted: 0, updated: 1, unchanged: 0, ended: 0 })
    expect(await update.commit()).toBe(2)
    const [before, after] = [await listFacilities(open().db, county, 1), await listFacilities(open().db, county, 2)]
    expect(after).toEqual(before.map((site) => (site.facilityCode === 'F2' ? { ...site, beds: 25 } : site)))
  })

  it('rolled back is as it was before, as a version of its own', async () => {
    const made = await createVersionsService(open().db, () => at).rollBack(systemActor, county, 'facilities', 1)
    expect(made).toMatchObject({ version: 3, action: 'rollback', row_count: 3 })
    expect(await codes(3)).toEqual(await codes(1))
  })

  it('that replaces ends what it does not name, and leaves it readable in the versions before', async () => {
    const only = await look('facilities', await xlsx('c.xlsx', [header, rows[0]]), { replace: true })
    expect(only.changes).toEqual({ inserted: 0, updated: 0, unchanged: 1, ended: 2 })
    expect(await only.commit()).toBe(4)
    expect(await codes(4)).toEqual([['F1', 10]])
    expect((await codes(3)).length).toBe(3)
  })

  it('is refused when the data has changed since it was examined, and leaves nothing', async () => {
    const slow = await look('facilities', await xlsx('d.xlsx', [header, ['F8', '示例辛', '助餐点', '示例镇', 100.08, 30.08, 1, 1, '运营']]))
    const fast = await look('facilities', await xlsx('e.xlsx', [header, ['F9', '示例壬', '助餐点', '示例镇', 100.09, 30.09, 1, 1, '运营']]))
    expect(await fast.commit()).toBe(5)
    await expect(slow.commit()).rejects.toMatchObject({ code: 'DATA_CHANGED' })
    expect(await newest('facilities')).toBe(5)
    expect((await codes(5)).map(([code]) => code)).toEqual(['F1', 'F9'])
  })

  it('that is cancelled while it writes leaves no row, no version and no audit row', async () => {
    const many = await look('facilities', await xlsx('f.xlsx', [header, ['F7', '示例庚', '助餐点', '示例镇', 100.1, 30.1, 1, 1, '运营']]))
    const stop = new AbortController()
    const write = many.examined.plan!.write
    many.examined.plan!.write = async (tx, version, by) => {
      const hash = await write(tx, version, by)
      stop.abort()
      return hash
    }
    const count = () => open().db.selectFrom('audit_log').select('id').where('county_code', '=', county).execute()
    const before = (await count()).length
    await expect(many.commit(stop.signal)).rejects.toThrow()
    expect([await newest('facilities'), (await count()).length]).toEqual([5, before])
    const left = await open().db.selectFrom('facilities').select('id').where('county_code', '=', county).where('facility_code', '=', 'F7').execute()
    expect(left).toEqual([])
  })

  describe('of other kinds', () => {
    const csv = (name: string, lines: string[]) => {
      const path = join(directory, name)
      writeFileSync(path, `${lines.join('\r\n')}\r\n`)
      return path
    }

    it('keeps people by township as the census has them, the county as its total, and strangers without a place', async () => {
      const path = csv('people.csv', ['名称,常住人口,60岁及以上', '示例镇,1000,200', '示例县,1500,300', '别处镇,7,1'])
      const people = await look('population', path, { acceptRows: true })
      expect(people.changes).toMatchObject({ inserted: 3, updated: 0 })
      await people.commit()
      const stored = await listPopulation(open().db, county, 1)
      const said = stored.map(({ role, residents, name, unitId }) => [role, residents, name, unitId !== null])
      expect(said.sort()).toEqual([
        ['control_total', 1500, null, false],
        ['unit', 1000, null, true],
        ['unlocated', 7, '别处镇', false],
      ])
      expect((await look('population', path, { acceptRows: true })).changes).toEqual({ inserted: 0, updated: 0, unchanged: 3, ended: 0 })
    })

    it('keeps a table of H3 cells beside them, to the person', async () => {
      const [one, other] = [latLngToCell(30.05, 100.05, 9), latLngToCell(30.1, 100.1, 9)]
      const cells = await look('population', csv('cells.csv', ['h3,人口', `${one},12`, `${other},30`]))
      expect([cells.outcome, cells.changes]).toEqual([cells.outcome, { inserted: 2, updated: 0, unchanged: 0, ended: 0 }])
      expect(await cells.commit()).toBe(2)
      const stored = await readPopulationCells(open().db, county, 2)
      expect(stored.map(({ cell, counts }) => [cell, counts.residents]).sort()).toEqual([[one, 12], [other, 30]].sort())
      expect(await listPopulation(open().db, county, 2)).toHaveLength(3)
      expect((await look('population', csv('cells.csv', ['h3,人口', `${one},12`, `${other},31`]))).changes).toMatchObject({ unchanged: 1, updated: 1 })
    })

    it('keeps roads as one graph, whose edges know whether they are the county’s own', async () => {
      const line = (from: number[], to: number[]) => ({ type: 'Feature', properties: { highway: 'residential' }, geometry: { type: 'LineString', coordinates: [from, to] } })
      const path = join(directory, 'roads.geojson')
      const features = [line([100.05, 30.05], [100.06, 30.05]), line([100.06, 30.05], [100.1, 30.05]), line([100.19, 30.05], [100.23, 30.05])]
      writeFileSync(path, JSON.stringify({ type: 'FeatureCollection', features }))
      const roads = await look('roads', path)
      expect([roads.outcome, roads.changes]).toEqual([roads.outcome, { inserted: 1, updated: 0, unchanged: 0, ended: 0 }])
      await roads.commit()
      expect(await findRoadNetwork(open().db, county, 1)).toMatchObject({ edgeCount: 3, nodeCount: 5 })
      const graph = openGraph(new Uint8Array(await getGraphBytes(open().db, county, 1)).buffer)
      expect([...graph.edgeFlags].sort()).toEqual([0, 1, 1])
      expect((await look('roads', path)).changes).toMatchObject({ unchanged: 1 })
    })

    it('keeps control areas without ever reading one back', async () => {
      const path = join(directory, 'control.geojson')
      const area = { type: 'Feature', properties: { 管控类型: '永久基本农田', 名称: '示例田' }, geometry: { type: 'Polygon', coordinates: [square(100.1, 30.1, 0.01)] } }
      writeFileSync(path, JSON.stringify({ type: 'FeatureCollection', features: [area] }))
      const control = await look('control_areas', path)
      expect(control.changes).toMatchObject({ inserted: 1 })
      await control.commit()
      expect((await look('control_areas', path)).changes).toMatchObject({ inserted: 0, unchanged: 1 })
      const shapes = [{ type: 'Point' as const, coordinates: [100.105, 30.105] }]
      expect(await listShapeOverlaps(open().db, county, 1, shapes)).toMatchObject([{ layer: 'permanent_basic_farmland' }])
    })

    it('keeps settlements, premises and parcels under their codes', async () => {
      const sites = csv('sites.csv', ['编码,名称,经度,纬度', 'X1,示例安置点,100.05,30.05'])
      for (const [kind, path, dataKind] of [
        ['settlements', sites, 'settlements'],
        ['idle_premises', sites, 'premises'],
      ] as const) {
        const wish = { acceptRows: true, ...(kind === 'idle_premises' ? { map: [{ column: '名称', field: 'name' }] } : {}) }
        const found = await look(kind, path, wish)
        expect([kind, found.changes]).toEqual([kind, { inserted: 1, updated: 0, unchanged: 0, ended: 0 }])
        await found.commit()
        expect([kind, await newest(dataKind)]).toEqual([kind, 1])
        expect((await look(kind, path, wish)).changes).toMatchObject({ unchanged: 1, inserted: 0 })
      }
      const parcel = { type: 'Feature', properties: { 编码: 'P1', 用地代码: '080701' }, geometry: { type: 'Polygon', coordinates: [square(100.12, 30.12, 0.001)] } }
      const path = join(directory, 'parcels.geojson')
      writeFileSync(path, JSON.stringify({ type: 'FeatureCollection', features: [parcel] }))
      const parcels = await look('land_parcels', path, { acceptRows: true })
      expect(parcels.changes).toMatchObject({ inserted: 1 })
      await parcels.commit()
      expect((await listParcels(open().db, county, 1))[0]).toMatchObject({ parcelCode: 'P1', landUse: '080701', phase: 'current' })
    })
  })

  describe('of residential areas', () => {
    const sound = { code: 'A1', name: '示例小区一', coordinates: [square(100.05, 30.05, 0.002)] }
    /** A hole that lies outside its shell: no edges cross, yet it is no surface; mending it doubles the area. */
    const broken = { code: 'A2', name: '示例小区二', coordinates: [square(100.07, 30.07, 0.002), [...square(100.08, 30.08, 0.002)].reverse()] }

    it('is refused as a whole for one surface that PostGIS cannot mend', async () => {
      const mixed = await look('residential_areas', geojson('bad.geojson', [sound, broken]))
      expect(mixed.examined.plan).toBeNull()
      expect([mixed.outcome, mixed.examined.report.rows.refused]).toEqual(['rows', 1])
      expect(mixed.examined.report.problems.filter(({ severity }) => severity === 'error').map(({ row }) => row)).toEqual([2])
    })

    it('takes the sound rows where the user says so; the class of a place comes from its unit', async () => {
      const mixed = await look('residential_areas', geojson('bad.geojson', [sound, broken]), { acceptRows: true })
      expect(mixed.changes).toEqual({ inserted: 1, updated: 0, unchanged: 0, ended: 0 })
      expect(await mixed.commit()).toBe(1)
      const [area] = await listResidentialAreas(open().db, county, 1)
      expect(area).toMatchObject({ areaCode: 'A1', placeClass: 'country', householdsPlanned: 100, demo: false })
      expect((await listResidentialBoundaries(open().db, county, 1))[0].boundary.coordinates).toEqual([sound.coordinates])
      expect((await look('residential_areas', geojson('good.geojson', [sound]))).changes).toMatchObject({ unchanged: 1, updated: 0 })
    })
  })
})
