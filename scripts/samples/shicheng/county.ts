import { circleLimitMetres, measure, serves } from '../answers-coverage.ts'
import type { SourceFolder } from '../read.ts'
import type { County, ResidentialArea } from '../types.ts'
import { makeAreas, peopleFor, type HouseholdSources } from './areas.ts'
import { seedAreaCases } from './area-cases.ts'
import { printed, seedPrinted } from './facilities.ts'
import { seedGaps } from './gaps.ts'
import { openPlan, trouble, type ShichengPlan } from './plan.ts'
import { checkSum, populationOf } from './people.ts'
import { shichengAreaRule, shichengCoverage, shichengFiles, shichengUnitCoverage } from './texts.ts'
import { openShicheng, qinjiang } from './world.ts'

export function buildShicheng(sources: SourceFolder): County {
  const world = openShicheng(sources)
  const households = sources.json<HouseholdSources>('census/residential_area_quantiles.json')
  const plan = openPlan(world, makeAreas(world, households, 32))
  seedPrinted(plan)
  seedAreaCases(plan)
  seedGaps(plan)
  addPlaceless(plan)
  addTownshipTrouble(plan)
  const population = populationOf(world, plan.areas, sources)
  checkSum(population, plan.areas)
  const county: County = {
    code: '360735',
    name: { zh: '石城县', en: 'Shicheng County' },
    province: { code: '360000', name: '江西省' },
    prefecture: { code: '360700', name: '赣州市' },
    dataDate: '2024-12-31',
    coverage: shichengCoverage,
    areaRule: shichengAreaRule,
    unitCoverage: shichengUnitCoverage,
    boundary: {
      name: '石城县',
      geometry: world.boundary,
      note: { zh: '由 GCJ-02 近似转换，不作测绘成果', en: 'Converted from GCJ-02, approximate' },
    },
    studyArea: null,
    units: [...world.townships, ...world.places],
    areas: plan.areas,
    facilities: plan.facilities.list,
    population,
    roads: null,
    ledgers: null,
    troubles: plan.troubles,
    files: shichengFiles,
  }
  checkShicheng(county)
  return county
}

function addPlaceless(plan: ShichengPlan): void {
  const area: ResidentialArea = {
    id: 'sc-noplace',
    name: '示例小区（位置不详）',
    unitCode: qinjiang,
    communityCode: null,
    buildClass: 'old',
    permitDate: '1996-03-11',
    planningConditionDate: null,
    completionDate: '1998-06-30',
    phase: null,
    householdsPlanned: 128,
    householdsCompleted: 128,
    householdsOccupied: 119,
    ...peopleFor(plan.world.random, 119, 'old'),
    entrances: [],
    placeClass: 'city',
    ring: null,
  }
  plan.areas.push(area)
  trouble(plan, 'area_without_place', [area.id], {
    zh: '小区无位置：人口计入“无确切位置”，只影响下限与上限',
    en: 'The area has no place: its people count as unlocated and only widen the bounds',
  })
}

function addTownshipTrouble(plan: ShichengPlan): void {
  const failing = ['屏山镇', '木兰乡', '丰山乡', '大由乡', '龙岗乡', '珠坑乡']
  const codes = plan.world.townships.filter((unit) => failing.includes(unit.name)).map((unit) => unit.unitCode)
  trouble(plan, 'units_without_site', codes, {
    zh: '这些乡镇界内没有在营的综合功能设施（只有敬老院的不算；丰山乡的设施落在界外）',
    en: 'These townships have no operating multi-purpose site inside (a plain 敬老院 does not count; the one of 丰山乡 lies outside)',
  })
}

/** Refuses a sample that breaks a printed figure or has a verdict within 4 m of a limit. */
function checkShicheng(county: County): void {
  const operating = county.facilities.filter((f) => f.status === 'operating')
  const count = (type: string) => operating.filter((f) => f.types.includes(type)).length
  const beds = operating.reduce((sum, f) => sum + f.beds, 0)
  const nursing = operating.reduce((sum, f) => sum + f.nursingBeds, 0)
  const found = [count('mutual_aid'), count('community_center'), count('embedded_home'), beds, nursing]
  const wanted = [printed.mutualAid, printed.communityCenters, printed.embeddedHomes, printed.beds, printed.nursingBeds]
  if (found.join() !== wanted.join()) throw new Error(`expected ${wanted}, got ${found}`)
  for (const { place, metres } of measure(county)) {
    for (const facility of county.facilities.filter(serves)) {
      const gap = Math.abs((metres!.get(facility.id) ?? Infinity) - circleLimitMetres(facility)!)
      if (gap < 4)
        throw new Error(
          `expected clear verdicts, got ${gap} m from the limit: ${JSON.stringify(place.key)} ${facility.id}`,
        )
    }
  }
}
