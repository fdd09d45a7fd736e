import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '../../server/auth/actor.ts'
import { workflow } from '../../server/core/indicators/kinds/workflow.ts'
import { findImportKind } from '../../server/core/imports/kinds.ts'
import type { Workflow } from '../../server/core/policy/compute.ts'
import type { DataKind, DataSource, Db } from '../../server/db/schema.ts'
import { listAllotments, listFacilities } from '../../server/facilities/facilities.repository.ts'
import { examineImport } from '../../server/imports/examine-import.ts'
import type { ImportOptions } from '../../server/imports/import-options.ts'
import { planners } from '../../server/imports/planners.ts'
import { storeImport } from '../../server/imports/store-import.ts'
import { findNewestVersions, loadCountyLedger } from '../../server/indicators/county-ledger.ts'
import { listParcels, listPremises } from '../../server/ledgers/land.repository.ts'
import { listPoolingGroups, listRegister, listSyncStages } from '../../server/ledgers/residential-ledgers.repository.ts'
import { listChecklist, listCommunityRooms, listStatistics, listUnitTags } from '../../server/ledgers/unit-ledgers.repository.ts'
import { insertRegion, insertUnits } from '../../server/regions/regions.repository.ts'
import { listResidentialAreas } from '../../server/residential/residential.repository.ts'
import { findNewestVersion, insertVersion } from '../../server/versions/versions.repository.ts'
import { describeOnBothEngines } from './engines.ts'

const county = 999002
const at = new Date('2026-01-02T03:04:05Z')
const today = '2026-01-02'
const directory = mkdtempSync(join(tmpdir(), 'yiquan-ledgers-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const source: DataSource = { origin: 'test', licence: 'test', crs: 'EPSG:4490', date: null, file: null, sha256: null, synthetic: true, assumptions: [] }
const ring = [[100, 30], [100.2, 30], [100.2, 30.2], [100, 30.2], [100, 30]] // prettier-ignore
const unitId = (last: number) => `00000000-0000-4000-8000-00000000000${last}`

/** 示例镇 over the whole county, with two communities that have no border. */
async function prepareCounty(db: Db) {
  await db.transaction().execute(async (tx) => {
    const boundary = { type: 'Polygon' as const, coordinates: [ring] }
    await insertRegion(tx, { code: county, name: '示例县', nameEn: 'Sample', level: 'county', parentCode: null, validFrom: '2020-01-01', source, boundary })
    const rest = { urbanRuralCode: '210', placeClass: 'country' as const, boundaryNote: null, demo: true, centre: null }
    await insertUnits(tx, county, 1, [
      { id: unitId(1), unitCode: '999002100000', name: '示例镇', level: 'township', parentId: null, ...rest, boundary },
      { id: unitId(2), unitCode: '999002100001', name: '一社区', level: 'community', parentId: unitId(1), ...rest, boundary: null },
      { id: unitId(3), unitCode: '999002100002', name: '二社区', level: 'community', parentId: unitId(1), ...rest, boundary: null },
    ])
    const version = { countyCode: county, kind: 'units' as const, version: 1, action: 'sample' as const, restoredVersion: null, dataDate: null }
    await insertVersion(tx, { ...version, rowCount: 3, contentHash: 'x', sources: [source], actorId: 'system', at })
  })
}

const handedOver: Workflow = { kind: 'workflow', of: 'residential_areas', stages: ['plan', 'build', 'accept', 'handover'], buildClasses: ['new', 'old', 'existing'], newSince: null }

describeOnBothEngines('ledgers of what is stored', (open) => {
  const quiet = new AbortController().signal
  let files = 0
  const csv = (lines: string[]) => {
    const path = join(directory, `${++files}.csv`)
    writeFileSync(path, `${lines.join('\r\n')}\r\n`)
    return path
  }

  async function look(kindName: string, path: string, more: Partial<ImportOptions> = {}) {
    const kind = findImportKind(kindName)!
    const options: ImportOptions = { crs: 'EPSG:4490', map: [], answers: {}, acceptRows: false, replace: false, ...more }
    const examined = await examineImport(open().db, county, kind, planners[kind.id], { path, name: '台账.csv' }, options, today, quiet)
    const task = { countyCode: county, kind: kind.id, fileName: '台账.csv', actor: systemActor, options, jobId: '00000000-0000-4000-8000-00000000000a' }
    const commit = () => open().db.transaction().execute((tx) => storeImport(tx, task, examined, examined.plan!, at, quiet))
    const also = Object.fromEntries((examined.plan?.also ?? []).map(({ dataKind, changes }) => [dataKind, changes]))
    return { examined, commit, changes: examined.plan?.changes, also, outcome: examined.report.outcome, problems: examined.report.problems }
  }
  const store = async (kind: string, lines: string[], more: Partial<ImportOptions> = {}) => {
    const found = await look(kind, csv(lines), more)
    if (!found.examined.plan) throw new Error(JSON.stringify(found.problems))
    await found.commit()
    return found
  }
  const changes = (inserted: number, updated = 0, unchanged = 0, ended = 0) => ({ inserted, updated, unchanged, ended })
  const newest = async (kind: DataKind) => (await findNewestVersion(open().db, county, kind))?.version ?? 0
  const evaluate = async (compute: Workflow, rule = 'R') =>
    open().db.transaction().execute(async (tx) => {
      const ledger = await loadCountyLedger(tx, county, await findNewestVersions(tx, county))
      return workflow(compute, { ledger, circles: new Map(), nearest: new Map() }, rule, null)
    })
  /** Known, upper, whole. */
  const share = ({ parts: [part] }: Awaited<ReturnType<typeof evaluate>>) => [part.numerator, part.numeratorUpper, part.denominator].map((one) => Number(one?.n))
  const areaNames = async () => new Map((await listResidentialAreas(open().db, county, await newest('residential_areas'))).map(({ id, areaCode }) => [id, areaCode]))
  const stages = async () => {
    const codes = await areaNames()
    return (await listSyncStages(open().db, county, await newest('sync_stages'))).map(({ residentialAreaId, stage, state, doneOn }) => `${codes.get(residentialAreaId)} ${stage} ${state} ${doneOn ?? ''}`.trim()).sort()
  }

  beforeAll(async () => {
    await prepareCounty(open().db)
    const areas = ['编码,小区名称,乡镇街道,社区,规划户数', 'A1,示例一区,示例镇,一社区,100', 'A2,示例二区,示例镇,二社区,200', 'A3,示例三区,示例镇,,300']
    await store('residential_areas', areas)
    await store('facilities', ['编码,设施名称,类型,乡镇街道,建筑面积㎡,经度,纬度,运营状态,现状用途', 'F1,示例站,日间照料中心,示例镇,500,100.05,30.05,运营,养老'])
  })

  describe('四同步', () => {
    const header = '小区名称,编码,同步规划,同步建设,同步验收,同步交付'
    const first = [header, '示例一区,,√,2023年5月,已完成,2024-03-01', '示例二区,,是,是,否,违反']

    it('make a row a stage, and the rule changes its numbers', async () => {
      const before = await evaluate(handedOver)
      const found = await store('sync_stages', first)
      expect([found.outcome, found.changes]).toEqual(['warn', changes(8)])
      expect(await stages()).toEqual([
        ...['A1 accept done', 'A1 build done 2023-05-01', 'A1 handover done 2024-03-01', 'A1 plan done'],
        ...['A2 accept pending', 'A2 build done', 'A2 handover breach', 'A2 plan done'],
      ])
      const after = await evaluate(handedOver)
      // Of three areas none is filled in; then one has all four, one lacks two, and one is still not filled in.
      expect([share(before), share(after)]).toEqual([[0, 3, 3], [1, 2, 3]])
      expect(after.notes.map(({ zh }) => zh)).toEqual(['1 个小区有违规：示例二区'])
      expect(after.failing.map(({ code, state }) => [code, state])).toEqual([['A2', 'fails'], ['A3', 'unknown']])
    })

    it('are unchanged the second time, updated where one cell differs, and a stage taken back loses its date', async () => {
      expect((await look('sync_stages', csv(first))).changes).toEqual(changes(0, 0, 8))
      const update = await store('sync_stages', ['编码,同步交付', 'a1,×'])
      expect(update.changes).toEqual(changes(0, 1))
      expect((await stages()).find((one) => one.startsWith('A1 handover'))).toBe('A1 handover pending')
      expect(update.examined.plan!.assumptions.map(({ zh }) => zh).join()).toContain('不计为违规')
    })

    it('take a day after today as a plan', async () => {
      const plan = await look('sync_stages', csv(['编码,同步规划,规划日期', 'A3,√,2026-05-01']))
      expect(plan.changes).toEqual(changes(1))
      expect(plan.problems).toMatchObject([{ code: 'STAGE_DATE', row: 2, value: '2026-05-01' }])
    })

    it('refuse the file for one area that is not stored, and name the nearest', async () => {
      const wrong = await look('sync_stages', csv([header, '示例一区,,√,√,√,√', '示例四区,,√,√,√,√']))
      expect(wrong.examined.plan).toBeNull()
      expect(wrong.problems.filter(({ severity }) => severity === 'error')).toMatchObject([{ code: 'AREA_REF_UNKNOWN', row: 3, column: '小区名称', value: '示例四区' }])
      const twice = await look('sync_stages', csv([header, '示例一区,,√,√,√,√', ',A1,×,√,√,√']))
      expect([twice.examined.plan, twice.problems.filter(({ severity }) => severity === 'error').map(({ code, row }) => [code, row])]).toEqual([null, [['ROW_REPEATED', 3]]])
    })

    it('end with `replace` what the file does not name', async () => {
      const only = await look('sync_stages', csv([header, ',A1,√,√,√,√']), { replace: true })
      expect(only.changes).toEqual(changes(0, 1, 3, 4))
    })
  })

  describe('小区台账 with 四同步 and problems', () => {
    const header = '编码,小区名称,乡镇街道,规划户数,同步规划,同步建设,移交日期,问题类型,整改措施,期限,责任单位'
    const rows = ['A3,示例三区,示例镇,300,√,×,2025-06-01,面积不足,补建,2026年底,示例局', 'A4,示例四区,示例镇,400,是,,,无,,,']

    it('writes three kinds of data in one transaction, each with its version, its audit row and its counts', async () => {
      const before = { areas: await newest('residential_areas'), stages: await newest('sync_stages') }
      const found = await store('residential_areas', [header, ...rows])
      expect([found.changes, found.also]).toEqual([changes(1, 0, 1), { sync_stages: changes(4), register: changes(1) }])
      expect([await newest('residential_areas'), await newest('sync_stages'), await newest('register')]).toEqual([before.areas + 1, before.stages + 1, 1])
      expect((await stages()).filter((one) => /^A[34]/.test(one))).toEqual(['A3 build pending', 'A3 handover done 2025-06-01', 'A3 plan done', 'A4 plan done'])
      const codes = await areaNames()
      const [entry] = await listRegister(open().db, county, 1)
      expect(codes.get(entry.residentialAreaId!)).toBe('A3')
      expect(entry).toMatchObject({ name: '示例三区', problem: '面积不足', measure: '补建', deadline: '2026-12-31', responsible: '示例局', state: 'open' })
      const audit = await open().db.selectFrom('audit_log').select('entity_id').where('county_code', '=', county).where('action', '=', 'version.import').execute()
      expect(audit.map(({ entity_id: id }) => id)).toEqual(expect.arrayContaining([`residential_areas/${before.areas + 1}`, `sync_stages/${before.stages + 1}`, 'register/1']))
      expect(found.problems.map(({ code }) => code)).not.toContain('FIELD_NOT_STORED')
    })

    it('changes nothing the second time, and only the kind that differs after', async () => {
      const again = await look('residential_areas', csv([header, ...rows]))
      expect([again.changes, again.also]).toEqual([changes(0, 0, 2), { sync_stages: changes(0, 0, 4), register: changes(0, 0, 1) }])
      const version = await newest('residential_areas')
      const stage = await store('residential_areas', [header, rows[1].replace('是,', '是,2025-01-02')])
      expect([stage.changes, stage.also.sync_stages]).toEqual([changes(0, 0, 1), changes(1, 0, 1)])
      expect([await newest('residential_areas'), (await stages()).includes('A4 build done 2025-01-02')]).toEqual([version, true])
    })

    it('is refused as a whole when one of its kinds has changed since it was examined', async () => {
      const slow = await look('residential_areas', csv([header, 'A5,示例五区,示例镇,1,√,,,,,,']))
      await store('sync_stages', ['编码,同步验收', 'A3,√'])
      await expect(slow.commit()).rejects.toMatchObject({ code: 'DATA_CHANGED' })
      expect([...(await areaNames()).values()]).not.toContain('A5')
    })

    it('that replaces ends the stages of the areas that it ends, and no problem of the register', async () => {
      const all = await look('residential_areas', csv([header.split(',').slice(0, 4).join(','), 'A1,示例一区,示例镇,100']), { replace: true })
      // Four of A2, four of A3 and two of A4.
      expect([all.changes, all.also]).toEqual([changes(0, 0, 1, 3), { sync_stages: changes(0, 0, 0, 10) }])
    })
  })

  it('the register keeps several problems of an area, strangers where the user says so, and links them once they are stored', async () => {
    const header = '小区名称,建成年份,问题类型,整改措施,整改期限,责任单位,整改状态,完成日期'
    const lines = [header, '示例三区,2016,面积不足,补建,2026-12-31,示例局,整改中,', '示例三区,2016,未移交,,,,,2025-03-04', '示例老院,2015,未配建,—,,,已整改,']
    const asked = await look('register', csv(lines))
    expect([asked.outcome, asked.examined.plan]).toEqual(['ask', null])
    const kept = await store('register', lines, { answers: { AREA_REF_UNKNOWN: 'keep' } })
    expect(kept.changes).toEqual(changes(2, 1))
    const list = async () => (await listRegister(open().db, county, await newest('register'))).map(({ name, problem, state, doneOn, residentialAreaId }) => [name, problem, state, doneOn, residentialAreaId !== null])
    expect((await list()).sort()).toEqual([
      ['示例三区', '未移交', 'done', '2025-03-04', true],
      ['示例三区', '面积不足', 'doing', null, true],
      ['示例老院', '未配建', 'done', null, false],
    ])
    await store('residential_areas', ['编码,小区名称,乡镇街道,规划户数', 'A9,示例老院,示例镇,10'])
    expect((await look('register', csv(lines))).changes).toEqual(changes(0, 1, 2))
  })

  it('pooling groups take a row a member or a row a group, and say who is in two', async () => {
    const groups = await store('pooling_groups', ['统筹组名称,批复文号,成员小区', '一组,示例〔2024〕1号,示例一区', '一组,,A2', '二组,,A2、示例三区'])
    expect(groups.changes).toEqual(changes(2))
    expect(groups.problems.map(({ code, value }) => [code, value])).toEqual([['AREA_IN_TWO_GROUPS', '示例二区'], ['AREA_IN_TWO_GROUPS', '示例二区']])
    const codes = await areaNames()
    const list = async () => (await listPoolingGroups(open().db, county, await newest('pooling_groups'))).map(({ name, approval, residentialAreaIds }) => [name, approval, residentialAreaIds.map((id) => codes.get(id)).join()])
    expect((await list()).sort()).toEqual([['一组', '示例〔2024〕1号', 'A1,A2'], ['二组', null, 'A2,A3']])
    expect((await look('pooling_groups', csv(['统筹组名称,成员小区', '一组,A2、A1', '二组,A3']))).changes).toEqual(changes(0, 1, 1))
    const differ = await look('pooling_groups', csv(['统筹组名称,批复文号,成员小区', '三组,甲,A1', '三组,乙,A2']))
    expect(differ.problems.filter(({ severity }) => severity === 'error')).toMatchObject([{ code: 'APPROVAL_DIFFERS', row: 3, value: '乙' }])
    const result = await evaluate({ ...handedOver, of: 'pooling_groups' })
    expect(share(result)).toEqual([1, 1, 2])
    expect(result.failing.map(({ name }) => name)).toEqual(['二组'])
  })

  it('allotments are a new version of the facilities, and more than there is is said', async () => {
    const version = await newest('facilities')
    const made = await store('facility_allotments', ['设施名称,小区名称,乡镇街道,分摊面积㎡', '示例站,示例一区,示例镇,300', '示例站,示例二区,示例镇,250.5', '示例站,示例三区,示例镇,'])
    expect([made.changes, await newest('facilities')]).toEqual([changes(3), version + 1])
    expect(made.problems).toMatchObject([{ code: 'ALLOTTED_MORE', message: { zh: '分摊面积合计 550.50 ㎡，大于设施建筑面积 500.00 ㎡' } }])
    const codes = await areaNames()
    const list = async () => (await listAllotments(open().db, county, await newest('facilities'))).map(({ residentialAreaId, areaM2 }) => [codes.get(residentialAreaId), areaM2]).sort()
    expect(await list()).toEqual([['A1', '300.00'], ['A2', '250.50'], ['A3', null]])
    expect(await listFacilities(open().db, county, version + 1)).toEqual(await listFacilities(open().db, county, version))
    await store('facility_allotments', ['设施编码,小区编码,分摊面积㎡', 'F1,A1,500'], { replace: true })
    expect(await list()).toEqual([['A1', '500.00']])
    // The facilities themselves are still from where they were: the first file, and the two of allotments.
    expect((await findNewestVersion(open().db, county, 'facilities'))!.source).toHaveLength(3)
  })

  it('rooms, marks, figures and answers are stored, read by an evaluation, and unchanged the second time', async () => {
    const kinds: [string, DataKind, string[], ReturnType<typeof changes>][] = [
      ['community_rooms', 'community_rooms', ['12位区划代码,乡镇街道,社区,建筑面积㎡,可用于养老面积㎡', '999002100001,,,900,230', ',示例镇,二社区,—,100'], changes(2)],
      ['unit_tags', 'unit_tags', ['乡镇街道,社区,标记', '示例镇,,中心镇、城区镇', '示例镇,一社区,涉农社区'], changes(3)],
      ['statistics', 'statistics', ['统计项,数值,统计日期,来源', '社会工作者人数,62,2024年,公报', '规划人口,1.5万,,规划'], changes(2)],
      ['checklist', 'checklist', ['规则编号,核查结果,备注,依据文件,核查日期', 'sc-28,部分,在编,示例规划,2025-12-31'], changes(1)],
    ]
    for (const [kind, dataKind, lines, expected] of kinds) {
      const found = await store(kind, lines)
      expect([kind, found.changes]).toEqual([kind, expected])
      expect([kind, await newest(dataKind)]).toEqual([kind, 1])
      expect([kind, (await look(kind, csv(lines))).changes]).toEqual([kind, changes(0, 0, expected.inserted)])
    }
    const { db } = open()
    expect((await listCommunityRooms(db, county, 1)).map(({ name, floorAreaM2, eldercareFreeM2 }) => [name, floorAreaM2, eldercareFreeM2])).toEqual([
      ['一社区社区服务用房', '900.00', '230.00'],
      ['二社区社区服务用房', null, '100.00'],
    ])
    expect((await listUnitTags(db, county, 1)).map(({ unitId: id, tag }) => [id, tag])).toEqual([[unitId(1), 'central_town'], [unitId(1), 'urban_town'], [unitId(2), 'rural_community']])
    expect((await listStatistics(db, county, 1)).map(({ key, value, asOf }) => [key, Number(value), asOf])).toEqual([['planned_population', 15000, null], ['social_workers', 62, '2024-12-31']])
    expect(await listChecklist(db, county, 1)).toMatchObject([{ ruleId: 'SC-28', state: 'partly', note: '在编', document: '示例规划', asOf: '2025-12-31' }])
    expect((await evaluate({ ...handedOver, of: 'checklist' }, 'SC-28')).notes[0].zh).toBe('填报：部分落实；在编；文件：示例规划；日期：2025-12-31')
    const unknown = await look('checklist', csv(['规则编号,核查结果', 'SC-288,是']))
    expect(unknown.problems).toMatchObject([{ code: 'RULE_REF_UNKNOWN', row: 2, value: 'SC-288', fix: { zh: expect.stringContaining('SC-28') } }])
  })

  it('parcels keep their phase, facility and misuse where the file has them, and say what is assumed only where it has not', async () => {
    const path = join(directory, 'parcels.geojson')
    const square = (west: number) => [[[west, 30.1], [west + 0.001, 30.1], [west + 0.001, 30.101], [west, 30.101], [west, 30.1]]] // prettier-ignore
    const write = (list: Record<string, unknown>[]) => {
      const features = list.map((properties, i) => ({ type: 'Feature', properties, geometry: { type: 'Polygon', coordinates: square(100.1 + i / 100) } }))
      writeFileSync(path, JSON.stringify({ type: 'FeatureCollection', features }))
      return path
    }
    const said = await look('land_parcels', write([{ 编码: 'P1', 用地代码: '080701', '现状/规划': '规划', 所属设施: '示例站', 是否改变用途: '否' }]), { acceptRows: true })
    expect(said.examined.plan!.assumptions).toEqual([])
    await said.commit()
    const [facility] = await listFacilities(open().db, county, await newest('facilities'))
    expect(await listParcels(open().db, county, 1)).toMatchObject([{ parcelCode: 'P1', phase: 'planned', misused: false, facilityId: facility.id }])
    const silent = await look('land_parcels', write([{ 编码: 'P2', 用地代码: '080701' }]), { acceptRows: true })
    expect(silent.examined.plan!.assumptions.map(({ zh }) => zh)).toEqual(['未填现状或规划，地块按「现状」存（1 行）'])
    const wrong = await look('land_parcels', write([{ 编码: 'P3', 用地代码: '080701', 所属设施: '没有的站' }]))
    expect([wrong.examined.plan, wrong.problems.filter(({ severity }) => severity === 'error').map(({ code, row }) => [code, row])]).toEqual([null, [['FACILITY_REF_UNKNOWN', 1]]])
  })

  it('premises drawn as outlines say so wherever the outline’s middle is written: new or moved, and not otherwise', async () => {
    const path = join(directory, 'premises.geojson')
    const write = (west: number, area: number) => {
      const coordinates = [[[west, 30.1], [west + 0.002, 30.1], [west + 0.002, 30.102], [west, 30.102], [west, 30.1]]] // prettier-ignore
      writeFileSync(path, JSON.stringify({ type: 'FeatureCollection', features: [{ type: 'Feature', properties: { 编码: 'R1', 用房名称: '示例旧校', 建筑面积: area }, geometry: { type: 'Polygon', coordinates } }] }))
      return path
    }
    const notes = (found: Awaited<ReturnType<typeof look>>) => found.examined.plan!.assumptions.length
    const first = await look('idle_premises', write(100.1, 100), { acceptRows: true })
    expect([first.changes, notes(first)]).toEqual([changes(1), 1])
    await first.commit()
    expect((await listPremises(open().db, county, 1))[0]).toMatchObject({ lon: 100.101, lat: 30.101 })
    const larger = await look('idle_premises', write(100.1, 200), { acceptRows: true })
    expect([larger.changes, notes(larger)]).toEqual([changes(0, 1), 0])
    const moved = await look('idle_premises', write(100.101, 100), { acceptRows: true })
    expect([moved.changes, notes(moved)]).toEqual([changes(0, 1), 1])
  })
})
