import { geodesicMetres, isInRing, offset, rectangle, round7, type LonLat, type Ring } from '../geometry.ts'
import { squareMetres } from '../ledger.ts'
import type { Facility, Ledgers } from '../types.ts'
import { beside, nameOf, operating, seatOf, trouble, type LedgerContext } from './context.ts'

/** Metres of a site's parcel that stand on farmland: a strip along its eastern edge. */
export const farmlandStripMetres = 10

export function seedSettlements(context: LedgerContext): void {
  const { ledgers, wish } = context
  const villages = context.county.units.filter((unit) => unit.centre && (unit.level === 'village' || unit.level === 'community'))
  if (villages.length === 0) return
  const served = [...operating(context, 'mutual_aid'), ...operating(context, 'community_center')]
  const place = (kind: 'resettlement_site' | 'natural_village', unitCode: string, point: LonLat, residents: number | null, walled = false) => {
    const number = String(ledgers.settlements.length + 1).padStart(2, '0')
    const word = kind === 'resettlement_site' ? '安置点' : '自然村'
    const boundary = walled ? { type: 'Polygon' as const, coordinates: [rectangle(point, 360, 360, 0)] } : null
    const row = { id: `${wish.prefix}-s${number}`, name: `示例·${nameOf(context, unitCode)}${word}${number}`, kind, unitCode, residents, point, boundary }
    ledgers.settlements.push(row)
    return row
  }
  const near = (i: number) => served[(i * 7) % served.length]
  const lonely = (i: number): { unitCode: string; point: LonLat } => {
    for (let tries = 0; tries < 100; tries++) {
      const unit = villages[(i * 11 + 3 + tries) % villages.length]
      const point = beside(context, unit.centre!, 1300)
      const isAlone = context.county.facilities.every((site) => !site.point || geodesicMetres(site.point, point) > 400)
      if (isAlone) return { unitCode: unit.unitCode, point }
    }
    throw new Error(`expected a place with no site near in ${context.county.code}, got none`)
  }
  if (served.length > 0) {
    place('resettlement_site', near(1).unitCode, beside(context, near(1).point, 120), 1240)
    place('resettlement_site', near(2).unitCode, round7(offset(near(2).point, 60, 40)), 905, true)
  }
  const bare = place('resettlement_site', lonely(1).unitCode, lonely(1).point, 860)
  place('resettlement_site', lonely(2).unitCode, lonely(2).point, 430)
  const uncounted = place('resettlement_site', lonely(3).unitCode, lonely(3).point, null)
  for (const i of [3, 4, 5]) if (served.length > 0) place('natural_village', near(i).unitCode, beside(context, near(i).point, 150), 300 + 40 * i)
  for (const i of [4, 5, 6]) place('natural_village', lonely(i).unitCode, lonely(i).point, 260 + 30 * i)
  trouble(context, 'settlement_without_site', [bare.id], {
    zh: '860 人的集中安置点内（点位 200 m 内）没有养老服务设施',
    en: 'A resettlement site of 860 people with no eldercare site inside (within 200 m of its point)',
  })
  trouble(context, 'settlement_without_headcount', [uncounted.id], {
    zh: '安置点无人数：是否满 800 人不明，数据不足',
    en: 'A resettlement site without a headcount: whether it has 800 is not known',
  })
}

export function seedPremises(context: LedgerContext): void {
  const { county, ledgers, wish, random } = context
  const units = county.units.filter((unit) => unit.centre && !context.townships.includes(unit as (typeof context.townships)[number]))
  const hosts = units.length > 0 ? units : context.townships
  const kinds: [string, string, Ledgers['premises'][number]['status'], string | null, string | null][] = [
    ['闲置校舍', '教育局', 'idle', '1860.00', null],
    ['涉改乡镇办公用房', '乡镇政府', 'idle', '940.50', null],
    ['厂房', '国资公司', 'reserved', '3200.00', null],
    ['仓储', '供销社', 'idle', null, null],
    ['社区用房', '社区居委会', 'converted', '420.00', '2027-06-30'],
    ['商业用房', '国资公司', 'converted', '760.00', '2023-12-31'],
    ['办公用房', '机关事务中心', 'other_use', '1280.00', null],
    ['旧敬老院', '民政局', 'idle', '680.00', null],
    ['闲置校舍', '村集体', 'reserved', '510.00', null],
  ]
  kinds.forEach(([kind, owner, status, floorAreaM2, transitionUntil], i) => {
    const unit = hosts[(i * 5 + 2) % hosts.length]
    const id = `${wish.prefix}-r${String(i + 1).padStart(2, '0')}`
    ledgers.premises.push({
      ...{ id, name: `示例·${nameOf(context, unit.unitCode)}${kind}${i + 1}`, kind, unitCode: unit.unitCode, owner },
      ...{ floorAreaM2, landAreaM2: kind === '闲置校舍' ? squareMetres(random.integer(1800, 4200)) : null, status, transitionUntil },
      point: i === 6 ? null : beside(context, unit.centre!, random.between(80, 400)),
    })
  })
  trouble(context, 'transition_over', [`${wish.prefix}-r06`], {
    zh: '改造用房的五年过渡期已于 2023-12-31 届满',
    en: 'The five-year transition of converted premises ended on 2023-12-31',
  })
}

/** A square parcel under every site whose ledger gives a land area; three planned ones; one misused, one not known. */
export function seedParcels(context: LedgerContext): void {
  const { county, ledgers, wish } = context
  const landUse = (site: Facility) => (site.types.some((type) => ['care_institution', 'township_home', 'county_support_home'].includes(type)) ? '080701' : '070201')
  const owners = county.facilities.filter((site) => site.landAreaM2 !== null && site.point && site.status === 'operating')
  for (const site of owners) {
    const side = Math.sqrt(Number(site.landAreaM2))
    parcel({ landUse: landUse(site), areaM2: site.landAreaM2, facilityId: site.id, phase: 'current', boundary: square(site.point!, side) })
  }
  const current = ledgers.parcels.filter(({ phase }) => phase === 'current')
  current.forEach((row, i) => (row.misused = i === 3 ? null : false))
  const seat = seatOf(context)
  ;[3200, 1800, null].forEach((m2, i) => {
    const point = beside(context, seat.centre, 1500 + 300 * i)
    parcel({ landUse: '080701', areaM2: m2 === null ? null : squareMetres(m2), phase: 'planned', boundary: square(point, 50) })
  })
  const misused = parcel({ landUse: '080701', areaM2: '2600.00', phase: 'current', misused: true, boundary: null })
  misused.note = '养老用地改建商品房（示例）'
  trouble(context, 'parcel_misused', [misused.id], { zh: '养老用地被改作房地产开发', en: 'A parcel for eldercare was turned to property development' })
  const open = current[3]
  if (open) trouble(context, 'misuse_not_filled_in', [open.id], { zh: '未填是否改变用途：数据不足', en: 'Whether its use was changed is not filled in: not known' })

  function parcel(row: Partial<Ledgers['parcels'][number]>) {
    const id = `${wish.prefix}-p${String(ledgers.parcels.length + 1).padStart(2, '0')}`
    const full = { id, landUse: null, areaM2: null, facilityId: null, phase: 'current' as const, misused: false, note: null, boundary: null, ...row }
    ledgers.parcels.push(full)
    return full
  }
}

/** Demonstration layers: three cases that must be found, and areas that touch nothing. */
export function seedControlAreas(context: LedgerContext): void {
  const { county, ledgers, wish } = context
  const area = (layer: Ledgers['controlAreas'][number]['layer'], ring: Ring) => {
    const number = String(ledgers.controlAreas.length + 1).padStart(2, '0')
    const word = { permanent_basic_farmland: '永久基本农田', ecological_redline: '生态保护红线', hazard: '地质灾害点' }[layer]
    ledgers.controlAreas.push({ id: `${wish.prefix}-k${number}`, layer, name: `示例·${word}${number}`, boundary: { type: 'Polygon', coordinates: [ring] } })
  }
  const sites = county.facilities.filter((site): site is Facility & { point: LonLat } => site.point !== null)
  const isFree = (ring: Ring, except?: Facility) => sites.every((site) => site === except || !isInRing(site.point, ring))
  const onLand = sites.filter((site) => ledgers.parcels.some((row) => row.facilityId === site.id))
  const edge = (site: Facility & { point: LonLat }) => Math.sqrt(Number(site.landAreaM2)) / 2
  const strip = (site: Facility & { point: LonLat }) => rectangle(offset(site.point, edge(site) + 150 - farmlandStripMetres, 0), 300, 300, 0)
  const victim = onLand.find((site, i) => i > 0 && isFree(strip(site))) ?? onLand.find((site) => isFree(strip(site)))
  if (victim) {
    area('permanent_basic_farmland', strip(victim))
    trouble(context, 'site_on_farmland', [victim.id], {
      zh: `用地东缘 ${farmlandStripMetres} m 压占永久基本农田`,
      en: `The eastern ${farmlandStripMetres} m of its parcel stand on permanent basic farmland`,
    })
  }
  const points = sites.filter((site) => site.landAreaM2 === null && site.status === 'operating' && !site.types.includes('medical'))
  const around = (site: Facility & { point: LonLat }, metres: number) => rectangle(offset(site.point, metres / 5, 0), metres, metres, 0)
  const alone = points.filter((site) => isFree(around(site, 120), site))
  if (alone[2]) {
    area('permanent_basic_farmland', around(alone[2], 120))
    trouble(context, 'point_on_farmland', [alone[2].id], {
      zh: '点位落在永久基本农田内；无用地范围，压占面积按 0 计，但算触及',
      en: 'Its point lies on farmland; without a parcel the overlap is 0 m², but it touches',
    })
  }
  if (alone[5]) {
    area('hazard', around(alone[5], 120))
    trouble(context, 'site_in_hazard', [alone[5].id], { zh: '设施在地质灾害点范围内', en: 'The site stands in a hazard area' })
  }
  for (const [layer, count] of [['permanent_basic_farmland', 4], ['ecological_redline', 2]] as const) {
    for (let placed = 0, tries = 0; placed < count && tries < 200; tries++) {
      const unit = context.townships[(placed * 3 + tries) % context.townships.length]
      const ring = rectangle(beside(context, unit.centre, 2500), 700, 500, 0)
      if (!isFree(ring)) continue
      area(layer, ring)
      placed += 1
    }
  }
}

function square(centre: LonLat, metres: number) {
  return { type: 'Polygon' as const, coordinates: [rectangle(centre, metres, metres, 0)] }
}
