import { syncStages } from '../core/imports/kinds/sync-stages.ts'
import { register } from '../core/imports/kinds/register.ts'
import type { Problem } from '../core/problems.ts'
import type { Db } from '../db/schema.ts'
import { listBuiltInPacks, readPackOrRefuse } from '../policies/load-packs.ts'
import { findStoredPack, listStoredPacks } from '../policies/policies.repository.ts'
import type { PlanMaterial, Planner } from './examine-import.ts'
import { codeOr, loadLedgerLinks, type LedgerLinks } from './ledger-links.ts'
import { planLedger, type LedgerEntry, type LedgerFindings, type LedgerTable } from './ledger-plan.ts'
import type { RecordColumns } from './records.repository.ts'
import { allotmentEntries, allotmentLedger } from './stores/allotments.ledger.ts'
import { poolingEntries, poolingLedger } from './stores/pooling-groups.ledger.ts'
import { registerEntry, registerLedger } from './stores/register.ledger.ts'
import { stageEntries, stageLedger, statesStages } from './stores/sync-stages.ledger.ts'
import { checklistEntries, checklistLedger, roomsEntries, roomsLedger, statisticEntries, statisticsLedger, tagEntries, tagLedger } from './stores/unit-ledgers.ledger.ts'

type ToEntries = (material: PlanMaterial, links: LedgerLinks, stored: readonly RecordColumns[], findings: LedgerFindings) => LedgerEntry[]

/** Ledgers whose rows speak of areas, units and facilities that are stored. */
export const ledgerPlanners: Readonly<Record<string, Planner>> = {
  sync_stages: ofLedger(stageLedger, toStages),
  register: ofLedger(registerLedger, toRegister),
  pooling_groups: ofLedger(poolingLedger, (material, links, stored, findings) => {
    if (material.report.rows.refused > 0) findings.problems.push(membersPartial(material.report.rows.refused))
    return poolingEntries(material.records, stored, links, findings)
  }),
  facility_allotments: ofLedger(allotmentLedger, ({ records, options }, links, stored, findings) => allotmentEntries(records, stored, links, options.replace, findings)),
  community_rooms: ofLedger(roomsLedger, ({ records }, links, stored, findings) => roomsEntries(records, stored, links, findings)),
  unit_tags: ofLedger(tagLedger, ({ records }, links, _stored, findings) => tagEntries(records, links, findings)),
  statistics: ofLedger(statisticsLedger, ({ records }) => statisticEntries(records)),
  checklist: {
    dataKind: 'checklist',
    async plan({ db, countyCode, baseVersion, options, records }) {
      const rules = await listRuleIds(db)
      return planLedger(db, checklistLedger, { countyCode, baseVersion, replace: options.replace }, (_stored, findings) => checklistEntries(records, rules, findings))
    },
  },
}

function ofLedger(ledger: LedgerTable, toEntries: ToEntries): Planner {
  return {
    dataKind: ledger.dataKind,
    async plan(material) {
      const { db, countyCode, baseVersion, options, county } = material
      const links = await loadLedgerLinks(db, countyCode, county)
      return planLedger(db, ledger, { countyCode, baseVersion, replace: options.replace }, (stored, findings) => toEntries(material, links, stored, findings))
    },
  }
}

function toStages({ records }: PlanMaterial, links: LedgerLinks, _stored: readonly RecordColumns[], findings: LedgerFindings): LedgerEntry[] {
  return records.flatMap((record) => {
    const [found] = syncStages.refers!(record.fields, links.find)
    const code = codeOr(found, record.row, findings.problems)
    if (code === undefined) return []
    const areaId = links.areaIdOf(code)
    if (!statesStages(record)) findings.problems.push(nothingStated(record.row, links.areaNameOf(areaId)))
    return stageEntries(record, areaId, links.areaNameOf(areaId), links.today, findings)
  })
}

function toRegister({ records }: PlanMaterial, links: LedgerLinks, _stored: readonly RecordColumns[], findings: LedgerFindings): LedgerEntry[] {
  return records.flatMap((record) => {
    const [found] = register.refers!(record.fields, links.find)
    // Rows of strangers come here only where the user has said that they are kept.
    const isStranger = 'problem' in found && found.problem.code === 'AREA_REF_UNKNOWN' && record.fields.code == null
    const code = isStranger ? null : codeOr(found, record.row, findings.problems)
    if (code === undefined) return []
    return registerEntry(record, code === null ? null : links.areaIdOf(code), links.today, findings) ?? []
  })
}

/** Rules of the packs that come with the product and of those that were uploaded, newest versions. */
async function listRuleIds(db: Db): Promise<string[]> {
  const packs = listBuiltInPacks().map(({ pack }) => pack)
  for (const { summary } of await listStoredPacks(db)) {
    const stored = await findStoredPack(db, summary.id)
    if (stored) packs.push(readPackOrRefuse(Buffer.from(stored.yaml)))
  }
  return [...new Set(packs.flatMap(({ rules }) => rules.map(({ id }) => id)))].sort()
}

function nothingStated(row: number, name: string): Problem {
  return { code: 'STAGES_EMPTY', severity: 'warning', row, value: name, message: { zh: `「${name}」四项都没有填，未保存任何内容`, en: `No stage of ${name} is filled in: nothing is kept of the row` } }
}

function membersPartial(refused: number): Problem {
  return {
    code: 'MEMBERS_PARTIAL',
    severity: 'warning',
    message: { zh: `有 ${refused} 行被拒绝，统筹组的成员可能不全`, en: `${refused} rows are refused: groups may lack members` },
  }
}
