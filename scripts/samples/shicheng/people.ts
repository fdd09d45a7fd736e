import { demandHouseholds } from '../answers-coverage.ts'
import { apportion, elders } from '../ledger.ts'
import { readFigure, type SourceFolder } from '../read.ts'
import type { Population, ResidentialArea } from '../types.ts'
import { personsPerHousehold } from './areas.ts'
import { qinjiang, type ShichengWorld } from './world.ts'

/** Published for 2020 on the page the total comes from: 城镇 135,954. */
export const publishedUrban = 135954
/** People of urban class with a known place; the rest of the urban total is among the unlocated, who carry no class. */
export const urbanLocated = 131900
const unlocatedPeople = 8460

/** Splits the county's published total over villages, communities, residential areas and unlocated rows, to the person. */
export function populationOf(world: ShichengWorld, areas: ResidentialArea[], sources: SourceFolder): Population {
  const { random } = world
  const total = readFigure(sources, '360735', 'resident_pop')
  const inAreas = (test: (area: ResidentialArea) => boolean) =>
    areas.filter(test).reduce((sum, area) => sum + area.residents, 0)
  const isTownArea = (area: ResidentialArea) => area.ring !== null && area.placeClass === 'city'
  const town = world.places.filter((unit) => unit.urbanRuralCode!.startsWith('1'))
  const country = world.places.filter((unit) => !unit.urbanRuralCode!.startsWith('1'))
  const townPeople = apportion(
    urbanLocated - inAreas(isTownArea),
    town.map((unit) => townWeight(unit) * random.between(0.75, 1.3)),
  )
  const countryTotal = total - urbanLocated - inAreas((area) => !isTownArea(area)) - unlocatedPeople
  const countryPeople = apportion(
    countryTotal,
    country.map((unit) => (unit.urbanRuralCode === '210' ? 1.6 : 1) * random.between(0.55, 1.5)),
  )
  const row = (unitCode: string, residents: number, share60: number) => ({
    unitCode,
    ...elders(residents, share60, share60 * random.between(0.11, 0.155)),
    households: Math.round(residents / personsPerHousehold),
  })
  const units = [
    ...town.map((unit, i) => row(unit.unitCode, townPeople[i], random.between(0.115, 0.15))),
    ...country.map((unit, i) => row(unit.unitCode, countryPeople[i], random.between(0.175, 0.235))),
  ].sort((a, b) => (a.unitCode < b.unitCode ? -1 : 1))
  return {
    controlTotals: [
      {
        ...{ unitCode: null, level: 'county', residents: total, residents60Plus: null, residents80Plus: null },
        ...{
          households: null,
          asOf: '2020-11-01',
          source: 'zh.wikipedia.org/wiki/石城县（存档副本，census/county_totals.csv）',
        },
      },
    ],
    units,
    unlocated: unlocatedRows(world, units, areas),
  }
}

function unlocatedRows(
  world: ShichengWorld,
  units: Population['units'],
  areas: ResidentialArea[],
): Population['unlocated'] {
  const townshipOf = (code: string) => `${code.slice(1, 10)}000`
  const peopleOf = (code: string) =>
    units.filter((row) => townshipOf(row.unitCode) === code).reduce((sum, row) => sum + row.residents, 0) +
    (code === qinjiang ? areas.reduce((sum, area) => sum + area.residents, 0) : 0)
  const parts = apportion(
    unlocatedPeople,
    world.townships.map((unit) => peopleOf(unit.unitCode)),
  )
  return world.townships.map((unit, i) => ({
    unitCode: unit.unitCode,
    name: `示例·${unit.name}（位置不详）`,
    ...elders(parts[i], world.random.between(0.15, 0.21), world.random.between(0.02, 0.028)),
    households: Math.round(parts[i] / personsPerHousehold),
    reason: {
      zh: '只知所在乡镇，登记地址未能落到村（社区）或小区',
      en: 'Known by township only; the registered address could not be placed in a village, community or area',
    },
  }))
}

/** In the county town a community holds more people than a town-like village, and more than a community elsewhere. */
function townWeight(unit: ShichengWorld['places'][number]): number {
  if (unit.level === 'village') return 0.45
  return unit.parentCode === qinjiang ? 1 : 0.6
}

export function checkSum(population: Population, areas: ResidentialArea[]): void {
  const rows = [...population.units, ...population.unlocated, ...areas]
  const sum = rows.reduce((total, row) => total + row.residents, 0)
  const expected = population.controlTotals[0].residents
  if (sum !== expected) throw new Error(`expected ${expected} residents, got ${sum}`)
  if (areas.some((area) => demandHouseholds(area) * 6 < area.residents && area.householdsOccupied)) {
    throw new Error('expected at most six people a household')
  }
}
