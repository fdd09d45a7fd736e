import { add, compare, parseDecimal, rational, zero, type Rational } from '../exact.ts'
import type { Condition, FacilityField, Scope, Tally } from '../policy/compute.ts'
import type { CountyLedger, LedgerFacility, Statistic } from '../policy/ledger.ts'
import type { FailingUnit } from '../policy/result.ts'
import type { Bilingual } from '../problems.ts'
import { familyAssumptions, hasType } from './facility-families.ts'
import { scopePeople } from './scope-people.ts'
import { byText, measureWords, names, say } from './words.ts'

/** One row of a ledger in a sum: counted with its figure, or unknown (whether it belongs, or how much it has). */
export interface TallyRow {
  entity: FailingUnit['entity']
  id: string
  code: string | null
  name: string
  /** Null where the field is empty. */
  value: Rational | null
  /** Null where what is unknown of the row has no bound. */
  upper: Rational | null
  state: 'counted' | 'unknown'
  why: Bilingual | null
}

/** A sum over a ledger: `known` counts nothing unknown; `upper` all of it, null where that has no bound. */
export interface TallySum {
  known: Rational
  upper: Rational | null
  /** How many rows are unknown. */
  unknown: number
  rows: TallyRow[]
  /** The list itself was never loaded, or the figure never entered. */
  missing: boolean
  lacking: Bilingual[]
  assumptions: Bilingual[]
}

/** A row whose field is empty is unknown, neither zero nor left out. */
export function tallyOf(tally: Tally, ledger: CountyLedger): TallySum {
  switch (tally.of) {
    case 'facilities':
      return facilityTally(tally, ledger)
    case 'population':
      return populationTally(tally, ledger)
    case 'statistic':
      return statisticTally(tally.key, ledger)
    case 'community_rooms':
      return roomTally(tally.sum, ledger)
  }
}

export type SettlementLedger = Pick<CountyLedger, 'settlements'>

/** Facilities in operation, unless the conditions speak of the status themselves. */
export function matchFacility(facility: LedgerFacility, types: readonly string[] | null, where: readonly Condition[], ledger: SettlementLedger): true | false | null {
  if (types && !hasType(facility.types, types)) return false
  if (!where.some(({ field }) => field === 'status') && facility.status !== 'operating') return false
  const answers = where.map((condition) => test(facility, condition, ledger))
  return answers.includes(false) ? false : answers.includes(null) ? null : true
}

/** Names the conditions of a facility that cannot be answered: fields that nobody filled in. */
export function unansweredFields(facility: LedgerFacility, where: readonly Condition[], ledger: SettlementLedger): Bilingual {
  const fields = [...new Set(where.filter((condition) => test(facility, condition, ledger) === null).map(({ field }) => field))].sort(byText)
  return { zh: fields.map((field) => fieldWords[field]?.zh ?? field).join('、'), en: fields.map((field) => fieldWords[field]?.en ?? field).join(', ') }
}

/** Names the conditions that a facility does not meet, with its own figure and the one asked: 「等级 0，应 ≥ 1」. */
export function unmetFields(facility: LedgerFacility, where: readonly Condition[], ledger: SettlementLedger): Bilingual {
  const unmet = where.filter((condition) => test(facility, condition, ledger) === false)
  const one = ({ field, is, value }: Condition, word: 'zh' | 'en') => {
    const name = fieldWords[field]?.[word] ?? field
    const own = field === 'settlementKind' ? null : facility[field]
    if (own === false && is === '==' && value === true) return word === 'zh' ? `没有${name}` : `no ${name}`
    const sign = is === '>=' ? '≥' : is === '<=' ? '≤' : is === '==' ? '=' : is
    return `${name} ${own ?? '—'}${word === 'zh' ? '，应' : ', asked'} ${sign} ${Array.isArray(value) ? value.join('/') : value}`
  }
  return { zh: unmet.map((condition) => one(condition, 'zh')).join('；'), en: unmet.map((condition) => one(condition, 'en')).join('; ') }
}

export function sumRows(rows: TallyRow[]): Pick<TallySum, 'known' | 'upper' | 'unknown' | 'rows'> {
  const counted = rows.filter(({ state }) => state === 'counted')
  const unknown = rows.filter(({ state }) => state === 'unknown')
  const known = counted.reduce((total, { value }) => add(total, value!), zero)
  const upper = unknown.reduce<Rational | null>((total, row) => (total && row.upper ? add(total, row.upper) : null), known)
  return { known, upper, unknown: unknown.length, rows: [...rows].sort((a, b) => byText(`${a.code ?? ''} ${a.name} ${a.id}`, `${b.code ?? ''} ${b.name} ${b.id}`)) }
}

function facilityTally({ facilityTypes, where, sum }: Extract<Tally, { of: 'facilities' }>, ledger: CountyLedger): TallySum {
  const { facilities } = ledger
  const rows = facilities.flatMap((facility): TallyRow[] => {
    const match = matchFacility(facility, facilityTypes, where, ledger)
    if (match === false) return []
    const value = sum === 'one' ? rational(1) : fieldValue(facility, sum)
    const upper = value ?? (sum === 'one' ? null : upperOf(facility, sum))
    const { facilityId: id, code, name } = facility
    const asked = match === null ? unansweredFields(facility, where, ledger) : null
    const why = asked ? say(`未填：${asked.zh}`, `not filled in: ${asked.en}`) : value ? null : emptyWords(sum)
    return [{ entity: 'facility', id, code, name, value, upper, state: match && value ? 'counted' : 'unknown', why }]
  })
  const result = sumRows(rows)
  const unknown = result.rows.filter(({ state }) => state === 'unknown')
  const listed = names(unknown.map(({ name }) => name))
  return {
    ...result,
    missing: false,
    lacking: unknown.length > 0 ? [say(`${unknown.length} 处设施未填齐（${listed.zh}）`, `${unknown.length} facilities are not filled in (${listed.en})`)] : [],
    assumptions: [
      ...familyAssumptions(facilityTypes),
      ...(where.some(({ field }) => field === 'status') ? [] : [say('只计运营中的设施', 'Only facilities in operation count')]),
    ],
  }
}

function populationTally({ measure, scope }: Extract<Tally, { of: 'population' }>, ledger: CountyLedger): TallySum {
  const people = scopePeople(ledger, measure, scope)
  const { zh, en } = measureWords[measure]
  // Whose place is unknown lives in the county all the same; only of a narrower scope is it not known.
  return {
    known: rational(people.known + (scope === 'all' ? people.unlocated : 0)),
    upper: people.missingPlaces > 0 ? null : rational(people.known + people.unlocated),
    unknown: people.missingPlaces,
    rows: [],
    missing: people.untagged || people.places.length === 0,
    lacking: people.lacking,
    assumptions: [
      say(`${zh}按各小区、村（社区）台账合计，含位置不明者`, `${en}: the sum of the ledgers of areas and villages, those without a known place included`),
      ...(scope !== 'all' && people.unlocated > 0 ? [unlocatedWords(scope, people.unlocated)] : []),
    ],
  }
}

export function unlocatedWords(scope: Scope, unlocated: number): Bilingual {
  const { zh, en } = scopeWords(scope)
  return say(
    `位置不明的 ${unlocated} 人（户）不知是否属于${zh}：下限按全部属于而未覆盖计，上限按全部已覆盖计`,
    `Whether the ${unlocated} without a known place belong to ${en} is not known: the lower bound takes all as members not covered, the upper bound all as covered`,
  )
}

export function scopeWords(scope: Scope): Bilingual {
  if (scope === 'all') return say('全域', 'the whole county')
  if (scope === 'city') return say('城市', 'the city')
  if (scope === 'country') return say('农村', 'the country')
  return say('所标记的范围', 'the marked units')
}

/** The latest entry of a figure; an entry without a date is older than any with one. */
function statisticTally(key: string, { statistics }: CountyLedger): TallySum {
  const found = (statistics ?? []).filter((one) => one.key === key).sort(newestFirst)[0] as Statistic | undefined
  const words = statisticWords[key] ?? say(key, key)
  if (!found) {
    const lacking = [say(`未填报：${words.zh}`, `Not entered: ${words.en}`)]
    return { known: zero, upper: null, unknown: 1, rows: [], missing: true, lacking, assumptions: [] }
  }
  const value = parseDecimal(found.value)
  const source = say(
    `${words.zh} ${found.value}：${found.source}${found.asOf ? `（${found.asOf}）` : ''}`,
    `${words.en} ${found.value}: ${found.source}${found.asOf ? ` (${found.asOf})` : ''}`,
  )
  return { known: value, upper: value, unknown: 0, rows: [], missing: false, lacking: [], assumptions: [source] }
}

function newestFirst(a: Statistic, b: Statistic): number {
  return byText(`${b.asOf ?? ''} ${b.source} ${b.value}`, `${a.asOf ?? ''} ${a.source} ${a.value}`)
}

function roomTally(field: 'floorAreaM2' | 'eldercareFreeM2', { communityRooms }: CountyLedger): TallySum {
  if (!communityRooms) {
    const lacking = [say('尚未导入社区服务用房台账', 'No ledger of community rooms was ever loaded')]
    return { known: zero, upper: null, unknown: 0, rows: [], missing: true, lacking, assumptions: [] }
  }
  const rows = communityRooms.map((room): TallyRow => {
    const text = room[field]
    const value = text === null ? null : parseDecimal(text)
    const floor = room.floorAreaM2 === null ? null : parseDecimal(room.floorAreaM2)
    const why = value ? null : field === 'floorAreaM2' ? say('未填建筑面积', 'no floor area') : say('未填无偿用于养老的面积', 'no free eldercare area')
    return { entity: 'unit', id: room.unitId, code: null, name: room.name, value, upper: value ?? floor, state: value ? 'counted' : 'unknown', why }
  })
  const result = sumRows(rows)
  const { zh, en } = names(result.rows.filter(({ state }) => state === 'unknown').map(({ name }) => name))
  return {
    ...result,
    missing: false,
    lacking: result.unknown > 0 ? [say(`${result.unknown} 个社区的服务用房未填面积（${zh}）`, `${result.unknown} communities give no room area (${en})`)] : [],
    assumptions: [say('按社区服务用房建筑面积计（规划未写面积或间数）', 'By floor area of the community rooms (the plan names neither area nor rooms)')],
  }
}

function fieldValue(facility: LedgerFacility, field: FacilityField): Rational | null {
  const value = facility[field]
  return value === null ? null : typeof value === 'number' ? rational(value) : parseDecimal(value)
}

/** Beds of a kind are never more than the beds; nothing else is bounded. */
function upperOf(facility: LedgerFacility, field: FacilityField): Rational | null {
  return (field === 'nursingBeds' || field === 'medicalBeds') && facility.beds !== null ? rational(facility.beds) : null
}

/** True, false, or null where the ledger leaves the field empty. */
function test(facility: LedgerFacility, { field, is, value }: Condition, ledger: SettlementLedger): boolean | null {
  if (field === 'settlementKind') return standsIn(facility, is, value, ledger)
  const own = facility[field]
  return own === null ? null : answers(own, is, value)
}

/** Any settlement of the kind will do; a ledger never loaded, and a site without a place, leave it open. */
function standsIn(facility: LedgerFacility, is: Condition['is'], value: Condition['value'], { settlements }: SettlementLedger): boolean | null {
  if (settlements === null) return null
  const own = settlements.filter(({ id }) => facility.insideSettlementIds.includes(id))
  if (own.some(({ kind }) => answers(kind, is, value))) return true
  return facility.located ? false : null
}

function answers(own: string | number | boolean, is: Condition['is'], value: Condition['value']): boolean {
  switch (is) {
    case '==':
      return own === value
    case '!=':
      return own !== value
    case 'in':
      return Array.isArray(value) && value.some((one) => one === own)
    case 'contains':
      return typeof own === 'string' && (Array.isArray(value) ? value : [value]).some((one) => own.includes(String(one)))
    case '>=':
      return typeof own === 'number' && typeof value === 'number' && compare(rational(own), rational(value)) >= 0
    case '<=':
      return typeof own === 'number' && typeof value === 'number' && compare(rational(own), rational(value)) <= 0
  }
}

function emptyWords(field: FacilityField | 'one'): Bilingual {
  const { zh, en } = fieldWords[field] ?? say(field, field)
  return say(`未填：${zh}`, `not filled in: ${en}`)
}

const fieldWords: Partial<Record<string, Bilingual>> = {
  beds: { zh: '床位数', en: 'beds' },
  nursingBeds: { zh: '护理型床位', en: 'nursing beds' },
  medicalBeds: { zh: '医疗床位', en: 'medical beds' },
  residentsInCare: { zh: '在住人数', en: 'residents in care' },
  eldersServed: { zh: '服务人数', en: 'elders served' },
  floorAreaM2: { zh: '建筑面积', en: 'floor area' },
  landAreaM2: { zh: '用地面积', en: 'land area' },
  ownership: { zh: '公办/民办', en: 'ownership' },
  rating: { zh: '等级', en: 'rating' },
  project: { zh: '新建/改扩建', en: 'project' },
  medicalKind: { zh: '医疗机构类别', en: 'kind of medical institution' },
  hospitalGrade: { zh: '医院等级', en: 'hospital grade' },
  geriatrics: { zh: '老年医学科', en: 'geriatrics' },
  tierLevel: { zh: '层级', en: 'tier' },
}

const statisticWords: Partial<Record<string, Bilingual>> = {
  social_workers: { zh: '社会工作者人数', en: 'social workers' },
  planned_population: { zh: '规划人口', en: 'planned population' },
  urban_elders_60_plus: { zh: '城镇 60 岁及以上老年人', en: 'urban elders 60+' },
  rural_elders_60_plus: { zh: '农村 60 岁及以上老年人', en: 'rural elders 60+' },
}
