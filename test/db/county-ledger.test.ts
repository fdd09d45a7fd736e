import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import type { CountyLedger } from '../../server/core/policy/ledger.ts'
import { canonicalJson, sha256Hex } from '../../server/hashing.ts'
import { createSamplesService } from '../../server/imports/samples.service.ts'
import { findNewestVersions, loadCountyLedger, type PinnedVersions } from '../../server/indicators/county-ledger.ts'
import { nearestDistances } from '../../server/indicators/nearest-distances.ts'
import { describeOnBothEngines } from './engines.ts'

type Parsed = any // eslint-disable-line @typescript-eslint/no-explicit-any
const answersOf = (code: string): Parsed => JSON.parse(readFileSync(join(import.meta.dirname, '../../data/samples', code, 'answers.json'), 'utf8')).ledgers
const hashes: string[] = []

describeOnBothEngines('the ledger of a county', (open) => {
  let shicheng: CountyLedger
  let futian: CountyLedger
  let pinned: PinnedVersions
  const facility = (ledger: CountyLedger, code: string) => ledger.facilities.find((site) => site.code === code)!
  const codesOf = (ledger: CountyLedger, ids: Iterable<string>) => [...ids].map((id) => ledger.facilities.find((site) => site.facilityId === id)!.code).sort()

  beforeAll(async () => {
    await createSamplesService(open().db, () => new Date(0)).loadMissing()
    await open().db.transaction().execute(async (tx) => {
      pinned = await findNewestVersions(tx, 360735)
      shicheng = await loadCountyLedger(tx, 360735, pinned)
      futian = await loadCountyLedger(tx, 440304, await findNewestVersions(tx, 440304))
    })
  }, 180_000)

  it('holds every row that the sample lists', () => {
    for (const [code, ledger] of [['360735', shicheng], ['440304', futian]] as const) {
      const { rows } = answersOf(code)
      const found = {
        settlements: ledger.settlements?.length,
        premises: ledger.premises?.length,
        parcels: ledger.parcels?.length,
        syncStages: ledger.areas.flatMap(({ stages }) => stages).length,
        register: ledger.register?.length,
        communityRooms: ledger.communityRooms?.length,
        poolingGroups: ledger.poolingGroups?.length,
        statistics: ledger.statistics?.length,
        unitTags: ledger.units.flatMap(({ tags }) => tags).length,
        checklist: ledger.checklist.length,
      }
      expect({ ...found, controlAreas: rows.controlAreas }).toEqual(rows)
      expect(ledger.demo).toBe(true)
      expect(ledger.dataDate).toBe('2024-12-31')
    }
  })

  it('adds up to the figures that 石城 prints: 1,963 beds, 923 nursing, 198 of integrated medical care', () => {
    const operating = shicheng.facilities.filter((site) => site.status === 'operating' && site.currentUse === 'eldercare')
    const sum = (field: 'beds' | 'nursingBeds' | 'medicalBeds') => operating.reduce((total, site) => total + (site[field] ?? 0), 0)
    expect([sum('beds'), sum('nursingBeds'), sum('medicalBeds')]).toEqual([1963, 923, 198])
    expect(operating.filter((site) => site.types.includes('medical_integrated')).length).toBe(2)
  })

  it('keeps what is not filled in as null, and what is none as none', () => {
    const { facilities: expected } = answersOf('360735')
    const nine = shicheng.facilities.filter((site) => site.types.includes('mutual_aid') && site.status === 'operating').map((site) => site.fourHelpsFiveHaves)
    expect({
      whole: nine.filter((list) => list?.every((one) => one === true)).length,
      lacking: nine.filter((list) => list?.includes(false)).length,
      notFilledIn: nine.filter((list) => list === null || (!list.includes(false) && list.includes(null))).length,
    }).toEqual(expected.fourHelps)
    const hospitals = shicheng.facilities.filter((site) => site.medicalKind === 'general_hospital' && (site.hospitalGrade ?? 0) >= 2)
    expect(hospitals.map(({ geriatrics }) => geriatrics).sort()).toEqual([false, null, true])
    expect(shicheng.facilities.filter(({ medicalPartner }) => medicalPartner === '').length).toBeGreaterThan(0)
  })

  it('says which sites stand in a settlement: within its boundary, else within 200 m of its point', () => {
    const expected = answersOf('360735').settlements.map(({ residents, facilityIds }: Parsed) => ({ residents, facilityIds }))
    const found = shicheng.settlements!.map(({ id, residents }) => ({
      residents,
      facilityIds: codesOf(shicheng, shicheng.facilities.filter((site) => site.insideSettlementIds.includes(id)).map((site) => site.facilityId)),
    }))
    expect(found).toEqual(expected)
  })

  it('says what touches a control layer and by how many m², and nothing else of the layer', () => {
    for (const [code, ledger] of [['360735', shicheng], ['440304', futian]] as const) {
      const { overlaps, toleranceShare } = answersOf(code).controlAreas
      const found = ledger.facilities.flatMap((site) => site.overlaps.map((one) => ({ facilityId: site.code, ...one })))
      expect(found.map(({ facilityId, layer }) => `${facilityId} ${layer}`).sort()).toEqual(overlaps.map((one: Parsed) => `${one.facilityId} ${one.layer}`).sort())
      for (const one of overlaps) {
        const { areaM2, touches } = found.find(({ facilityId, layer }) => facilityId === one.facilityId && layer === one.layer)!
        expect(touches).toBe(true)
        expect(Math.abs(areaM2 - one.areaM2)).toBeLessThanOrEqual(one.areaM2 * toleranceShare)
      }
      expect(ledger.controlLayers).toEqual(['ecological_redline', 'hazard', 'permanent_basic_farmland'])
      expect(JSON.stringify(ledger)).not.toMatch(/coordinates|Polygon/)
    }
  })

  it('puts a site in the unit whose boundary holds it, and by its code where the unit has none', () => {
    const unit = (name: string) => shicheng.units.find((one) => one.name === name)!
    const misplaced = shicheng.facilities.find((site) => site.name.includes('丰山乡敬老院'))!
    expect(misplaced.insideUnitIds).toContain(unit('高田镇').id)
    expect(misplaced.insideUnitIds).not.toContain(unit('丰山乡').id)
    const coded = shicheng.units.filter((one) => !one.hasBoundary)
    const village = shicheng.facilities.find((site) => site.types.includes('mutual_aid'))!
    expect(coded.map(({ id }) => id)).toContain(village.unitId)
    expect(village.insideUnitIds).toContain(village.unitId)
    // 沙头街道 has no known place: its sites, and only they, are in it by code.
    const shatou = futian.units.find((one) => one.name === '沙头街道')!
    expect(shatou.hasBoundary).toBe(false)
    for (const site of futian.facilities) expect(site.insideUnitIds.includes(shatou.id)).toBe(site.unitId === shatou.id)
  })

  it('counts people once: places and people without a place make the county', () => {
    const placed = shicheng.places.reduce((sum, { counts }) => sum + (counts.residents ?? 0), 0)
    expect(placed + shicheng.unlocated.residents).toBe(283182)
    expect(shicheng.unlocated.residents).toBe(8825)
    const futianPlaced = futian.places.reduce((sum, { counts }) => sum + (counts.residents ?? 0), 0)
    expect(futianPlaced + futian.unlocated.residents).toBe(109618)
  })

  it('finds pooled areas adjacent by the declared gap, and not known where one has no place', () => {
    for (const [code, ledger] of [['360735', shicheng], ['440304', futian]] as const) {
      const found = ['一', '二', '三'].map((number) => ledger.poolingGroups!.find(({ name }) => name.includes(`统筹${number}组`))!.adjacent)
      expect(found).toEqual(answersOf(code).pooling.map((one: Parsed) => one.gapWithin50Metres))
    }
  })

  it('gives for every home the nearest health centre, as the crow flies and on foot', async () => {
    const { rows, toleranceMetres } = answersOf('360735').nearestHealthCentre
    const homes = rows.map(({ from }: Parsed) => facility(shicheng, from).facilityId)
    const centres = shicheng.facilities.filter((site) => site.medicalKind === 'township_health_centre').map((site) => site.facilityId)
    const found = await open().db.transaction().execute((tx) => nearestDistances(tx, 360735, pinned, homes, centres))
    for (const [i, { from, to, metres }] of rows.entries()) {
      expect([found[i].fromId, found[i].toId]).toEqual([facility(shicheng, from).facilityId, facility(shicheng, to).facilityId])
      expect(Math.abs(found[i].straightMetres! - metres)).toBeLessThanOrEqual(toleranceMetres)
      expect(found[i].networkMetres).toBeNull() // 石城 has no road data
    }
    const stations = futian.facilities.filter((site) => site.medicalKind === 'community_health_station').map((site) => site.facilityId)
    const sites = futian.facilities.filter((site) => site.types.includes('community_center')).map((site) => site.facilityId)
    const walks = await open().db.transaction().execute(async (tx) => nearestDistances(tx, 440304, await findNewestVersions(tx, 440304), sites, stations))
    expect(walks.map(({ fromId }) => fromId)).toEqual(sites)
    const both = walks.filter(({ straightMetres, networkMetres }) => straightMetres !== null && networkMetres !== null)
    expect(both.length).toBeGreaterThan(5)
    for (const { straightMetres, networkMetres } of both) expect(networkMetres!).toBeGreaterThan(straightMetres! * 0.999)
  })

  it('is the same ledger whenever and wherever the same versions are read', async () => {
    const again = await open().db.transaction().execute((tx) => loadCountyLedger(tx, 360735, pinned))
    expect(sha256Hex(canonicalJson(rounded(again)))).toBe(sha256Hex(canonicalJson(rounded(shicheng))))
    hashes.push(sha256Hex(canonicalJson(rounded(shicheng))))
    expect(new Set(hashes).size).toBe(1)
  })
})

/** Two builds of GEOS may differ in the last digits of an area. */
function rounded(ledger: CountyLedger): CountyLedger {
  const facilities = ledger.facilities.map((site) => ({ ...site, overlaps: site.overlaps.map((one) => ({ ...one, areaM2: Math.round(one.areaM2 * 1000) / 1000 })) }))
  return { ...ledger, facilities }
}

