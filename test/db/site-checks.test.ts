import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { beforeAll, expect, it } from 'vitest'
import { listAuditOf } from '../../server/audit/audit.repository.ts'
import { systemActor } from '../../server/auth/actor.ts'
import { siteCheck, type SiteCheck, type SiteCheckReply } from '../../server/contract/what-if.ts'
import type { DatabaseHandle } from '../../server/db/open.ts'
import { insertFacilities, type NewFacility } from '../../server/facilities/facilities.repository.ts'
import { insertControlAreas } from '../../server/ledgers/control-areas.repository.ts'
import { insertParcels, insertPremises } from '../../server/ledgers/land.repository.ts'
import { createPoliciesService } from '../../server/policies/policies.service.ts'
import { insertRegion, insertUnits } from '../../server/regions/regions.repository.ts'
import { checkSites } from '../../server/what-if/site-checks.service.ts'
import { describeOnBothEngines } from './engines.ts'

const county = 999903
const versions = { units: 1, facilities: 1, premises: 1, parcels: 1, control_areas: 1 }
const source = { origin: '', licence: '', crs: '', date: null, file: null, sha256: null, synthetic: true, assumptions: [] }

/** Thousandths of a degree at the equator: 111.32 m of longitude, 110.57 m of latitude; a cell has 12,309 m². */
const at = (x: number, y: number): [number, number] => [x / 1000, y / 1000]
function box(west: number, south: number, east: number, north: number) {
  return { type: 'Polygon' as const, coordinates: [[at(west, south), at(east, south), at(east, north), at(west, north), at(west, south)]] }
}

/**
 *   y 100 ┌───────────┬───────────┐   West: a public home with 40 beds and 25 in care, a private one nobody counts.
 *         │   西乡    │   东乡    │   East: a full home, and a clinic at (90, 10). Farmland from (10, 10) to (12, 12).
 *     0   └───────────┴───────────┘   One parcel 080701 from (20, 20) to (30, 30), one 1001 from (60, 60) to (70, 70).
 *         0          50         100   An idle school at (40, 40), one without a place is converted already.
 */
async function fillCounty({ db }: DatabaseHandle): Promise<void> {
  const [west, east] = [randomUUID(), randomUUID()]
  const unit = (id: string, unitCode: string, name: string, boundary: ReturnType<typeof box>) => ({
    ...{ id, unitCode, name, level: 'township' as const, parentId: null, urbanRuralCode: null, placeClass: 'country' as const },
    ...{ boundaryNote: null, demo: true, centre: null, boundary },
  })
  const facility = (facilityCode: string, types: string[], place: [number, number] | null, more: Partial<NewFacility> = {}): NewFacility => ({
    ...{ id: randomUUID(), facilityCode, name: facilityCode, types, unitId: null, address: null, floorAreaM2: null, landAreaM2: null },
    ...{ beds: null, nursingBeds: null, status: 'operating', currentUse: 'eldercare', tenure: null, operatorKind: null, acquisition: null, demo: true },
    ...{ lon: place?.[0] ?? null, lat: place?.[1] ?? null },
    ...more,
  })
  const premises = (premisesCode: string, status: 'idle' | 'converted', place: [number, number] | null) => ({
    ...{ id: randomUUID(), premisesCode, name: premisesCode, kind: '校舍', unitId: null, owner: null, address: null, floorAreaM2: null, landAreaM2: null },
    ...{ status, transitionUntil: null, demo: true, lon: place?.[0] ?? null, lat: place?.[1] ?? null },
  })
  const parcel = (parcelCode: string, landUse: string, boundary: ReturnType<typeof box>) => ({
    ...{ id: randomUUID(), parcelCode, landUse, areaM2: null, facilityId: null, phase: 'current' as const, misused: null, note: null, demo: true, boundary },
  })
  await db.transaction().execute(async (tx) => {
    await insertRegion(tx, { code: county, name: '试县', nameEn: 'Test', level: 'county', parentCode: null, validFrom: '2020-01-01', source, boundary: box(0, 0, 100, 100) })
    await insertUnits(tx, county, 1, [unit(west, '999903101000', '西乡', box(0, 0, 50, 100)), unit(east, '999903102000', '东乡', box(50, 0, 100, 100))])
    await insertFacilities(tx, county, 1, [
      facility('西敬老院', ['township_home'], at(25, 50), { ownership: 'public', beds: 40, residentsInCare: 25 }),
      facility('西民办', ['township_home'], at(26, 50), { ownership: 'private', beds: 99, residentsInCare: 0 }),
      facility('东敬老院', ['township_home'], at(75, 50), { ownership: 'public', beds: 30, residentsInCare: 30 }),
      facility('卫生室', ['medical'], at(90, 10)),
    ])
    await insertPremises(tx, county, 1, [premises('旧校', 'idle', at(40, 40)), premises('旧厂', 'converted', null)])
    await insertParcels(tx, county, 1, [parcel('P1', '080701', box(20, 20, 30, 30)), parcel('P2', '1001', box(60, 60, 70, 70))])
    const area = { id: randomUUID(), layer: 'permanent_basic_farmland' as const, name: '示例', demo: true, boundary: box(10, 10, 12, 12) }
    await insertControlAreas(tx, county, 1, [area])
  })
}

type Wish = Partial<Omit<SiteCheck, 'location'>>
const site = (x: number, y: number, more: Wish = {}): SiteCheck => siteCheck.parse({ location: at(x, y), facilityTypes: ['township_home'], packId: 'shicheng', ...more })

describeOnBothEngines('site checks', (open) => {
  beforeAll(() => fillCounty(open()))

  const ask = (...sites: SiteCheck[]) => checkSites(open().db, systemActor, county, versions, sites, new Date(0))
  const one = (reply: SiteCheckReply, id: string, layer?: string) => reply.checks.find((check) => check.id === id && (layer === undefined || check.layer === layer))!

  it('veto what lies outside the county, wholly or in part', async () => {
    const [inside, outside, astride] = await ask(site(80, 80), site(150, 50), site(99, 50, { boundary: box(98, 50, 102, 52) }))
    expect([inside, outside, astride].map((reply) => one(reply, 'inside_county').outcome)).toEqual(['pass', 'veto', 'veto'])
    expect([outside.vetoed, astride.vetoed]).toEqual([true, true])
  })

  it('veto farmland by its m², a point without any, and say that other layers were never loaded', async () => {
    const [drawn, point, clear] = await ask(site(11, 11, { boundary: box(11, 10, 14, 11) }), site(11, 11), site(80, 80))
    const farmland = one(drawn, 'control_area', 'permanent_basic_farmland')
    // One cell of three.
    expect(farmland.outcome).toBe('veto')
    expect(Math.abs(farmland.value!.number / 12_309 - 1)).toBeLessThan(0.001)
    expect([one(point, 'control_area').outcome, one(point, 'control_area').value]).toEqual(['veto', null])
    expect(one(clear, 'control_area').outcome).toBe('pass')
    expect([one(clear, 'control_area', 'hazard').outcome, one(clear, 'control_area', 'ecological_redline').outcome]).toEqual(['unknown', 'unknown'])
  })

  it('cite the plan that forbids farmland, where that plan is asked', async () => {
    const [reply] = await ask(site(11, 11, { packId: 'shapotou' }))
    expect(one(reply, 'control_area', 'permanent_basic_farmland').clause).toMatchObject({ packId: 'shapotou', ruleId: 'SP-20', quote: '养老用地不得占用永久性基本农田' })
  })

  it('log every question to control areas in its own transaction, once for all its sites', async () => {
    const before = (await listAuditOf(open().db, county, 'control_areas.ask')).length
    await ask(site(1, 1), site(2, 2))
    await expect(open().db.transaction().execute(async (tx) => {
      await checkSites(tx, systemActor, county, versions, [site(3, 3)], new Date(0))
      throw new Error('taken back')
    })).rejects.toThrow('taken back')
    const rows = await listAuditOf(open().db, county, 'control_areas.ask')
    expect(rows.length).toBe(before + 1)
    expect(rows[0].detail).toEqual({ controlAreasVersion: 1, asked: 2 })
  })

  it('know the land use by the parcels, and nothing where there is none', async () => {
    const [accepted, other, nowhere, partly] = await ask(site(25, 25), site(65, 65), site(80, 80), site(25, 25, { boundary: box(28, 28, 32, 30) }))
    expect([accepted, other, nowhere, partly].map((reply) => one(reply, 'land_use').outcome)).toEqual(['pass', 'warning', 'unknown', 'unknown'])
    expect(one(other, 'land_use').finding.zh).toContain('1001')
    expect(one(other, 'land_use').clause).toMatchObject({ ruleId: 'SC-27' })
  })

  it('compare the land with the minimum that was given, measuring it where a boundary is drawn', async () => {
    const [small, drawn, silent] = await ask(
      site(80, 80, { landAreaM2: 1999.9, minimumLandAreaM2: 2000 }),
      site(80, 80, { boundary: box(80, 80, 81, 81), minimumLandAreaM2: 2000 }),
      site(80, 80, { landAreaM2: 5000 }),
    )
    expect([small, drawn, silent].map((reply) => one(reply, 'land_area').outcome)).toEqual(['veto', 'pass', 'unknown'])
    expect(Math.abs(one(drawn, 'land_area').value!.number / 12_309 - 1)).toBeLessThan(0.001)
    const [floor] = await ask(site(80, 80, { facilityTypes: ['day_care'], floorAreaM2: 149 }))
    expect(floor.checks.filter(({ id }) => id === 'land_area').map(({ outcome, clause }) => [outcome, clause?.ruleId ?? null])).toEqual([['unknown', null], ['warning', 'SC-08']])
  })

  it('measure the straight line to the nearest medical site', async () => {
    const [near, far] = await ask(site(90, 14), site(80, 80))
    expect([one(near, 'medical').outcome, one(far, 'medical').outcome]).toEqual(['pass', 'warning'])
    expect(one(near, 'medical').value!.number).toBeCloseTo(4 * 110.574, 0)
    expect(one(near, 'medical').clause?.quote).toContain('便利就医')
  })

  it('veto a new home where public beds stand empty, in the plan’s own words', async () => {
    const [west, east, converted, daily] = await ask(site(5, 80), site(80, 80), site(5, 80, { build: 'convert' }), site(5, 80, { facilityTypes: ['day_care'] }))
    expect(one(west, 'spare_beds')).toMatchObject({ outcome: 'veto', value: { number: 15, unit: 'beds' }, clause: { packId: 'shicheng', ruleId: 'SC-21' } })
    expect(one(west, 'spare_beds').clause!.quote).toContain('不再新建、扩建项目')
    expect([east, converted, daily].map((reply) => one(reply, 'spare_beds').outcome)).toEqual(['pass', 'warning', 'pass'])
    expect([west.vetoed, east.vetoed]).toEqual([true, false])
  })

  it('point to idle premises within the circle, first', async () => {
    const [near, far, own] = await ask(site(45, 40), site(80, 80), site(45, 40, { build: 'convert' }))
    expect([near, far, own].map((reply) => one(reply, 'idle_premises').outcome)).toEqual(['warning', 'pass', 'pass'])
    expect(one(near, 'idle_premises').finding.zh).toContain('旧校')
  })

  it('tell inside from outside the development boundary, and how much of a site lies inside', async () => {
    const { db } = open()
    await sql`insert into development_boundaries (county_code, id, valid_from_version, boundary_code, zone, demo, boundary)
      values (${county}, ${randomUUID()}, 1, 'B-1', '城镇集中建设区', true, ST_Multi(ST_SetSRID(ST_GeomFromGeoJSON(${JSON.stringify(box(0, 0, 50, 100))}), 4326)))`.execute(db)
    const drawn = [site(45, 45, { boundary: box(44, 44, 46, 46) }), site(50, 45, { boundary: box(49, 45, 52, 46) }), site(80, 45, { boundary: box(80, 45, 81, 46) })]
    const points = [site(50, 50), site(51, 50), site(51, 50, { build: 'convert' })]
    const replies = await checkSites(db, systemActor, county, { ...versions, development_boundary: 1 }, [...drawn, ...points], new Date(0))
    const found = replies.map((reply) => one(reply, 'development_boundary'))
    // A point on the line is inside; what is converted builds nothing new outside.
    expect(found.map(({ outcome }) => outcome)).toEqual(['pass', 'warning', 'warning', 'pass', 'warning', 'pass'])
    // Four cells of four inside, one of three, none of one; a point has no m².
    const cells = found.map(({ value }) => value && Math.round((value.number / 12_309) * 100) / 100)
    expect(cells).toEqual([4, 1, 0, null, null, null])
    expect(found.map(({ finding }) => /^(位于城镇开发边界[内外]|跨城镇开发边界)/.exec(finding.zh)?.[0])).toEqual([
      '位于城镇开发边界内', '跨城镇开发边界', '位于城镇开发边界外', '位于城镇开发边界内', '位于城镇开发边界外', '位于城镇开发边界外',
    ])
    expect(found[1].finding.zh).toMatch(/边界内 123\d\d(\.\d+)? m²，边界外 246\d\d(\.\d+)? m²；规划条文未提城镇开发边界/)
  })

  it('cite the plan that names the development boundary, and know nothing of one that holds no part', async () => {
    const { db } = open()
    const yaml = readFileSync(new URL('../../data/policies/shicheng.yaml', import.meta.url), 'utf8')
    const own = yaml.replace('id: shicheng\n', 'id: naming\n').replace(/(  - id: SC-01\n(?:    .*\n)*?    quote: ).*/, '$1新增养老服务设施应位于城镇开发边界内')
    await createPoliciesService(db, () => new Date(0)).store(systemActor, 'naming', own)
    const [reply] = await checkSites(db, systemActor, county, { ...versions, development_boundary: 1 }, [site(80, 80, { packId: 'naming' })], new Date(0))
    expect(one(reply, 'development_boundary')).toMatchObject({ outcome: 'warning', clause: { packId: 'naming', ruleId: 'SC-01', quote: '新增养老服务设施应位于城镇开发边界内' } })
    expect(one(reply, 'development_boundary').finding.zh).not.toContain('未提')
    await sql`update development_boundaries set valid_to_version = 2 where county_code = ${county}`.execute(db)
    const [emptied] = await checkSites(db, systemActor, county, { ...versions, development_boundary: 2 }, [site(25, 50)], new Date(0))
    expect(one(emptied, 'development_boundary').outcome).toBe('unknown')
  })

  it('never pass on what was never loaded', async () => {
    const [reply] = await checkSites(open().db, systemActor, county, { units: 1 }, [site(80, 80)], new Date(0))
    const known = reply.checks.filter(({ outcome }) => outcome !== 'unknown').map(({ id }) => id)
    expect(known).toEqual(['inside_county'])
  })

  it('refuse a boundary that is open or crosses itself', async () => {
    const open = { type: 'Polygon' as const, coordinates: [[at(1, 1), at(2, 1), at(2, 2), at(1, 2)]] }
    const crossed = { type: 'Polygon' as const, coordinates: [[at(1, 1), at(2, 2), at(2, 1), at(1, 2), at(1, 1)]] }
    await expect(ask(site(1, 1, { boundary: open }))).rejects.toMatchObject({ problems: [{ code: 'BOUNDARY_OPEN' }] })
    await expect(ask(site(1, 1, { boundary: crossed }))).rejects.toMatchObject({ problems: [{ code: 'BOUNDARY_CROSSED' }] })
  })
})
