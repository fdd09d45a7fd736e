import { areaPoints, circleLimitMetres, coverageAnswers, measure, serves } from '../answers-coverage.ts'
import { centroid } from '../geometry.ts'
import { apportion, elders } from '../ledger.ts'
import type { Quantiles } from '../quantiles.ts'
import { readFigure, type SourceFolder } from '../read.ts'
import type { County, Population, ResidentialArea } from '../types.ts'
import { polygonsIntersect } from '../voronoi.ts'
import { makeAreas, makePlaceless, type AgeShares } from './areas.ts'
import { seedAreaCases } from './area-cases.ts'
import { isClearSnap, placeFootprints, placeRoadless } from './footprints.ts'
import { add, seedComplexes, seedGaps, seedOrdinary, trouble } from './gaps.ts'
import { openPlan, type FutianPlan } from './plan.ts'
import { futianAreaRule, futianCoverage, futianFiles, futianUnitCoverage } from './texts.ts'
import { openFutian, shatou, streetOf, type FutianWorld } from './world.ts'

export function buildFutian(sources: SourceFolder): County {
  const world = openFutian(sources)
  const census = readCensus(sources)
  const quantiles = sources.json<{ futian: { households: Quantiles } }>('census/residential_area_quantiles.json')
  const footprints = placeFootprints(world, 90, quantiles.futian.households)
  const roadless = placeRoadless(world, footprints)
  const plan = openPlan(world, makeAreas(world, footprints, census.shares), footprints, census.shares)
  seedGaps(plan)
  seedComplexes(plan)
  seedAreaCases(plan)
  seedOrdinary(plan)
  addRoadless(plan, roadless)
  addPlaceless(plan)
  const county = assemble(plan, census)
  addDisconnected(plan, county)
  checkFutian(county, world)
  return county
}

interface Census {
  residents: number
  residents60Plus: number
  residents80Plus: number
  households: number
  shares: AgeShares
}

function readCensus(sources: SourceFolder): Census {
  const pyramid = sources.rows('futian-440304/futian_440304_age_pyramid_2020.csv').slice(1)
  const from = (age: number) =>
    pyramid.filter((row) => parseInt(row[0]) >= age).reduce((sum, row) => sum + Number(row[1]) + Number(row[2]), 0)
  const residents = readFigure(sources, '440304', 'resident_pop')
  const [residents60Plus, residents80Plus] = [from(60), from(80)]
  const shares = { share60: residents60Plus / residents, share80: residents80Plus / residents }
  return {
    residents,
    residents60Plus,
    residents80Plus,
    households: readFigure(sources, '440304', 'family_households'),
    shares,
  }
}

function addRoadless(plan: FutianPlan, roadless: ReturnType<typeof placeRoadless>): void {
  const [template] = makeAreas(
    plan.world,
    [{ ring: roadless.ring, entrances: [roadless.ring[0]], households: 210 }],
    plan.shares,
  )
  const area: ResidentialArea = {
    ...template,
    id: 'ft-noroad',
    name: '示例小区（无路可达）',
    unitCode: streetOf(plan.world, roadless.beside),
  }
  plan.areas.push(area)
  const spot = { point: roadless.beside, snap: { edge: 0, alongMetres: 0, legMetres: Infinity } }
  const site = add(plan, spot, ['community_center'], { floorAreaM2: '520.00' })
  trouble(plan, 'no_walkable_road', [area.id], {
    zh: '小区 200 m 内无可步行道路：列名“未连通”，不得静默算作覆盖',
    en: 'No walkable road within 200 m of the area: unreached, by name, never silently covered',
  })
  trouble(plan, 'facility_off_road', [site.id], {
    zh: '设施距任何可步行道路 200 m 以上，不能接入路网；虽与未连通小区相邻也不算',
    en: 'The facility is over 200 m from any walkable road and joins no network; being next to the unreached area does not help',
  })
}

/** Some areas join a piece of the network that is cut off: OSM is incomplete inside compounds. */
function addDisconnected(plan: FutianPlan, county: County): void {
  const cut = coverageAnswers(county).notCovered.filter((row) => row.reason === 'disconnected_road')
  const ids = cut.flatMap((row) => ('residentialAreaId' in row ? [row.residentialAreaId] : []))
  trouble(plan, 'disconnected_road', ids, {
    zh: '小区接入的道路与主网不连通，任何设施都走不到：列名，并报告该段路网',
    en: 'The road these areas join is cut off from the main network, so no facility can be walked to: by name, with the piece reported',
  })
}

function addPlaceless(plan: FutianPlan): void {
  const area = makePlaceless(plan.world, plan.shares)
  plan.areas.push(area)
  trouble(plan, 'area_without_place', [area.id], {
    zh: '小区无位置：人口计入“无确切位置”，只影响下限与上限',
    en: 'The area has no place: its people count as unlocated and only widen the bounds',
  })
}

function assemble(plan: FutianPlan, census: Census): County {
  const { world } = plan
  return {
    code: '440304',
    name: { zh: '福田区', en: 'Futian District' },
    province: { code: '440000', name: '广东省' },
    prefecture: { code: '440300', name: '深圳市' },
    dataDate: '2024-12-31',
    coverage: futianCoverage,
    areaRule: futianAreaRule,
    unitCoverage: futianUnitCoverage,
    boundary: {
      name: '福田区',
      geometry: world.boundary,
      note: { zh: '由 GCJ-02 近似转换，不作测绘成果', en: 'Converted from GCJ-02, approximate' },
    },
    studyArea: {
      id: 'ft-window',
      name: { zh: '车公庙—香蜜湖分析片区（演示）', en: 'Chegongmiao–Xiangmihu study area (demo)' },
      geometry: world.studyArea,
    },
    units: world.units,
    areas: plan.areas,
    facilities: plan.facilities.list,
    population: populationOf(plan, census),
    roads: world.roads,
    ledgers: null,
    troubles: plan.troubles,
    files: futianFiles,
  }
}

/** About 3 % of the study area's people are known only by street. */
function populationOf(plan: FutianPlan, census: Census): Population {
  const located = plan.areas.filter((a) => a.ring).reduce((sum, a) => sum + a.residents, 0)
  const placeless = plan.areas.filter((a) => !a.ring).reduce((sum, a) => sum + a.residents, 0)
  const streets = plan.world.units.filter(
    (u) => u.unitCode === shatou || (u.geometry && polygonsIntersect(u.geometry, plan.world.studyArea)),
  )
  const weights = streets.map((u) => 1 + plan.areas.filter((a) => a.unitCode === u.unitCode).length)
  const parts = apportion(Math.round(located * 0.031) - placeless, weights)
  const { shares: _, ...totals } = census
  return {
    controlTotals: [
      {
        unitCode: null,
        level: 'county',
        ...totals,
        asOf: '2020-11-01',
        source:
          '第七次全国人口普查福田区公报（转载，census/county_totals.csv；年龄结构 futian_440304_age_pyramid_2020.csv）',
      },
    ],
    units: [],
    unlocated: streets.map((unit, i) => ({
      unitCode: unit.unitCode,
      name: `示例·${unit.name}（分析片区内位置不详）`,
      ...elders(parts[i], census.shares.share60 * 1.1, census.shares.share80 * 1.1),
      households: Math.round(parts[i] / 2.54),
      reason: {
        zh: '登记地址只到街道，未能落到小区；仅指分析片区内的人口',
        en: 'The registered address names only the street; people of the study area only',
      },
    })),
  }
}

/** Refuses a sample whose answers could hang on rounding, or whose seeded troubles did not come out. */
export function checkFutian(county: County, world: FutianWorld): void {
  const points = [
    ...county.areas.flatMap(areaPoints),
    ...county.areas.flatMap((a) => (a.ring ? [centroid(a.ring)] : [])),
    ...county.facilities.flatMap((f) => (f.point ? [f.point] : [])),
  ]
  const shaky = points.filter((p) => !isClearSnap(world.network, p))
  const onRoad = (p: [number, number]) => county.areas.every((a) => a.id !== 'ft-noroad' || !areaPoints(a).includes(p))
  if (shaky.filter(onRoad).length > 0)
    throw new Error(`expected clear nearest roads, got toss-ups at ${shaky.join(' ')}`)
  const reaches = measure(county)
  for (const { place, metres } of reaches) {
    for (const facility of county.facilities.filter(serves)) {
      const gap = Math.abs((metres?.get(facility.id) ?? Infinity) - circleLimitMetres(facility)!)
      if (gap < 4)
        throw new Error(
          `expected clear verdicts, got ${gap} m from the limit: ${JSON.stringify(place.key)} ${facility.id}`,
        )
    }
  }
  checkTroubles(county, coverageAnswers(county, reaches).notCovered)
}

/** The first id of each of these troubles must be uncovered for exactly the reason it was built for. */
function checkTroubles(county: County, notCovered: ReturnType<typeof coverageAnswers>['notCovered']): void {
  const wanted = {
    ...{ only_closed: 'only_closed', misused: 'only_misused', day_care_beyond_300: 'day_care_beyond_300' },
    ...{ true_gap: 'beyond_limit', detour: 'beyond_limit', no_walkable_road: 'no_walkable_road' },
  }
  for (const [kind, reason] of Object.entries(wanted)) {
    const id = county.troubles.find((t) => t.kind === kind)!.where[0]
    const row = notCovered.find((candidate) => 'residentialAreaId' in candidate && candidate.residentialAreaId === id)
    if (row?.reason !== reason) throw new Error(`expected ${id} uncovered as ${reason}, got ${row?.reason}`)
    const { nearestMetres } = row
    if (kind === 'true_gap' && !(nearestMetres! > 1000 && nearestMetres! < 1400)) {
      throw new Error(`expected a gap of 1000–1400 m, got ${nearestMetres}`)
    }
  }
}
