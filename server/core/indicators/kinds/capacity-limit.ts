import { add, rational, subtract, zero, type Rational } from '../../exact.ts'
import type { CapacityLimit } from '../../policy/compute.ts'
import type { CountyLedger, EvaluationFacts, LedgerFacility } from '../../policy/ledger.ts'
import type { Computed, FailingUnit, Part } from '../../policy/result.ts'
import type { Bilingual } from '../../problems.ts'
import { countedTypes } from '../cover-units.ts'
import { familyAssumptions } from '../facility-families.ts'
import { judgePart, missingTo, type Aim } from '../judge.ts'
import { computedOf, sharePart, sum } from '../parts.ts'
import { matchFacility, unansweredFields } from '../tally.ts'
import { byText, figure, names, percent, positive, say } from '../words.ts'

/**
 * A limit on single projects (县级 ≤ 300 beds, 护理型床位 ≥ 80 %): each one is held to the target by itself, and the sum
 * stands beside. A site that nobody says is a project, and that would break the limit, is unknown; one that would keep it
 * changes nothing. `spare_beds` shows the beds that stand empty in each township, and is no limit.
 */
export function capacityLimit(compute: CapacityLimit, { ledger }: EvaluationFacts, aim: Aim | null): Computed {
  if (compute.measure === 'spare_beds') return spareBeds(compute, ledger)
  const projects = ledger.facilities.flatMap((facility) => {
    const match = matchFacility(facility, compute.facilityTypes, withoutStatus(compute), ledger)
    return match === false ? [] : [judgeProject(compute, facility, match, aim, ledger)]
  })
  const certain = projects.filter(({ member }) => member)
  const each = { met: 0, notMet: 0, unknown: 0 }
  for (const { member, state } of projects) {
    if (!member && state === 'met') continue
    if (!member || state === 'unknown') each.unknown++
    else if (state === 'met') each.met++
    else each.notMet++
  }
  const failing = projects.filter(({ state }) => state !== 'met')
  // A site that may be a project leaves the fraction beside open; the verdict comes from each.
  const doubtful = certain.length < projects.length ? { numeratorUpper: null, denominatorOpen: true as const } : {}
  const part = { ...projectPart(compute, certain.map(({ facility }) => facility)), ...doubtful, each: aim ? each : null }
  const silent = projects.filter(({ member, state }) => !member && state !== 'met')
  const lacking = projects.filter(({ state }) => state === 'unknown')
  const gaps = certain.flatMap(({ missing }) => (missing ? [missing] : []))
  return computedOf(part, {
    failing: failing.map(({ facility: { facilityId, code, name }, member, state, reason }): FailingUnit => ({
      entity: 'facility',
      id: facilityId,
      code,
      name,
      countyCode: ledger.county.code,
      state: member && state === 'not_met' ? 'fails' : 'unknown',
      reason,
    })),
    assumptions: [
      countedTypes(compute.facilityTypes),
      ...familyAssumptions(compute.facilityTypes),
      say('每个项目单独判定；规划、在建、运营中的项目都计', 'Each project is judged by itself; planned, building and operating ones count'),
    ],
    lacking: [
      ...(silent.length > 0 ? [countWords(silent.map(({ facility }) => facility.name), '处设施是否属于所限项目未填', 'facilities do not say whether they are such projects')] : []),
      ...(lacking.length > 0 ? [countWords(lacking.map(({ facility }) => facility.name), '处未填床位', 'facilities give no beds')] : []),
      ...(projects.length === 0 ? [say('台账中没有这类项目', 'The ledger has no such project')] : []),
    ],
    gap: aim && typeof aim.value === 'number' ? { measure: 'beds', amount: sum(gaps) } : null,
  })
}

interface Project {
  facility: LedgerFacility
  /** False where it is not known whether it is such a project. */
  member: boolean
  state: 'met' | 'not_met' | 'unknown'
  missing: Rational | null
  reason: Bilingual
}

/** A project counts from its plan on: only closed ones do not, unless the conditions name the status. */
function withoutStatus({ where }: CapacityLimit) {
  return where.some(({ field }) => field === 'status') ? where : [...where, { field: 'status' as const, is: '!=' as const, value: 'closed' }]
}

function judgeProject(compute: CapacityLimit, facility: LedgerFacility, match: true | null, aim: Aim | null, ledger: CountyLedger): Project {
  const part = projectPart(compute, [facility])
  const filled = facility.beds !== null && (compute.measure === 'beds' || facility.nursingBeds !== null)
  const verdict = typeof aim?.value === 'number' ? judgePart(part, aim.op, aim.value) : filled ? 'met' : 'insufficient_data'
  const state = verdict === 'insufficient_data' ? 'unknown' : verdict
  const missing = state === 'not_met' && typeof aim?.value === 'number' ? missingTo(part, aim.op, aim.value, 'beds') : null
  const asked = unansweredFields(facility, withoutStatus(compute), ledger)
  const doubt = match === null ? say(`；未填：${asked.zh}`, `; not filled in: ${asked.en}`) : say('', '')
  const figures = projectWords(compute, facility, aim)
  return { facility, member: match === true, state, missing, reason: { zh: figures.zh + doubt.zh, en: figures.en + doubt.en } }
}

/** Beds per project, or nursing beds of the beds. */
function projectPart({ measure }: CapacityLimit, facilities: readonly LedgerFacility[]): Part {
  const beds = facilities.map((facility) => facility.beds)
  const nursing = facilities.map(({ nursingBeds }) => nursingBeds)
  const total = (values: (number | null)[]) => rational(values.reduce<number>((all, value) => all + (value ?? 0), 0))
  const openBeds = beds.includes(null)
  const base = { key: null, label: null, per: 1, each: null }
  if (measure === 'beds') {
    const label = facilities.length === 1 ? null : say('平均每个项目', 'Mean of the projects')
    return { ...base, label, numerator: total(beds), numeratorUpper: openBeds ? null : total(beds), denominator: rational(facilities.length), unit: '张' }
  }
  const upper = facilities.reduce((all, { beds: own, nursingBeds }) => all + (nursingBeds ?? own ?? 0), 0)
  const whole = total(beds)
  return {
    ...base,
    numerator: total(nursing),
    numeratorUpper: openBeds ? null : rational(upper),
    denominator: whole,
    ...(openBeds ? { denominatorOpen: true } : {}),
    partOfWhole: true,
    unit: '%',
  }
}

function projectWords({ measure }: CapacityLimit, { beds, nursingBeds }: LedgerFacility, aim: Aim | null): Bilingual {
  const limit = typeof aim?.value === 'number' ? aim.value : null
  if (beds === null) return say('未填床位数', 'No beds given')
  if (measure === 'beds') return say(`床位 ${beds} 张${limit === null ? '' : `，限值 ${limit} 张`}`, `${beds} beds${limit === null ? '' : `, limit ${limit}`}`)
  if (nursingBeds === null) return say(`床位 ${beds} 张，未填护理型床位`, `${beds} beds, nursing beds not given`)
  const share = percent(rational(nursingBeds), rational(beds))
  return say(`护理型床位 ${nursingBeds} ÷ 床位 ${beds} = ${share}`, `${nursingBeds} nursing beds ÷ ${beds} beds = ${share}`)
}

function countWords(all: string[], zh: string, en: string): Bilingual {
  const listed = names(all)
  return say(`${all.length} ${zh}（${listed.zh}）`, `${all.length} ${en} (${listed.en})`)
}

/** 空余床位 = max(0, beds − residents in care), by township: where it is large the plan wants no new public home. */
function spareBeds(compute: CapacityLimit, ledger: CountyLedger): Computed {
  const sites = ledger.facilities.filter((facility) => matchFacility(facility, compute.facilityTypes, compute.where, ledger) !== false)
  const known = sites.filter((facility) => matchFacility(facility, compute.facilityTypes, compute.where, ledger) === true && facility.beds !== null && facility.residentsInCare !== null)
  const unknown = sites.filter((facility) => !known.includes(facility))
  const spareOf = ({ beds, residentsInCare }: LedgerFacility) => positive(subtract(rational(beds!), rational(residentsInCare!)))
  const beds = sum(known.map((facility) => rational(facility.beds!)))
  const unknownBeds = unknown.reduce<number | null>((all, facility) => (all === null || facility.beds === null ? null : all + facility.beds), 0)
  const part = {
    ...sharePart({ known: sum(known.map(spareOf)), unknown: unknownBeds ?? 0, total: add(beds, rational(unknownBeds ?? 0)) }),
    ...(unknownBeds === null ? { rowsMissing: true as const } : {}),
  }
  return computedOf(part, {
    failing: unknown.map(({ facilityId, code, name }) => ({ entity: 'facility', id: facilityId, code, name, countyCode: ledger.county.code, state: 'unknown', reason: say('未填床位或在住人数', 'Beds or residents in care not given') })),
    assumptions: [countedTypes(compute.facilityTypes), ...familyAssumptions(compute.facilityTypes), say('空余床位 = 床位 − 在住人数（不为负）；“较多空余”规划无阈值', 'Spare beds = beds − residents in care (not below 0); the plan gives no threshold')],
    lacking: unknown.length > 0 ? [countWords(unknown.map(({ name }) => name), '处未填床位或在住人数', 'facilities do not give beds or residents in care')] : [],
    notes: spareNotes(known, ledger, spareOf),
  })
}

function spareNotes(known: readonly LedgerFacility[], { units }: CountyLedger, spareOf: (facility: LedgerFacility) => Rational): Bilingual[] {
  const byId = new Map(units.map((unit) => [unit.id, unit]))
  const townshipOf = ({ unitId, insideUnitIds }: LedgerFacility) => {
    const unit = [unitId, ...[...insideUnitIds].sort(byText)].flatMap((id) => (id === null ? [] : (byId.get(id) ?? [])))[0]
    return unit?.level === 'township' || unit?.level === 'street' ? unit.name : (byId.get(unit?.townshipId ?? '')?.name ?? null)
  }
  const groups = new Map<string, { spare: Rational; beds: Rational }>()
  for (const facility of known) {
    const name = townshipOf(facility) ?? ''
    const group = groups.get(name) ?? { spare: zero, beds: zero }
    groups.set(name, { spare: add(group.spare, spareOf(facility)), beds: add(group.beds, rational(facility.beds!)) })
  }
  return [...groups]
    .sort(([a], [b]) => byText(a, b))
    .map(([name, { spare, beds }]) =>
      say(
        `${name || '乡镇不明'}：空余 ${figure(spare)} 张，共 ${figure(beds)} 张（${percent(spare, beds)}）`,
        `${name || 'Township unknown'}: ${figure(spare)} spare of ${figure(beds)} beds (${percent(spare, beds)})`,
      ),
    )
}

