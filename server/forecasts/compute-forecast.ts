import type { ForecastResult, ForecastYearReply } from '../contract/forecasts.ts'
import { peopleFrom } from '../core/forecast/ages.ts'
import { demandOf, type DemandStandards } from '../core/forecast/demand.ts'
import { countedMeasures, forecastUnits, type CountedMeasure, type DatedPyramid, type Estimate, type ForecastFigures, type ForecastRates } from '../core/forecast/forecast-units.ts'
import { rangeOf } from '../core/forecast/range.ts'
import type { BaseUnit } from './base-people.ts'
import type { ForecastMaterial } from './forecast-material.ts'
import { forecastNotes, methodLines } from './forecast.notes.ts'
import type { Standard } from './standards.ts'

const keys = [...countedMeasures, 'disabled'] as const

/** The whole forecast of a county, as it is stored and shown: no clock, no database. */
export function computeForecast(material: ForecastMaterial): ForecastResult {
  const { ask, baseYear, units, ages, standards } = material
  const of = (key: Standard['key']) => standards.find((standard) => standard.key === key)?.value ?? null
  const demand = { bedsPerThousandElders: of('beds_per_1000_elders'), m2PerElder: of('m2_per_elder') }
  const { units: forecasts, county: cohort } = forecastUnits({
    units: units.map(({ unitId, counts }) => ({ id: unitId ?? '', counts, pyramid: unitId === null ? null : (ages.pyramids.get(unitId) ?? null) })),
    county: ages.pyramids.get(null) ?? null,
    baseYear,
    years: ask.years,
    rates: ratesOf(material),
  })
  const sums = ask.years.map((_, i) => sumUp(forecasts.map(({ years }) => years[i])))
  return {
    baseYear,
    years: ask.years,
    methodLines: methodLines(material, forecasts.flatMap(({ years }) => years)),
    notes: forecastNotes(material),
    standards: [...standards],
    county: { base: sumCounts(units), years: ask.years.map((year, i) => ({ year, ...sums[i], ...demandFor(sums[i].residents60Plus.people, demand) })) },
    countyCohort: cohort && ask.years.map((year, i) => toYear(year, cohort[i], demand)),
    units: units.map(({ unitId, name, level, counts }, u) => {
      const own = unitId === null ? undefined : ages.pyramids.get(unitId)
      return { ...{ unitId, name, level, base: counts, pyramidYear: own?.year ?? null, pyramid60Plus: eldersOf(own) }, years: ask.years.map((year, i) => toYear(year, forecasts[u].years[i], demand)) }
    }),
  }
}

function ratesOf({ lifeTable, ask: { mortalityFactor, annualMigration, growth, disability } }: ForecastMaterial): ForecastRates {
  const { residents, residents60Plus, residents80Plus } = growth ?? {}
  return {
    lifeTable: lifeTable?.table ?? null,
    // More deaths are fewer elders: the high factor belongs to the low forecast.
    mortalityFactor: { low: mortalityFactor.high, medium: mortalityFactor.medium, high: mortalityFactor.low },
    annualMigration,
    growth: { residents, residents60Plus, residents80Plus },
    disability: disability?.bands ?? null,
  }
}

type Figure = ForecastYearReply['residents']

function toFigure(estimate: Estimate): Figure {
  if ('gap' in estimate) return { method: null, gap: estimate.gap, people: null, unitsMissing: 0 }
  const { method, low, medium, high } = estimate
  return { method, gap: null, people: { low, medium, high }, unitsMissing: 0 }
}

function toYear(year: number, figures: ForecastFigures, demand: DemandStandards): ForecastYearReply {
  const shown = Object.fromEntries(keys.map((key) => [key, toFigure(figures[key])])) as Record<(typeof keys)[number], Figure>
  return { year, ...shown, ...demandFor(shown.residents60Plus.people, demand) }
}

function demandFor(elders: Figure['people'], standards: DemandStandards): Pick<ForecastYearReply, 'beds' | 'floorAreaM2'> {
  return elders ? demandOf(elders, standards) : { beds: null, floorAreaM2: null }
}

/** Σ of the units that have a figure; the others are counted, never taken for nobody. */
function sumUp(units: readonly ForecastFigures[]): Record<(typeof keys)[number], Figure> {
  return Object.fromEntries(
    keys.map((key): [string, Figure] => {
      const known = units.flatMap((figures) => {
        const estimate = figures[key]
        return 'gap' in estimate ? [] : [estimate]
      })
      const gaps = units.flatMap((figures) => {
        const estimate = figures[key]
        return 'gap' in estimate ? [estimate.gap] : []
      })
      if (known.length === 0) return [key, { method: null, gap: gaps[0] ?? 'not_counted', people: null, unitsMissing: gaps.length }]
      return [key, { method: 'sum', gap: null, people: rangeOf((variant) => known.reduce((sum, estimate) => sum + estimate[variant], 0)), unitsMissing: gaps.length }]
    }),
  ) as Record<(typeof keys)[number], Figure>
}

function sumCounts(units: readonly BaseUnit[]): Record<CountedMeasure, number | null> {
  const sum = (measure: CountedMeasure) => {
    const known = units.flatMap(({ counts }) => counts[measure] ?? [])
    return known.length === 0 ? null : known.reduce((a, b) => a + b, 0)
  }
  return { residents: sum('residents'), residents60Plus: sum('residents60Plus'), residents80Plus: sum('residents80Plus') }
}

function eldersOf(dated: DatedPyramid | undefined): number | null {
  const elders = dated ? peopleFrom(dated.pyramid, 60) : NaN
  return Number.isNaN(elders) ? null : elders
}
