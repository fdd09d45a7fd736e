import { areasOf, coverage, elders, ratio, register, rooms, statistic, sum, type AreaStandard, type Coverage, type HandCount, type Sum } from './count-by-hand.ts'
import { decimal, nothing, plus, times, whole } from './fraction.ts'
import { holds, type County, type Site } from './read-sample.ts'

/** What each rule of the five plans counts, written down from its clause; one count a part, in the order of the parts. */
export const rulesByHand: Record<string, (county: County) => HandCount[]> = {
  // 冕宁
  'MN-03': cover({ of: ['street', 'township'], types: ['community_complex'], marked: { level: 'township', tag: 'eligible_central_township' } }),
  'MN-04': cover({ of: ['township', 'street'], types: ['regional_center'] }),
  'MN-05': cover({ of: ['village'], types: ['mutual_aid'] }),
  'MN-06': cover({ of: ['resettlement_site'], types: ['day_care', 'community_center', 'community_complex', 'mutual_aid', 'meal_point'], residentsFrom: 800 }),
  'MN-07': cover({ of: ['community', 'village'], types: ['meal_point'] }),
  'MN-12': (county) => [register(county, 2014)],
  'MN-13': (county) => [inProperUse(county)],
  'MN-14': (county) => [premises(county)],
  'MN-16': (county) => [nursing(county)],
  'MN-17': (county) => [rated('township_home', 1, county), rated('county_support_home', 2, county)],
  'MN-18': (county) => [number(['smart_care_home'], county), number(['smart_care_community'], county)],
  'MN-19': (county) => [ratio(statistic('social_workers', county), elders(county)), ratio(statistic('social_workers', county), beds(institutions, county))],
  'MN-20': cover({ of: ['township', 'street', 'village', 'community'], types: ['elder_learning_point'] }),
  'MN-22': cover({ of: ['county'], types: ['county_support_home'] }),
  'MN-24': (county) => [rooms(county)],
  'MN-26': (county) => [sum({ types: ['meal_point'], where: inResettlement, figure: one, atMost: one }, county)],
  // 乐山
  'LS-02': (county) => [number(['community_complex'], county)],
  'LS-03': cover({ of: ['street', 'township'], types: ['community_complex'], marked: { level: 'township', tag: 'eligible_central_township' } }),
  'LS-04': cover({ of: ['community'], types: ['day_care'] }),
  'LS-05': cover({ of: ['village'], types: ['mutual_aid', 'day_care'] }),
  'LS-07': cover({ of: ['township', 'street'], types: ['regional_center', 'community_complex'] }),
  'LS-08': cover({ of: ['township'], types: ['regional_center'] }),
  'LS-09': cover({ of: ['county'], types: ['county_support_home'] }),
  'LS-13': (county) => [rooms(county)],
  'LS-14': (county) => [premises(county)],
  'LS-16': cover({ of: ['county'], types: ['smart_care_home', 'smart_care_community'], all: true }),
  'LS-17': cover({ of: ['county'], types: ['elder_university'] }),
  'LS-18': (county) => [sum({ types: ['medical_integrated'], where: isPrimaryCare, figure: one, atMost: one }, county)],
  'LS-19': (county) => [nursing(county)],
  'LS-20': (county) => [ratio(statistic('social_workers', county), elders(county))],
  'LS-22': cover({ of: ['township'], types: ['regional_center'], marked: { level: 'township', tag: 'central_town' } }),
  'LS-23': (county) => [number(['meal_point'], county), sum({ types: ['meal_point'], where: ({ name }) => name.includes('长者食堂'), figure: one }, county)],
  // 玉溪
  'YX-02': cover({ of: ['township'], types: ['regional_center'] }),
  'YX-03': cover({ of: ['street'], types: ['regional_center', 'community_complex'] }),
  'YX-04': cover({ of: ['community'], types: ['community_center', 'day_care', 'embedded_home', 'meal_point'], city: true }),
  'YX-05': cover({ of: ['county'], types: ['safety_net_home'] }),
  'YX-06': cover({ of: ['county'], types: ['county_support_home'] }),
  'YX-08': (county) => [perHundred({ ...yuxiNew, m2: 20n }, county)],
  'YX-09': (county) => [perHundred({ ...yuxiOld, m2: 15n }, county)],
  'YX-11': (county) => [register(county, 2014)],
  'YX-12': cover({ of: ['county'], types: ['meal_point'] }),
  'YX-13': cover({ of: ['street'], types: ['meal_point'] }),
  'YX-15': (county) => [premises(county)],
  'YX-17': (county) => [nursing(county)],
  'YX-18': (county) => [projectBeds(institutions, county)],
  'YX-20': (county) => [sum({ types: ['dementia_unit'], where: ({ name }) => name.includes('玉溪市老年养护院'), figure: one }, county)],
  'YX-22': (county) => [sum({ types: null, where: ({ name }) => name.includes('辅助器具'), figure: one }, county)],
  // 沙坡头
  'SP-03': (county) => [perHundred(shapotouNew, county)],
  'SP-04': (county) => [perHundred(shapotouOld, county)],
  'SP-05': (county) => [shareOfAreas(shapotouNew, 'built', county)],
  'SP-07': cover({ of: ['township'], types: ['regional_center'], marked: { level: 'township', tag: 'urban_town' } }),
  'SP-08': (county) => [number(['regional_center'], county)],
  'SP-09': (county) => [rebuilt(['河南', '河北', '兴仁'], county)],
  'SP-10': (county) => [sum({ types: ['meal_point'], where: isProject, figure: one, atMost: one }, county)],
  'SP-13': (county) => [sum({ types: ['rural_meal_table'], where: isProject, figure: one, atMost: one }, county)],
  'SP-14': (county) => [number(['county_support_home'], county)],
  'SP-15': (county) => [nursing(county)],
  'SP-16': (county) => [ratio(sum({ types: ['township_home'], where: ratedFrom(1), figure: one, atMost: one }, county), number(['township_home'], county))],
  'SP-17': cover({ of: ['township'], types: ['elder_university_branch'] }),
  'SP-18': cover({ of: ['community'], types: ['elder_learning_point'] }),
  'SP-19': (county) => [ratio(statistic('social_workers', county), beds(institutions, county)), ratio(statistic('social_workers', county), elders(county))],
  'SP-23': (county) => [premises(county)],
  'SP-27': (county) => [ratio(sum({ types: ['medical'], where: and(isLargeHospital, ({ geriatrics }) => geriatrics ?? null), figure: one, atMost: one }, county), sum({ types: ['medical'], where: isLargeHospital, figure: one, atMost: one }, county))],
  // 石城
  'SC-02': cover({ of: ['community'], types: ['day_care'], city: true }),
  'SC-03': cover({ of: ['community'], types: ['day_care', 'embedded_home', 'community_center', 'meal_point'], city: true }),
  'SC-04': cover({ of: ['village'], types: ['mutual_aid'], nine: true }),
  'SC-05': cover({ of: ['village'], types: ['mutual_aid', 'day_care', 'meal_point'] }),
  'SC-06': cover({ of: ['street', 'township'], types: ['regional_center', 'community_complex'], marked: { level: 'township', tag: 'street_level' } }),
  'SC-07': (county) => [number(['embedded_home'], county)],
  'SC-08': (county) => [perHundred(shichengNew, county)],
  'SC-09': (county) => [perSite(shichengNew, county)],
  'SC-10': (county) => [perHundred(shichengOld, county)],
  'SC-11': (county) => [shareOfAreas(shichengNew, 'met', county)],
  'SC-12': (county) => [shareOfAreas(shichengOld, 'met', county)],
  'SC-14': cover({ of: ['county'], types: ['county_support_home'] }),
  'SC-15': (county) => [ratio(sum({ types: ['township_home'], figure: ({ residentsInCare }) => residentsInCare ?? null }, county), beds(['township_home'], county))],
  'SC-16': (county) => [beds(everyBed, county)],
  'SC-17': (county) => [nursing(county)],
  'SC-18': (county) => [ratio(nursingBeds(['township_home'], county), beds(['township_home'], county))],
  'SC-19a': (county) => [projectSize(['county_support_home'], county)],
  'SC-19b': (county) => [projectSize(['township_home'], county)],
  'SC-19c': (county) => [projectBeds(['county_support_home'], county)],
  'SC-19d': (county) => [projectBeds(['township_home'], county)],
  'SC-20': (county) => [rated('township_home', 1, county), rated('county_support_home', 2, county)],
  'SC-22': (county) => [number(['medical_integrated'], county), beds(['medical_integrated'], county)],
  'SC-23': (county) => [ratio(statistic('social_workers', county), elders(county))],
  'SC-25': cover({ of: ['village', 'settlement'], types: ['mutual_aid'] }),
  'SC-29': (county) => [premises(county)],
  'SC-31a': (county) => [number(['dementia_unit'], county)],
  'SC-31b': (county) => [number(['nursing_demonstration_home'], county)],
  'SC-31c': (county) => [number(['emergency_center'], county)],
  'SC-32': cover({ of: ['community'], types: ['embedded_home'], city: true }),
}

function cover(rule: Coverage): (county: County) => HandCount[] {
  return (county) => [coverage(rule, county)]
}

type Where = NonNullable<Sum['where']>

const one = () => 1
const bedsOf = ({ beds: own }: Site) => own

/** 养老机构: every registered care institution. */
const institutions = ['care_institution', 'township_home', 'county_support_home', 'embedded_home', 'safety_net_home', 'nursing_demonstration_home', 'smart_care_home']
const everyBed = [...institutions, 'regional_center', 'community_complex', 'community_center', 'day_care', 'mutual_aid', 'medical_integrated', 'dementia_unit']

function number(types: string[], county: County): HandCount {
  return sum({ types, figure: one }, county)
}

function beds(types: string[], county: County): HandCount {
  return sum({ types, figure: bedsOf }, county)
}

function nursingBeds(types: string[], county: County): HandCount {
  return sum({ types, figure: ({ nursingBeds: own }) => own, atMost: bedsOf }, county)
}

function nursing(county: County): HandCount {
  return ratio(nursingBeds(institutions, county), beds(institutions, county))
}

const isPublic: Where = ({ ownership }) => (ownership == null ? null : ownership === 'public')
const isProject: Where = ({ project }) => (project == null ? null : project === 'new' || project === 'expansion')
const isPrimaryCare: Where = ({ medicalKind }) => (medicalKind == null ? null : ['community_health_centre', 'community_health_station', 'township_health_centre', 'village_clinic'].includes(medicalKind))
const isGeneralHospital: Where = ({ medicalKind }) => (medicalKind == null ? null : medicalKind === 'general_hospital')
const isLargeHospital = and(isGeneralHospital, ({ hospitalGrade }) => (hospitalGrade == null ? null : hospitalGrade >= 2))

function ratedFrom(grade: number): Where {
  return ({ rating }) => (rating == null ? null : rating >= grade)
}

/** One that fails settles it; else one that is not filled in leaves it open. */
function and(...conditions: Where[]): Where {
  return (site, county) => {
    const answers = conditions.map((condition) => condition(site, county))
    return answers.includes(false) ? false : answers.includes(null) ? null : true
  }
}

/** Of the public homes those rated from the grade on. */
function rated(type: string, grade: number, county: County): HandCount {
  const all = { types: [type], figure: one, atMost: one }
  return ratio(sum({ ...all, where: and(isPublic, ratedFrom(grade)) }, county), sum({ ...all, where: isPublic }, county))
}

const inResettlement: Where = ({ point }, { ledgers }) => {
  if (point === null) return null
  return ledgers.settlements.some(({ kind, boundary, point: centre }) => {
    if (kind !== 'resettlement_site') return false
    if (boundary) return holds(boundary, point)
    return centre !== null && Math.hypot((centre[0] - point[0]) * 111_320 * Math.cos((centre[1] * Math.PI) / 180), (centre[1] - point[1]) * 110_900) <= 200
  })
}

/** Public projects that are not closed, planned ones among them. */
function projectSum(types: string[], figure: Sum['figure'], county: County): HandCount {
  return sum({ types, where: and(isPublic, isProject), figure, notIn: ['closed'] }, county)
}

function projectSize(types: string[], county: County): HandCount {
  return { ...projectSum(types, bedsOf, county), below: projectSum(types, one, county).above }
}

function projectBeds(types: string[], county: County): HandCount {
  return ratio(projectSum(types, ({ nursingBeds: own }) => own, county), projectSum(types, bedsOf, county))
}

/** Each name once, however many of its sites count. */
function rebuilt(names: string[], county: County): HandCount {
  const isRebuilt = (site: Site) => site.status === 'operating' && site.types.includes('regional_center') && site.tierLevel === 'township' && site.project === 'expansion'
  const found = names.filter((name) => county.sites.some((site) => isRebuilt(site) && site.name.includes(name)))
  return { above: whole(found.length), upper: whole(found.length), below: null }
}

function premises({ ledgers }: County): HandCount {
  const converted = whole(ledgers.premises.filter(({ status }) => status === 'converted').length)
  return { above: converted, upper: converted, below: whole(ledgers.premises.length) }
}

function inProperUse({ sites }: County): HandCount {
  const own = sites.filter(({ acquisition, types, status }) => (acquisition === 'ancillary' || types.includes('residential_ancillary')) && !['planned', 'building'].includes(status))
  const proper = whole(own.filter(({ currentUse }) => currentUse === 'eldercare').length)
  return { above: proper, upper: plus(proper, whole(own.filter(({ currentUse }) => currentUse === '').length)), below: whole(own.length) }
}

const premisesTypes = ['residential_ancillary', 'day_care', 'community_center', 'community_complex', 'embedded_home', 'meal_point']
const newArea = { classes: ['new' as const], m2: 20n, singleM2: null, types: premisesTypes, ways: ['ancillary', 'built'], households: 'householdsPlanned' as const }
const restArea = { classes: ['rest' as const], m2: 15n, singleM2: null, types: premisesTypes, ways: ['ancillary', 'built', 'bought', 'exchanged'], households: 'householdsCompleted' as const }
const yuxiNew: AreaStandard = { ...newArea, since: '2024-01-01' }
const yuxiOld: AreaStandard = { ...restArea, since: '2024-01-01' }
const shapotouNew: AreaStandard = { ...newArea, since: '2021-01-01' }
const shapotouOld: AreaStandard = { ...restArea, m2: 20n, ways: [...restArea.ways, 'leased'], since: '2021-01-01' }
const everyWay = ['ancillary', 'built', 'bought', 'exchanged', 'leased', 'converted']
const shichengNew: AreaStandard = { ...newArea, singleM2: 150n, ways: everyWay, since: '2022-06-20' }
const shichengOld: AreaStandard = { ...restArea, ways: everyWay, since: '2022-06-20' }

/** Σ m² ÷ Σ households / 100 of the areas whose class and households are known. */
function perHundred(rule: AreaStandard, county: County): HandCount {
  const known = areasOf(rule, county).filter(({ households }) => households !== null)
  const m2 = known.reduce((total, area) => plus(total, area.m2), nothing)
  return { above: m2, upper: m2, below: times(whole(known.reduce((total, { households }) => total + households!, 0)), 1n, 100n) }
}

/** Σ m² of the counted sites ÷ their number; of an area without a date nobody knows whether its sites are among them. */
function perSite(rule: AreaStandard, county: County): HandCount {
  const areas = areasOf(rule, county)
  const dated = areas.filter(({ area }) => (area.permitDate ?? area.planningConditionDate) !== null)
  const sites = [...new Set(dated.flatMap((area) => area.sites))]
  const m2 = sites.reduce((total, { floorAreaM2 }) => plus(total, decimal(floorAreaM2!)), nothing)
  return { above: m2, upper: dated.length < areas.length ? null : m2, below: whole(sites.length) }
}

function shareOfAreas(rule: AreaStandard, measure: 'met' | 'built', county: County): HandCount {
  const areas = areasOf(rule, county)
  const isDated = ({ area }: (typeof areas)[number]) => (area.permitDate ?? area.planningConditionDate) !== null
  const yes = areas.filter((one) => isDated(one) && (measure === 'built' ? one.sites.length > 0 : one.verdict === 'met')).length
  const open = areas.filter((one) => !isDated(one) || (measure === 'met' && one.verdict === 'unknown')).length
  return { above: whole(yes), upper: whole(yes + open), below: whole(areas.length) }
}
