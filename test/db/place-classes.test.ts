import { createHash, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RuleResult } from '../../server/core/policy/result.ts'
import type { Tx } from '../../server/db/schema.ts'
import { insertFacilities, type NewFacility } from '../../server/facilities/facilities.repository.ts'
import { insertRegion, insertUnits, type NewUnit } from '../../server/regions/regions.repository.ts'
import { insertResidentialAreas, type NewResidentialArea } from '../../server/residential/residential.repository.ts'
import { insertVersion } from '../../server/versions/versions.repository.ts'
import { evaluateSample } from '../golden/evaluate-sample.ts'
import { describeOnBothEngines } from './engines.ts'

const county = 999904
const source = { origin: '', licence: '', crs: '', date: null, file: null, sha256: null, synthetic: false, assumptions: [] }
const at = (x: number, y: number): [number, number] => [x / 1000, y / 1000]
function box(west: number, south: number, east: number, north: number) {
  return { type: 'Polygon' as const, coordinates: [[at(west, south), at(east, south), at(east, north), at(west, north), at(west, south)]] }
}

/**
 * Thousandths of a degree at the equator, where meridians cut a band into shares of its width.
 *
 *   y 100 ┌────────┬───────────┬────────┐   Class in the ledger: 甲 country, 乙 city, 丙 city; 丁 country (a seat at (45, 50), no
 *         │   甲   │  乙  .    │   丙   │   boundary), 戊 city (neither seat nor boundary). The seat of 乙 is at (60, 50), the
 *     0   └────────┴───────────┴────────┘   others of the three have none. Day care with a centre stands in 甲 and in 丙.
 *         0       30    50    70      100   城镇开发边界: 0–40 and 40–50, two zones.
 *
 * Areas, with elders: A1 in 甲 (100, country), A2 from 48 to 54 (200, city), A3 by entrances at 49 and 51 (400, country),
 * A4 (800, city) nobody knows where.
 */
/** The same on both engines, so that their results can be compared whole. */
const idOf = (code: string) => createHash('sha256').update(code).digest('hex').replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5')
const unit = (unitCode: string, name: string, more: Partial<NewUnit>): NewUnit => ({
  ...{ id: idOf(unitCode), unitCode, name, level: 'community', parentId: null, urbanRuralCode: null, placeClass: null, boundaryNote: null, demo: false, centre: null, boundary: null },
  ...more,
})
const area = (areaCode: string, residents60Plus: number, more: Partial<NewResidentialArea>): NewResidentialArea => ({
  ...{ id: idOf(areaCode), areaCode, name: areaCode, unitId: null, communityId: null, placeClass: 'city', buildClass: null, permitDate: null },
  ...{ planningConditionDate: null, completionDate: null, phase: null, householdsPlanned: null, householdsCompleted: null, householdsOccupied: null },
  ...{ residents: residents60Plus * 10, residents60Plus, residents80Plus: null, households: null, demo: false, boundary: null, entrances: [] },
  ...more,
})
const centre = (facilityCode: string, [lon, lat]: [number, number]): NewFacility => ({
  ...{ id: idOf(facilityCode), facilityCode, name: facilityCode, types: ['day_care', 'community_center'], unitId: null, address: null, floorAreaM2: null, landAreaM2: null },
  ...{ beds: null, nursingBeds: null, status: 'operating', currentUse: 'eldercare', tenure: null, operatorKind: null, acquisition: null, demo: false, lon, lat },
})

async function fillCounty(tx: Tx): Promise<void> {
  await insertRegion(tx, { code: county, name: '界县', nameEn: 'Edge', level: 'county', parentCode: null, validFrom: '2020-01-01', source, boundary: box(0, 0, 100, 100) })
  await insertUnits(tx, county, 1, [
    unit('999904100001', '甲', { placeClass: 'country', boundary: box(0, 0, 30, 100) }),
    unit('999904100002', '乙', { placeClass: 'city', boundary: box(30, 0, 70, 100), centre: at(60, 50) }),
    unit('999904100003', '丙', { placeClass: 'city', boundary: box(70, 0, 100, 100) }),
    unit('999904100004', '丁', { placeClass: 'country', centre: at(45, 50) }),
    unit('999904100005', '戊', { placeClass: 'city' }),
  ])
  await insertFacilities(tx, county, 1, [centre('甲中心', at(11, 44)), centre('丙中心', at(85, 50))])
  await insertResidentialAreas(tx, county, 1, [
    area('A1', 100, { placeClass: 'country', boundary: box(10, 40, 12, 42) }),
    area('A2', 200, { boundary: box(48, 48, 54, 50) }),
    area('A3', 400, { placeClass: 'country', entrances: [at(49, 10), at(51, 10)] }),
    area('A4', 800, {}),
  ])
  for (const kind of ['units', 'facilities', 'residential_areas'] as const) await keep(tx, kind, 1)
}

async function drawBoundary(tx: Tx, version: number, widths: [number, number][]): Promise<void> {
  await sql`update development_boundaries set valid_to_version = ${version} where county_code = ${county} and valid_to_version is null`.execute(tx)
  for (const [west, east] of widths) {
    await sql`insert into development_boundaries (county_code, id, valid_from_version, boundary_code, name, zone, demo, boundary)
      values (${county}, ${randomUUID()}, ${version}, ${`${west}`}, null, '城镇集中建设区', false, ST_Multi(ST_SetSRID(ST_GeomFromGeoJSON(${JSON.stringify(box(west, 0, east, 100))}), 4326)))`.execute(tx)
  }
  await keep(tx, 'development_boundary', version)
}

const keep = (tx: Tx, kind: 'units' | 'facilities' | 'residential_areas' | 'development_boundary', version: number) =>
  insertVersion(tx, { countyCode: county, kind, version, action: 'edit', restoredVersion: null, dataDate: null, rowCount: 1, contentHash: `${kind}${version}`, sources: [source], actorId: 'system', at: new Date(0) })

const resultHashes: string[][] = []
afterAll(() => expect(resultHashes[0]).toEqual(resultHashes[1]))

describeOnBothEngines('city and country by the urban development boundary', (open) => {
  const hashes: string[] = []
  async function evaluate(choices: Record<string, string | number> = {}) {
    const { evaluation, results } = await evaluateSample(open().db, { pack: 'shicheng', region: county }, { choices })
    hashes.push(evaluation.result_hash!)
    return { evaluation, circle: of(results, 'SC-01'), dayCare: of(results, 'SC-02'), villages: of(results, 'SC-13') }
  }
  const of = (results: RuleResult[], id: string) => results.find((one) => one.id === id)!
  const fraction = ({ parts: [part] }: RuleResult) => [part.numerator, part.denominator]
  const failing = ({ failingUnits }: RuleResult) => failingUnits.map(({ name }) => name).sort()
  const said = ({ assumptions }: RuleResult) => assumptions.flatMap(({ zh }) => (zh.startsWith('城乡划分：') ? [zh] : []))

  beforeAll(() => open().db.transaction().execute((tx) => fillCounty(tx)))
  afterAll(() => void resultHashes.push(hashes))

  let withoutBoundary: Awaited<ReturnType<typeof evaluate>>

  it('is the ledger’s own class unless somebody chooses otherwise', async () => {
    withoutBoundary = await evaluate()
    const { circle, dayCare } = withoutBoundary
    // City communities: 乙, 丙, 戊; 丙 has day care.
    expect(fraction(dayCare)).toEqual(['1', '3'])
    expect(failing(dayCare)).toEqual(['乙', '戊'].sort())
    expect(said(dayCare)).toEqual(['城乡划分：统计用城乡分类（台账所填）'])
    // City elders: A2 has 200, far from both centres, and the 800 of A4 may be city.
    expect(fraction(circle)).toEqual(['0', '1000'])
  })

  it('stays the ledger’s own where no boundary is stored, and that is said', async () => {
    const { circle, dayCare, villages } = await evaluate({ place_class_by: 'boundary_share' })
    expect([fraction(dayCare), fraction(circle)]).toEqual([['1', '3'], ['0', '1000']])
    expect(said(dayCare)).toEqual([expect.stringContaining('尚未导入')])
    expect(said(villages)).toEqual([])
  })

  describe('once it is stored', () => {
    beforeAll(() => open().db.transaction().execute((tx) => drawBoundary(tx, 1, [[0, 40], [40, 50]])))

    it('goes by the share of the surface inside: half is city', async () => {
      const { evaluation, circle, dayCare, villages } = await evaluate({ place_class_by: 'boundary_share' })
      // 甲 lies inside whole; 乙 with 20 of 40, which is half; 丙 not at all; 丁 by its seat; 戊 has no place and stays city.
      expect(fraction(dayCare)).toEqual(['1', '4'])
      expect(failing(dayCare)).toEqual(['丁', '乙', '戊'].sort())
      // A1 whole, A2 with 2 of 6 (country), A3 with one entrance of two: 500 and the 800 of A4. The centre of 甲 stands
      // 2 to 4 thousandths from A1, at most 442 m: with its detour of 1.3 within 1000 m.
      expect(fraction(circle)).toEqual(['100', '1300'])
      expect(said(dayCare)).toEqual([
        '城乡划分：按城镇开发边界（第 1 版），面积的 50 % 及以上在边界内为城市（无范围的看点位）；与台账分类不同的单元 3 个、小区 3 个；2 个没有位置，仍按台账',
      ])
      expect(said(circle)).toEqual(said(dayCare))
      expect(said(villages)).toEqual([])
      expect(evaluation.input_versions['999904']).toMatchObject({ development_boundary: 1 })
    })

    it('goes by another share where one is chosen', async () => {
      const { circle, dayCare } = await evaluate({ place_class_by: 'boundary_share', city_share: 0.51 })
      expect([fraction(dayCare), failing(dayCare)]).toEqual([['1', '3'], ['丁', '戊'].sort()])
      // One entrance of two is no longer enough: A1 and the 800.
      expect(fraction(circle)).toEqual(['100', '900'])
      // A2 has a third inside.
      expect(fraction((await evaluate({ place_class_by: 'boundary_share', city_share: 0.33 })).circle)).toEqual(['100', '1500'])
      expect(fraction((await evaluate({ place_class_by: 'boundary_share', city_share: 0.34 })).circle)).toEqual(['100', '1300'])
    })

    it('goes by seats and entrances where those are chosen, else by a point on the surface', async () => {
      const { circle, dayCare } = await evaluate({ place_class_by: 'boundary_point' })
      // The seat of 乙 stands at 60, outside; 甲 has none and lies inside whole. A2’s middle is at 51, outside.
      expect([fraction(dayCare), failing(dayCare)]).toEqual([['1', '3'], ['丁', '戊'].sort()])
      expect(fraction(circle)).toEqual(['100', '1300'])
    })

    it('leaves the ledger’s own class where nobody chose it, yet stands among the inputs', async () => {
      const { evaluation, circle, dayCare } = await evaluate()
      expect([fraction(dayCare), fraction(circle)]).toEqual([['1', '3'], ['0', '1000']])
      expect(evaluation.input_hash).not.toBe(withoutBoundary.evaluation.input_hash)
    })

    it('makes another evaluation of another version', async () => {
      const before = await evaluate({ place_class_by: 'boundary_share' })
      await open().db.transaction().execute((tx) => drawBoundary(tx, 2, [[0, 80]]))
      const { evaluation, dayCare } = await evaluate({ place_class_by: 'boundary_share' })
      expect(evaluation.input_versions['999904']).toMatchObject({ development_boundary: 2 })
      expect(evaluation.input_hash).not.toBe(before.evaluation.input_hash)
      // 丙 has 10 of 30 inside, still country.
      expect(fraction(dayCare)).toEqual(['1', '4'])
      await open().db.transaction().execute((tx) => drawBoundary(tx, 3, [[0, 85]]))
      // 15 of 30.
      expect(fraction((await evaluate({ place_class_by: 'boundary_share' })).dayCare)).toEqual(['2', '5'])
      await open().db.transaction().execute((tx) => drawBoundary(tx, 4, []))
      expect(said((await evaluate({ place_class_by: 'boundary_share' })).dayCare)).toEqual([expect.stringContaining('尚未导入')])
    })
  })
})
