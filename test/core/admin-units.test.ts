import { describe, expect, test } from 'vitest'
import {
  currentUnitCode,
  reachOfUnits,
  townshipOf,
  unitsInForce,
  urbanTownIds,
  type AdminUnit,
  type UnitMerger,
} from '../../server/core/indicators/admin-units.ts'
import { InputRefused } from '../../server/core/problems.ts'

/**
 * 冕宁, codes and names as in the lists of 2016 and 2023. That 彝海镇 went from 106 to 108, which had been 回龙镇's, and
 * that 棉沙湾乡 is now 棉沙镇 follows from the names; the day, and who took over 城厢镇 and 回龙镇, are assumed here.
 */
const day = '2019-12-16'
const merger = (oldUnitCode: string, newUnitCode: string, mergedOn = day): UnitMerger => ({ oldUnitCode, newUnitCode, mergedOn })
const mianning: UnitMerger[] = [
  merger('513433106000', '513433108000'),
  merger('513433108000', '513433110000'),
  merger('513433227000', '513433117000'),
  merger('513433100000', '513433001000'),
]

describe('the code that stands on a day', () => {
  test('is the old one before the merger, and the new one from its day on', () => {
    expect(currentUnitCode('513433227000', '2019-12-15', mianning)).toBe('513433227000')
    expect(currentUnitCode('513433227000', day, mianning)).toBe('513433117000')
    expect(currentUnitCode('513433104000', '2024-01-01', mianning)).toBe('513433104000')
  })

  test('does not run on within one day: 彝海镇 took the code that 回龙镇 gave up', () => {
    expect(currentUnitCode('513433106000', '2024-01-01', mianning)).toBe('513433108000')
    expect(currentUnitCode('513433108000', '2024-01-01', mianning)).toBe('513433110000')
  })

  test('of a unit that has the code since that day is its own', () => {
    expect(currentUnitCode('513433108000', '2024-01-01', mianning, day)).toBe('513433108000')
  })

  test('follows a chain over the years, as far as the day goes', () => {
    const chain = [merger('a', 'b', '2005-03-01'), merger('b', 'c', '2012-07-01'), merger('c', 'd', '2020-01-01')]
    expect(['2005-02-28', '2005-03-01', '2012-07-01', '2024-01-01'].map((date) => currentUnitCode('a', date, chain))).toEqual(['a', 'b', 'c', 'd'])
  })

  test('is refused where the chain comes back, once the day is reached on which it does', () => {
    const cycle = [merger('a', 'b', '2010-01-01'), merger('b', 'a', '2020-01-01')]
    expect(currentUnitCode('a', '2019-12-31', cycle)).toBe('b')
    expect(() => currentUnitCode('a', '2020-01-01', cycle)).toThrow(InputRefused)
    expect(() => currentUnitCode('a', '2020-01-01', cycle)).toThrow('a → b → a')
    expect(() => currentUnitCode('a', day, [merger('a', 'a')])).toThrow('MERGER_CYCLE')
  })

  test('is refused where a unit went to two at once: its code cannot tell which', () => {
    expect(() => currentUnitCode('a', day, [merger('a', 'b'), merger('a', 'c')])).toThrow('MERGER_SPLIT')
    expect(currentUnitCode('a', day, [merger('a', 'b'), merger('a', 'b')])).toBe('b')
  })
})

function unit(unitCode: string, level: AdminUnit['level'], more: Partial<AdminUnit> = {}): AdminUnit {
  return { unitId: unitCode, unitCode, name: unitCode, level, parentId: null, urbanRuralCode: null, validFrom: null, validTo: null, ...more }
}

describe('the units in force', () => {
  /*  old ──2019──▶ new          v1, v2 are villages; v2's record still names the old township as its parent */
  const units = [
    unit('old', 'township', { validTo: '2019-12-16' }),
    unit('new', 'township', { validFrom: '2019-12-16' }),
    unit('v1', 'village', { parentId: 'new' }),
    unit('v2', 'village', { parentId: 'old' }),
  ]
  const at = (date: string, mergers = [merger('old', 'new')], list = units) => unitsInForce(list, mergers, date)

  test('are those of the day, and what is no more belongs to what it became', () => {
    expect(at('2024-01-01').inForce.map(({ unitId }) => unitId)).toEqual(['new', 'v1', 'v2'])
    expect(at('2015-01-01').inForce.map(({ unitId }) => unitId)).toEqual(['old', 'v1', 'v2'])
    expect(at('2024-01-01').resolve('old')?.unitId).toBe('new')
    expect(at('2015-01-01').resolve('old')?.unitId).toBe('old')
    expect(at('2024-01-01').resolve('nothing')).toBeUndefined()
  })

  test('stand under what their parents have become', () => {
    expect(at('2024-01-01').lineage('v2').map(({ unitId }) => unitId)).toEqual(['v2', 'new'])
    expect(townshipOf(at('2024-01-01'), 'v2')?.unitId).toBe('new')
    expect(townshipOf(at('2024-01-01'), 'old')?.unitId).toBe('new')
    expect(townshipOf(at('2024-01-01'), null)).toBeUndefined()
  })

  test('have carried to them every code of a unit below or merged away', () => {
    expect(at('2024-01-01').carried).toEqual([
      { unitId: 'old', countsFor: 'new' },
      { unitId: 'v1', countsFor: 'new' },
      { unitId: 'v2', countsFor: 'new' },
    ])
  })

  test('lose a unit that merged though its record has no last day, but not to one that the ledger lacks', () => {
    const undated = units.map((one) => ({ ...one, validFrom: null, validTo: null }))
    expect(at('2024-01-01', [merger('old', 'new')], undated).inForce.map(({ unitId }) => unitId)).toEqual(['new', 'v1', 'v2'])
    expect(at('2024-01-01', [merger('old', 'elsewhere')], undated).inForce.map(({ unitId }) => unitId)).toEqual(['old', 'new', 'v1', 'v2'])
  })

  test('are known by themselves where a code was used again', () => {
    const reused = [
      unit('513433106000', 'township', { name: '彝海镇', validTo: day }),
      unit('513433108000', 'township', { unitId: '回龙', name: '回龙镇', validTo: day }),
      unit('513433108000', 'township', { unitId: '彝海', name: '彝海镇', validFrom: day }),
      unit('513433110000', 'township', { name: '锦屏镇' }),
    ]
    const tree = unitsInForce(reused, mianning, '2024-01-01')
    expect(tree.inForce.map(({ name }) => name)).toEqual(['彝海镇', '锦屏镇'])
    expect(['513433106000', '回龙', '彝海'].map((id) => tree.resolve(id)?.name)).toEqual(['彝海镇', '锦屏镇', '彝海镇'])
  })

  test('end the climb where a ledger’s parents go round', () => {
    const round = unitsInForce([unit('a', 'other', { parentId: 'b' }), unit('b', 'other', { parentId: 'a' })], [], '2024-01-01')
    expect(round.lineage('a').map(({ unitId }) => unitId)).toEqual(['a', 'b'])
  })
})

describe('reach and urban towns', () => {
  const units = [
    unit('town', 'township'),
    unit('far', 'township'),
    unit('empty', 'township'),
    unit('street', 'street'),
    unit('centre', 'community', { parentId: 'town', urbanRuralCode: '112' }),
    unit('seat', 'community', { parentId: 'far', urbanRuralCode: '121' }),
    unit('block', 'community', { parentId: 'street', urbanRuralCode: '111' }),
  ]
  const tree = unitsInForce(units, [], '2024-01-01')

  test('a unit is reached when one of its places is covered, and unknown without a place', () => {
    const reached = reachOfUnits(tree, [
      { unitIds: ['centre'], covered: false },
      { unitIds: ['town', null], covered: true },
      { unitIds: ['far', 'seat'], covered: false },
    ])
    expect(Object.fromEntries(reached)).toEqual({ centre: false, town: true, far: false, seat: false })
  })

  test('a town of the urban area holds a community of class 11x; the seat of every 镇 is 121, and a street is no town', () => {
    expect([...urbanTownIds(tree)]).toEqual(['town'])
  })
})
