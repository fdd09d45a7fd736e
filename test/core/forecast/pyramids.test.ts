import { describe, expect, test } from 'vitest'
import { peopleFrom } from '../../../server/core/forecast/ages.ts'
import { readPyramids, type AgeRow } from '../../../server/core/forecast/pyramids.ts'
import type { Compute } from '../../../server/core/policy/compute.ts'
import type { PolicyPack } from '../../../server/core/policy/pack.ts'
import { bedRule, chooseStandards } from '../../../server/forecasts/standards.ts'
import { askForecast } from '../../../server/contract/forecasts.ts'
import { listBuiltInPacks } from '../../../server/policies/load-packs.ts'

const row = (ageFrom: number, ageTo: number | null, people = 10, more: Partial<AgeRow> = {}): AgeRow => ({ unitId: 'u', ageFrom, ageTo, male: people, female: 2 * people, asOf: '2020-11-01', ...more })
const upTo = (age: number) => Array.from({ length: age / 5 }, (_, group) => row(group * 5, group * 5 + 4))

describe('rows of people by age', () => {
  test('become one open group of 85 and over, however finely it was counted', () => {
    const whole = readPyramids([...upTo(85), row(85, null, 6)], null).pyramids.get('u')!
    const parts = readPyramids([...upTo(85), row(85, 89, 3), row(90, 94, 2), row(95, null, 1)], null).pyramids.get('u')!
    expect(parts).toEqual(whole)
    expect([whole.year, peopleFrom(whole.pyramid, 80)]).toEqual([2020, 30 + 18])
  })

  test('leave the open group unknown where its last part or one between is missing', () => {
    for (const oldest of [[row(85, 89)], [row(85, 89), row(95, null)], [row(90, null)], []]) {
      const { pyramid } = readPyramids([...upTo(85), ...oldest], null).pyramids.get('u')!
      expect(peopleFrom(pyramid, 60)).toBeNaN()
      expect(pyramid.male[16]).toBe(10)
    }
  })

  test('are not guessed at: 85+ beside its parts, several years, no year', () => {
    const fault = (rows: AgeRow[], year: number | null = null) => readPyramids(rows, year).faults.map((one) => one.fault)
    expect(fault([row(85, null), row(85, 89)])).toEqual(['open_group_twice'])
    expect(fault([row(0, 4), row(5, 9, 1, { asOf: '2010-11-01' })])).toEqual(['several_dates'])
    expect(fault([row(0, 4, 1, { asOf: null })])).toEqual(['no_date'])
    expect(fault([row(0, 4, 1, { asOf: null })], 2021)).toEqual([])
  })

  test('keep every unit by itself, the county as the one without an id', () => {
    const { pyramids } = readPyramids([row(60, 64, 7), row(60, 64, 9, { unitId: null })], null)
    expect([pyramids.get('u')!.pyramid.male[12], pyramids.get(null)!.pyramid.male[12]]).toEqual([7, 9])
  })
})

describe('the standard of beds', () => {
  const compute = {
    numerator: { of: 'facilities', facilityTypes: null, where: [], sum: 'beds' },
    parts: [{ key: null, denominator: { of: 'population', measure: 'residents_60_plus', scope: 'all' }, per: 1000 }],
  } satisfies Omit<Extract<Compute, { kind: 'per_thousand' }>, 'kind'>
  const pack = {
    document: { title: '示例规划' },
    choices: [],
    rules: [{ id: 'X-1', name: '每千名老年人床位', ref: '第3条', kind: 'per_thousand', compute, targets: [{ when: 2030, value: 35 }, { when: 2035, value: 40 }] }],
  } as unknown as PolicyPack

  test('is the plan’s where it has one, by the last year asked for, and the user’s own gives way', () => {
    const ask = askForecast.parse({ years: [2030, 2035], bedsPerThousandElders: { value: 50, source: '示例' } })
    expect(chooseStandards(ask, pack)).toMatchObject([{ value: { medium: 40 }, prescribed: true, source: '示例规划 第3条' }])
    expect(bedRule(pack, 2032)?.value).toBe(35)
    expect(chooseStandards(ask, undefined)).toMatchObject([{ value: { low: 50, high: 50 }, prescribed: false }])
    expect(chooseStandards(askForecast.parse({}), undefined)).toEqual([])
  })

  test('stands in none of the five plans: their figures per 1,000 elders are of social workers', () => {
    const packs = listBuiltInPacks()
    expect(packs.length).toBe(5)
    for (const { pack } of packs) expect(bedRule(pack, 2035)).toBeUndefined()
  })
})
