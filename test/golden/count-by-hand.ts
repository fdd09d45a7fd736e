import { decimal, less, nothing, plus, times, whole, type Fraction } from './fraction.ts'
import { holds, type Area, type County, type Position, type Site, type Unit } from './read-sample.ts'

/**
 * The rules of the five plans counted a second time, by plain loops over the samples' files and the words of
 * domain.md; nothing here comes from the product. `upper` is what it may be once all that is unknown is known, null
 * where nothing bounds that; `below` is null for a mere number.
 */
export interface HandCount {
  above: Fraction
  upper: Fraction | null
  below: Fraction | null
}

type Level = Unit['level'] | 'county' | 'settlement' | 'resettlement_site'

/** Units with an operating site of the types inside ÷ units. */
export interface Coverage {
  of: Level[]
  types: string[]
  all?: boolean
  nine?: boolean
  city?: boolean
  /** Units of the level count only when marked so. */
  marked?: { level: Level; tag: string }
  residentsFrom?: number
}

interface Member {
  code: string
  level: Level
  townshipCode: string | null
  contains: (site: Site) => boolean
  /** Whether it belongs at all. */
  sure: boolean
}

export function coverage(rule: Coverage, county: County): HandCount {
  const operating = county.sites.filter(({ status }) => status === 'operating')
  const members = rule.of.flatMap((level) => membersOf(level, rule, county))
  let sure = 0
  let unknown = 0
  const open: Member[] = []
  for (const member of members) {
    const answers = groupsOf(rule).map((types) => answer(operating.filter((site) => isOf(site, types) && member.contains(site)), rule))
    if (!member.sure) unknown += 1
    else if (answers.includes('no')) open.push(member)
    else if (answers.includes('unknown')) unknown += 1
    else sure += 1
  }
  const lost = operating.filter((site) => !site.point && groupsOf(rule).some((types) => isOf(site, types)) && (!rule.nine || answer([site], rule) !== 'no'))
  return { above: whole(sure), upper: whole(sure + unknown + mostRescued(lost, open, county)), below: whole(members.length) }
}

function groupsOf({ types, all }: Coverage): string[][] {
  return all ? types.map((type) => [type]) : [types]
}

function answer(sites: Site[], { nine }: Coverage): 'yes' | 'no' | 'unknown' {
  if (sites.length === 0) return 'no'
  if (!nine) return 'yes'
  const answers = sites.map(({ fourHelpsFiveHaves: own }) => (own?.includes(false) ? 'no' : own?.length === 9 && own.every((one) => one === true) ? 'yes' : 'unknown'))
  return answers.includes('yes') ? 'yes' : answers.includes('unknown') ? 'unknown' : 'no'
}

function membersOf(level: Level, { city, marked, residentsFrom }: Coverage, county: County): Member[] {
  if (level === 'county') return [{ code: county.code, level, townshipCode: null, contains: () => true, sure: true }]
  const unitByCode = new Map(county.units.map((unit) => [unit.unitCode, unit]))
  if (level === 'settlement' || level === 'resettlement_site') {
    const kind = level === 'settlement' ? 'natural_village' : 'resettlement_site'
    return county.ledgers.settlements
      .filter((one) => one.kind === kind && (residentsFrom === undefined || one.residents === null || one.residents >= residentsFrom))
      .map(({ id, unitCode, boundary, point, residents }) => ({
        code: id,
        level,
        townshipCode: unitByCode.get(unitCode)?.parentCode ?? null,
        contains: (site) => site.point !== null && (boundary ? holds(boundary, site.point) : point !== null && metresApart(site.point, point) <= 200),
        sure: residentsFrom === undefined || residents !== null,
      }))
  }
  const tagged = new Set(county.ledgers.unitTags.filter(({ tag }) => tag === marked?.tag).map(({ unitCode }) => unitCode))
  return county.units
    .filter((unit) => unit.level === level && (marked?.level !== level || tagged.has(unit.unitCode)) && (!city || unit.urbanRuralCode === null || unit.urbanRuralCode.startsWith('1')))
    .map((unit) => ({
      code: unit.unitCode,
      level,
      townshipCode: unit.parentCode,
      contains: (site) => (unit.shape ? site.point !== null && holds(unit.shape, site.point) : codesAbove(site.unitCode, unitByCode).includes(unit.unitCode)),
      sure: !city || unit.urbanRuralCode !== null,
    }))
}

function codesAbove(code: string | null, unitByCode: Map<string, Unit>): string[] {
  const codes: string[] = []
  for (let unit = unitByCode.get(code ?? ''); unit; unit = unitByCode.get(unit.parentCode ?? '')) codes.push(unit.unitCode)
  return codes
}

const layer: Record<Level, number> = { county: 0, township: 1, street: 1, other: 1, community: 2, village: 2, settlement: 3, resettlement_site: 4 }

/** Each site without a place stands in one unit a layer: the one whose code it carries, above or below that. */
function mostRescued(lost: Site[], open: Member[], county: County): number {
  const unitByCode = new Map(county.units.map((unit) => [unit.unitCode, unit]))
  let most = 0
  for (const one of new Set(open.map(({ level }) => layer[level]))) {
    const taken = new Map<Member, Site>()
    const place = (site: Site, seen: Set<Member>): boolean => {
      for (const member of open) {
        if (layer[member.level] !== one || member.level === 'county' || seen.has(member) || !mayStandIn(site, member, unitByCode)) continue
        seen.add(member)
        const other = taken.get(member)
        if (!other || place(other, seen)) {
          taken.set(member, site)
          return true
        }
      }
      return false
    }
    for (const site of lost) if (place(site, new Set())) most += 1
  }
  return most
}

function mayStandIn(site: Site, member: Member, unitByCode: Map<string, Unit>): boolean {
  const coded = unitByCode.get(site.unitCode ?? '')
  if (!coded || coded.unitCode === member.code) return true
  if (layer[coded.level] === layer[member.level]) return false
  return layer[coded.level] < layer[member.level] ? member.townshipCode === coded.unitCode || member.townshipCode === null : layer[member.level] > 2 ? member.townshipCode === coded.parentCode : coded.parentCode === member.code
}

function isOf({ types }: Site, wanted: string[]): boolean {
  return types.some((type) => wanted.includes(type))
}

/** Good to a metre over a few hundred: enough for a 200 m limit that no site of the samples comes close to. */
function metresApart([ax, ay]: Position, [bx, by]: Position): number {
  const east = (ax - bx) * 111_320 * Math.cos((ay * Math.PI) / 180)
  return Math.hypot(east, (ay - by) * 110_900)
}

/** A sum over operating sites; `null` from `figure` is a field nobody filled in. */
export interface Sum {
  types: string[] | null
  /** True, false, or null where it cannot be told. */
  where?: (site: Site, county: County) => boolean | null
  figure: (site: Site) => number | null
  /** The most that an empty figure can be. */
  atMost?: (site: Site) => number | null
  /** Sites of every status but these: operating alone where left out. */
  notIn?: string[]
}

export function sum({ types, where, figure, atMost, notIn }: Sum, county: County): HandCount {
  let known = 0
  let upper: number | null = 0
  for (const site of county.sites) {
    if (types && !isOf(site, types)) continue
    if (notIn ? notIn.includes(site.status) : site.status !== 'operating') continue
    const belongs = where ? where(site, county) : true
    if (belongs === false) continue
    const own = figure(site)
    if (belongs && own !== null) known += own
    const most = own ?? atMost?.(site) ?? null
    upper = upper === null || most === null ? null : upper + most
  }
  return { above: whole(known), upper: upper === null ? null : whole(upper), below: null }
}

/** The fraction of two sums: what the denominator may be at most stands below the line. */
export function ratio(above: HandCount, below: HandCount): HandCount {
  return { above: above.above, upper: above.upper, below: below.upper ?? below.above }
}

export function elders({ population, areas }: County): HandCount {
  const all = [...population.units, ...population.unlocated, ...areas].reduce((total, { residents60Plus }) => total + (residents60Plus ?? 0), 0)
  return { above: whole(all), upper: whole(all), below: null }
}

export function statistic(key: string, { ledgers }: County): HandCount {
  const newest = ledgers.statistics.filter((one) => one.key === key).sort((a, b) => ((a.asOf ?? '') < (b.asOf ?? '') ? 1 : -1))[0]
  return { above: decimal(newest.value), upper: decimal(newest.value), below: null }
}

export function rooms({ ledgers }: County): HandCount {
  let above = nothing
  let upper = nothing
  let below = nothing
  for (const { floorAreaM2, eldercareFreeM2 } of ledgers.communityRooms) {
    below = plus(below, decimal(floorAreaM2!))
    if (eldercareFreeM2 !== null) above = plus(above, decimal(eldercareFreeM2))
    upper = plus(upper, decimal(eldercareFreeM2 ?? floorAreaM2!))
  }
  return { above, upper, below }
}

export function register({ ledgers }: County, from: number): HandCount {
  const entries = ledgers.register.filter(({ builtYear }) => builtYear === null || builtYear >= from)
  const undated = entries.filter(({ builtYear }) => builtYear === null).length
  const done = entries.filter(({ builtYear, state }) => builtYear !== null && state === 'done').length
  return { above: whole(done), upper: whole(done + undated), below: whole(entries.length) }
}

/** 面积 rules, area by area. */
export interface AreaStandard {
  classes: ('new' | 'rest')[]
  m2: bigint
  singleM2: bigint | null
  types: string[]
  ways: string[]
  since: string
  households: 'householdsPlanned' | 'householdsCompleted'
}

export interface HandArea {
  area: Area
  verdict: 'met' | 'not_met' | 'unknown'
  households: number | null
  m2: Fraction
  sites: Site[]
}

/** Every area of the classes; one without a date may be of any class. */
export function areasOf(rule: AreaStandard, { areas, sites }: County): HandArea[] {
  const dateOf = (area: Area) => area.permitDate ?? area.planningConditionDate
  return areas.flatMap((area): HandArea[] => {
    const date = dateOf(area)
    if (date !== null && !rule.classes.includes(date >= rule.since ? 'new' : 'rest')) return []
    const households = area[rule.households]
    const counted = sites.filter(
      (site) =>
        isOf(site, rule.types) &&
        site.status === 'operating' &&
        site.currentUse === 'eldercare' &&
        site.acquisition !== null &&
        rule.ways.includes(site.acquisition) &&
        site.allotments.some(({ residentialAreaId }) => residentialAreaId === area.id),
    )
    const blank = { area, households, sites: counted, m2: nothing }
    if (date === null || households === null) return [{ ...blank, households: date === null ? null : households, verdict: 'unknown' }]
    const shares = counted.map((site) => shareOf(site, area, areas, rule, dateOf))
    if (shares.includes(null)) return [{ ...blank, verdict: 'unknown' }]
    const m2 = shares.reduce<Fraction>((total, share) => plus(total, share!), nothing)
    const small = rule.singleM2 !== null && counted.some(({ floorAreaM2 }) => less(decimal(floorAreaM2!), { n: rule.singleM2!, d: 1n }))
    const none = rule.singleM2 !== null && counted.length === 0
    const short = less(m2, times(whole(households), rule.m2, 100n))
    return [{ ...blank, m2, verdict: small || none || short ? 'not_met' : 'met' }]
  })
}

/** The stated m², else what the stated ones leave, shared by households. */
function shareOf(site: Site, area: Area, areas: Area[], rule: AreaStandard, dateOf: (area: Area) => string | null): Fraction | null {
  const own = site.allotments.find(({ residentialAreaId }) => residentialAreaId === area.id)!
  if (own.areaM2 !== null) return decimal(own.areaM2)
  if (site.floorAreaM2 === null) return null
  let left = decimal(site.floorAreaM2)
  for (const { areaM2 } of site.allotments) if (areaM2 !== null) left = plus(left, times(decimal(areaM2), -1n, 1n))
  const sharers = site.allotments.filter(({ areaM2 }) => areaM2 === null).map(({ residentialAreaId }) => areas.find(({ id }) => id === residentialAreaId)!)
  if (sharers.length === 1) return left
  const counts = sharers.map((one) => (dateOf(one) === null ? null : one[rule.households]))
  if (counts.includes(null)) return null
  return times(left, BigInt(area[rule.households]!), BigInt(counts.reduce<number>((total, count) => total + count!, 0)))
}
