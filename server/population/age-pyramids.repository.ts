import type { AgeRow } from '../core/forecast/pyramids.ts'
import type { Db, Tx } from '../db/schema.ts'
import { validAt } from '../versions/versions.repository.ts'

export interface AgeGroupCount extends AgeRow {
  source: string | null
}

export async function insertAgePyramids(tx: Tx, countyCode: number, version: number, rows: readonly (AgeGroupCount & { id: string; code: string })[]): Promise<void> {
  for (let i = 0; i < rows.length; i += 500) {
    await tx
      .insertInto('age_pyramids')
      .values(
        rows.slice(i, i + 500).map((row) => ({
          ...{ county_code: countyCode, id: row.id, valid_from_version: version, valid_to_version: null, pyramid_code: row.code, unit_id: row.unitId },
          ...{ age_from: row.ageFrom, age_to: row.ageTo, male: row.male, female: row.female, as_of: row.asOf, source: row.source },
        })),
      )
      .execute()
  }
}

export async function listAgePyramids(db: Db | Tx, countyCode: number, version: number): Promise<AgeGroupCount[]> {
  return db
    .selectFrom('age_pyramids')
    .select(['unit_id as unitId', 'age_from as ageFrom', 'age_to as ageTo', 'male', 'female', 'as_of as asOf', 'source'])
    .where('county_code', '=', countyCode)
    .where(validAt(version))
    .orderBy('unit_id')
    .orderBy('age_from')
    .orderBy('age_to')
    .execute()
}
