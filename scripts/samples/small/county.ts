import { createFacilityList } from '../facility-draft.ts'
import { withLedgers } from '../ledgers/seed.ts'
import { apportion, elders } from '../ledger.ts'
import type { SourceFolder } from '../read.ts'
import type { County, Population, ResidentialArea } from '../types.ts'
import { makeAreas } from './areas.ts'
import { makeFacilities } from './facilities.ts'
import type { SmallPlan } from './plans.ts'
import { smallFiles } from './texts.ts'
import { openSmall, type SmallWorld } from './world.ts'

const dataDate = '2024-12-31'

/** Every county of a plan's jurisdiction; its published people are spread over them to the person. */
export function buildSmall(sources: SourceFolder, plan: SmallPlan): County[] {
  const worlds = plan.counties.map((county) => openSmall(sources, plan, county))
  const weights = worlds.map(({ places }) => places.reduce((sum, unit) => sum + weightOf(unit), 0))
  const people = apportion(plan.residents, weights)
  return worlds.map((world, i) => buildCounty(world, people[i]))
}

function weightOf(unit: SmallWorld['places'][number]): number {
  return unit.urbanRuralCode?.startsWith('1') ? (unit.level === 'community' ? 4.5 : 1.6) : 1
}

function buildCounty(world: SmallWorld, residents: number): County {
  const { plan, county } = world
  const prefix = `s${county.code}`
  const facilities = createFacilityList(prefix)
  const areas = makeAreas(world, prefix, facilities)
  makeFacilities(world, facilities)
  const built: County = {
    ...{ code: county.code, name: county.name, province: plan.province, prefecture: plan.prefecture, dataDate },
    coverage: {
      ...{ profile: 'gb50180-15min', method: 'straight-line' as const, detourFactor: 1.3 },
      note: { zh: '小样例，无路网：直线距离×1.3；设施、小区均为示例', en: 'A small sample without roads: straight line × 1.3; sites and areas are synthetic' },
    },
    areaRule: plan.areaRule!,
    unitCoverage: {
      ...{ levels: ['township', 'street'], facilityTypes: ['regional_center', 'community_complex'] },
      label: { zh: '具备综合功能的养老服务设施乡镇（街道）覆盖率', en: 'Townships and streets with an operating multi-purpose eldercare site' },
    },
    boundary: {
      ...{ name: county.name.zh, geometry: world.boundary },
      note: { zh: '由 GCJ-02 近似转换并抽稀（约 30 m），不作测绘成果', en: 'Converted from GCJ-02, approximate, thinned to about 30 m' },
    },
    studyArea: null,
    units: [...world.townships, ...world.places],
    ...{ areas, facilities: facilities.list, population: peopleOf(world, areas, residents) },
    ...{ roads: null, ledgers: null, troubles: [], files: smallFiles() },
  }
  const population = built.population
  const elders60 = [...population.units, ...areas].reduce((sum, row) => sum + row.residents60Plus, 0)
  const urban = new Set(world.places.filter((unit) => unit.urbanRuralCode?.startsWith('1')).map((unit) => unit.unitCode))
  const urban60 = population.units.filter((row) => urban.has(row.unitCode)).reduce((sum, row) => sum + row.residents60Plus, 0) + areas.reduce((sum, row) => sum + row.residents60Plus, 0)
  const statistic = (key: string, value: number) => ({ key, value: String(value), asOf: dataDate, source: '示例·统计台账' })
  return withLedgers(built, {
    ...{ prefix, seatCode: world.seat.unitCode, tags: plan.tags(county, built.units) },
    statistics: [
      statistic('social_workers', Math.round((elders60 / 1000) * (0.4 + county.progress))),
      statistic('planned_population', Math.round((residents * 1.04) / 100) * 100),
      statistic('urban_elders_60_plus', urban60),
      statistic('rural_elders_60_plus', elders60 - urban60),
    ],
    checklist: plan.checklist.map((entry) => ({ ...entry, note: null, asOf: dataDate })),
  })
}

/** The county's people: those of listed areas, of villages and communities with a place, and the rest by township. */
function peopleOf(world: SmallWorld, areas: ResidentialArea[], total: number): Population {
  const { random, plan } = world
  const inAreas = areas.reduce((sum, area) => sum + area.residents, 0)
  const parts = apportion(total - inAreas, world.places.map((unit) => weightOf(unit) * random.between(0.6, 1.4)))
  const rows = world.places.map((unit, i) => {
    const share = plan.share60 * (unit.urbanRuralCode?.startsWith('1') ? 0.86 : 1.1) * random.between(0.9, 1.1)
    return { unit, row: { unitCode: unit.unitCode, ...elders(parts[i], share, share * 0.13), households: Math.round(parts[i] / 2.7) } }
  })
  const units = rows.filter(({ unit }) => unit.centre).map(({ row }) => row)
  const lost = rows.filter(({ unit }) => !unit.centre)
  const townships = [...new Set(lost.map(({ unit }) => unit.parentCode))]
  return {
    controlTotals: [
      {
        ...{ unitCode: null, level: 'county', residents: total, residents60Plus: null, residents80Plus: null, households: null },
        ...{ asOf: plan.residentsAsOf, source: plan.residentsSource },
      },
    ],
    units: units.sort((a, b) => (a.unitCode < b.unitCode ? -1 : 1)),
    unlocated: townships.map((unitCode) => {
      const sum = (key: 'residents' | 'residents60Plus' | 'residents80Plus' | 'households') =>
        lost.filter(({ unit }) => unit.parentCode === unitCode).reduce((all, { row }) => all + row[key], 0)
      return {
        ...{ unitCode, name: `示例·${world.townships.find((unit) => unit.unitCode === unitCode)!.name}（位置不详）` },
        ...{ residents: sum('residents'), residents60Plus: sum('residents60Plus'), residents80Plus: sum('residents80Plus'), households: sum('households') },
        reason: { zh: '来源无该乡镇（街道）驻地点，村（社区）位置不详', en: 'The source has no point for this township; where its villages lie is not known' },
      }
    }),
  }
}
