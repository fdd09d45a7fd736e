import { offset, round7 } from '../geometry.ts'
import { squareMetres } from '../ledger.ts'
import type { BuildClass, Facility, ResidentialArea, Text } from '../types.ts'
import { distanceOf, peopleFor, setClass, setHouseholds } from './areas.ts'
import { add, trouble } from './gaps.ts'
import { takeHost, type FutianPlan } from './plan.ts'

/** Cases of 每百户用房面积 whose answers can be checked by hand. */
export function seedAreaCases(plan: FutianPlan): void {
  const exactCase = (kind: string, buildClass: BuildClass, households: number, sites: string[], expect: Text) => {
    const { area, spot } = takeHost(plan)
    setClass(plan.world, area, buildClass)
    setHouseholds(plan.world, area, households, plan.shares)
    // A second site stands a few metres aside: two at one point would look like a duplicate.
    const facilities = sites.map((floorAreaM2, i) => {
      return ancillary(plan, area, { point: round7(offset(spot.point, 7 * i, 0)) }, { floorAreaM2 })
    })
    trouble(plan, kind, [area.id, ...facilities.map((f) => f.id)], expect)
  }
  exactCase('rounding_19_97', 'new', 500, ['99.85'], {
    zh: '99.85×100/500＝19.97，显示可为 20.0，但不达标，差 0.15 m²',
    en: '99.85×100/500 = 19.97; it may display as 20.0 but is not met, 0.15 m² missing',
  })
  exactCase('exactly_20', 'new', 650, ['130.00'], { zh: '恰为 20.00，达标', en: 'Exactly 20.00: met' })
  exactCase('exactly_15', 'old', 460, ['69.00'], {
    zh: '老旧小区恰为 15.00，达标',
    en: 'An old area at exactly 15.00: met',
  })
  exactCase('short', 'new', 800, ['80.00', '60.00'], {
    zh: '两处合计 140 m²，应配 160 m²，差 20 m²（此处未采用单处下限）',
    en: 'Two sites, 140 m² together, 160 required, 20 missing (no single-site minimum is adopted here)',
  })
  seedMissingData(plan)
  seedNotCounted(plan)
  seedClasses(plan)
  seedShared(plan)
  seedPhases(plan)
  seedOrdinaryAncillary(plan)
}

function seedMissingData(plan: FutianPlan): void {
  const undated = takeHost(plan)
  Object.assign(undated.area, { buildClass: null, permitDate: null, planningConditionDate: null, completionDate: null })
  ancillary(plan, undated.area, undated.spot, { floorAreaM2: '150.00' })
  trouble(plan, 'no_date', [undated.area.id], {
    zh: '无任何日期，无法分新建与老旧：数据不足',
    en: 'No date at all, so neither new nor old: insufficient data',
  })
  const unhoused = takeHost(plan, (area) => area.buildClass === 'new')
  Object.assign(unhoused.area, { householdsPlanned: null, householdsCompleted: null, householdsOccupied: null })
  ancillary(plan, unhoused.area, unhoused.spot, { floorAreaM2: '120.00' })
  trouble(plan, 'no_households', [unhoused.area.id], {
    zh: '无户数：数据不足；人口仍计入覆盖率',
    en: 'No household figure: insufficient data; its people still count in coverage',
  })
}

function seedNotCounted(plan: FutianPlan): void {
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
    const { area, spot } = takeHost(plan, (candidate) => candidate.buildClass === 'new')
    const site = ancillary(plan, area, spot, {
      floorAreaM2: squareMetres(Math.ceil(area.householdsPlanned! * 0.24)),
      ...rest,
    })
    trouble(plan, kind, [area.id, site.id], expect)
  }
}

function seedClasses(plan: FutianPlan): void {
  const conflict = takeHost(plan, (area) => area.buildClass === 'new')
  conflict.area.buildClass = 'existing'
  trouble(plan, 'class_conflict', [conflict.area.id], {
    zh: '台账写“已建”，许可日期却在分界日之后：按新建 20 m² 判',
    en: 'The ledger says existing, the permit is after the split: judged as new, 20 m²',
  })
  const straddling = takeHost(plan)
  Object.assign(straddling.area, {
    buildClass: 'new',
    planningConditionDate: '2017-11-06',
    permitDate: '2019-02-27',
    completionDate: '2021-08-12',
  })
  trouble(plan, 'dates_straddle_split', [straddling.area.id], {
    zh: '规划条件早于、许可晚于分界日：规则以许可为准，按新建判',
    en: 'Planning condition before the split, permit after it: the rule names the permit, so it is new',
  })
  const stale = takeHost(plan, (area) => area.buildClass === 'existing')
  stale.area.buildClass = 'new'
  trouble(plan, 'class_conflict', [stale.area.id], {
    zh: '台账写“新建”，许可早于分界日：按已建 15 m² 判',
    en: 'The ledger says new, the permit is before the split: judged as existing, 15 m²',
  })
}

function seedShared(plan: FutianPlan): void {
  const explicit = takeHost(plan)
  const first = [explicit.area, ...takeNeighbours(plan, explicit.area, 2)]
  const shared = add(plan, explicit.spot, ['community_center', 'residential_ancillary'], {
    floorAreaM2: '520.00',
    acquisition: 'ancillary',
    allotments: first.map((area, i) => ({ residentialAreaId: area.id, areaM2: ['160.00', '120.50', '90.00'][i] })),
  })
  trouble(plan, 'shared_explicit', [shared.id, ...first.map((area) => area.id)], {
    zh: '一处设施按明文分配供三个小区；未分配的 149.50 m² 不计入任何小区',
    en: 'One site allotted explicitly to three areas; the 149.50 m² left over belong to none',
  })
  const pooled = takeHost(plan)
  const second = [pooled.area, ...takeNeighbours(plan, pooled.area, 3)]
  const site = add(plan, pooled.spot, ['community_center'], {
    floorAreaM2: '400.00',
    acquisition: 'bought',
    allotments: second.map((area, i) => ({ residentialAreaId: area.id, areaM2: i === 0 ? '120.00' : null })),
  })
  trouble(plan, 'shared_pro_rata', [site.id, ...second.map((area) => area.id)], {
    zh: '一个小区明文分得 120 m²，余下 280 m² 由三个小区按户数分摊（可为分数）',
    en: 'One area has 120 m² by name; the other 280 m² are shared by three areas pro rata to households (fractions allowed)',
  })
}

function seedPhases(plan: FutianPlan): void {
  const first = takeHost(plan)
  const [second] = takeNeighbours(plan, first.area, 1)
  const stem = first.area.name
  const base = first.area.id
  setClass(plan.world, first.area, 'existing')
  Object.assign(first.area, {
    name: `${stem}（一期）`,
    phase: 1,
    permitDate: '2016-04-20',
    planningConditionDate: '2015-06-11',
    completionDate: '2018-10-30',
  })
  Object.assign(second, {
    id: `${base}-2`,
    name: `${stem}（二期）`,
    phase: 2,
    unitCode: first.area.unitCode,
    buildClass: 'new',
  })
  Object.assign(second, { permitDate: '2022-03-15', planningConditionDate: '2021-05-20', completionDate: null })
  Object.assign(second, { householdsPlanned: 420, householdsCompleted: 0, householdsOccupied: 0 })
  Object.assign(second, peopleFor(plan.world.random, 0, 'new', plan.shares))
  ancillary(plan, first.area, first.spot, {
    floorAreaM2: squareMetres(Math.ceil(first.area.householdsCompleted! * 0.15)),
  })
  const coming = ancillary(plan, second, first.spot, { floorAreaM2: '110.00', status: 'building' })
  trouble(plan, 'phased', [first.area.id, second.id, coming.id], {
    zh: '分期逐期判定：一期按已建达标；二期按规划 420 户应配 84 m²，配套在建不计入，未达标',
    en: 'Judged per phase: phase 1 as existing, met; phase 2 has 420 planned households, 84 m² required, its site is under construction and not counted',
  })
}

/** Plain cases around the standard, so that met and not met are both common. */
function seedOrdinaryAncillary(plan: FutianPlan): void {
  for (const ratio of [1.3, 0.7, 1.05, 0.92, 1.6, 0.45, 1.12]) {
    const { area, spot } = takeHost(plan)
    const standard = area.permitDate! >= '2018-12-01' ? 20 : 15
    const households = standard === 20 ? area.householdsPlanned! : area.householdsCompleted!
    const old = area.buildClass === 'old'
    const rest = old ? { acquisition: 'leased' as const, tenure: 'leased' } : {}
    ancillary(plan, area, spot, { floorAreaM2: squareMetres(Math.round(households * standard * ratio) / 100), ...rest })
  }
}

function takeNeighbours(plan: FutianPlan, area: ResidentialArea, count: number): ResidentialArea[] {
  const near = plan.areas
    .filter((other) => !plan.taken.has(other.id) && other.ring)
    .sort((a, b) => distanceOf(a, area.ring![0]) - distanceOf(b, area.ring![0]))
    .slice(0, count)
  for (const other of near) plan.taken.add(other.id)
  return near
}

function ancillary(
  plan: FutianPlan,
  area: ResidentialArea,
  spot: { point: [number, number] },
  rest: Partial<Facility>,
): Facility {
  return plan.facilities.add({
    types: ['residential_ancillary'],
    unitCode: area.unitCode,
    point: spot.point,
    place: area.name.replace('示例', '').replace(/（.*）/, ''),
    acquisition: 'ancillary',
    allotments: [{ residentialAreaId: area.id, areaM2: null }],
    ...rest,
  })
}
