import { describe, expect, it } from 'vitest'
import { faultsOfAccess, firstAccess, firstBands, toAccessWish } from '../../client/workspaces/planning/access/access-form.ts'
import { faultsOfForecast, firstForecast, parseGroups, parseYears, startFrom, toForecast } from '../../client/workspaces/planning/forecast/forecast-form.ts'
import { firstChoice, toOptimisation } from '../../client/workspaces/planning/optimise/choice.ts'
import { askAccess } from '../../server/contract/access.ts'
import { askForecast } from '../../server/contract/forecasts.ts'

const groups = Array.from({ length: 18 }, (_, i) => 490_000 - i * 1000)

describe('the form of a forecast', () => {
  it.each([
    ['2030, 2035', [2030, 2035]],
    ['2035、2030 2035', [2030, 2035]],
    ['', null],
    ['203', null],
    ['2030.5', null],
  ])('reads the years %s', (text, expected) => {
    expect(parseYears(text)).toEqual(expected)
  })

  it('takes eighteen numbers out of a sheet, with or without thousands', () => {
    expect(parseGroups(groups.join('\t'))).toEqual(groups)
    expect(parseGroups(groups.map((one) => one.toLocaleString('en-US')).join('; '))).toEqual(groups)
    expect(parseGroups(groups.slice(1).join(' '))).toBeNull()
    expect(parseGroups(`${groups.slice(1).join(' ')} x`)).toBeNull()
  })

  it('asks for a rate or a life table, and for whose word each declared number is', () => {
    expect([...faultsOfForecast(firstForecast)]).toEqual(['nothing'])
    expect([...faultsOfForecast({ ...firstForecast, growth60Percent: 2.5 })]).toEqual(['growthSource'])
    expect([...faultsOfForecast({ ...firstForecast, lifeTable: 'demo', migrationPercent: 0.5, bedsPerThousand: 30 })]).toEqual(['migrationSource', 'bedsSource'])
    expect([...faultsOfForecast({ ...firstForecast, lifeTable: 'person_years' })]).toEqual(['male', 'female', 'lifeTableSource'])
  })

  it('sends what the contract takes: percent as shares without a trace of binary', () => {
    const own = { ...firstForecast, lifeTable: 'person_years' as const, male: groups.join(' '), female: groups.join(' '), lifeTableSource: '县统计局' }
    const sent = toForecast({ ...own, growth60Percent: 2.9, growthSource: '五年均值', bedsPerThousand: 35, bedsSource: '声明' })
    expect(askForecast.safeParse(sent).success).toBe(true)
    expect(sent.growth).toEqual({ source: '五年均值', residents60Plus: 0.029 })
  })

  it('begins with a published table where the county has ages, and sends every range as low, medium and high', () => {
    expect(startFrom([{ id: 't' }], false)).toEqual(firstForecast)
    const choice = { ...startFrom([{ id: 'un-wpp-2024-china-2020-2025' }], true), migrationRange: 0.2, migrationSource: '声明', growth60Percent: 2, growthRange: 0.5, growthSource: '声明', disabledPercent: 8, disabled80Percent: 20, disabilitySource: '声明', m2PerElder: 0.2, m2Source: '声明' }
    expect([...faultsOfForecast(choice)]).toEqual([])
    const sent = toForecast(choice)
    expect(askForecast.safeParse(sent).success).toBe(true)
    expect(sent).toMatchObject({
      lifeTable: { kind: 'published', id: 'un-wpp-2024-china-2020-2025' },
      mortalityFactor: { low: 0.9, medium: 1, high: 1.1 },
      annualMigration: { low: -0.002, medium: 0, high: 0.002 },
      growth: { residents60Plus: { low: 0.015, medium: 0.02, high: 0.025 } },
      disability: { bands: [{ fromAge: 60, share: 0.08 }, { fromAge: 80, share: 0.2 }] },
      m2PerElder: { value: 0.2 },
    })
    expect([...faultsOfForecast({ ...choice, migrationSource: ' ', disabilitySource: '', m2Source: '' })]).toEqual(['migrationSource', 'disabilitySource', 'm2Source'])
  })
})

describe('the form of access', () => {
  it('leaves the bands of the paper to the server, and sends its own with their last edge as the limit', () => {
    expect(toAccessWish({ ...firstAccess, limitMetres: 800 })).toMatchObject({ method: 'e2sfca', limitMetres: 800 })
    expect(toAccessWish(firstAccess)).not.toHaveProperty('bands')
    const own = { ...firstAccess, bands: firstBands(900) }
    expect(own.bands).toEqual([{ upToMetres: 300, weight: 1 }, { upToMetres: 600, weight: 0.68 }, { upToMetres: 900, weight: 0.22 }])
    expect(toAccessWish(own)).toMatchObject({ bands: own.bands, limitMetres: 900 })
    expect(askAccess.safeParse(toAccessWish(own)).success).toBe(true)
    expect(toAccessWish({ ...own, method: 'gaussian' })).not.toHaveProperty('bands')
  })

  it.each([
    [[{ upToMetres: 500, weight: 1 }, { upToMetres: 400, weight: 0.5 }]],
    [[{ upToMetres: 500, weight: 0.5 }, { upToMetres: 900, weight: 0.6 }]],
    [[{ upToMetres: 500, weight: 0 }]],
    [[{ upToMetres: null, weight: 1 }]],
  ])('refuses bands that the contract would: %j', (bands) => {
    expect([...faultsOfAccess({ ...firstAccess, bands })]).toEqual(['bands'])
    expect([...faultsOfAccess({ ...firstAccess, bands, method: '2sfca' })]).toEqual([])
  })
})

describe('weights of an optimisation', () => {
  it('name the forecast and its year', () => {
    const id = '00000000-0000-4000-8000-000000000001'
    expect(toOptimisation({ ...firstChoice, weight: `forecast:${id}:2035` }, id, []).weight).toEqual({ forecastId: id, year: 2035 })
    expect(toOptimisation(firstChoice, id, []).weight).toBe('residents60Plus')
  })
})
