import type { AdminCoverage, UnitSelector } from '../policy/compute.ts'
import type { CountyLedger, LedgerFacility, LedgerUnit } from '../policy/ledger.ts'
import type { FailingUnit, Part } from '../policy/result.ts'
import type { Bilingual } from '../problems.ts'
import { expandTypes, hasType, statusWords, typeWords } from './facility-families.ts'
import { sharePart, unknownPart } from './parts.ts'
import { selectUnits, type UnitMember } from './select-units.ts'
import { byText, names, say } from './words.ts'

export type CoverageTerms = Pick<AdminCoverage, 'facilityTypes' | 'need' | 'conditions'>

export interface CoveredUnits {
  part: Part
  verdicts: { member: UnitMember; state: 'covered' | 'fails' | 'unknown'; reason: Bilingual }[]
  lacking: Bilingual[]
  notes: Bilingual[]
}

/**
 * Share of units with an operating qualifying facility inside (domain.md, Admin-unit coverage). Unknown, and so above
 * the line only in the upper bound: a unit whose only qualifying facility is not filled in, or whose membership is not
 * known; and as many uncovered units as qualifying facilities without any place could lie in.
 */
export function coverUnits(selector: UnitSelector, terms: CoverageTerms, ledger: CountyLedger): CoveredUnits {
  const { members, lacking, incomplete } = selectUnits(selector, ledger)
  const groups = terms.need === 'all' ? terms.facilityTypes.map((type) => [type]) : [terms.facilityTypes]
  const placed = ledger.facilities.filter((facility) => facility.status === 'operating')
  const inside = indexByUnit(placed)
  const lost = placed.filter(({ located }) => !located)
  const verdicts = members.map((member) => {
    const own = member.level === 'county' ? placed : (inside.get(member.id) ?? [])
    const states = groups.map((types) => bestState(own, types, terms))
    const known = states.includes('no') ? ('fails' as const) : states.includes('unknown') ? ('unknown' as const) : ('covered' as const)
    const state = member.uncertain ? ('unknown' as const) : known
    return { member, state, reason: member.uncertain ?? reasonOf(known, member, own, terms, ledger) }
  })
  const hopeful = lostReach(lost, groups, terms, verdicts, selector, ledger)
  const rescued = verdicts.map((verdict) =>
    verdict.state === 'fails' && hopeful.unitIds.has(verdict.member.id) ? { ...verdict, state: 'unknown' as const, reason: hopeful.reason } : verdict,
  )
  const count = (state: 'covered' | 'unknown', of = verdicts) => of.filter((verdict) => verdict.state === state).length
  const unknown = count('unknown') + Math.min(hopeful.most, count('unknown', rescued) - count('unknown'))
  const empty = members.length === 0
  const countsCounties = selector.levels.length === 1 && selector.levels[0] === 'county'
  const part = empty && incomplete ? unknownPart({ partOfWhole: true, unit: '%' }) : sharePart({ known: count('covered'), unknown, total: members.length })
  return {
    part: { ...part, ...(incomplete ? { rowsMissing: true } : {}), ...(countsCounties ? { countsCounties: true } : {}) },
    verdicts: rescued,
    lacking: [...lacking, ...hopeful.lacking, ...(empty && !incomplete ? [say('范围内没有这样的单元', 'There is no such unit in scope')] : [])],
    notes: judgedByCode(members),
  }
}

/** The units of a verdict list that fail or are unknown, by name. */
export function failingUnits({ verdicts }: CoveredUnits, countyCode: string): FailingUnit[] {
  return verdicts.flatMap(({ member: { entity, id, code, name }, state, reason }) =>
    state === 'covered' ? [] : [{ entity, id, code, name, countyCode, state, reason }],
  )
}

/** 四助五有: all nine; one that is not filled in leaves the site unknown, unless another is missing for sure. */
export function meetsConditions({ fourHelpsFiveHaves: nine }: LedgerFacility, conditions: CoverageTerms['conditions']): 'yes' | 'no' | 'unknown' {
  if (conditions.length === 0) return 'yes'
  if (nine?.includes(false)) return 'no'
  return nine?.length === 9 && nine.every((one) => one === true) ? 'yes' : 'unknown'
}

function indexByUnit(facilities: readonly LedgerFacility[]): Map<string, LedgerFacility[]> {
  const index = new Map<string, LedgerFacility[]>()
  for (const facility of facilities) {
    for (const id of new Set([...facility.insideUnitIds, ...facility.insideSettlementIds])) {
      const list = index.get(id)
      if (list) list.push(facility)
      else index.set(id, [facility])
    }
  }
  return index
}

function bestState(own: readonly LedgerFacility[], types: readonly string[], { conditions }: CoverageTerms): 'yes' | 'no' | 'unknown' {
  const states = own.filter((facility) => hasType(facility.types, types)).map((facility) => meetsConditions(facility, conditions))
  return states.includes('yes') ? 'yes' : states.includes('unknown') ? 'unknown' : 'no'
}

/**
 * The uncovered units that facilities without any place could lie in, and how many of them at most: one facility lies
 * in one township or street, one community or village, one settlement of each kind. One that carries a unit's code lies in that unit.
 */
function lostReach(lost: LedgerFacility[], groups: string[][], terms: CoverageTerms, verdicts: CoveredUnits['verdicts'], selector: UnitSelector, ledger: CountyLedger) {
  const able = lost.filter((facility) => groups.some((types) => hasType(facility.types, types)) && meetsConditions(facility, terms.conditions) !== 'no')
  const unitById = new Map(ledger.units.map((unit) => [unit.id, unit]))
  const open = verdicts.filter(({ member, state }) => state === 'fails' && member.level !== 'county').map(({ member }) => member)
  const reach = able.map(({ unitId }) => open.filter((member) => mayHold(member, unitById.get(unitId ?? ''))))
  const hopeful = able.filter((_, i) => reach[i].length > 0)
  const unitIds = new Set(reach.flat().map(({ id }) => id))
  const layers = new Set(selector.levels.map((level) => layerOf[level])).size
  const listed = names(hopeful.map(({ name }) => name))
  const words = say(`${hopeful.length} 处合格设施没有位置，可能在其中（${listed.zh}）`, `${hopeful.length} qualifying facilities without a place may lie in it (${listed.en})`)
  return { unitIds, most: hopeful.length * layers, reason: words, lacking: hopeful.length > 0 ? [words] : [] }
}

/** By the code that the facility carries: that unit, the township above it, or what lies in it on another layer; without one any. */
function mayHold(member: UnitMember, coded: LedgerUnit | undefined): boolean {
  if (!coded || member.id === coded.id) return true
  if (layerOf[member.level] === layerOf[coded.level]) return false
  return member.townshipId === null || coded.townshipId === null || member.townshipId === coded.townshipId
}

const layerOf = { county: 0, township: 1, street: 1, other: 1, community: 2, village: 2, settlement: 3, resettlement_site: 4 } as const

function reasonOf(state: 'covered' | 'fails' | 'unknown', member: UnitMember, own: LedgerFacility[], terms: CoverageTerms, ledger: CountyLedger): Bilingual {
  if (state === 'covered') return say('', '')
  const types = typeWords(terms.facilityTypes)
  const typed = own.filter((facility) => hasType(facility.types, terms.facilityTypes))
  if (state === 'unknown') {
    const listed = names(typed.map(({ name }) => name))
    return say(`有 ${typed.length} 处设施未填齐“四助五有”九项（${listed.zh}）`, `${typed.length} facilities do not fill in all nine conditions (${listed.en})`)
  }
  const others = ledger.facilities.filter(
    (facility) =>
      facility.status !== 'operating' &&
      hasType(facility.types, terms.facilityTypes) &&
      (member.level === 'county' || facility.insideUnitIds.includes(member.id) || facility.insideSettlementIds.includes(member.id)),
  )
  if (terms.need === 'all') {
    const missing = terms.facilityTypes.filter((type) => !own.some((facility) => hasType(facility.types, [type])))
    const words = typeWords(missing)
    if (missing.length > 0) return say(`缺 ${missing.length} 类：${words.zh}`, `Lacks ${missing.length} of the types: ${words.en}`)
  }
  if (typed.length > 0) return say(`${typed.length} 处设施均未满足“四助五有”九项`, `None of ${typed.length} facilities meets all nine conditions`)
  if (others.length === 0) return say(`辖区内运营中的合格设施 0 处（${types.zh}）`, `0 qualifying facilities in operation inside (${types.en})`)
  const listed = names(others.map(({ name }) => name))
  const states = [...new Set(others.map(({ status }) => status))].sort(byText).map((status) => statusWords[status] ?? say(status, status))
  return say(
    `辖区内运营中的合格设施 0 处，另有 ${others.length} 处${states.map(({ zh }) => zh).join('、')}（${listed.zh}）`,
    `0 qualifying facilities in operation inside; ${others.length} ${states.map(({ en }) => en).join(', ')} (${listed.en})`,
  )
}

function judgedByCode(members: readonly UnitMember[]): Bilingual[] {
  const coded = members.filter(({ judgedBy }) => judgedBy === 'code')
  if (coded.length === 0) return []
  const listed = names(coded.map(({ name }) => name))
  return [say(`${coded.length} 个单元无边界，按设施所填区划代码判断（${listed.zh}）`, `${coded.length} units have no boundary and are judged by the code on the facility (${listed.en})`)]
}

/** For assumptions: which types count. */
export function countedTypes(types: readonly string[]): Bilingual {
  const { zh, en } = typeWords(expandTypes(types))
  return say(`计入的设施类型：${zh}`, `Facility types that count: ${en}`)
}
