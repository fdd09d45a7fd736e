import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groupCount, openGroup, type Sex } from '../../../server/core/forecast/ages.ts'
import { checkLifeTable, personYearsOfRates, rateAges, survivalRatios } from '../../../server/core/forecast/life-table.ts'
import { readLifeTable, readLifeTables } from '../../../server/forecasts/life-tables.ts'

const expectation = (personYears: readonly number[]) => personYears.reduce((a, b) => a + b, 0)

/*
 * China 2015–2020 in the World Population Prospects 2024 (UN DESA, CC BY 3.0 IGO; R package wpp2024 1.1-3, data-raw/mxM5.txt,
 * mxF5.txt): rates, and the expectation of life at birth that the same revision prints for them (e0M5.txt, e0F5.txt).
 */
const china = {
  male: { rates: [0.00783544, 0.00045297, 0.00035351, 0.0004532, 0.00053241, 0.00077738, 0.00094565, 0.00105759, 0.00132405, 0.00221723, 0.00346547, 0.00580011, 0.00832887, 0.01485116, 0.02323263, 0.03711008, 0.06013746, 0.10357923, 0.17260393, 0.29298323, 0.51175699, 0.89299663], printed: 74.8307 },
  female: { rates: [0.00670937, 0.0004589, 0.0003084, 0.00028859, 0.00033003, 0.00049386, 0.00055702, 0.00060788, 0.00075336, 0.00114974, 0.00167546, 0.00273772, 0.00385689, 0.00696635, 0.01193689, 0.02121015, 0.03717788, 0.07029145, 0.12254554, 0.21537465, 0.35918228, 0.53465841], printed: 80.4044 },
}

describe('person-years from death rates', () => {
  it.each(['male', 'female'] as const)('give the expectation of life that the United Nations print for the same rates: %s', (sex) => {
    expect(Math.abs(expectation(personYearsOfRates(china[sex].rates, sex)) - china[sex].printed)).toBeLessThan(0.05)
  })

  it('are those of one rate at every age by hand: of the living, (1 − 2.5m) ÷ (1 + 2.5m) reach the next group', () => {
    const years = personYearsOfRates(rateAges.map(() => 0.02), 'male')
    for (const ratio of survivalRatios(years).slice(2, 16)) expect(ratio).toBeCloseTo(0.95 / 1.05, 12)
    // 80–84 and the open group end up in 85+ together: T₈₅ ÷ T₈₀, and T₈₅ = l₈₅ ÷ m where the rate never changes.
    const [l80, share] = [years[16] / 5 / ((1 + 0.95 / 1.05) / 2), 0.95 / 1.05]
    expect(years[17]).toBeCloseTo((l80 * share) / 0.02, 6)
  })

  it('are a life table whatever the rates, and higher rates give a shorter life', () => {
    const rates = fc.array(fc.double({ min: 1e-4, max: 0.019, noNaN: true }), { minLength: 22, maxLength: 22 }).map((steps) => steps.map((_, i) => steps.slice(i < 2 ? i : 2, i + 1).reduce((a, b) => a + b, 0)))
    fc.assert(
      fc.property(rates, fc.constantFrom<Sex>('male', 'female'), (given, sex) => {
        const years = personYearsOfRates(given, sex)
        expect(years).toHaveLength(groupCount)
        expect(years[openGroup]).toBeGreaterThan(0)
        expect(expectation(personYearsOfRates(given.map((rate, i) => (i < 2 ? rate : rate * 1.1)), sex))).toBeLessThan(expectation(years))
      }),
    )
  })
})

describe('the life tables that ship', () => {
  it('have a source, a licence and lives as long as their source prints', () => {
    const tables = readLifeTables()
    expect(tables.map(({ id }) => id)).toEqual(['un-wpp-2024-china-2020-2025'])
    for (const { table, title, source, licence, origin } of tables) {
      expect(checkLifeTable(table)).toEqual([])
      for (const words of [title.zh, title.en, source.zh, source.en, licence, origin]) expect(words.length).toBeGreaterThan(10)
    }
    // Yearly figures of the same revision for 2020–2023: men 75.2–75.5, women 80.9–81.1.
    const { male, female } = tables[0].expectationAtBirth
    expect(male).toBeGreaterThan(75.2)
    expect(male).toBeLessThan(75.5)
    expect(female).toBeGreaterThan(80.9)
    expect(female).toBeLessThan(81.1)
  })

  it('are refused as our own bug where one lacks its licence or an age', () => {
    const head = ['title_zh', 'title_en', 'source_zh', 'source_en', 'licence', 'origin', 'years'].map((key) => `# ${key}: x`)
    const rows = rateAges.map((age) => `${age},0.1,0.1`)
    expect(() => readLifeTable('t', [...head.slice(0, 4), ...head.slice(5), ...rows].join('\n'))).toThrow('licence')
    expect(() => readLifeTable('t', [...head, ...rows.slice(1)].join('\n'))).toThrow('ages')
    expect(readLifeTable('t', [...head, ...rows].join('\r\n')).years).toBe('x')
  })
})
