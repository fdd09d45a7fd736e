import type { Db, Tx } from '../db/schema.ts'
import { validAt } from '../versions/versions.repository.ts'
import type { CountySettings } from './settings.ts'

export async function insertSettings(tx: Tx, countyCode: number, version: number, id: string, settings: CountySettings): Promise<void> {
  await tx
    .insertInto('county_settings')
    .values({ county_code: countyCode, id, valid_from_version: version, valid_to_version: null, settings: JSON.stringify(settings) })
    .execute()
}

export async function findSettings(db: Db | Tx, countyCode: number, version: number): Promise<CountySettings | undefined> {
  const row = await db
    .selectFrom('county_settings')
    .select('settings')
    .where('county_code', '=', countyCode)
    .where(validAt(version))
    .executeTakeFirst()
  return row?.settings as CountySettings | undefined
}
