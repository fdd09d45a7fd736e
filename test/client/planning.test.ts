import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import type { SiteChange } from '../../server/contract/scenarios.ts'
import { siteChange } from '../../server/contract/scenarios.ts'
import type { ExistingFacility, IdlePremises } from '../../server/contract/existing-sites.ts'
import { whatIf } from '../../server/contract/what-if.ts'
import { shownMisfits } from '../../client/state/planning/misfits.ts'
import { changedOnMap } from '../../client/map/planning/changed-on-map.ts'
import { costOf, subjectOf, withChange, withoutChange } from '../../client/state/planning/changes.ts'
import { newId } from '../../client/state/planning/new-id.ts'
import { changeOfPin, faultsOfPin, pinForMove, pinForNew, pinForPremises, pinOfChange, questionOf } from '../../client/state/planning/pin.ts'
import { signed, signedElders } from '../../client/tables/deltas.ts'
import { proposalsGeoJson } from '../../server/contract/proposals-geojson.ts'
import { fromTyped } from '../../client/tables/typed-position.ts'
import { cameraAround, cameraOver, projectOn } from '../../client/tables/web-mercator.ts'

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const facility: ExistingFacility = {
  id: id(1), name: '甲', address: null, location: [116, 26], floorAreaM2: 300, landAreaM2: null, types: ['day_care'], status: 'operating', eldercareUse: true, beds: 10, nursingBeds: null,
}
const premises: IdlePremises = { id: id(2), name: '旧校舍', address: null, location: [116.1, 26.1], floorAreaM2: 1860, landAreaM2: null, kind: '闲置校舍', owner: null, status: 'idle' }
const sites = { facilities: [facility], premises: [premises] }
const add = (n: number, costYuan?: number): SiteChange => ({ id: id(n), kind: 'add', name: `新 ${n}`, location: [116, 26], facilityTypes: ['day_care'], ...(costYuan === undefined ? {} : { costYuan }) })
const move = (n: number, lon: number): SiteChange => ({ id: id(n), kind: 'move', facilityId: id(1), location: [lon, 26] })

describe('a list of changes', () => {
  it('keeps one move of a facility: the second takes the place and the id of the first', () => {
    expect(withChange([move(10, 116.1), add(11)], move(12, 116.2))).toEqual([{ ...move(12, 116.2), id: id(10) }, add(11)])
  })
  it('drops what else was planned for a facility that closes, and reopens one that is changed again', () => {
    const close: SiteChange = { id: id(20), kind: 'close', facilityId: id(1) }
    expect(withChange([move(10, 116.1), add(11)], close)).toEqual([add(11), close])
    expect(withChange([close], move(10, 116.1))).toEqual([move(10, 116.1)])
  })
  it('never has two changes of one kind about one thing, whatever is put in, and keeps every id apart', () => {
    const change = fc.oneof(
      fc.record({ n: fc.integer({ min: 100, max: 130 }) }).map(({ n }) => add(n)),
      fc.record({ n: fc.integer({ min: 200, max: 230 }), lon: fc.double({ min: 115, max: 117, noNaN: true }) }).map(({ n, lon }) => move(n, lon)),
      fc.integer({ min: 300, max: 330 }).map((n): SiteChange => ({ id: id(n), kind: 'close', facilityId: id(1) })),
      fc.integer({ min: 400, max: 430 }).map((n): SiteChange => ({ id: id(n), kind: 'resize', facilityId: id(1), floorAreaM2: n })),
      fc.integer({ min: 500, max: 530 }).map((n): SiteChange => ({ id: id(n), kind: 'convert', premisesId: id(2), facilityTypes: ['day_care'] })),
    )
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), (list) => {
        const result = list.reduce<SiteChange[]>(withChange, [])
        const keys = result.map((one) => `${one.kind} ${subjectOf(one)}`)
        expect(new Set(keys).size).toBe(keys.length)
        expect(new Set(result.map((one) => one.id)).size).toBe(result.length)
        expect(result.some(({ kind }) => kind === 'close') && result.some((one) => one.kind !== 'close' && subjectOf(one) === subjectOf(move(1, 116)))).toBe(false)
      }),
    )
  })
  it('costs what the changes with a figure cost, and nothing known where none has one', () => {
    expect(costOf([add(1), add(2)])).toBeNull()
    expect(costOf([add(1, 100), add(2), add(3, 50)])).toBe(150)
    expect(withoutChange([add(1), add(2)], id(1))).toEqual([add(2)])
  })
})

describe('a pin', () => {
  it('becomes a change that the contract accepts, and comes back from it as it was', () => {
    const pin = { ...pinForNew([116.3, 26.3], '新站点 1', null), fields: { ...pinForNew([0, 0], '新站点 1', null).fields, floorAreaM2: 620, costYuan: 1_860_000, note: ' 近市场 ' } }
    const change = changeOfPin(pin)
    expect(siteChange.parse(change)).toEqual(change)
    expect(change).toMatchObject({ kind: 'add', note: '近市场', floorAreaM2: 620 })
    expect('beds' in change).toBe(false)
    expect(pinOfChange(change, sites)).toEqual({ ...pin, fields: { ...pin.fields, note: '近市场' } })
  })
  it('of premises keeps their place and area, of a move the facility and only its place', () => {
    const converted = changeOfPin(pinForPremises(premises)!)
    expect(converted).toMatchObject({ kind: 'convert', premisesId: id(2), floorAreaM2: 1860, name: '旧校舍' })
    expect(siteChange.parse(converted)).toEqual(converted)
    const moved = changeOfPin({ ...pinForMove(facility)!, location: [116.05, 26] })
    expect(moved).toEqual({ id: moved.id, kind: 'move', facilityId: id(1), location: [116.05, 26] })
    expect(pinForPremises({ ...premises, location: null })).toBeNull()
  })
  it('is asked about without the change that it was taken from', () => {
    const pin = { ...pinOfChange(move(10, 116.2), sites)! }
    const question = questionOf(pin, [116.3, 26], [move(10, 116.2), add(11)])
    expect(question.changes).toEqual([add(11)])
    expect(question.pin).toMatchObject({ location: [116.3, 26], replacesFacilityId: id(1), facilityTypes: ['day_care'] })
    expect(whatIf.parse(question)).toEqual(question)
  })
  it('without a name or a type cannot be kept, and a move needs neither', () => {
    const pin = pinForNew([116, 26], ' ', null)
    expect(faultsOfPin({ ...pin, fields: { ...pin.fields, facilityTypes: [] } })).toEqual(['name', 'types'])
    expect(faultsOfPin(pinForMove(facility)!)).toEqual([])
  })
  it('has an id that the contract takes for a UUID', () => {
    for (let n = 0; n < 50; n++) expect(newId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })
})

describe('changes on the map', () => {
  it('stand where the sites will be; a move keeps where it came from, and what has no place is left out', () => {
    const close: SiteChange = { id: id(20), kind: 'close', facilityId: id(1) }
    const unknown: SiteChange = { id: id(21), kind: 'close', facilityId: id(99) }
    const drawn = changedOnMap([add(11), move(10, 116.2), close, unknown], sites, [{ changeId: id(11), reason: 'outside_county', message: { zh: '', en: '' } }])
    expect(drawn.map(({ change }) => change)).toEqual(['added', 'moved', 'closed'])
    expect(drawn[0].misfit).toBe(true)
    expect(drawn[1]).toMatchObject({ location: [116.2, 26], from: [116, 26] })
  })
})

describe('a change that does not fit', () => {
  const misfit = (n: number, zh: string) => ({ changeId: id(n), reason: 'facility_unknown' as const, message: { zh, en: '' } })
  it('is told of the scenario’s own baseline first, else of the run that it is tried against', () => {
    const shown = shownMisfits([misfit(1, '基线')], { misfits: [misfit(1, '批次'), misfit(2, '批次')] })
    expect(shown.map(({ changeId, against, message }) => [changeId, against, message.zh])).toEqual([
      [id(1), 'baseline', '基线'],
      [id(2), 'run', '批次'],
    ])
    expect(shownMisfits([], undefined)).toEqual([])
  })
})

describe('a typed position', () => {
  it('is read with any comma or blanks, and refused where it is none', () => {
    for (const text of ['116.345, 26.327', '116.345，26.327', ' 116.345  26.327 ', '116.345°E, 26.327°N']) expect(fromTyped(text, 'cgcs2000')).toEqual([116.345, 26.327])
    for (const text of ['', '116.345', '116.345,26.327,3', 'a,b', '216,26', '116,126']) expect(fromTyped(text, 'cgcs2000')).toBeNull()
  })
  it('of a shifted system comes back some 500 m away, to where it belongs', () => {
    // Tian'anmen: 116.391305, 39.905527 is 116.397550, 39.906930 in GCJ-02 (published pair, ±2 m).
    const [lon, lat] = fromTyped('116.397550, 39.906930', 'gcj02')!
    expect(Math.abs(lon - 116.391305)).toBeLessThan(3e-5)
    expect(Math.abs(lat - 39.905527)).toBeLessThan(3e-5)
  })
})

describe('pictures for pages', () => {
  it('show so many metres to every side of a point', () => {
    // At 60° N a degree of longitude is half of one at the equator: 1000 m east are 1000 / (111,319.49 × 0.5) degrees.
    const camera = cameraAround([10, 60], 1000, 400)
    const picture = { camera, widthPixels: 600, heightPixels: 400 }
    expect(projectOn(picture, [10, 60])).toEqual([300, 200])
    const [x] = projectOn(picture, [10 + 1000 / (111_319.4908 * Math.cos(Math.PI / 3)), 60])
    expect(x).toBeCloseTo(500, 0)
  })
  it('show every position of a list, and none of an empty one', () => {
    expect(cameraOver([], 500, 400)).toBeNull()
    const positions = [[116, 26], [116.2, 26.05]] as const
    const camera = cameraOver(positions, 500, 400)!
    for (const position of positions) {
      const [x, y] = projectOn({ camera, widthPixels: 400, heightPixels: 400 }, position)
      expect(Math.min(x, y)).toBeGreaterThan(0)
      expect(Math.max(x, y)).toBeLessThan(400)
    }
  })
})

describe('a layer of proposals', () => {
  it('names its CRS, keeps the numbers of the list and is flat', () => {
    const change = { ...add(11, 500), note: '=cmd()' }
    const layer = proposalsGeoJson({ title: 't', revision: 3, notes: ['内部用图'] }, [{ number: 1, kind: 'add', name: '新', location: [116.123456789, 26], change }])
    expect(layer.crs.properties.name).toBe('urn:ogc:def:crs:EPSG::4490')
    expect(layer.features[0].geometry.coordinates).toEqual([116.1234568, 26])
    expect(layer.features[0].properties).toEqual({ number: 1, kind: 'add', name: '新', facilityTypes: 'day_care', costYuan: 500, note: '=cmd()' })
  })
})

describe('differences', () => {
  it('carry their sign, and few elders are not counted out', () => {
    expect([signed(1234), signed(-5), signed(0)]).toEqual(['+1,234', '−5', '0'])
    expect([signedElders(12), signedElders(3), signedElders(-3), signedElders(0)]).toEqual(['+12', '+‹10', '−‹10', '0'])
  })
})
