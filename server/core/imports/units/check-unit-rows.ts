import type { Draft, Findings } from '../draft.ts'
import { plainText } from '../plain-text.ts'
import type { ImportContext } from '../region.ts'
import type { FieldValue } from '../report.ts'
import { isOfCounty, levelOfCode, parentCodeOf, tierOfCode } from './unit-code.ts'

const townshipLevels = ['township', 'street', 'other']
const ancestors = ['province', 'prefecture', 'county']

/**
 * Rows of administrative units, held against each other, their codes and the county. What a code states by itself, level
 * and parent, is filled in where the row leaves it open, so that `level`, `parentCode`, `mergedInto` (a code) and
 * `mergedOn` of the accepted rows are final.
 */
export function checkUnitRows(drafts: readonly Draft[], findings: Findings, { region, units }: ImportContext): void {
  const county = region?.code ?? null
  const rows = drafts.filter(({ refused, fields }) => !refused && typeof fields.unitCode === 'string')
  for (const draft of rows) {
    checkCounty(draft, county, findings)
    if (!draft.refused) settleLevel(draft, findings)
  }
  checkPeriods(rows, findings)
  settleMergers(rows, units, findings)
  settleParents(rows, units, findings)
}

/** The day a unit is no more, as its row states it: its own end, else the day it was merged away; null while it stands. */
export function endOfUnitRow(fields: Readonly<Record<string, FieldValue>>): string | null {
  return dayIn(fields.validTo) ?? (typeof fields.mergedInto === 'string' ? dayIn(fields.mergedOn) : null)
}

export function isAboveTownship(code: string): boolean {
  return ancestors.includes(tierOfCode(code))
}

function checkCounty(draft: Draft, county: string | null, findings: Findings): void {
  const code = String(draft.fields.unitCode)
  const tier = tierOfCode(code)
  if (county === null) return
  const isOwn = tier === 'province' ? county.startsWith(code.slice(0, 2)) : tier === 'prefecture' ? county.startsWith(code.slice(0, 4)) : isOfCounty(code, county)
  if (isOwn) return
  findings.row(
    'error',
    draft,
    'UNIT_ELSEWHERE',
    { zh: `区划代码不属于 ${county}`, en: `The code is not of ${county}` },
    { value: code, fix: { zh: '只导入本县的单元；请核对代码和县代码', en: 'Import units of this county only: check the code and the county' } },
  )
}

function settleLevel(draft: Draft, findings: Findings): void {
  const { fields } = draft
  const code = String(fields.unitCode)
  const tier = tierOfCode(code)
  const stated = typeof fields.level === 'string' ? fields.level : null
  const coded = levelOfCode(code)
  const at = { value: `${code} · ${stated ?? ''}` }
  if (ancestors.includes(tier)) {
    if (stated !== null && !ancestors.includes(stated)) return refuseLevel(draft, findings, at)
    fields.level = tier
    return
  }
  const fits = stated === null || (tier === 'township' ? townshipLevels.includes(stated) : ['community', 'village', 'other'].includes(stated))
  if (!fits) return refuseLevel(draft, findings, at)
  if (stated === null || (tier === 'village' && stated === 'other')) {
    // The sample's own codes carry a letter instead: C for a community.
    fields.level = coded ?? (tier === 'township' ? 'township' : /C\d{3}$/.test(code) ? 'community' : 'village')
    return
  }
  if (coded !== null && coded !== stated)
    findings.row(
      'warning',
      draft,
      'UNIT_LEVEL_DIFFERS',
      { zh: '级别与代码段不一致，按所填级别', en: 'The level differs from what the code’s digits say: taken as stated' },
      at,
    )
}

function refuseLevel(draft: Draft, findings: Findings, at: { value: string }): void {
  findings.row(
    'error',
    draft,
    'UNIT_LEVEL',
    { zh: '级别与代码位数不符：末三位为 000 的是乡镇、街道，否则是社区、村', en: 'The level does not fit the code: 000 at the end is a township or street, else a community or village' },
    { ...at, fix: { zh: '请核对代码或级别', en: 'Check the code or the level' } },
  )
}

/** A unit ends after it begins, and two rows of one code never stand on the same day. */
function checkPeriods(rows: readonly Draft[], findings: Findings): void {
  const byCode = new Map<string, Draft[]>()
  for (const draft of rows) {
    if (draft.refused) continue
    const [from, to] = [dayIn(draft.fields.validFrom), dayIn(draft.fields.validTo)]
    if (from !== null && to !== null && to <= from) {
      findings.row('error', draft, 'UNIT_PERIOD', { zh: '撤销日期不晚于设立日期', en: 'It ends on or before the day it begins' }, { value: `${from} – ${to}` })
      continue
    }
    const code = String(draft.fields.unitCode)
    const earlier = byCode.get(code) ?? []
    const both = earlier.find((other) => overlap(draft, other))
    if (both) {
      const message = { zh: `与第 ${both.row} 行是同一代码、同一时期`, en: `The same code and time as row ${both.row}` }
      const fix = { zh: '先后使用同一代码的单元，请填写设立日期、撤销日期', en: 'For units that bore one code in turn, enter their days' }
      findings.row('error', draft, 'ROW_REPEATED', message, { value: code, fix })
      continue
    }
    byCode.set(code, [...earlier, draft])
  }
}

function overlap(one: Draft, other: Draft): boolean {
  const starts = (draft: Draft) => dayIn(draft.fields.validFrom) ?? ''
  const ends = (draft: Draft) => endOfUnitRow(draft.fields) ?? '9999'
  return starts(one) < ends(other) && starts(other) < ends(one)
}

function settleMergers(rows: readonly Draft[], stored: ImportContext['units'], findings: Findings): void {
  const known = knownUnits(rows, stored)
  for (const draft of rows) {
    if (draft.refused || typeof draft.fields.mergedInto !== 'string') continue
    const written = draft.fields.mergedInto
    const code = /^\d{12}$/.test(written) ? written : /^(\d{9}|\d{6})$/.test(written) ? written.padEnd(12, '0') : only(known.codesByName.get(plainText(written)))
    const refuse = (name: string, zh: string, en: string) =>
      findings.row('error', draft, name, { zh, en }, { value: written, fix: { zh: '请填并入单元的 12 位代码（或唯一的名称）和并入日期', en: 'Enter the code of the unit it was merged into, and the day' } })
    if (code === undefined || !known.codes.has(code)) refuse('MERGER_UNKNOWN', `并入的「${written}」不在文件和库中，或有重名`, `${written}, into which it was merged, is not known, or not only once`)
    else if (code === draft.fields.unitCode) refuse('MERGER_SELF', '不能并入自身', 'A unit cannot be merged into itself')
    else if (dayIn(draft.fields.mergedOn) === null && dayIn(draft.fields.validTo) === null) refuse('MERGER_DAY', '并入没有日期', 'The merger has no day')
    else {
      draft.fields.mergedInto = code
      draft.fields.mergedOn ??= draft.fields.validTo
    }
  }
}

function settleParents(rows: readonly Draft[], stored: ImportContext['units'], findings: Findings): void {
  const { codes } = knownUnits(rows, stored)
  for (const draft of rows) {
    if (draft.refused) continue
    const code = String(draft.fields.unitCode)
    const stated = typeof draft.fields.parentCode === 'string' ? draft.fields.parentCode : null
    if (tierOfCode(code) !== 'village') {
      draft.fields.parentCode = null
      if (stated !== null && !isAboveTownship(stated)) refuseParent(draft, stated, findings)
      continue
    }
    const parent = stated ?? parentCodeOf(code)!
    if (tierOfCode(parent) !== 'township' || !codes.has(parent)) refuseParent(draft, parent, findings)
    draft.fields.parentCode = parent
  }
}

function refuseParent(draft: Draft, parent: string, findings: Findings): void {
  findings.row(
    'error',
    draft,
    'UNIT_PARENT_UNKNOWN',
    { zh: `上级 ${parent} 不在文件和库中，或不是乡镇、街道`, en: `Its parent ${parent} is neither in the file nor stored, or no township or street` },
    { value: parent, fix: { zh: '请先导入乡镇街道，或放在同一文件中', en: 'Import the townships first, or with it' } },
  )
}

function knownUnits(rows: readonly Draft[], stored: ImportContext['units']) {
  const own = rows.filter(({ refused }) => !refused).map(({ fields }) => ({ code: String(fields.unitCode), name: String(fields.name ?? '') }))
  const all = [...own, ...stored]
  const codesByName = new Map<string, Set<string>>()
  for (const { code, name } of all) codesByName.set(plainText(name), (codesByName.get(plainText(name)) ?? new Set()).add(code))
  return { codes: new Set(all.map(({ code }) => code)), codesByName }
}

function only(codes: ReadonlySet<string> | undefined): string | undefined {
  return codes?.size === 1 ? [...codes][0] : undefined
}

function dayIn(value: FieldValue | undefined): string | null {
  return value !== null && typeof value === 'object' && 'day' in value ? value.day : null
}
