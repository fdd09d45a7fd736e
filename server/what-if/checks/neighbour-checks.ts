import { degreeScaleAt, geodesicMetres } from '../../core/geodesic.ts'
import { findProfile } from '../../core/coverage/profiles.ts'
import { hasType } from '../../core/indicators/facility-families.ts'
import { exactNumber, figure, names, say } from '../../core/indicators/words.ts'
import { findSettings } from '../../coverage/settings.repository.ts'
import { listFacilities } from '../../facilities/facilities.repository.ts'
import { listPremises } from '../../ledgers/land.repository.ts'
import { clauseOf, findRule, type Check, type Checks, type Question } from './check.ts'

/** Straight line to the nearest medical site in operation (便利就医); the plan's own words where it has some. */
export async function checkMedical({ tx, countyCode, versions, sites, packs }: Question): Promise<Checks> {
  const facilities = versions.facilities === undefined ? [] : await listFacilities(tx, countyCode, versions.facilities)
  const medical = facilities.filter(({ types, status }) => types.includes('medical') && status === 'operating')
  const located = medical.flatMap(({ name, lon, lat }) => (lon === null || lat === null ? [] : [{ name, lon, lat }]))
  const unplaced = medical.length - located.length
  return sites.map((site, index): Check[] => {
    const rule =
      findRule(packs[index], 'land_constraint', ({ test }) => test === 'siting') ??
      findRule(packs[index], 'proximity', ({ pairs }) => pairs.some(({ from, to }) => to.facilityTypes.includes('medical') && hasType(site.facilityTypes, from.facilityTypes)))
    const head = { id: 'medical' as const, title: say('便利就医（直线距离）', 'Medical care near (straight line)'), layer: 'facilities', clause: clauseOf(packs[index], rule) }
    const nearest = nearestOf(site.location, located)
    if (!nearest) {
      const finding = unplaced > 0 ? say(`${unplaced} 处医疗机构没有位置，距离未知`, `${unplaced} medical sites have no place, so the distance is not known`) : say('台账中没有运营中的医疗卫生机构，距离未知', 'The ledger has no medical site in operation, so the distance is not known')
      return [{ ...head, outcome: 'unknown', value: null, finding }]
    }
    const shown = figure(exactNumber(Math.round(nearest.metres * 10) / 10))
    const isNear = nearest.metres <= site.nearMedicalMetres
    // A site without a place may be the nearer one: then “none near” is not known either.
    const outcome = isNear ? 'pass' : unplaced > 0 ? 'unknown' : 'warning'
    const doubt = !isNear && unplaced > 0 ? say(`；另有 ${unplaced} 处没有位置`, `; ${unplaced} more have no place`) : say('', '')
    const finding = say(
      `最近的医疗机构：${nearest.site.name}，直线 ${shown} m（要求 ${site.nearMedicalMetres} m 以内）${doubt.zh}`,
      `Nearest medical site: ${nearest.site.name}, ${shown} m in a straight line (within ${site.nearMedicalMetres} m asked)${doubt.en}`,
    )
    return [{ ...head, outcome, value: { number: nearest.metres, unit: 'm' }, finding }]
  })
}

const usualCircle = 'gb50180-15min'

/** Idle premises within the county's own circle, as the crow flies: 先用闲置. What has no place may be near. */
export async function checkIdlePremises({ tx, countyCode, versions, sites, packs }: Question): Promise<Checks> {
  const settings = versions.settings === undefined ? undefined : await findSettings(tx, countyCode, versions.settings)
  const limitMetres = (findProfile(settings?.defaultProfile ?? usualCircle) ?? findProfile(usualCircle)!).limitMetres
  const premises = versions.premises === undefined ? [] : (await listPremises(tx, countyCode, versions.premises)).filter(({ status }) => status === 'idle')
  const located = premises.flatMap(({ name, lon, lat }) => (lon === null || lat === null ? [] : [{ name, lon, lat }]))
  const unplaced = premises.length - located.length
  return sites.map((site, index): Check[] => {
    const rule = findRule(packs[index], 'inventory', ({ register }) => register === 'idle_premises')
    const head = { id: 'idle_premises' as const, title: say('先用闲置', 'Idle premises first'), layer: 'idle_premises', clause: clauseOf(packs[index], rule), value: null }
    if (site.build === 'convert') return [{ ...head, outcome: 'pass', finding: say('本身即为改造利用', 'It is a conversion itself') }]
    if (versions.premises === undefined) return [{ ...head, outcome: 'unknown', finding: say('尚未导入闲置用房台账', 'No ledger of idle premises was ever loaded') }]
    const near = withinMetres(site.location, located, limitMetres)
    const doubt = unplaced > 0 ? say(`；另有 ${unplaced} 处没有位置`, `; ${unplaced} more have no place`) : say('', '')
    if (near.length > 0) {
      const listed = names(near.map(({ name }) => name))
      const finding = say(`直线 ${limitMetres} m 内有闲置用房 ${near.length} 处：${listed.zh}，宜先用${doubt.zh}`, `${near.length} idle premises within ${limitMetres} m: ${listed.en}; to be used first${doubt.en}`)
      return [{ ...head, outcome: 'warning', value: { number: near.length, unit: 'count' }, finding }]
    }
    const none = say(`直线 ${limitMetres} m 内没有闲置用房${doubt.zh}`, `No idle premises within ${limitMetres} m${doubt.en}`)
    return [{ ...head, outcome: unplaced > 0 ? 'unknown' : 'pass', value: { number: 0, unit: 'count' }, finding: none }]
  })
}

interface Located {
  name: string
  lon: number
  lat: number
}

/** The nearest by the plane at the site, measured on the ellipsoid; the plane’s error is below a thousandth of a distance. */
function nearestOf([lon, lat]: [number, number], sites: readonly Located[]): { site: Located; metres: number } | undefined {
  const { lonMetres, latMetres } = degreeScaleAt(lat)
  const planar = sites.map((site) => Math.hypot((site.lon - lon) * lonMetres, (site.lat - lat) * latMetres))
  const least = planar.reduce((a, b) => Math.min(a, b), Infinity)
  let best: { site: Located; metres: number } | undefined
  sites.forEach((site, i) => {
    if (planar[i] > least * 1.02 + 1) return
    const metres = geodesicMetres(lon, lat, site.lon, site.lat)
    if (!best || metres < best.metres) best = { site, metres }
  })
  return best
}

function withinMetres([lon, lat]: [number, number], sites: readonly Located[], metres: number): Located[] {
  const { latMetres } = degreeScaleAt(lat)
  return sites.filter((site) => Math.abs(site.lat - lat) * latMetres <= metres * 1.01 && geodesicMetres(lon, lat, site.lon, site.lat) <= metres)
}
