import type { Inventory } from '../../policy/compute.ts'
import type { CountyLedger, EvaluationFacts, RegisterEntry } from '../../policy/ledger.ts'
import type { Computed, FailingUnit } from '../../policy/result.ts'
import type { Bilingual } from '../../problems.ts'
import { areaFailing, areaLacking, areasMissing, scopeAreas, standardWords } from '../area-standard.ts'
import { hasType, statusWords } from '../facility-families.ts'
import { gapTo, type Aim } from '../judge.ts'
import { computedOf, sharePart, unknownPart } from '../parts.ts'
import { names, say } from '../words.ts'
import { isUseUnknown } from './area-per-100hh.ts'
import { idlePremises } from './inventory-premises.ts'

/**
 * Registers with a state and a deadline: the share of entries done. What is open after its deadline is overdue,
 * measured against the ledger's data date: the mathematics has no clock.
 */
export function inventory(compute: Inventory, facts: EvaluationFacts, aim: Aim | null): Computed {
  switch (compute.register) {
    case 'rectification':
      return rectification(compute, facts.ledger, aim)
    case 'misuse':
      return misuse(facts.ledger, aim)
    case 'idle_premises':
      return idlePremises(facts.ledger, aim)
    case 'old_area_gaps':
      return oldAreaGaps(compute, facts.ledger, aim)
  }
}

function rectification({ builtFrom, deadline }: Inventory, { register, county, dataDate }: CountyLedger, aim: Aim | null): Computed {
  if (!register) return computedOf(unknownPart({ partOfWhole: true, unit: '%' }), { status: 'insufficient_data', lacking: [say('尚未导入清查整改台账', 'No register of rectifications was ever loaded')] })
  const entries = register.filter(({ builtYear }) => builtFrom === null || builtYear === null || builtYear >= builtFrom)
  const undated = entries.filter(({ builtYear }) => builtFrom !== null && builtYear === null)
  const certain = entries.filter((entry) => !undated.includes(entry))
  const done = certain.filter(({ state }) => state === 'done')
  const open = certain.filter(({ state }) => state !== 'done')
  const part = sharePart({ known: done.length, unknown: undated.length, total: entries.length })
  const overdue = open.filter((entry) => isOverdue(entry, deadline, dataDate))
  const undatedNames = names(undated.map(({ name }) => name))
  const unit = (entry: RegisterEntry, state: FailingUnit['state'], reason: Bilingual): FailingUnit => ({ entity: 'register_entry', id: entry.id, code: null, name: entry.name, countyCode: county.code, state, reason })
  return computedOf(part, {
    failing: [...open.map((entry) => unit(entry, 'fails', openWords(entry, deadline, dataDate))), ...undated.map((entry) => unit(entry, 'unknown', say('未填建成年份，不知是否在清查范围', 'No year of building: whether it belongs is not known')))],
    assumptions: [
      ...(builtFrom === null ? [] : [say(`清查范围：${builtFrom} 年（含）以来建成`, `Scope: built from ${builtFrom} on`)]),
      ...(deadline === null ? [say('期限取台账所填', 'Deadlines as the register has them')] : [say(`整改期限：${deadline}`, `Deadline: ${deadline}`)]),
      say(`逾期按数据日期 ${dataDate ?? '（未填）'} 判断`, `Overdue as of the data date ${dataDate ?? '(not given)'}`),
    ],
    lacking: [
      ...(undated.length > 0 ? [say(`${undated.length} 条未填建成年份（${undatedNames.zh}）`, `${undated.length} entries give no year of building (${undatedNames.en})`)] : []),
      ...(dataDate === null && open.length > 0 ? [say('台账没有数据日期，无法判断是否逾期', 'The ledgers give no data date, so overdue cannot be told')] : []),
      ...(entries.length === 0 ? [say('清查范围内没有条目', 'The register has no entry in scope')] : []),
    ],
    notes: [
      say(
        `共 ${entries.length} 条：已完成 ${done.length}，整改中 ${open.filter(({ state }) => state === 'doing').length}，未开始 ${open.filter(({ state }) => state === 'open').length}，其中逾期 ${overdue.length}`,
        `${entries.length} entries: ${done.length} done, ${open.filter(({ state }) => state === 'doing').length} under way, ${open.filter(({ state }) => state === 'open').length} open; ${overdue.length} overdue`,
      ),
      ...lateNotes(done, deadline),
      ...ownDeadlineNotes(open, deadline, dataDate),
    ],
    gap: gapTo([part], aim, 'sites'),
  })
}

/** Open on a data date after the rule's deadline, else after the entry's own. */
export function isOverdue(entry: Pick<RegisterEntry, 'deadline'>, deadline: string | null, dataDate: string | null): boolean {
  const due = deadline ?? entry.deadline
  return due !== null && dataDate !== null && dataDate > due
}

function openWords(entry: RegisterEntry, deadline: string | null, dataDate: string | null): Bilingual {
  const due = deadline ?? entry.deadline
  const late = isOverdue(entry, deadline, dataDate)
  const state = entry.state === 'doing' ? say('整改中', 'under way') : say('未开始', 'not started')
  const own = ownDeadlineWords(entry, deadline, dataDate)
  return say(
    `${entry.problem}；${state.zh}；期限 ${due ?? '未填'}${late ? `，至 ${dataDate} 已逾期` : ''}${own.zh}；责任单位 ${entry.responsible ?? '未填'}`,
    `${entry.problem}; ${state.en}; due ${due ?? 'not given'}${late ? `, overdue as of ${dataDate}` : ''}${own.en}; responsible: ${entry.responsible ?? 'not given'}`,
  )
}

/** The plan's day decides what is overdue; the day that the register itself has set stands beside it, and whether it is past. */
function ownDeadlineWords(entry: RegisterEntry, deadline: string | null, dataDate: string | null): Bilingual {
  if (deadline === null || entry.deadline === deadline) return say('', '')
  if (entry.deadline === null) return say('（台账未定期限）', ' (the register sets no deadline)')
  const past = isOverdue(entry, null, dataDate)
  return say(
    `（台账期限 ${entry.deadline}${past ? `，至 ${dataDate} 已过` : ''}）`,
    ` (the register's own deadline: ${entry.deadline}${past ? `, past as of ${dataDate}` : ''})`,
  )
}

function ownDeadlineNotes(open: readonly RegisterEntry[], deadline: string | null, dataDate: string | null): Bilingual[] {
  const unset = open.filter((entry) => entry.deadline === null)
  const past = deadline === null ? [] : open.filter((entry) => isOverdue(entry, null, dataDate))
  const [pastNames, unsetNames] = [past, unset].map((entries) => names(entries.map(({ name }) => name)))
  return [
    ...(past.length > 0 ? [say(`${past.length} 条已过台账所定期限：${pastNames.zh}`, `${past.length} are past the register's own deadline: ${pastNames.en}`)] : []),
    ...(unset.length > 0 ? [say(`${unset.length} 条台账未定期限：${unsetNames.zh}`, `${unset.length} have no deadline in the register: ${unsetNames.en}`)] : []),
  ]
}

function lateNotes(done: readonly RegisterEntry[], deadline: string | null): Bilingual[] {
  const late = done.filter((entry) => {
    const due = deadline ?? entry.deadline
    return due !== null && entry.doneOn !== null && entry.doneOn > due
  })
  if (late.length === 0) return []
  const listed = names(late.map(({ name }) => name))
  return [say(`${late.length} 条在期限后完成：${listed.zh}`, `${late.length} were done after the deadline: ${listed.en}`)]
}

/** 配套设施未按养老用途使用: ancillary premises in eldercare use ÷ ancillary premises handed over. */
function misuse({ facilities, county }: CountyLedger, aim: Aim | null): Computed {
  const premises = facilities.filter(({ acquisition, types, status }) => (acquisition === 'ancillary' || hasType(types, ['residential_ancillary'])) && status !== 'planned' && status !== 'building')
  const unknown = premises.filter(isUseUnknown)
  const misused = premises.filter((one) => one.currentUse !== 'eldercare' && !isUseUnknown(one))
  const part = sharePart({ known: premises.length - unknown.length - misused.length, unknown: unknown.length, total: premises.length })
  const unit = ({ facilityId, code, name }: (typeof premises)[number], state: FailingUnit['state'], reason: Bilingual): FailingUnit => ({ entity: 'facility', id: facilityId, code, name, countyCode: county.code, state, reason })
  const listed = names(unknown.map(({ name }) => name))
  return computedOf(part, {
    failing: [
      ...misused.map((one) => unit(one, 'fails', say(`现状用途：${one.currentUse}；${statusWords[one.status]?.zh ?? one.status}；建筑面积 ${one.floorAreaM2 ?? '未填'} m²`, `In use as ${one.currentUse}; ${statusWords[one.status]?.en ?? one.status}; floor area ${one.floorAreaM2 ?? 'not given'} m²`))),
      ...unknown.map((one) => unit(one, 'unknown', say('未填现状用途', 'Current use not given'))),
    ],
    assumptions: [say('范围：小区配建养老用房（已建成）；用途不符的面积不计入达标面积', 'Scope: ancillary eldercare premises that are built; premises in other use never count towards the standard')],
    lacking: [
      ...(unknown.length > 0 ? [say(`${unknown.length} 处未填现状用途（${listed.zh}）`, `${unknown.length} give no current use (${listed.en})`)] : []),
      ...(premises.length === 0 ? [say('台账中没有已建成的配建用房', 'The ledger has no ancillary premises that are built')] : []),
    ],
    gap: gapTo([part], aim, 'sites'),
  })
}

/** Old areas and what they lack of a standard; without a figure in the plan there is none to lack. */
function oldAreaGaps({ standard }: Inventory, ledger: CountyLedger, aim: Aim | null): Computed {
  if (!standard || standard.m2Per100Households === null) {
    const lacking = [say('规划未给每百户面积，采用标准后才能列出缺口', 'The plan prints no m² per 100 households: adopt a standard to list the gaps')]
    return computedOf(unknownPart({ partOfWhole: true, unit: '%' }), { status: 'not_prescribed', assumptions: standard ? standardWords(standard) : [], lacking })
  }
  const scoped = scopeAreas(standard, ledger)
  const unknown = scoped.filter(({ certain, verdict }) => !certain || verdict.status === 'insufficient_data')
  const notMet = scoped.filter(({ certain, verdict }) => certain && verdict.status === 'not_met')
  const part = { ...sharePart({ known: scoped.length - unknown.length - notMet.length, unknown: unknown.length, total: scoped.length }), ...areasMissing(ledger) }
  return computedOf(part, {
    status: ledger.areas.length === 0 ? 'insufficient_data' : null,
    failing: [...notMet.map((one) => areaFailing(one, 'fails', ledger.county.code)), ...unknown.map((one) => areaFailing(one, 'unknown', ledger.county.code))],
    assumptions: standardWords(standard),
    lacking: areaLacking(unknown, ledger),
    gap: gapTo([part], aim, 'areas'),
  })
}
