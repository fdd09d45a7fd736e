import { centroid, geodesicMetres, isInRing, offset, round7, type LonLat } from '../geometry.ts'
import { squareMetres } from '../ledger.ts'
import type { BuildClass, Facility, ResidentialArea, Text } from '../types.ts'
import { peopleFor, setClass, setHouseholds } from './areas.ts'
import { add, isClear, takeArea, trouble, type ShichengPlan } from './plan.ts'
import { qinjiang } from './world.ts'

interface ExactCase {
  kind: string
  buildClass: BuildClass
  households: number
  sites: string[]
  expect: Text
}

const exactCases: ExactCase[] = [
  {
    ...{ kind: 'rounding_19_97', buildClass: 'new', households: 1000, sites: ['199.70'] },
    expect: {
      zh: '199.70×100/1000＝19.97，显示可为 20.0，但不达标，差 0.30 m²',
      en: '199.70×100/1000 = 19.97: not met, 0.30 m² missing',
    },
  },
  {
    ...{ kind: 'exactly_20', buildClass: 'new', households: 750, sites: ['150.00'] },
    expect: {
      zh: '恰为 20.00，且单处恰为 150：两项都达标',
      en: 'Exactly 20.00 and exactly 150 in one site: both tests met',
    },
  },
  {
    ...{ kind: 'undersized_site', buildClass: 'new', households: 1100, sites: ['160.00', '90.00'] },
    expect: {
      zh: '合计 250 m² ≥ 220 m²，但一处 90 m² 不足 150 m²：未达标，该处差 60 m²',
      en: '250 m² together ≥ 220, but one site has 90 < 150: not met, that site is 60 m² short',
    },
  },
  {
    ...{ kind: 'short', buildClass: 'new', households: 1150, sites: ['180.00'] },
    expect: {
      zh: '单处达 150，但应配 230 m²、实配 180 m²：差 50 m²',
      en: 'The site is large enough, but 230 m² are required and 180 provided: 50 missing',
    },
  },
  {
    ...{ kind: 'undersized_only', buildClass: 'new', households: 400, sites: ['100.00'] },
    expect: {
      zh: '面积 100 ≥ 80，但没有一处达 150：未达标，按无合格处计缺 150 m²',
      en: '100 ≥ 80 m², but no site reaches 150: not met; with no qualifying site 150 m² are missing',
    },
  },
  {
    ...{ kind: 'no_site_minimum_binds', buildClass: 'new', households: 300, sites: [] },
    expect: { zh: '无设施：缺 max(60, 150)＝150 m²', en: 'No site: max(60, 150) = 150 m² missing' },
  },
  {
    ...{ kind: 'exactly_15', buildClass: 'old', households: 320, sites: ['48.00'] },
    expect: { zh: '老旧小区恰为 15.00，达标', en: 'An old area at exactly 15.00: met' },
  },
]

/** Cases of 每百户用房面积 whose answers can be checked by hand. */
export function seedAreaCases(plan: ShichengPlan): void {
  for (const { kind, buildClass, households, sites, expect } of exactCases) {
    const area = takeArea(plan)
    setClass(plan.world, area, buildClass)
    setHouseholds(plan.world, area, households, Math.round(households * (buildClass === 'new' ? 0.45 : 0.92)))
    const facilities = sites.map((floorAreaM2, i) => ancillary(plan, area, i, { floorAreaM2 }))
    trouble(plan, kind, [area.id, ...facilities.map((f) => f.id)], expect)
  }
  seedMissingData(plan)
  seedNotCounted(plan)
  seedClasses(plan)
  seedShared(plan)
  seedPhases(plan)
  for (const ratio of [1.2, 0.6, 1.05, 0.95]) {
    const area = takeArea(plan, isOldOrExisting)
    const floorAreaM2 = squareMetres(Math.round(area.householdsCompleted! * 15 * ratio) / 100)
    ancillary(plan, area, 0, {
      floorAreaM2,
      acquisition: area.buildClass === 'old' ? 'leased' : 'converted',
      tenure: 'leased',
    })
  }
}

function seedMissingData(plan: ShichengPlan): void {
  const undated = takeArea(plan)
  Object.assign(undated, { buildClass: null, permitDate: null, planningConditionDate: null, completionDate: null })
  const second = takeArea(plan)
  Object.assign(second, { permitDate: null, planningConditionDate: null })
  ancillary(plan, second, 0, { floorAreaM2: '60.00' })
  trouble(plan, 'no_date', [undated.id, second.id], {
    zh: '无许可与规划条件日期（第二个台账另写了类别）：数据不足',
    en: 'No permit and no planning-condition date (the second one has a class in the ledger): insufficient data',
  })
  const unhoused = takeArea(plan, isOldOrExisting)
  Object.assign(unhoused, { householdsPlanned: null, householdsCompleted: null, householdsOccupied: null })
  trouble(plan, 'no_households', [unhoused.id], {
    zh: '无户数：数据不足；人口仍计入覆盖率',
    en: 'No household figure: insufficient data; its people still count in coverage',
  })
}

function seedNotCounted(plan: ShichengPlan): void {
  const cases: [string, Partial<Facility>, Text][] = [
    [
      'area_closed',
      { status: 'closed' },
      { zh: '配建用房已关停，不计入面积', en: 'The ancillary site is closed and not counted' },
    ],
    [
      'area_misused',
      { currentUse: 'other: 仓库' },
      { zh: '配建用房挪作仓库，不计入面积', en: 'The ancillary site is misused as a warehouse and not counted' },
    ],
    [
      'area_planned',
      { status: 'planned' },
      { zh: '配建用房尚在规划，不计入面积', en: 'The ancillary site is only planned and not counted' },
    ],
  ]
  for (const [kind, rest, expect] of cases) {
    const area = takeArea(plan, isOldOrExisting)
    const site = ancillary(plan, area, 0, {
      floorAreaM2: squareMetres(Math.ceil(area.householdsCompleted! * 0.18)),
      ...rest,
    })
    trouble(plan, kind, [area.id, site.id], expect)
  }
}

function seedClasses(plan: ShichengPlan): void {
  const conflict = takeArea(plan)
  setClass(plan.world, conflict, 'new')
  conflict.buildClass = 'existing'
  ancillary(plan, conflict, 0, { floorAreaM2: '165.00' })
  trouble(plan, 'class_conflict', [conflict.id], {
    zh: '台账写“已建”，许可日期却在 2022-06-20 之后：按新建两项判',
    en: 'The ledger says existing, the permit is after 2022-06-20: judged as new, with both tests',
  })
  const eve = takeArea(plan)
  setClass(plan.world, eve, 'existing')
  Object.assign(eve, {
    buildClass: 'new',
    permitDate: '2022-06-19',
    planningConditionDate: '2021-08-10',
    completionDate: '2024-05-20',
  })
  ancillary(plan, eve, 0, { floorAreaM2: squareMetres(Math.ceil(eve.householdsCompleted! * 0.16)) })
  trouble(plan, 'day_before_split', [eve.id], {
    zh: '许可早于分界日一天：按已建 15 m² 判，虽台账写“新建”',
    en: 'Permitted one day before the split: judged as existing, 15 m², though the ledger says new',
  })
}

function seedShared(plan: ShichengPlan): void {
  const first = takeCluster(plan, 3)
  const shared = ancillary(plan, first[0], 0, {
    floorAreaM2: '260.00',
    acquisition: 'bought',
    allotments: first.map((area, i) => ({ residentialAreaId: area.id, areaM2: ['100.00', '60.50', '45.25'][i] })),
  })
  trouble(plan, 'shared_explicit', [shared.id, ...first.map((area) => area.id)], {
    zh: '一处设施按明文分配供三个小区；未分配的 54.25 m² 不计入任何小区',
    en: 'One site allotted explicitly to three areas; the 54.25 m² left over belong to none',
  })
  const second = takeCluster(plan, 3)
  const pooled = ancillary(plan, second[0], 0, {
    floorAreaM2: '110.00',
    acquisition: 'exchanged',
    allotments: second.map((area, i) => ({ residentialAreaId: area.id, areaM2: i === 0 ? '50.00' : null })),
  })
  trouble(plan, 'shared_pro_rata', [pooled.id, ...second.map((area) => area.id)], {
    zh: '一个小区明文分得 50 m²，余下 60 m² 由两个小区按户数分摊：每百户不足 15，缺口是除不尽的分数',
    en: 'One area has 50 m² by name; the other 60 m² are shared by two areas pro rata to households: under 15, and the missing area is a fraction without end',
  })
}

function seedPhases(plan: ShichengPlan): void {
  const [first, second] = takeCluster(plan, 2)
  const [stem, base] = [first.name, first.id]
  setClass(plan.world, first, 'existing')
  Object.assign(first, {
    name: `${stem}（一期）`,
    phase: 1,
    permitDate: '2018-05-20',
    planningConditionDate: '2017-07-11',
    completionDate: '2020-10-30',
  })
  Object.assign(second, {
    id: `${base}-2`,
    name: `${stem}（二期）`,
    phase: 2,
    communityCode: first.communityCode,
    buildClass: 'new',
  })
  Object.assign(second, { permitDate: '2023-09-12', planningConditionDate: '2022-11-03', completionDate: null })
  Object.assign(second, { householdsPlanned: 380, householdsCompleted: 0, householdsOccupied: 0 })
  Object.assign(second, peopleFor(plan.world.random, 0, 'new'))
  ancillary(plan, first, 0, { floorAreaM2: squareMetres(Math.ceil(first.householdsCompleted! * 0.15)) })
  const coming = ancillary(plan, second, 0, { floorAreaM2: '160.00', status: 'building' })
  trouble(plan, 'phased', [first.id, second.id, coming.id], {
    zh: '分期逐期判定：一期按已建达标；二期按规划 380 户、单处 150 m² 判，配套在建不计入，缺 150 m²',
    en: 'Judged per phase: phase 1 as existing, met; phase 2 by 380 planned households and 150 m² a site, its site under construction and not counted, 150 m² missing',
  })
}

/** An untaken old or existing area and its nearest neighbours of the same kind. */
function takeCluster(plan: ShichengPlan, count: number): ResidentialArea[] {
  const first = takeArea(plan, isOldOrExisting)
  const middle = centroid(first.ring!)
  const others = plan.areas
    .filter((area) => area.ring && !plan.taken.has(area.id) && isOldOrExisting(area))
    .sort((a, b) => geodesicMetres(middle, centroid(a.ring!)) - geodesicMetres(middle, centroid(b.ring!)))
    .slice(0, count - 1)
  for (const area of others) plan.taken.add(area.id)
  return [first, ...others]
}

function isOldOrExisting(area: ResidentialArea): boolean {
  return area.buildClass === 'old' || area.buildClass === 'existing'
}

/** Inside its footprint, at the first point from which no verdict hangs by a few metres. */
function ancillary(plan: ShichengPlan, area: ResidentialArea, index: number, rest: Partial<Facility>): Facility {
  const types = ['residential_ancillary']
  const middle = centroid(area.ring!)
  const candidates = [0, 8, -8, 16, -16, 22].flatMap((x) =>
    [-14, 0, 14].map((y): LonLat => round7(offset(middle, x + index * 5, y))),
  )
  const point = candidates.find((p) => isInRing(p, area.ring!) && isClear(plan, p, types))
  if (!point) throw new Error(`expected a clear point in ${area.id}, got none`)
  return add(plan, {
    ...{ types, unitCode: area.communityCode ?? qinjiang, point },
    place: area.name.replace('示例', '').replace(/（.*）/, ''),
    acquisition: 'ancillary',
    allotments: [{ residentialAreaId: area.id, areaM2: null }],
    ...rest,
  })
}
