import { writeAudit } from '../audit/audit.repository.ts'
import { systemActor } from '../auth/actor.ts'
import type { ImportRecord } from '../core/imports/report.ts'
import { parseDecimal, toExactText } from '../core/exact.ts'
import type { PolicyPack } from '../core/policy/pack.ts'
import { refuse, type Problem } from '../core/problems.ts'
import { AppError } from '../errors.ts'
import { canonicalJson, sha256Hex } from '../hashing.ts'
import { findReportable, isReportedNumber, partsOf } from '../indicators/reported-rules.ts'
import { insertReportedFigure, listFigureHistory, type FigureKey, type ReportedFigure } from '../ledgers/reported-figures.repository.ts'
import { createPoliciesService } from '../policies/policies.service.ts'
import type { PlanMaterial } from './examine-import.ts'
import type { ImportPlan } from './import-plan.ts'
import { dataChanged } from './store-import.ts'
import { dayOf, textOf } from './stores/store.ts'

interface StatedFigure extends FigureKey {
  row: number
  withdrawn: boolean
  value: string | null
  unit: string | null
  asOf: string | null
  source: string | null
  note: string | null
  /** The newest version there was when the file was examined, what the file itself adds before it included. */
  seenVersion: number
}

const longest = { value: 200, unit: 20, source: 500, note: 2000 }

/** Figures that people report, each a version of its own; a withdrawal is one too. All of a file are entered, or none. */
export async function planReported(material: PlanMaterial): Promise<ImportPlan> {
  const { db, countyCode, records, options, baseVersion } = material
  if (options.replace)
    throw refuse('REPLACE_NOT_TAKEN', '填报数据只增不减，不能整体替换', 'Reported figures are only ever added to: they cannot be replaced as a whole', {
      fix: { zh: '不再有效的条目请在「撤回」列填「是」', en: 'Withdraw an entry by its own row' },
    })
  const problems: Problem[] = []
  const packs = createPackFinder(material)
  const stated: Omit<StatedFigure, 'seenVersion'>[] = []
  for (const record of records) {
    const found = await stateFigure(record, packs, countyCode, problems)
    if (found) stated.push(found)
  }
  const figures: StatedFigure[] = []
  let [inserted, updated, ended, unchanged] = [0, 0, 0, 0]
  for (const same of groupByFigure(stated)) {
    const [{ packId, ruleId, part }] = same
    const history = await listFigureHistory(db, countyCode, { packId, ruleId, part })
    let [version, newest] = [history[0]?.version ?? 0, history[0] && !history[0].withdrawn ? history[0] : undefined]
    const days = new Map<string, number>()
    for (const figure of same.sort((a, b) => ((a.asOf ?? '9999') < (b.asOf ?? '9999') ? -1 : 1))) {
      const earlier = days.get(figure.asOf ?? '')
      if (earlier !== undefined) problems.push(repeated(figure, earlier))
      if (figure.withdrawn && !newest) problems.push(nothingToWithdraw(figure))
      if (earlier !== undefined || (figure.withdrawn && !newest)) continue
      days.set(figure.asOf ?? '', figure.row)
      // What was entered before for an earlier day stays what it was; only the newest may be entered again differently.
      const known = history.filter(({ withdrawn }) => !withdrawn)
      const isKnown = !figure.withdrawn && newest !== undefined && known.some((one) => says(one, figure) && (one === newest || one.asOf! < (newest!.asOf ?? '')))
      if (isKnown) {
        unchanged++
        continue
      }
      if (!figure.withdrawn && newest?.asOf && figure.asOf !== null && figure.asOf < newest.asOf) {
        problems.push(olderThanStored(figure, newest.asOf))
        continue
      }
      figures.push({ ...figure, seenVersion: version++ })
      if (figure.withdrawn) ended++
      else if (newest) updated++
      else inserted++
      newest = figure.withdrawn ? undefined : toNewest(figure)
    }
  }
  return {
    dataKind: 'reported_figures',
    changes: { inserted, updated, unchanged, ended },
    problems,
    assumptions: [],
    async write(tx, _version, { actor, at }) {
      for (const { row: _row, seenVersion, value, ...figure } of figures) {
        const number = value !== null && isReportedNumber(value)
        const entry = { ...figure, valueText: number ? null : value, valueNumber: number ? value : null, attachmentId: null, enteredBy: actor.id, enteredAt: at }
        const version = await insertReportedFigure(tx, countyCode, entry)
        // Somebody has entered this figure since the file was examined: the whole file is taken back.
        if (version !== seenVersion + 1) throw dataChanged(baseVersion, baseVersion)
        const entityId = `${figure.packId}/${figure.ruleId}/${figure.part}`
        const action = figure.withdrawn ? 'reported.withdraw' : 'reported.enter'
        await writeAudit(tx, { ...actor, counties: [countyCode] }, { countyCode, at, action, entityKind: 'reported_figure', entityId, detail: { version } })
      }
      return sha256Hex(canonicalJson(figures))
    },
  }
}

type PackFinder = (packId: string | undefined, ruleId: string) => Promise<PolicyPack | 'unknown' | 'several'>

/** By its id, else the one pack that has the rule: rules of different plans bear different ids. */
function createPackFinder({ db }: PlanMaterial): PackFinder {
  const policies = createPoliciesService(db, () => new Date(0))
  const read = new Map<string, Promise<PolicyPack | undefined>>()
  const get = (id: string) => {
    const found = read.get(id) ?? policies.get(systemActor, id).then(({ pack }) => pack, asUnknown)
    read.set(id, found)
    return found
  }
  return async (packId, ruleId) => {
    if (packId !== undefined) return (await get(packId)) ?? 'unknown'
    const all = await Promise.all((await policies.list(systemActor)).map(({ id }) => get(id)))
    const having = all.filter((pack): pack is PolicyPack => pack !== undefined && findReportable(pack, ruleId) !== undefined)
    return having.length === 1 ? having[0] : having.length === 0 ? 'unknown' : 'several'
  }
}

function asUnknown(error: unknown): undefined {
  if (error instanceof AppError && error.code === 'POLICY_UNKNOWN') return undefined
  throw error
}

async function stateFigure({ row, fields }: ImportRecord, packs: PackFinder, regionCode: number, problems: Problem[]) {
  const ruleId = String(fields.indicator)
  const refused = (code: string, zh: string, en: string, value: string, fix?: Problem['fix']) =>
    void problems.push({ code, severity: 'error', row, value, message: { zh, en }, ...(fix ? { fix } : {}) })
  const pack = await packs(textOf(fields.pack), ruleId)
  const names = { zh: '请核对条目编号，或填写政策包代码', en: 'Check the rule’s id, or name the pack' }
  if (pack === 'several') return refused('PACK_SEVERAL', `不止一个政策包有条目 ${ruleId}`, `More than one pack has the entry ${ruleId}`, ruleId, names)
  if (pack === 'unknown' && textOf(fields.pack)) return refused('POLICY_UNKNOWN', `没有政策包「${String(fields.pack)}」`, `No policy pack ${String(fields.pack)}`, String(fields.pack))
  const rule = pack === 'unknown' ? undefined : findReportable(pack, ruleId)
  if (pack === 'unknown' || !rule) return refused('RULE_UNKNOWN', `政策包没有可填报的条目 ${ruleId}`, `No pack has an entry ${ruleId} to report`, ruleId, names)
  if (rule === 'computed') {
    const words = { zh: '该项由系统按台账计算，请改在台账中更正数据', en: 'Correct the ledger’s data instead: it is computed from them' }
    return refused('RULE_COMPUTED', `条目 ${ruleId} 由系统计算，不能填报`, `Entry ${ruleId} is computed and cannot be reported`, ruleId, words)
  }
  const part = textOf(fields.part) ?? ''
  const parts = partsOf(rule.targets)
  if (part !== '' && !parts.has(part)) return refused('PART_UNKNOWN', `条目 ${ruleId} 没有分项「${part}」`, `Entry ${ruleId} has no part ${part}`, part, { zh: parts.size > 0 ? `分项有：${[...parts].join('、')}` : '该条目没有分项', en: parts.size > 0 ? `Its parts: ${[...parts].join(', ')}` : 'It has no parts' })
  const key = { row, packId: pack.id, ruleId, part }
  if (fields.withdrawn === 'yes') return { ...key, withdrawn: true, value: null, unit: null, asOf: null, source: null, note: null }
  const number = typeof fields.value === 'number' ? String(fields.value) : undefined
  if (number !== undefined && !isReportedNumber(number)) return refused('NUM_PRECISION', '数值最多 12 位整数、6 位小数', 'At most 12 digits before and 6 after the point', number)
  const value = number ?? textOf(fields.valueText)
  if (value === undefined) return refused('REQUIRED_MISSING', '数值和文字值都没有填', 'Neither a value nor words', ruleId)
  const [unit, source, note] = [textOf(fields.unit) ?? rule.unit, textOf(fields.source), textOf(fields.note) ?? null]
  if (!source) return refused('REQUIRED_MISSING', '没有填来源', 'The source is missing', ruleId, { zh: '每个填报数都要有出处', en: 'Every reported figure names where it is from' })
  for (const [name, text] of Object.entries({ value, unit, source, note }))
    if ((text ?? '').length > longest[name as keyof typeof longest]) return refused('TEXT_LONG', `文字超过 ${longest[name as keyof typeof longest]} 个字符`, 'The text is too long', name)
  if (rule.unit !== null && unit !== rule.unit)
    problems.push({ code: 'UNIT_DIFFERS', severity: 'warning', row, value: `${unit} / ${rule.unit}`, message: { zh: `单位与规划所列「${rule.unit}」不同，按所填保存`, en: `The plan’s unit is ${rule.unit}: kept as entered` } })
  if (![regionCode, Math.floor(regionCode / 100) * 100].includes(Number(pack.region.code)))
    problems.push({ code: 'PACK_ELSEWHERE', severity: 'warning', row, value: pack.id, message: { zh: `政策包「${pack.id}」是${pack.region.name}的规划`, en: `The pack ${pack.id} is the plan of ${pack.region.name}` } })
  return { ...key, withdrawn: false, value, unit, asOf: dayOf(fields.asOf) ?? null, source, note }
}

function groupByFigure<T extends FigureKey>(figures: readonly T[]): T[][] {
  const groups = new Map<string, T[]>()
  for (const figure of figures) {
    const key = JSON.stringify([figure.packId, figure.ruleId, figure.part])
    groups.set(key, [...(groups.get(key) ?? []), figure])
  }
  return [...groups.values()]
}

function says(stored: ReportedFigure, figure: Omit<StatedFigure, 'seenVersion'>): boolean {
  const value = stored.valueText ?? (stored.valueNumber === null ? null : toExactText(parseDecimal(stored.valueNumber)))
  const given = figure.value !== null && isReportedNumber(figure.value) ? toExactText(parseDecimal(figure.value)) : figure.value
  return value === given && stored.unit === figure.unit && stored.asOf === figure.asOf && stored.source === figure.source && (stored.note ?? null) === figure.note
}

/** Stands in for the entry that the file itself has just made. */
function toNewest({ row: _row, value, ...figure }: Omit<StatedFigure, 'seenVersion'>): ReportedFigure {
  return { ...figure, version: 0, valueText: value, valueNumber: null, attachment: null, enteredBy: '', enteredAt: new Date(0) }
}

function repeated({ row, ruleId }: { row: number; ruleId: string }, earlier: number): Problem {
  return { code: 'ROW_REPEATED', severity: 'error', row, value: ruleId, message: { zh: `与第 ${earlier} 行是同一条目、同一日期`, en: `The same entry and day as row ${earlier}` } }
}

function olderThanStored({ row, ruleId, asOf }: { row: number; ruleId: string; asOf: string | null }, day: string): Problem {
  const message = { zh: `条目 ${ruleId} 已有 ${day} 的数，${asOf} 的数会取代它`, en: `${ruleId} has a figure of ${day}, which one of ${asOf} would replace` }
  return { code: 'FIGURE_OLDER', severity: 'error', row, value: ruleId, message, fix: { zh: '最新填报的为准；确需改用旧数，请先撤回', en: 'The newest entry is in force: withdraw it first if the older one is right' } }
}

function nothingToWithdraw({ row, ruleId }: { row: number; ruleId: string }): Problem {
  return { code: 'NOTHING_TO_WITHDRAW', severity: 'error', row, value: ruleId, message: { zh: '该条目没有填报过，无可撤回', en: 'Nothing was entered that could be withdrawn' } }
}
