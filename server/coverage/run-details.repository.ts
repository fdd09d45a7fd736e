import type { PopulationBlockTable } from '../db/population-tables.ts'
import type { Db, Tx } from '../db/schema.ts'
import type { Run } from './coverage.repository.ts'
import type { RunDiagnostics } from './diagnostics.ts'

export async function insertPopulationBlocks(tx: Tx, blocks: PopulationBlockTable[]): Promise<void> {
  for (let i = 0; i < blocks.length; i += 50) {
    await tx.insertInto('population_blocks').values(blocks.slice(i, i + 50)).execute()
  }
}

export async function listPopulationBlocks(db: Db | Tx, countyCode: number, runId: string): Promise<PopulationBlockTable[]> {
  return db
    .selectFrom('population_blocks')
    .selectAll()
    .where('county_code', '=', countyCode)
    .where('run_id', '=', runId)
    .orderBy('measure')
    .orderBy('parent')
    .execute()
}

export async function insertDiagnostics(tx: Tx, run: Pick<Run, 'county_code' | 'id'>, diagnostics: RunDiagnostics): Promise<void> {
  await tx
    .insertInto('run_diagnostics')
    .values({ county_code: run.county_code, run_id: run.id, detail: JSON.stringify(diagnostics) })
    .execute()
}

/** Undefined for runs of the method's first version, which kept none. */
export async function findDiagnostics(db: Db | Tx, countyCode: number, runId: string): Promise<RunDiagnostics | undefined> {
  const row = await db
    .selectFrom('run_diagnostics')
    .select('detail')
    .where('county_code', '=', countyCode)
    .where('run_id', '=', runId)
    .executeTakeFirst()
  return row?.detail as RunDiagnostics | undefined
}
