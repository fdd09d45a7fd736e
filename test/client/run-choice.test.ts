import { describe, expect, it } from 'vitest'
import { usualCircle } from '../../server/contract/facility-types.ts'
import { startRun } from '../../server/contract/runs.ts'
import { circleFacilityTypes, dayCareLimitMetres, findProfile, typeLimitMetres } from '../../server/core/coverage/profiles.ts'
import { builtInProfiles, faultsOf, firstChoice, limitMetresOf, toWish, usualLimitMetres, type RunChoice } from '../../client/shell/start-run/choice.ts'
import { formatSeconds } from '../../client/format.ts'

const choose = (change: Partial<RunChoice>): RunChoice => ({ ...firstChoice, ...change })
const custom = (minutes: number | null, metresPerSecond: number | null) => choose({ profile: 'custom-minutes', minutes, metresPerSecond })

describe('the usual circle', () => {
  it('is the same in the form and in the mathematics', () => {
    expect(usualCircle).toEqual({ facilityTypes: [...circleFacilityTypes], dayCareLimitMetres })
    for (const profile of builtInProfiles) {
      const { limitMetres } = findProfile(profile)!
      expect(limitMetresOf(choose({ profile }))).toBe(limitMetres)
      for (const type of circleFacilityTypes) expect(usualLimitMetres(type, limitMetres)).toBe(typeLimitMetres(type, { limitMetres }))
    }
  })

  it('asks for nothing but its profile', () => {
    expect(toWish(firstChoice, true)).toEqual({ profile: 'gb50180-15min' })
  })
})

describe('a choice of the user’s own', () => {
  it('of minutes and speed is a profile that the server knows, with the metres that the form shows', () => {
    for (let minutes = 1; minutes <= 60; minutes += 7) {
      for (let tenths = 3; tenths <= 20; tenths++) {
        const choice = custom(minutes, tenths / 10)
        expect(faultsOf(choice).size).toBe(0)
        const { profile } = startRun.parse(toWish(choice, false))
        expect(findProfile(profile!)?.limitMetres).toBe(limitMetresOf(choice))
      }
    }
  })

  it('names every field that cannot be sent, and none that plays no part', () => {
    expect([...faultsOf(custom(61, 0.25))].sort()).toEqual(['minutes', 'speed'])
    expect([...faultsOf(custom(null, null))].sort()).toEqual(['minutes', 'speed'])
    expect([...faultsOf(custom(15, 2.1))]).toEqual(['speed'])
    expect([...faultsOf(choose({ profile: 'custom-metres', metres: 49 }))]).toEqual(['metres'])
    expect([...faultsOf(choose({ metres: 49, minutes: 99 }))]).toEqual([])
    expect([...faultsOf(choose({ types: [] }))]).toEqual(['types'])
    expect([...faultsOf(choose({ limitsMetres: { day_care: 49.5 } }))]).toEqual(['limits'])
    // The limit of a type that does not count is not asked for.
    expect([...faultsOf(choose({ limitsMetres: { medical: 1 } }))]).toEqual([])
  })

  it('is sent with its types, limits and way of walking', () => {
    const choice = choose({ profile: 'elder-15min', types: ['day_care', 'medical'], need: 'all', limitsMetres: { day_care: 400, medical: null, meal_point: 100 }, stepsFree: true, useSlope: true })
    const wish = toWish(choice, true)
    expect(wish).toEqual({ profile: 'elder-15min', facilityTypes: ['day_care', 'medical'], need: 'all', typeLimitsMetres: { day_care: 400 }, stepsFree: true, useSlope: true })
    expect(startRun.safeParse(wish).success).toBe(true)
  })

  it('of slopes is not sent where there are no heights, nor with a circle in metres', () => {
    expect(toWish(choose({ profile: 'elder-15min', useSlope: true }), false).useSlope).toBeUndefined()
    expect(toWish(choose({ useSlope: true }), true).useSlope).toBeUndefined()
  })
})

describe('a walking time', () => {
  it('is shown in minutes and seconds, never less than the walk', () => {
    expect([formatSeconds(900), formatSeconds(61.01), formatSeconds(null)].map((text) => text.replace(/\s/g, ' '))).toEqual(['15 min', '1 min 2 s', '—'])
  })
})
