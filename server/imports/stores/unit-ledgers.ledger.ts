import { plainText } from '../../core/imports/plain-text.ts'
import type { ImportRecord } from '../../core/imports/report.ts'
import { nearestNames } from '../../core/imports/nearest-names.ts'
import { codeOr, type LedgerLinks } from '../ledger-links.ts'
import type { LedgerEntry, LedgerFindings, LedgerTable } from '../ledger-plan.ts'
import type { RecordColumns } from '../records.repository.ts'
import { areaOf, dayOf, textOf } from './store.ts'

export const roomsLedger: LedgerTable = {
  dataKind: 'community_rooms',
  table: 'community_rooms',
  keyOf: ({ unit_id: unitId, name }) => `${String(unitId)}/${plainText(String(name))}`,
}

/** A row without a name means the rooms of its unit: those that are stored, where they are one, else new ones. */
export function roomsEntries(records: readonly ImportRecord[], stored: readonly RecordColumns[], links: LedgerLinks, { problems }: LedgerFindings): LedgerEntry[] {
  return records.flatMap(({ row, fields }): LedgerEntry[] => {
    const code = codeOr(links.find.unit(fields), row, problems)
    if (code === undefined) return []
    const unitId = links.unitIdOf(code)
    const own = stored.filter(({ unit_id: id }) => id === unitId)
    const name = textOf(fields.name) ?? (own.length === 1 ? String(own[0].name) : `${links.unitNameOf(unitId)}社区服务用房`)
    const columns = { unit_id: unitId, floor_area_m2: areaOf(fields.floorAreaM2), eldercare_free_m2: areaOf(fields.eldercareFreeM2) }
    const key = `${unitId}/${plainText(name)}`
    const known = own.some((one) => roomsLedger.keyOf(one) === key)
    return [{ row, key, label: name, columns: { ...columns, name: known ? undefined : name } }]
  })
}

export const tagLedger: LedgerTable = {
  dataKind: 'unit_tags',
  table: 'unit_tags',
  keyOf: ({ unit_id: unitId, tag }) => `${String(unitId)}/${String(tag)}`,
}

export function tagEntries(records: readonly ImportRecord[], links: LedgerLinks, { problems }: LedgerFindings): LedgerEntry[] {
  return records.flatMap(({ row, fields }): LedgerEntry[] => {
    const code = codeOr(links.find.unit(fields), row, problems)
    if (code === undefined) return []
    const unitId = links.unitIdOf(code)
    return (fields.tags as readonly string[]).map((tag) => ({ row, key: `${unitId}/${tag}`, label: `${links.unitNameOf(unitId)}·${tag}`, columns: { unit_id: unitId, tag } }))
  })
}

export const statisticsLedger: LedgerTable = {
  dataKind: 'statistics',
  table: 'county_statistics',
  keyOf: ({ key, as_of: asOf }) => `${String(key)}/${asOf === null || asOf === undefined ? '' : String(asOf)}`,
}

export function statisticEntries(records: readonly ImportRecord[]): LedgerEntry[] {
  return records.map(({ row, fields }) => {
    const columns = { key: String(fields.key), value: (fields.value as number).toFixed(4), as_of: dayOf(fields.asOf) ?? null, source: textOf(fields.source) }
    return { row, key: statisticsLedger.keyOf(columns), label: `${columns.key}·${columns.as_of ?? ''}`, columns }
  })
}

export const checklistLedger: LedgerTable = {
  dataKind: 'checklist',
  table: 'checklist_entries',
  keyOf: ({ rule_id: ruleId }) => plainText(String(ruleId)),
}

/** One answer a rule: the newest takes the place of the one before, which its version keeps. */
export function checklistEntries(records: readonly ImportRecord[], ruleIds: readonly string[], { problems }: LedgerFindings): LedgerEntry[] {
  const known = new Map(ruleIds.map((id) => [plainText(id), id]))
  return records.flatMap(({ row, fields }): LedgerEntry[] => {
    const said = String(fields.ruleId)
    const ruleId = known.get(plainText(said))
    if (ruleId === undefined) {
      const near = nearestNames(said, ruleIds)
      problems.push({
        code: 'RULE_REF_UNKNOWN',
        severity: 'error',
        row,
        column: '规则编号',
        value: said,
        message: { zh: `没有一个政策包有规则「${said}」`, en: `No policy pack has a rule ${said}` },
        fix: near.length > 0 ? { zh: `是否为：${near.join('、')}？`, en: `Did you mean ${near.join(', ')}?` } : { zh: '请填写政策包中的规则编号', en: 'Enter a rule id of a policy pack' },
      })
      return []
    }
    const columns = { rule_id: ruleId, state: String(fields.state), note: textOf(fields.note), document: textOf(fields.document), as_of: dayOf(fields.asOf) }
    return [{ row, key: plainText(ruleId), label: ruleId, columns }]
  })
}
