import type { ImportRecord } from '../core/imports/report.ts'
import type { Problem } from '../core/problems.ts'
import type { PlanMaterial } from './examine-import.ts'
import type { ImportPlan } from './import-plan.ts'
import { agePyramidStore, unitIdOf } from './stores/age-pyramids.store.ts'
import { planTable } from './table-plan.ts'

/** Ages of a township that the county does not have would be nobody's: such rows are refused by name. */
export async function planAgePyramid({ db, countyCode, kind, baseVersion, records, options, county }: PlanMaterial): Promise<ImportPlan> {
  const known = records.filter((record) => county.units.isWhole(record) || unitIdOf(record, county.units) !== undefined)
  const plan = await planTable(db, agePyramidStore, { countyCode, kind, baseVersion, records: known, replace: options.replace }, county.units)
  return { ...plan, problems: [...records.filter((record) => !known.includes(record)).map(unknownUnit), ...plan.problems] }
}

function unknownUnit({ row, fields }: ImportRecord): Problem {
  const value = [fields.unitCode, fields.township].find((word) => typeof word === 'string' && word !== '')
  return {
    code: 'UNIT_UNKNOWN',
    severity: 'error',
    row,
    column: '乡镇街道',
    value: value === undefined ? '' : String(value),
    message: { zh: '本县没有这个乡镇（街道）', en: 'The county has no such township or street' },
    fix: { zh: '请填乡镇（街道）全称或 12 位代码；全县合计请填县名', en: 'Give its full name or code; for the whole county its name' },
  }
}
