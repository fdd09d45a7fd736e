import type { AgeRow } from '../core/forecast/pyramids.ts'
import type { Db, Tx } from '../db/schema.ts'
import { validAt } from '../versions/versions.repository.ts'

export interface AgeGroupCount extends AgeRow {
  source: string | null
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
