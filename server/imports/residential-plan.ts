import type { ImportRecord } from '../core/imports/report.ts'
import type { Problem } from '../core/problems.ts'
import type { PlanMaterial } from './examine-import.ts'
import type { AlsoPlan, ImportPlan } from './import-plan.ts'
import { planLedger, type LedgerEntry, type LedgerFindings, type LedgerTable, type LedgerWish } from './ledger-plan.ts'
import { registerEntry, registerLedger } from './stores/register.ledger.ts'
import { residentialStore } from './stores/residential.store.ts'
import { stageEntries, stageLedger, statesStages } from './stores/sync-stages.ledger.ts'
import { planTableRows } from './table-plan.ts'

/**
 * The 小区台账 carries three ledgers: the areas, their 四同步 and the problems that were found there. Each becomes a version
 * of its own, all in one transaction; a ledger of which the file says nothing is left as it is.
 */
export async function planResidential(material: PlanMaterial): Promise<ImportPlan> {
  const { db, countyCode, kind, baseVersion, records, options, county } = material
  const { plan, idOf, endedIds } = await planTableRows(db, residentialStore, { countyCode, kind, baseVersion, records, replace: options.replace }, county.units)
  const rows = records.filter(({ row }) => idOf.has(row))
  const { today } = county.context
  const also: AlsoPlan[] = []
  const add = async (ledger: LedgerTable, replace: LedgerWish['replace'], toEntries: (findings: LedgerFindings) => LedgerEntry[]) => {
    const ownVersion = county.versionOf(ledger.dataKind)
    also.push({ ...(await planLedger(db, ledger, { countyCode, baseVersion: ownVersion, replace }, (_stored, findings) => toEntries(findings))), baseVersion: ownVersion })
  }
  // The stages of an area that is no more end with it; the register outlives its areas.
  if (rows.some(statesStages) || endedIds.size > 0)
    await add(stageLedger, (columns) => endedIds.has(String(columns.residential_area_id)), (findings) =>
      rows.flatMap((record) => stageEntries(record, idOf.get(record.row)!, String(record.fields.name), today, findings)),
    )
  if (rows.some(statesProblem))
    await add(registerLedger, false, (findings) => rows.flatMap((record) => problemOf(record, idOf.get(record.row)!, today, findings)))
  return { ...plan, problems: [...plan.problems, ...also.flatMap(({ problems }) => problems)], also }
}

function problemOf(record: ImportRecord, areaId: string, today: string, findings: LedgerFindings): LedgerEntry[] {
  if (statesProblem(record) && (record.fields.problemKind ?? null) === null) findings.problems.push(remedyAlone(record.row))
  const entry = registerEntry(record, areaId, today, findings)
  return entry ? [entry] : []
}

const remedyFields = ['remedy', 'remedyDue', 'responsibleUnit']

function statesProblem({ fields }: ImportRecord): boolean {
  return ['problemKind', ...remedyFields].some((name) => fields[name] !== null && fields[name] !== undefined)
}

function remedyAlone(row: number): Problem {
  return {
    code: 'PROBLEM_MISSING',
    severity: 'warning',
    row,
    column: '问题类型',
    message: { zh: '有整改措施、期限或责任单位而没有问题类型，不计入整改台账', en: 'A remedy without a problem: not kept in the register' },
    fix: { zh: '请填写问题类型', en: 'Enter the problem' },
  }
}
