import { facilityAllotments } from '../../core/imports/kinds/shared-floor-area.ts'
import type { ImportRecord } from '../../core/imports/report.ts'
import type { Problem } from '../../core/problems.ts'
import { codeOr, type LedgerLinks } from '../ledger-links.ts'
import type { LedgerEntry, LedgerFindings, LedgerTable } from '../ledger-plan.ts'
import type { RecordColumns } from '../records.repository.ts'
import { areaOf } from './store.ts'

/** A part of the facilities' ledger: what is allotted is a new version of the facilities. */
export const allotmentLedger: LedgerTable = {
  dataKind: 'facilities',
  table: 'facility_allotments',
  beside: 'facilities',
  keyOf: ({ facility_id: facilityId, residential_area_id: areaId }) => `${String(facilityId)}/${String(areaId)}`,
}

export function allotmentEntries(
  records: readonly ImportRecord[],
  stored: readonly RecordColumns[],
  links: LedgerLinks,
  replace: boolean,
  { problems }: LedgerFindings,
): LedgerEntry[] {
  const entries = records.flatMap(({ row, fields }): LedgerEntry[] => {
    const [facility, area] = facilityAllotments.refers!(fields, links.find).map((found) => codeOr(found, row, problems))
    if (facility === undefined || area === undefined) return []
    const [facilityId, areaId] = [links.facilityIdOf(facility), links.areaIdOf(area)]
    const label = `${facility} → ${area}`
    return [{ row, key: `${facilityId}/${areaId}`, label, columns: { facility_id: facilityId, residential_area_id: areaId, area_m2: areaOf(fields.areaM2) } }]
  })
  problems.push(...allottedMore(entries, replace ? [] : stored, links))
  return entries
}

/** More floor area shared out than the facility has: shown, since either figure may be the wrong one. */
function allottedMore(entries: readonly LedgerEntry[], stored: readonly RecordColumns[], links: LedgerLinks): Problem[] {
  const stated = new Map([...stored.map((columns) => [allotmentLedger.keyOf(columns), columns] as const), ...entries.map(({ key, columns }) => [key, columns] as const)])
  const sums = new Map<string, bigint>()
  for (const { facility_id: id, area_m2: areaM2 } of stated.values()) {
    if (typeof areaM2 === 'string') sums.set(String(id), (sums.get(String(id)) ?? 0n) + hundredths(areaM2))
  }
  const rows = new Map(entries.map(({ row, columns, label }) => [String(columns.facility_id), { row, label }]))
  return [...rows].flatMap(([id, { row, label }]): Problem[] => {
    const [sum, whole] = [sums.get(id), links.floorAreaOf(id)]
    if (sum === undefined || whole === null || sum <= hundredths(whole)) return []
    const allotted = `${sum / 100n}.${String(sum % 100n).padStart(2, '0')}`
    const message = { zh: `分摊面积合计 ${allotted} ㎡，大于设施建筑面积 ${whole} ㎡`, en: `${allotted} m² are allotted, more than the facility's ${whole} m²` }
    return [{ code: 'ALLOTTED_MORE', severity: 'warning', row, column: '分摊面积㎡', value: label, message, fix: { zh: '请核对分摊面积和建筑面积', en: 'Check both areas' } }]
  })
}

/** Of a decimal of two places, as the database writes it. */
function hundredths(decimal: string): bigint {
  const [whole, fraction = ''] = decimal.split('.')
  return BigInt(whole + fraction.padEnd(2, '0').slice(0, 2))
}
