import { describe, expect, test } from 'vitest'
import { builtInProfiles, findProfile } from '../../server/core/coverage/profiles.ts'

describe('a circle of the user’s own', () => {
  test('is any of 50 to 5000 m', () => {
    expect(findProfile('custom-650m')).toMatchObject({ id: 'custom-650m', limitMetres: 650, bandMetres: [650] })
    expect(findProfile('custom-650m')!.pace).toBeUndefined()
    for (const id of ['custom-49m', 'custom-5001m', 'custom-m', 'custom-6.5m']) expect(findProfile(id)).toBeUndefined()
  })

  test('is whole minutes times a speed in tenths, and so whole metres', () => {
    // 7 min × 0.8 m/s = 420 s × 0.8 = 336 m; in binary fractions 336.00000000000006.
    expect(findProfile('custom-7min-0.8')).toMatchObject({ limitMetres: 336, pace: { limitSeconds: 420, metresPerSecond: 0.8 } })
    expect(findProfile('custom-60min-2.0')!.limitMetres).toBe(7200)
    expect(findProfile('custom-1min-0.3')!.limitMetres).toBe(18)
  })

  test('has 1 to 60 minutes and 0.3 to 2.0 m/s', () => {
    for (const id of ['custom-0min-0.8', 'custom-61min-0.8', 'custom-015min-0.8', 'custom-15min-0.2', 'custom-15min-2.1', 'custom-15min-0.85', 'custom-15min-1', 'custom-15min--1.0']) {
      expect([id, findProfile(id)]).toEqual([id, undefined])
    }
  })

  test('of 15 min at 0.8 m/s is the elders’ circle by another name', () => {
    const elder = builtInProfiles.find(({ id }) => id === 'elder-15min')!
    expect(findProfile('custom-15min-0.8')).toMatchObject({ limitMetres: elder.limitMetres, pace: elder.pace })
  })
})
