import { isInside, metresToOutline, destination } from '../geometry.ts'
import { apportion, squareMetres } from '../ledger.ts'
import { add, isClear, pointNear, trouble, type ShichengPlan } from './plan.ts'
import { qinjiang } from './world.ts'

/** The figures the plan prints for the end of 2020; every one holds exactly among operating facilities. */
export const printed = {
  mutualAid: 80,
  communityCenters: 16,
  embeddedHomes: 10,
  beds: 1963,
  nursingBeds: 923,
  privateHomes: 4,
  privateBeds: 193,
  privateNursingBeds: 138,
  countyCentreBeds: 499,
  medicalBeds: 198,
}

const townshipHomes = ['琴江镇', '小松镇', '屏山镇', '横江镇', '高田镇', '木兰乡', '丰山乡', '大由乡']
const withRegionalCentre = ['小松镇', '横江镇', '高田镇', '丰山乡']
const homeBeds = [120, 100, 90, 90, 80, 80, 70, 70]
const embeddedBeds = 22
const embeddedNursingBeds = 16

export function seedPrinted(plan: ShichengPlan): void {
  seedCountyCentre(plan)
  seedPrivateHomes(plan)
  seedEmbedded(plan)
  seedTownshipHomes(plan)
  seedCommunityCentres(plan)
  seedMutualAid(plan)
  seedUncounted(plan)
}

function seedCountyCentre(plan: ShichengPlan): void {
  add(plan, {
    types: ['county_support_home', 'medical_integrated', 'care_institution'],
    unitCode: qinjiang,
    name: '示例·县康养福利中心',
    point: pointNear(plan, seat(plan).centre, qinjiang, 900, 1600, []),
    floorAreaM2: '18600.00',
    landAreaM2: '21000.00',
    beds: printed.countyCentreBeds,
    nursingBeds: 400,
    medicalBeds: 160,
  })
}

/** Four private homes, 193 beds, 138 of them nursing: the embedded one with 38 is taken as one of the four. */
function seedPrivateHomes(plan: ShichengPlan): void {
  const east = communities(plan, qinjiang)[1]
  const types = ['embedded_home', 'care_institution', 'medical_integrated']
  const shared = { operatorKind: 'private', tenure: 'leased', acquisition: 'leased' as const }
  add(plan, {
    ...shared,
    types,
    unitCode: east.unitCode,
    name: '示例·东城社区嵌入式养老院',
    point: pointNear(plan, east.centre, qinjiang, 80, 250, types),
    floorAreaM2: '1260.00',
    beds: 38,
    nursingBeds: 38,
    medicalBeds: 38,
  })
  const rest = [
    [70, 70],
    [50, 18],
    [35, 12],
  ]
  rest.forEach(([beds, nursingBeds], i) => {
    const community = communities(plan, qinjiang)[3 + i]
    const point = pointNear(plan, community.centre, qinjiang, 150, 500, [])
    add(plan, {
      ...shared,
      types: ['care_institution'],
      unitCode: community.unitCode,
      point,
      beds,
      nursingBeds,
      floorAreaM2: squareMetres(beds * 32),
    })
  })
}

function seedEmbedded(plan: ShichengPlan): void {
  const town = communities(plan, qinjiang)
  const others = communities(plan).filter((unit) => unit.parentCode !== qinjiang)
  for (const unit of [...[0, 2, 4, 6, 7, 8, 10].map((i) => town[i]), others[0], others[3]]) {
    const point = pointNear(plan, unit.centre, unit.parentCode, 80, 320, ['embedded_home'])
    add(plan, {
      types: ['embedded_home'],
      unitCode: unit.unitCode,
      point,
      floorAreaM2: squareMetres(plan.world.random.integer(620, 980)),
      beds: embeddedBeds,
      nursingBeds: embeddedNursingBeds,
      operatorKind: 'public_built_private_run',
    })
  }
}

/** Eight of ten townships have a home; four homes are regional centres, one of them across its township's border. */
function seedTownshipHomes(plan: ShichengPlan): void {
  const nursing = apportion(nursingLeftForHomes(), homeBeds)
  townshipHomes.forEach((name, i) => {
    const township = plan.world.townships.find((unit) => unit.name === name)!
    const types = withRegionalCentre.includes(name) ? ['township_home', 'regional_center'] : ['township_home']
    const misplaced = name === '丰山乡'
    const point = misplaced ? acrossBorder(plan) : pointNear(plan, township.centre, township.unitCode, 250, 800, types)
    const site = add(plan, {
      ...{ types, unitCode: township.unitCode, point },
      name: `示例·${name}敬老院${types.length > 1 ? '（区域性养老服务中心）' : ''}`,
      floorAreaM2: squareMetres(homeBeds[i] * 27),
      landAreaM2: squareMetres(homeBeds[i] * 52),
      beds: homeBeds[i],
      nursingBeds: nursing[i],
    })
    if (!misplaced) return
    trouble(plan, 'outside_coded_unit', [site.id, township.unitCode], {
      zh: '设施登记为丰山乡，落点却在其（近似）界外的高田镇一侧；按点在面内判定，丰山乡不因它达标',
      en: 'Coded to 丰山乡 but lying just across its (approximate) border in 高田镇; judged by point in polygon it does not cover 丰山乡',
    })
  })
  const complex = pointNear(plan, seat(plan).centre, qinjiang, 200, 900, ['community_complex'])
  add(plan, { types: ['community_complex', 'meal_point'], unitCode: qinjiang, point: complex, floorAreaM2: '2100.00' })
}

function nursingLeftForHomes(): number {
  return printed.nursingBeds - printed.privateNursingBeds - 400 - (printed.embeddedHomes - 1) * embeddedNursingBeds
}

function acrossBorder(plan: ShichengPlan) {
  const own = plan.world.townships.find((unit) => unit.name === '丰山乡')!
  const neighbour = plan.world.townships.find((unit) => unit.name === '高田镇')!
  for (let tries = 0; tries < 20000; tries++) {
    const p = destination(own.centre, plan.world.random.between(0, 360), plan.world.random.between(500, 6000))
    if (!isInside(p, neighbour.geometry) || metresToOutline(p, own.geometry) > 250) continue
    if (metresToOutline(p, own.geometry) > 40 && isClear(plan, p, ['regional_center'])) return p
  }
  throw new Error('expected a point just across the border, got none')
}

function seedCommunityCentres(plan: ShichengPlan): void {
  const town = communities(plan, qinjiang)
  const others = communities(plan)
    .filter((unit) => unit.parentCode !== qinjiang)
    .slice(0, printed.communityCenters - town.length)
  ;[...town, ...others].forEach((unit, i) => {
    const types = i < town.length - 1 ? ['community_center', 'day_care'] : ['community_center']
    add(plan, {
      types,
      unitCode: unit.unitCode,
      point: pointNear(plan, unit.centre, unit.parentCode, 60, 300, types),
      floorAreaM2: squareMetres(plan.world.random.integer(260, 640)),
      acquisition: i % 3 === 0 ? 'converted' : 'built',
    })
  })
}

/** Eighty distinct villages; in every tenth the site is so far out that the village's own centre is not reached. */
function seedMutualAid(plan: ShichengPlan): void {
  const villages = plan.world.places.filter((unit) => unit.level === 'village')
  const order = villages.map((unit) => ({ unit, key: plan.world.random.next() })).sort((a, b) => a.key - b.key)
  const chosen = order.slice(0, printed.mutualAid).map(({ unit }) => unit)
  const fixed = printed.countyCentreBeds + printed.privateBeds + (printed.embeddedHomes - 1) * embeddedBeds
  const left = printed.beds - fixed - homeBeds.reduce((a, b) => a + b, 0)
  const beds = apportion(
    left,
    chosen.map(() => plan.world.random.between(3, 6)),
  )
  const remote: string[] = []
  chosen.forEach((unit, i) => {
    const isRemote = i % 10 === 9 && unit.urbanRuralCode === '220'
    const [low, high] = isRemote ? [850, 1100] : [60, 480]
    const point = pointNear(plan, unit.centre, unit.parentCode, low, high, ['mutual_aid'])
    if (isRemote) remote.push(unit.unitCode)
    add(plan, {
      types: i % 7 === 3 ? ['mutual_aid', 'meal_point'] : ['mutual_aid'],
      ...{ unitCode: unit.unitCode, point, beds: beds[i] },
      floorAreaM2: squareMetres(plan.world.random.integer(90, 260)),
      operatorKind: 'village',
      tenure: 'collective_owned',
      acquisition: 'converted',
    })
  })
  trouble(plan, 'site_in_village_beyond_limit', remote, {
    zh: '村内有互助站点，但离村庄中心按直线×1.3 超过 1000 m：行政村覆盖计有，服务圈不计（另有近处设施者除外）',
    en: 'The village has a site, but over 1,000 m (straight line × 1.3) from its centre: counted in admin coverage, not in the circle (unless another site is near)',
  })
}

/** Sites that do not count today, and kinds that never make a circle. None has the status that a printed figure counts. */
function seedUncounted(plan: ShichengPlan): void {
  const without = plan.world.places.filter(
    (unit) =>
      unit.level === 'village' &&
      unit.urbanRuralCode === '220' &&
      !plan.facilities.list.some((f) => f.unitCode === unit.unitCode),
  )
  const statuses = ['planned', 'planned', 'building', 'closed', 'idle'] as const
  const sites = statuses.map((status, i) => {
    const unit = without[i * 5]
    const point = pointNear(plan, unit.centre, unit.parentCode, 60, 300, [])
    return add(plan, {
      types: ['mutual_aid'],
      unitCode: unit.unitCode,
      point,
      status,
      floorAreaM2: '150.00',
      beds: 4,
      operatorKind: 'village',
    })
  })
  trouble(
    plan,
    'not_operating',
    sites.map((site) => site.id),
    {
      zh: '规划、在建、关停、闲置的互助站点不计入 80 个，也不计床位',
      en: 'Planned, building, closed and idle mutual-aid sites are not among the 80, nor are their beds counted',
    },
  )
  const lost = add(plan, { types: ['meal_point'], unitCode: qinjiang, point: null, floorAreaM2: '80.00' })
  trouble(plan, 'facility_without_place', [lost.id], {
    zh: '设施无坐标：列出，不得静默丢弃',
    en: 'A facility without coordinates: to be listed, not dropped in silence',
  })
  for (const [types, community] of [
    [['meal_point'], 5],
    [['meal_point'], 9],
    [['day_care'], 10],
  ] as [string[], number][]) {
    const unit = communities(plan, qinjiang)[community]
    add(plan, {
      types,
      unitCode: unit.unitCode,
      point: pointNear(plan, unit.centre, qinjiang, 80, 300, types),
      floorAreaM2: '220.00',
    })
  }
}

function communities(plan: ShichengPlan, parentCode?: string) {
  return plan.world.places.filter(
    (unit) => unit.level === 'community' && (!parentCode || unit.parentCode === parentCode),
  )
}

function seat(plan: ShichengPlan) {
  return plan.world.townships.find((unit) => unit.unitCode === qinjiang)!
}
