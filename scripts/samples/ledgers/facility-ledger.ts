import { geodesicMetres, type LonLat } from '../geometry.ts'
import type { Facility } from '../types.ts'
import { operating, trouble, type LedgerContext } from './context.ts'

const careTypes = ['care_institution', 'township_home', 'county_support_home', 'embedded_home', 'regional_center']
const servingTypes = ['mutual_aid', 'meal_point', 'rural_meal_table', 'community_center', 'community_complex', 'day_care']

/** Fills in, for the sites that were there already, what only rules of packs ask. Called once the medical sites stand. */
export function fillFacilityLedgers(context: LedgerContext): void {
  const eldercare = context.county.facilities.filter((site) => !site.types.includes('medical'))
  for (const site of eldercare) {
    site.ledger.ownership ??= site.operatorKind === 'private' ? 'private' : 'public'
    site.ledger.project ??= 'none'
    site.ledger.tierLevel ??= tierOf(site)
    site.ledger.ownLand ??= site.landAreaM2 !== null ? true : site.types.includes('residential_ancillary') || site.tenure === 'leased' ? false : null
  }
  fillCare(context, eldercare.filter((site) => site.types.some((type) => careTypes.includes(type)) && site.beds > 0))
  fillServed(context, eldercare.filter((site) => site.types.some((type) => servingTypes.includes(type))))
  fillFourHelps(context)
}

function tierOf({ types }: Facility): Facility['ledger']['tierLevel'] {
  if (types.includes('county_support_home')) return 'county'
  if (types.includes('township_home') || types.includes('regional_center')) return 'township'
  return types.includes('mutual_aid') || types.includes('rural_meal_table') ? 'village' : null
}

function fillCare(context: LedgerContext, homes: Facility[]): void {
  const clinics = [...operating(context, 'medical')]
  const [unrated, unsigned, uncounted, spare]: string[][] = [[], [], [], []]
  homes.forEach((home, i) => {
    const { ledger } = home
    ledger.rating = i % 8 === 5 ? null : [1, 2, 2, 1, 3, 0, 2, 0][i % 8]
    ledger.residentsInCare = i % 7 === 6 ? null : Math.round(home.beds * (i % 5 === 3 ? 0.35 : context.random.between(0.55, 0.92)))
    ledger.medicalPartner = i % 9 === 8 ? null : i % 4 === 2 || !home.point ? '' : nearestName(home.point, clinics)
    if (ledger.rating === null) unrated.push(home.id)
    if (ledger.medicalPartner === '') unsigned.push(home.id)
    if (ledger.residentsInCare === null) uncounted.push(home.id)
    if (ledger.residentsInCare !== null && ledger.residentsInCare < home.beds / 2) spare.push(home.id)
  })
  trouble(context, 'home_not_rated', unrated, { zh: '未填等级评定：不算达级，也不从分母去掉', en: 'No rating filled in: neither rated nor left out of the denominator' })
  trouble(context, 'home_unsigned', unsigned, { zh: '养老机构没有签约医疗机构', en: 'The home has no agreement with a medical institution' })
  trouble(context, 'residents_not_filled_in', uncounted, { zh: '未填在住人数：使用率只能给出上下限', en: 'Residents not filled in: the use of beds has bounds only' })
  trouble(context, 'spare_beds', spare, { zh: '在住不足床位一半：床位富余', en: 'Fewer residents than half the beds: spare beds' })
}

function nearestName(point: LonLat, clinics: (Facility & { point: LonLat })[]): string {
  const metres = (site: Facility & { point: LonLat }) => geodesicMetres(point, site.point)
  return clinics.reduce((best, site) => (metres(site) < metres(best) ? site : best)).name
}

function fillServed(context: LedgerContext, sites: Facility[]): void {
  const empty: string[] = []
  sites.forEach((site, i) => {
    const least = site.types.some((type) => ['mutual_aid', 'rural_meal_table'].includes(type)) ? 8 : 40
    site.ledger.eldersServed ??= i % 13 === 12 ? null : context.random.integer(least, least * 5)
    if (site.ledger.eldersServed === null) empty.push(site.id)
  })
  trouble(context, 'elders_served_not_filled_in', empty, { zh: '未填服务人数：不作 0 计', en: 'Elders served not filled in: not counted as 0' })
}

/** 四助五有: mostly whole; some lack one, some leave one empty. */
function fillFourHelps(context: LedgerContext): void {
  const [lacking, empty]: string[][] = [[], []]
  operating(context, 'mutual_aid').forEach((site, i) => {
    const nine: (boolean | null)[] = Array.from({ length: 9 }, () => true)
    if (i % 9 === 4) nine[(i * 5) % 9] = false
    if (i % 13 === 7) nine[(i * 7 + 1) % 9] = null
    site.ledger.fourHelpsFiveHaves = i % 29 === 28 ? null : nine
    if (site.ledger.fourHelpsFiveHaves?.includes(false)) lacking.push(site.id)
    else if (site.ledger.fourHelpsFiveHaves === null || nine.includes(null)) empty.push(site.id)
  })
  trouble(context, 'four_helps_lacking', lacking, { zh: '“四助五有”有一项没有：不符合标准', en: 'One of the nine of 四助五有 is not there: below the standard' })
  trouble(context, 'four_helps_not_filled_in', empty, { zh: '“四助五有”有项未填：数据不足，不算符合', en: 'One of the nine is not filled in: not known, not counted as met' })
}
