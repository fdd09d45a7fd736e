import { squareMetres } from '../ledger.ts'
import type { Facility } from '../types.ts'
import { add, beside, nameOf, operating, seatOf, trouble, type LedgerContext } from './context.ts'

/** Medical sites and schools for elders. Their beds are none of eldercare's: `beds` is 0. */
export function seedMedical(context: LedgerContext): void {
  const seat = seatOf(context)
  const hospital = (name: string, grade: number, geriatrics: boolean | null) =>
    medical(context, seat.unitCode, beside(context, seat.centre, context.random.between(300, 1200)), name, 'general_hospital', {
      ...{ hospitalGrade: grade, geriatrics },
    })
  hospital('示例·第一综合医院', 2, true)
  const without = hospital('示例·第二综合医院', 2, false)
  const open = hospital('示例·第三综合医院', 2, null)
  hospital('示例·第四综合医院', 1, false)
  trouble(context, 'hospital_without_geriatrics', [without.id], {
    zh: '二级综合医院未设老年医学科',
    en: 'A general hospital of grade 2 without geriatrics',
  })
  trouble(context, 'geriatrics_not_filled_in', [open.id], { zh: '未填是否设老年医学科：数据不足', en: 'Geriatrics not filled in: not known' })
  seedHealthCentres(context)
  seedStations(context)
}

/** One in every township; every third one is far from the township's home, and one is planned only. */
function seedHealthCentres(context: LedgerContext): void {
  const far: string[] = []
  context.townships.forEach((unit, i) => {
    const home = operating(context, 'township_home').find((site) => site.unitCode === unit.unitCode)
    const isFar = i % 3 === 2
    const point = beside(context, home?.point ?? unit.centre, home ? (isFar ? 1600 : 90) : 350)
    const word = unit.level === 'street' ? '社区卫生服务中心' : '卫生院'
    const kind = unit.level === 'street' ? 'community_health_centre' : 'township_health_centre'
    medical(context, unit.unitCode, point, `示例·${unit.name}${word}`, kind, {})
    if (home && isFar) far.push(home.id)
  })
  trouble(context, 'home_far_from_health_centre', far, {
    zh: '敬老院距本乡镇卫生院约 1600 m，不算毗邻',
    en: 'The home is about 1,600 m from its township health centre: not adjacent',
  })
}

function seedStations(context: LedgerContext): void {
  operating(context, 'community_center')
    .slice(0, 6)
    .forEach((site, i) => {
      const point = beside(context, site.point, i % 3 === 2 ? 900 : 60)
      medical(context, site.unitCode, point, `示例·${nameOf(context, site.unitCode)}卫生服务站${i + 1}`, 'community_health_station', {})
    })
  operating(context, 'mutual_aid')
    .slice(0, 12)
    .forEach((site, i) => {
      const point = beside(context, site.point, i % 4 === 3 ? 700 : 45)
      medical(context, site.unitCode, point, `示例·${nameOf(context, site.unitCode)}卫生室${i + 1}`, 'village_clinic', {})
    })
}

function medical(
  context: LedgerContext,
  unitCode: string,
  point: [number, number],
  name: string,
  medicalKind: Facility['ledger']['medicalKind'],
  ledger: Partial<Facility['ledger']>,
): Facility {
  const site = add(context, { types: ['medical'], unitCode, point, name, currentUse: 'other: 医疗卫生', acquisition: null })
  Object.assign(site.ledger, { medicalKind, ownership: 'public', ...ledger })
  return site
}

export function seedSchools(context: LedgerContext): void {
  const seat = seatOf(context)
  const school = (type: string, unitCode: string, point: [number, number], m2: number) =>
    add(context, { types: [type], unitCode, point, floorAreaM2: squareMetres(m2), acquisition: null })
  school('elder_university', seat.unitCode, beside(context, seat.centre, 500), 1600)
  context.townships.forEach((unit, i) => {
    if (i % 5 < 2) school('elder_university_branch', unit.unitCode, beside(context, unit.centre, 220), 320)
  })
  const places = context.county.units.filter((unit) => unit.centre && (unit.level === 'community' || unit.level === 'village'))
  places.forEach((unit, i) => {
    if (unit.level === 'community' ? i % 3 === 0 : i % 11 === 5) school('elder_learning_point', unit.unitCode, beside(context, unit.centre!, 70), 90)
  })
}

/** Projects of the plan period: over and under the limits on one project. Planned, so none of their beds counts today. */
export function seedProjects(context: LedgerContext): void {
  const seat = seatOf(context)
  const [one, two] = context.townships.filter((unit) => unit !== seat)
  const project = (types: string[], unit: typeof seat, name: string, beds: number, nursingBeds: number, kind: 'new' | 'expansion') => {
    const site = add(context, {
      ...{ types, unitCode: unit.unitCode, point: beside(context, unit.centre, 800), name, beds, nursingBeds },
      ...{ floorAreaM2: squareMetres(beds * 35), landAreaM2: squareMetres(beds * 45), status: 'planned' as const },
    })
    Object.assign(site.ledger, { project: kind, projectYear: 2024, ownership: 'public' })
    return site
  }
  const large = project(['county_support_home', 'care_institution'], seat, '示例·县级失能照护中心（拟建）', 320, 240, 'new')
  trouble(context, 'project_over_limit', [large.id], {
    zh: '拟建县级公办项目 320 张床，超过 300 张；护理型 240 张占 75 %，不足 80 %',
    en: 'A planned public project of the county with 320 beds, over 300; 240 of them nursing, 75 %, below 80 %',
  })
  if (one) project(['township_home', 'care_institution'], one, `示例·${one.name}敬老院改扩建（拟建）`, 120, 96, 'expansion')
  if (!two) return
  const wide = project(['township_home', 'care_institution'], two, `示例·${two.name}敬老院新建（拟建）`, 160, 128, 'new')
  trouble(context, 'township_project_over_limit', [wide.id], {
    zh: '拟建乡级公办项目 160 张床，超过 150 张；护理型 128 张，占 80 %',
    en: 'A planned public township project with 160 beds, over 150; 128 of them nursing, 80 %',
  })
}
