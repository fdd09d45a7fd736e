import type { UnitCoverageRow } from '../contract/run-details.ts'
import { denominators } from '../core/indicators/kinds/admin-coverage.ts'
import type { Db, Tx } from '../db/schema.ts'

type Detail = Pick<UnitCoverageRow, 'label' | 'failing'>

export async function replaceUnitCoverageRates(tx: Tx, countyCode: number, runId: string, rows: UnitCoverageRow[]): Promise<void> {
  await tx.deleteFrom('unit_coverage_rates').where('county_code', '=', countyCode).where('run_id', '=', runId).execute()
  if (rows.length === 0) return
  await tx
    .insertInto('unit_coverage_rates')
    .values(
      rows.map((row) => ({
        county_code: countyCode,
        run_id: runId,
        denominator: row.denominator,
        covered: row.covered,
        total: row.total,
        reached_from_outside: row.reachedFromOutside,
        unknown_place: row.unknownPlace,
        facility_types: row.facilityTypes,
        detail: JSON.stringify({ label: row.label, failing: row.failing } satisfies Detail),
      })),
    )
    .execute()
}

/** The denominators of a run in their fixed order; none for a run that was stored before they were. */
export async function listUnitCoverageRates(db: Db | Tx, countyCode: number, runId: string): Promise<UnitCoverageRow[]> {
  const rows = await db
    .selectFrom('unit_coverage_rates')
    .select(['denominator', 'covered', 'total', 'reached_from_outside', 'unknown_place', 'facility_types', 'detail'])
    .where('county_code', '=', countyCode)
    .where('run_id', '=', runId)
    .execute()
  return denominators.flatMap((denominator) =>
    rows
      .filter((row) => row.denominator === denominator)
      .map((row) => ({
        denominator,
        ...(row.detail as Detail),
        covered: row.covered,
        total: row.total,
        rate: row.total > 0 ? row.covered / row.total : null,
        reachedFromOutside: row.reached_from_outside,
        unknownPlace: row.unknown_place,
        facilityTypes: row.facility_types,
      })),
  )
}
