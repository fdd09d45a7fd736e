import { polygonAreaM2 } from '../../core/geodesic-area.ts'
import type { SiteCheck } from '../../contract/what-if.ts'
import { hasType } from '../../core/indicators/facility-families.ts'
import { listSiteLand, type SiteShape } from '../site-checks.repository.ts'
import { exactNumber, figure, say } from '../../core/indicators/words.ts'
import { clauseOf, findRule, type Check, type Checks, type Question } from './check.ts'

/** By the parcels of the ledger: classes that need no change, or others, which do; a plan's clause on siting is cited. */
export async function checkLandUse({ tx, countyCode, versions, sites, packs }: Question, shapes: readonly SiteShape[]): Promise<Checks> {
  const land = versions.parcels === undefined ? [] : await listSiteLand(tx, countyCode, versions.parcels, shapes)
  return sites.map((site, index): Check[] => {
    const clause = clauseOf(packs[index], findRule(packs[index], 'land_constraint', ({ test }) => test === 'siting'))
    const head = { id: 'land_use' as const, title: say('用地分类', 'Land use'), layer: 'land_parcels', clause, value: null }
    const own = land.find((one) => one.index === index)
    if (versions.parcels === undefined) return [{ ...head, outcome: 'unknown', finding: say('尚未导入用地地块', 'Land parcels were never loaded') }]
    if (!own) return [{ ...head, outcome: 'unknown', finding: say('不在已导入的任何地块内，用地分类未知', 'On no parcel that was loaded: its land use is not known') }]
    const named = own.landUses.filter((use) => use !== null)
    const others = named.filter((use) => !site.acceptedLandUse.some((accepted) => use.startsWith(accepted)))
    if (others.length > 0) return [{ ...head, outcome: 'warning', finding: say(`用地分类为 ${others.join('、')}，需先调整用途`, `Land use ${others.join(', ')}: needs a change of use first`) }]
    if (named.length < own.landUses.length) return [{ ...head, outcome: 'unknown', finding: say('地块未填用地分类', 'The parcel does not say its land use') }]
    if (!own.whole) return [{ ...head, outcome: 'unknown', finding: say(`部分用地不在已导入的地块内；其余为 ${named.join('、')}`, `Part of it lies on no parcel that was loaded; the rest is ${named.join(', ')}`) }]
    return [{ ...head, outcome: 'pass', finding: say(`用地分类为 ${named.join('、')}，无须调整`, `Land use ${named.join(', ')}: no change needed`) }]
  })
}

/** Land against the minimum that was given (no plan of ours prints one), and floor area against the plan's for one site. */
export function checkAreas({ sites, packs }: Question): Checks {
  return sites.map((site, index) => [checkLandArea(site), ...checkFloorArea(site, packs[index])])
}

function checkLandArea(site: SiteCheck): Check {
  const { minimumLandAreaM2: least } = site
  const head = { id: 'land_area' as const, title: say('用地面积下限', 'Least land area'), layer: null, clause: null }
  const areaM2 = site.landAreaM2 ?? (site.boundary && polygonAreaM2([site.boundary.coordinates]))
  const value = areaM2 === undefined ? null : { number: Math.round(areaM2 * 100) / 100, unit: 'm2' }
  if (least === undefined) return { ...head, outcome: 'unknown', value, finding: say('规划未规定用地面积下限，也未给出', 'The plan prescribes no least land area and none was given') }
  if (areaM2 === undefined) return { ...head, outcome: 'unknown', value, finding: say('未给出用地面积或范围', 'Neither land area nor boundary was given') }
  const figures = say(`用地 ${figure(exactNumber(areaM2))} m²，下限 ${least} m²`, `${figure(exactNumber(areaM2))} m² of land, at least ${least} m² asked`)
  return { ...head, outcome: areaM2 >= least ? 'pass' : 'veto', value, finding: figures }
}

/** The clause speaks of sites of new areas; whether this one belongs to such an area nobody has said: a warning, no veto. */
function checkFloorArea({ facilityTypes, floorAreaM2 }: SiteCheck, pack: Question['packs'][number]): Check[] {
  const found = findRule(pack, 'area_per_100hh', ({ singleSiteMinimumM2, facilityTypes: types }) => singleSiteMinimumM2 !== null && hasType(facilityTypes, types))
  if (!found) return []
  const least = found.compute.singleSiteMinimumM2!
  const head = { id: 'land_area' as const, title: say('单处用房面积下限（新建小区配建）', 'Least floor area of one site (new residential areas)'), layer: null, clause: clauseOf(pack, found) }
  if (floorAreaM2 === undefined) return [{ ...head, outcome: 'unknown', value: null, finding: say('未给出建筑面积', 'No floor area was given') }]
  const finding = say(`建筑面积 ${floorAreaM2} m²，单处下限 ${least} m²`, `${floorAreaM2} m² of floor area, at least ${least} m² asked of one site`)
  return [{ ...head, outcome: floorAreaM2 >= least ? 'pass' : 'warning', value: { number: floorAreaM2, unit: 'm2' }, finding }]
}
