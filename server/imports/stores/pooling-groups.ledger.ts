import { findMembers } from '../../core/imports/kinds/shared-floor-area.ts'
import { plainText } from '../../core/imports/plain-text.ts'
import type { ImportRecord } from '../../core/imports/report.ts'
import type { Problem } from '../../core/problems.ts'
import { codeOr, type LedgerLinks } from '../ledger-links.ts'
import type { LedgerEntry, LedgerFindings, LedgerTable } from '../ledger-plan.ts'
import type { RecordColumns } from '../records.repository.ts'
import { textOf } from './store.ts'

export const poolingLedger: LedgerTable = {
  dataKind: 'pooling_groups',
  table: 'pooling_groups',
  keyOf: ({ name }) => plainText(String(name)),
}

interface Group {
  row: number
  name: string
  approval: string | undefined
  areaIds: Set<string>
}

/** Rows of one name are one group, whose members are those that the file names and no others. */
export function poolingEntries(records: readonly ImportRecord[], stored: readonly RecordColumns[], links: LedgerLinks, { problems }: LedgerFindings): LedgerEntry[] {
  const groups = new Map<string, Group>()
  for (const { row, fields } of records) {
    const name = String(fields.name)
    const codes = findMembers(fields, links.find).map((found) => codeOr(found, row, problems))
    if (codes.some((code) => code === undefined)) continue
    const group = groups.get(plainText(name)) ?? { row, name, approval: undefined, areaIds: new Set<string>() }
    groups.set(plainText(name), group)
    const approval = textOf(fields.approval)
    if (approval !== undefined && group.approval !== undefined && approval !== group.approval) {
      problems.push(approvalsDiffer(row, group, approval))
      continue
    }
    group.approval ??= approval
    for (const code of codes) group.areaIds.add(links.areaIdOf(code!))
  }
  const before = new Map(stored.map((columns) => [plainText(String(columns.name)), columns.residential_area_ids as string[]]))
  for (const group of groups.values()) if (group.areaIds.size < 2) problems.push(tooFew(group))
  problems.push(...inTwoGroups(groups, before, links))
  return [...groups].map(([key, { row, name, approval, areaIds }]) => {
    const known = before.get(key)
    // The order in which members are named says nothing.
    const isSame = known !== undefined && known.length === areaIds.size && known.every((id) => areaIds.has(id))
    return { row, key, label: name, columns: { name: known === undefined ? name : undefined, approval, residential_area_ids: isSame ? known : [...areaIds] } }
  })
}

function approvalsDiffer(row: number, { row: first, name, approval }: Group, other: string): Problem {
  return {
    code: 'APPROVAL_DIFFERS',
    severity: 'error',
    row,
    column: '批复文号',
    value: other,
    message: { zh: `「${name}」在第 ${first} 行的批复文号是「${approval}」`, en: `Row ${first} gives the group ${name} the approval ${approval}` },
    fix: { zh: '一个统筹组只有一个批复文号，请核对', en: 'A group has one approval: check it' },
  }
}

function tooFew({ row, name }: Group): Problem {
  return { code: 'GROUP_OF_ONE', severity: 'warning', row, value: name, message: { zh: `统筹组「${name}」不足两个小区`, en: `The group ${name} has fewer than two areas` } }
}

/** An area pooled twice would have its floor area shared twice. */
function inTwoGroups(groups: ReadonlyMap<string, Group>, before: ReadonlyMap<string, string[]>, links: LedgerLinks): Problem[] {
  const names = new Map<string, string[]>()
  const add = (ids: Iterable<string>, name: string) => {
    for (const id of ids) names.set(id, [...(names.get(id) ?? []), name])
  }
  for (const { areaIds, name } of groups.values()) add(areaIds, name)
  for (const [key, ids] of before) if (!groups.has(key)) add(ids, key)
  return [...groups.values()].flatMap(({ row, name, areaIds }) =>
    [...areaIds].flatMap((id): Problem[] => {
      const others = names.get(id)!.filter((one) => one !== name)
      if (others.length === 0) return []
      const area = links.areaNameOf(id)
      const message = { zh: `小区「${area}」也在统筹组「${others.join('、')}」中`, en: `The area ${area} is also pooled in ${others.join(', ')}` }
      return [{ code: 'AREA_IN_TWO_GROUPS', severity: 'warning', row, value: area, message }]
    }),
  )
}
