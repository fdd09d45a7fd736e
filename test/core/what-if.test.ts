import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answerPin } from '../../server/what-if/answer-pin.ts'
import { createWorld } from '../../server/what-if/world.ts'
import type { Facility } from '../../server/facilities/facilities.repository.ts'
import { buildWorldData, edits, facilityAt, idOf, isInCounty, makeChange, townLonLat, townPlans, unitAt, wholeRun, type TownPlan } from '../what-if-town.ts'

const runs = 300

/** One street of 1 km from west to east with 100 m blocks, and what stands beside it. */
const street: TownPlan = {
  ...{ columns: 5, rows: 1, blockMetres: 250, streets: [true], steps: [false], straight: false, stepsFree: false, slopes: false, need: 'any' },
  ...{ counted: ['community_center', 'day_care'], ownLimit: null, limitMetres: 500 },
  places: [
    { points: [[0, 0]], city: true, residents: 100, elders: 20 },
    { points: [[400, 10]], city: true, residents: 200, elders: null },
    { points: [[1000, 0]], city: true, residents: 300, elders: 60 },
  ],
  facilities: [{ at: [100, 0], types: ['community_center'], operating: true, near: false }],
}

function pinAt(x: number, y: number, facilityTypes: ('community_center' | 'day_care' | 'meal_point')[] = ['community_center'], replacesFacilityId?: string) {
  return { location: townLonLat(x, y), facilityTypes, replacesFacilityId }
}

describe('a change that finds no place in the run', () => {
  test('is named, and the answer is as if it were not there', () => {
    const world = createWorld(buildWorldData(street))
    const close = (id: string, facilityId: string) => ({ id, kind: 'close' as const, facilityId })
    const [gone, taken] = [close(idOf(8, 1), idOf(2, 99)), close(idOf(8, 2), idOf(2, 0))]
    const whole = answerPin(world, { changes: [gone, taken, close(idOf(8, 3), idOf(2, 0))], pin: pinAt(1000, 0) })
    expect(whole.misfits.map(({ changeId, reason }) => [changeId, reason])).toEqual([
      [idOf(8, 1), 'facility_unknown'],
      [idOf(8, 3), 'facility_closed_already'],
    ])
    expect({ ...whole, misfits: [] }).toEqual(answerPin(world, { changes: [taken], pin: pinAt(1000, 0) }))
    // The facility dragged is closed where it stood by the pin itself, which is no change of the list.
    expect(answerPin(world, { changes: [taken], pin: pinAt(700, 0, ['community_center'], idOf(2, 0)) }).misfits).toEqual([])
  })
})

describe('a pin on one street', () => {
  const world = createWorld(buildWorldData(street))
  const ask = (...pin: Parameters<typeof pinAt>) => answerPin(world, { changes: [], pin: pinAt(...pin) })

  test('gains whom nobody reached, and shares whom somebody did', () => {
    // The centre at x = 100 reaches 0 and 400; from x = 700 the pin reaches 400 (300 + 10 m) and 1000 (300 m).
    const answer = ask(700, 0)
    expect(answer.gainedPlaceIds).toEqual([idOf(1, 2)])
    expect([answer.gained.residents, answer.gained.residents60Plus, answer.gained.missing]).toEqual([300, 60, 0])
    expect([answer.inCircle.places, answer.inCircle.residents, answer.inCircle.missing]).toEqual([2, 500, 1])
    expect([answer.overlap.places, answer.overlap.residents]).toEqual([1, 200])
    expect([answer.lost.places, answer.reason, answer.limitMetres]).toEqual([0, null, 500])
  })

  test('moving the only centre loses those it leaves', () => {
    const answer = ask(800, 0, ['community_center'], idOf(2, 0))
    expect(answer.gainedPlaceIds).toEqual([idOf(1, 2)])
    expect(answer.lostPlaceIds).toEqual([idOf(1, 0)])
    expect(answer.overlap.places).toBe(0)
  })

  test('a day-care centre has its own limit of 300 m', () => {
    expect(ask(700, 0, ['day_care']).limitMetres).toBe(300)
    expect(ask(690, 0, ['day_care']).gained.places).toBe(0)
    expect(ask(700, 0, ['day_care']).gained.places).toBe(1)
  })

  test('has the neighbours within its walk, nearest first', () => {
    const [near] = ask(300, 20).overlaps
    expect(near).toMatchObject({ facilityId: idOf(2, 0) })
    // 20 m to the street and 200 m along it; lengths are geodesic here.
    expect(near.metres).toBeCloseTo(220, 1)
    expect(ask(650, 0).overlaps).toEqual([])
  })

  test('has streets cut where the limit ends', () => {
    // From x = 300, 100 m off the street, 400 m are left both ways: 0 (the street ends) to 700.
    const { streets } = ask(300, 100)
    const xs = streets.coordinates.flat().map(([lon]) => (lon - townLonLat(0, 0)[0]) / (townLonLat(1, 0)[0] - townLonLat(0, 0)[0]))
    expect(Math.min(...xs)).toBeCloseTo(0, 1)
    expect(Math.max(...xs)).toBeCloseTo(700, 1)
  })

  test('says why it has no circle', () => {
    expect(ask(500, 310).reason).toBe('no_walkable_road')
    expect(ask(500, 0, ['meal_point']).reason).toBe('type_not_counted')
    expect(ask(500, -400).reason).toBe('outside_county')
    const none = ask(500, 310)
    expect([none.inCircle.places, none.gained.places, none.streets.coordinates, none.snapped]).toEqual([0, 0, [], null])
  })

  test('moves the coverage rates as intervals', () => {
    // 600 residents at places and 7 without one: covered 300, then 600.
    const residents = ask(700, 0).indicators.find(({ id }) => id === 'coverage_residents')!
    expect(residents.before).toMatchObject({ numerator: 300, denominator: 607 })
    expect(residents.before.upper).toBeCloseTo(307 / 607, 12)
    expect(residents.after).toMatchObject({ numerator: 600, denominator: 607, upper: 1 })
  })
})

describe('what a pin moves beside coverage', () => {
  const [west, east] = [idOf(9, 1), idOf(9, 2)]
  const unit = (unitId: string, facilityIds: string[], judgedBy: 'boundary' | 'code' = 'boundary') => ({ unitId, name: unitId, level: 'township' as const, judgedBy, facilityIds })
  const withTownships = (records: ReturnType<typeof unit>[]) =>
    createWorld({ ...buildWorldData(street), townships: { records, facilityTypes: ['community_center'], carried: [] } })
  const townships = (world: ReturnType<typeof createWorld>, ...pin: Parameters<typeof pinAt>) => {
    const { before, after } = answerPin(world, { changes: [], pin: pinAt(...pin) }).indicators.find(({ id }) => id === 'township_coverage')!
    return [before.numerator, after.numerator, after.denominator]
  }

  test('a township gets its first facility, if its type counts there', () => {
    const world = withTownships([unit(west, [idOf(2, 0)]), unit(east, [])])
    expect(townships(world, 700, 0)).toEqual([1, 2, 2])
    expect(townships(world, 700, 0, ['day_care'])).toEqual([1, 1, 2])
    expect(townships(world, 200, 0)).toEqual([1, 1, 2])
    // Far from every street nobody walks there, but the township has it all the same.
    expect(townships(world, 700, 900)).toEqual([1, 2, 2])
  })

  test('a facility that moves leaves its township without one', () => {
    const world = withTownships([unit(west, [idOf(2, 0)]), unit(east, [])])
    expect(townships(world, 700, 0, ['community_center'], idOf(2, 0))).toEqual([1, 1, 2])
    expect(townships(world, 300, 0, ['community_center'], idOf(2, 0))).toEqual([1, 1, 2])
    expect(townships(withTownships([unit(west, [idOf(2, 0)])]), 700, 0, ['community_center'], idOf(2, 0))).toEqual([1, 0, 1])
  })

  test('a unit without a boundary counts what carries its code', () => {
    expect(townships(withTownships([unit(idOf(9, 3), [], 'code')]), 700, 0)).toEqual([0, 0, 1])
    expect(townships(withTownships([unit(east, [], 'code')]), 700, 0)).toEqual([0, 1, 1])
  })
})

describe('the law of what-if: a pin says what two whole runs say', () => {
  test('for every list of changes and every pin, on streets, slopes, without stairs and by straight line', () => {
    let gained = 0
    let lost = 0
    fc.assert(
      fc.property(townPlans, fc.array(edits, { maxLength: 3 }), fc.option(edits, { nil: null, freq: 8 }), (plan, list, pinEdit) => {
        const data = buildWorldData(plan)
        const changes = list.flatMap((edit, i) => makeChange(edit, i, data.own) ?? [])
        const changedOwn = changes.reduce((own, { apply }) => apply(own), data.own)
        const pin = pinEdit && makePin(pinEdit, changedOwn)
        const answer = answerPin(createWorld(data), { changes: changes.map(({ change }) => change), pin: pin?.pin ?? null })

        const before = wholeRun(data, data.own).covered
        const after = wholeRun(data, pin ? pin.apply(changedOwn) : changedOwn)
        const ids = (holds: (i: number) => boolean) => data.places.flatMap(({ id }, i) => (holds(i) ? [id] : []))
        expect(answer.gainedPlaceIds).toEqual(ids((i) => after.covered[i] && !before[i]))
        expect(answer.lostPlaceIds).toEqual(ids((i) => !after.covered[i] && before[i]))
        const sum = (holds: (i: number) => boolean) => data.places.reduce((all, { counts }, i) => all + (holds(i) ? (counts.residents ?? 0) : 0), 0)
        expect(answer.gained.residents - answer.lost.residents).toBe(sum((i) => after.covered[i]) - sum((i) => before[i]))
        const rate = answer.indicators.find(({ id }) => id === 'coverage_residents')!
        expect(rate.after.numerator).toBe(sum((i) => (after.travelMetres[i] ?? Infinity) <= plan.limitMetres))
        gained += answer.gained.places
        lost += answer.lost.places
        if (!pin) return
        // The circle is what the pin alone would reach if any type were enough; the overlap is covered without it.
        const alone = wholeRun({ ...data, near: [] }, pin.apply([]).length > 0 ? pin.apply([]) : pin.apply(changedOwn.filter(({ id }) => id === pin.pin.replacesFacilityId)), { ...data.parameters, need: 'any' }).covered
        const without = wholeRun(data, changedOwn.filter(({ id }) => id !== pin.pin.replacesFacilityId)).covered
        expect(answer.inCircle.places).toBe(ids((i) => alone[i]).length)
        expect(answer.overlap.places).toBe(ids((i) => alone[i] && without[i]).length)
      }),
      { numRuns: runs },
    )
    expect([gained > runs / 10, lost > runs / 50]).toEqual([true, true])
  })
})

/** A pin as the contract has it, and the same facility added to or moved in a list by hand. */
function makePin(edit: { at: [number, number]; types: ('community_center' | 'day_care' | 'mutual_aid')[]; kind: string; which: number }, own: readonly Facility[]) {
  const replaced = edit.kind === 'move' ? own.at(edit.which % Math.max(1, own.length)) : undefined
  const [lon, lat] = townLonLat(...edit.at)
  const pin = { location: [lon, lat] as [number, number], facilityTypes: edit.types, replacesFacilityId: replaced?.id }
  if (!replaced) {
    const added = { ...facilityAt(idOf(4, 0), edit.at, edit.types, 'operating'), unitId: unitAt(edit.at) }
    return { pin, apply: (list: readonly Facility[]) => (isInCounty(edit.at) ? [...list, added] : [...list]) }
  }
  const isMoved = (one: Facility) => one.id === replaced.id && one.status !== 'closed'
  const moved = (one: Facility) => (isMoved(one) ? { ...one, lon, lat, unitId: unitAt(edit.at), types: edit.types } : one)
  // Dragged out of the county it stands nowhere.
  return { pin, apply: (list: readonly Facility[]) => (isInCounty(edit.at) ? list.map(moved) : list.filter((one) => !isMoved(one))) }
}
