import { describe, expect, it } from 'vitest'
import { faultsOfForecast, firstForecast, parseGroups, parseYears, toForecast } from '../../client/workspaces/planning/forecast/forecast-form.ts'
import { firstChoice, toOptimisation } from '../../client/workspaces/planning/optimise/choice.ts'
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
})

describe('weights of an optimisation', () => {
  it('name the forecast and its year', () => {
    const id = '00000000-0000-4000-8000-000000000001'
    expect(toOptimisation({ ...firstChoice, weight: `forecast:${id}:2035` }, id, []).weight).toEqual({ forecastId: id, year: 2035 })
    expect(toOptimisation(firstChoice, id, []).weight).toBe('residents60Plus')
  })
})
