import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emptyPyramid, groupCount, labelOf, peopleFrom, sexes, type Pyramid } from '../../../server/core/forecast/ages.ts'
import { projectCohorts } from '../../../server/core/forecast/cohort.ts'
import { demandOf } from '../../../server/core/forecast/demand.ts'
import { demoLifeTable } from '../../../server/core/forecast/demo-life-table.ts'
import { disabledIn, disabledOf } from '../../../server/core/forecast/disability.ts'
import { forecastUnits, type ForecastInput, type ForecastRates, type ForecastUnit } from '../../../server/core/forecast/forecast-units.ts'
import { checkLifeTable, personYearsOf, survivalRatios, type LifeTable } from '../../../server/core/forecast/life-table.ts'
import { spreadForecast } from '../../../server/core/forecast/weights.ts'

/** Nobody dies before 60; of 60–64 half reach 65–69, and so on down; of 80+ a fifth is alive five years on. */
const toyYears = Array.from({ length: groupCount }, (_, group) => (group <= 12 ? 1600 : group < 17 ? 1600 / 2 ** (group - 12) : 25))
const toyTable: LifeTable = { male: toyYears, female: toyYears }
const toySurvival = { male: survivalRatios(toyYears), female: survivalRatios(toyYears) }
const closed = { survival: toySurvival, mortalityFactor: 1, annualMigration: 0 }

/** A town of 100 men in each group from 40 to 84 and 40 of 85+; women twice as many. */
function toyTown(): Pyramid {
  const pyramid = emptyPyramid()
  for (let group = 8; group < groupCount; group++) {
    pyramid.male[group] = group === 17 ? 40 : 100
    pyramid.female[group] = 2 * pyramid.male[group]
  }
  return pyramid
}

describe('a life table', () => {
  test('gives the share of each group that is alive five years on', () => {
    const ratios = survivalRatios(toyYears)
    expect([...ratios.slice(0, 12)]).toEqual(new Array(12).fill(1))
    expect([...ratios.slice(12, 16)]).toEqual([0.5, 0.5, 0.5, 0.5])
    expect(ratios[16]).toBe(25 / (100 + 25))
  })

  test('turns survivors into person-years, deaths spread evenly, the open group by its expectation of life', () => {
    const survivors = Array.from({ length: groupCount }, (_, group) => 1000 - 50 * group)
    const years = personYearsOf(survivors, 6)
    expect([years[0], years[1], years[17]]).toEqual([4875, 4625, 150 * 6])
  })

  test('is refused entry by entry where no population can have it', () => {
    expect(checkLifeTable(toyTable)).toEqual([])
    const risen = toyYears.map((lived, group) => (group === 13 ? 1700 : group === 14 ? 0 : lived))
    expect(checkLifeTable({ male: risen, female: toyYears.slice(1) }).map(({ column, value }) => [column, value])).toEqual([
      ['lifeTable.male.65-69', '1700'],
      ['lifeTable.male.70-74', '0'],
      ['lifeTable.female', '17'],
    ])
  })

  test('of the demonstration is a life table, and women live longer in it', () => {
    const { male, female } = demoLifeTable()
    expect(checkLifeTable({ male, female })).toEqual([])
    const expectation = (years: readonly number[]) => years.reduce((a, b) => a + b, 0)
    expect(expectation(male)).toBeGreaterThan(70)
    expect(expectation(female)).toBeGreaterThan(expectation(male))
    expect(expectation(female)).toBeLessThan(90)
  })
})

describe('a town carried on by cohort survival, worked out by hand', () => {
  test('five years on: everybody has moved one group up, and half of those over 60 have died', () => {
    const { male } = projectCohorts(toyTown(), closed, 5)
    // 60–64 come whole from 55–59; 65–69 … 80–84 are halves of 100; 85+ are a fifth of 100 + 40.
    expect([12, 13, 16, 17].map((group) => Number(male[group].toFixed(9)))).toEqual([100, 50, 50, 28])
    expect(peopleFrom(projectCohorts(toyTown(), closed, 5), 60)).toBeCloseTo(3 * (100 + 4 * 50 + 28), 9)
    expect(male[8]).toBeNaN()
  })

  test('seven years on lie two fifths of the way from the first step to the second', () => {
    const [five, seven, ten] = [5, 7, 10].map((years) => peopleFrom(projectCohorts(toyTown(), closed, years), 60))
    expect(ten).toBeCloseTo(3 * (100 + 50 + 25 + 25 + 25 + (50 + 28) / 5), 9)
    expect(seven).toBeCloseTo(0.6 * five + 0.4 * ten, 9)
  })

  test('a tenth more deaths, and a hundredth who leave each year', () => {
    const { male } = projectCohorts(toyTown(), { ...closed, mortalityFactor: 1.1, annualMigration: -0.01 }, 5)
    expect(male[13]).toBeCloseTo(100 * (1 - 1.1 * 0.5) * 0.99 ** 5, 9)
  })

  test('ages that nobody counted stay unknown, and so does every sum they belong to', () => {
    const town = toyTown()
    town.female[9] = NaN
    expect(peopleFrom(projectCohorts(town, closed, 10), 60)).not.toBeNaN()
    expect(peopleFrom(projectCohorts(town, closed, 15), 60)).toBeNaN()
  })
})

const pyramids = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 2 * groupCount, maxLength: 2 * groupCount }).map((counts): Pyramid => ({ male: Float64Array.from(counts.slice(0, groupCount)), female: Float64Array.from(counts.slice(groupCount)) }))
const tables = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: groupCount - 1, maxLength: groupCount - 1 }).map((losses): LifeTable => {
  const years = [1000]
  losses.forEach((percent, i) => years.push(i === groupCount - 2 ? 1 + percent * 10 : years[i] * (1 - percent / 101)))
  return { male: years, female: years.map((lived) => lived * 2) }
})

describe('laws of cohort survival', () => {
  test('in a closed population nobody appears: a cohort never grows, whatever the years between', () => {
    fc.assert(
      fc.property(pyramids, tables, fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 4 }), (pyramid, table, years, more) => {
        const survival = { male: survivalRatios(table.male), female: survivalRatios(table.female) }
        const rates = { survival, mortalityFactor: 1, annualMigration: 0 }
        const later = projectCohorts(pyramid, rates, years)
        for (const sex of sexes) {
          for (let group = Math.ceil(years / 5); group < 17; group++) {
            const [young, old] = [group - Math.floor(years / 5), group - Math.ceil(years / 5)].map((from) => pyramid[sex][from])
            expect(later[sex][group]).toBeLessThanOrEqual(Math.max(young, old) + 1e-9)
          }
        }
        // Those of 60+ then are at most those who were 60 − years or older: deaths only take away.
        const youngest = 60 - 5 * Math.ceil(years / 5)
        expect(peopleFrom(later, 60)).toBeLessThanOrEqual(peopleFrom(pyramid, youngest) + 1e-6)
        expect(peopleFrom(projectCohorts(pyramid, { ...rates, mortalityFactor: 1 + more / 10 }, years), 60)).toBeLessThanOrEqual(peopleFrom(later, 60) + 1e-6)
      }),
    )
  })

  test('those of 60+ in five years are the survivors of those of 55+ now', () => {
    fc.assert(
      fc.property(pyramids, tables, (pyramid, table) => {
        const survival = { male: survivalRatios(table.male), female: survivalRatios(table.female) }
        let survivors = 0
        for (const sex of sexes) for (let group = 11; group < groupCount; group++) survivors += pyramid[sex][group] * survival[sex][Math.min(group, 16)]
        expect(peopleFrom(projectCohorts(pyramid, { survival, mortalityFactor: 1, annualMigration: 0 }, 5), 60)).toBeCloseTo(survivors, 6)
      }),
    )
  })

  test('where nobody dies and nobody moves, everybody of 45+ is of 60+ fifteen years on', () => {
    const forever = { male: new Float64Array(17).fill(1), female: new Float64Array(17).fill(1) }
    expect(peopleFrom(projectCohorts(toyTown(), { survival: forever, mortalityFactor: 1, annualMigration: 0 }, 15), 60)).toBe(peopleFrom(toyTown(), 45))
  })
})

const one = (value: number) => ({ low: value, medium: value, high: value })
const rates: ForecastRates = { lifeTable: toyTable, mortalityFactor: one(1), annualMigration: one(0), growth: {}, disability: null }
const unit = (id: string, counts: [number | null, number | null, number | null], pyramid: Pyramid | null = null): ForecastUnit => ({
  id,
  counts: { residents: counts[0], residents60Plus: counts[1], residents80Plus: counts[2] },
  pyramid: pyramid && { pyramid, year: 2025 },
})
const ask = (units: ForecastUnit[], more: Partial<ForecastInput> = {}) => forecastUnits({ units, county: null, baseYear: 2025, years: [2030], rates, ...more })

describe('the forecast of townships', () => {
  test('takes the unit’s own pyramid before the county’s share, and that before a declared rate', () => {
    const county = { pyramid: toyTown(), year: 2025 }
    const growth = { residents60Plus: one(0.1), residents: one(0) }
    const { units, county: whole } = ask([unit('own', [9999, 9999, 99], toyTown()), unit('share', [5000, 1000, 100]), unit('lost', [5000, null, null])], { county, rates: { ...rates, growth } })
    const [own, share, lost] = units.map(({ years }) => years[0])
    // 60+ now: 3 × (5 × 100 + 40) = 1,620; then 984.
    expect(own.residents60Plus).toEqual({ method: 'cohort', ...one(984) })
    expect(whole![0].residents60Plus).toEqual({ method: 'cohort', ...one(984) })
    expect(share.residents60Plus).toEqual({ method: 'county_share', ...one(Math.round((1000 * 984) / 1620)) })
    // 80+: 3 × (50 + 28) = 234 of 3 × 140 = 420.
    expect(share.residents80Plus).toEqual({ method: 'county_share', ...one(Math.round((100 * 234) / 420)) })
    expect(lost.residents60Plus).toEqual({ gap: 'not_counted' })
    expect([own.residents, lost.residents]).toEqual([{ method: 'declared_growth', ...one(9999) }, { method: 'declared_growth', ...one(5000) }])
  })

  test('grows by the declared rate where there is no pyramid, low to high', () => {
    const growth = { residents60Plus: { low: 0, medium: 0.02, high: 0.04 } }
    const { units } = ask([unit('a', [5000, 1000, null])], { years: [2030, 2035], rates: { ...rates, growth } })
    expect(units[0].years.map(({ residents60Plus }) => residents60Plus)).toEqual([
      { method: 'declared_growth', low: 1000, medium: Math.round(1000 * 1.02 ** 5), high: Math.round(1000 * 1.04 ** 5) },
      { method: 'declared_growth', low: 1000, medium: Math.round(1000 * 1.02 ** 10), high: Math.round(1000 * 1.04 ** 10) },
    ])
    expect([units[0].years[0].residents, units[0].years[0].residents80Plus, units[0].years[0].disabled]).toEqual([{ gap: 'no_rate' }, { gap: 'not_counted' }, { gap: 'no_rate' }])
  })

  test('says that ages are missing, and that births would be needed for all residents', () => {
    const town = toyTown()
    town.male[11] = NaN
    const { units } = ask([unit('a', [5000, 1000, 100], town)])
    expect(units[0].years[0]).toMatchObject({ residents: { gap: 'births_needed' }, residents60Plus: { gap: 'no_rate' }, residents80Plus: { method: 'cohort' } })
  })

  test('gives no figure where declared rates contradict each other', () => {
    const growth = { residents: one(0), residents60Plus: one(0), residents80Plus: one(0.2) }
    const { units } = ask([unit('a', [5000, 1000, 900])], { rates: { ...rates, growth } })
    expect(units[0].years[0]).toMatchObject({ residents60Plus: one(1000), residents80Plus: { gap: 'contradiction' } })
  })

  const bands = [{ fromAge: 60, share: { low: 0.04, medium: 0.05, high: 0.06 } }, { fromAge: 80, share: one(0.2) }]
  test('counts the disabled by declared shares of ages: of the cohort, or of 60–79 and 80+', () => {
    // Then 60–79: 3 × (100 + 50 + 50 + 50) = 750, and 80+ 234.
    const { units } = ask([unit('a', [null, null, null], toyTown())], { rates: { ...rates, disability: bands } })
    expect(units[0].years[0].disabled).toEqual({ method: 'cohort', low: Math.round(30 + 46.8), medium: Math.round(37.5 + 46.8), high: Math.round(45 + 46.8) })
    expect(disabledOf(984, 234, bands, 'medium')).toBeCloseTo(disabledIn(projectCohorts(toyTown(), closed, 5), bands, 'medium'), 9)
    expect(disabledOf(984, NaN, bands, 'medium')).toBeNaN()
    expect(disabledOf(984, 234, [{ fromAge: 60, share: one(0.1) }, { fromAge: 70, share: one(0.2) }], 'medium')).toBeNaN()
  })

  test('low is never above medium, nor medium above high, whatever was declared in order', () => {
    const ordered = (least: number, most: number) => fc.tuple(...[0, 1, 2].map(() => fc.double({ min: least, max: most, noNaN: true }))).map((three) => three.sort((a, b) => a - b)).map(([low, medium, high]) => ({ low, medium, high }))
    fc.assert(
      fc.property(pyramids, tables, ordered(0.5, 1.5), ordered(-0.03, 0.03), ordered(0, 0.5), fc.integer({ min: 2025, max: 2050 }), (pyramid, lifeTable, deaths, annualMigration, share, year) => {
        const mortalityFactor = { low: deaths.high, medium: deaths.medium, high: deaths.low }
        const disability = [{ fromAge: 60, share }]
        const { units } = ask([unit('a', [null, null, null], pyramid)], { years: [year], rates: { lifeTable, mortalityFactor, annualMigration, growth: {}, disability } })
        for (const measure of ['residents60Plus', 'residents80Plus', 'disabled'] as const) {
          const figure = units[0].years[0][measure]
          if ('gap' in figure) throw new Error(`expected a figure of ${measure}`)
          expect(figure.low).toBeLessThanOrEqual(figure.medium)
          expect(figure.medium).toBeLessThanOrEqual(figure.high)
        }
      }),
    )
  })
})

describe('demand that follows', () => {
  test('rounds up: 1,001 elders at 30 beds a thousand need 31 beds, and 0.1 m² each are 100.1 m²', () => {
    const demand = demandOf({ low: 1000, medium: 1001, high: 1100 }, { bedsPerThousandElders: one(30), m2PerElder: one(0.1) })
    expect(demand).toEqual({ beds: { low: 30, medium: 31, high: 33 }, floorAreaM2: { low: 100, medium: 100.1, high: 110 } })
    expect(demandOf(one(10), { bedsPerThousandElders: null, m2PerElder: null })).toEqual({ beds: null, floorAreaM2: null })
  })
})

describe('weights for siting', () => {
  test('spread a unit’s forecast over its places as its elders live now, to the person', () => {
    const places = [{ id: 'a', unitId: 'u', people: 100 }, { id: 'b', unitId: 'u', people: 200 }, { id: 'c', unitId: 'v', people: null }, { id: 'd', unitId: 'v', people: 0 }, { id: 'e', unitId: 'w', people: 5 }]
    const { weights, withoutPlace, withoutForecast } = spreadForecast(places, new Map([['u', 400], ['v', 7], ['x', 9]]))
    // 133⅓ and 266⅔: the larger remainder gets the last one. Nobody is known in v, so that it is spread evenly.
    expect([...weights]).toEqual([133, 267, 4, 3, 0])
    expect([withoutPlace, withoutForecast]).toEqual([[{ unitId: 'x', people: 9 }], ['e']])
  })

  test('lose nobody and make nobody', () => {
    const units = ['u', 'v', 'w']
    const places = fc.array(fc.record({ id: fc.uuid(), unitId: fc.constantFrom(...units, null), people: fc.option(fc.integer({ min: 0, max: 900 })) }), { maxLength: 12 })
    fc.assert(
      fc.property(places, fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 3, maxLength: 3 }), (rows, people) => {
        const { weights, withoutPlace } = spreadForecast(rows, new Map(units.map((id, i) => [id, people[i]])))
        const total = weights.reduce((a, b) => a + b, 0) + withoutPlace.reduce((sum, one) => sum + one.people, 0)
        expect(total).toBe(people.reduce((a, b) => a + b, 0))
      }),
    )
  })
})

test('groups have the names that censuses give them', () => {
  expect([labelOf(0), labelOf(12), labelOf(16), labelOf(17)]).toEqual(['0-4', '60-64', '80-84', '85+'])
})
