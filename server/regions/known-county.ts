import type { Db, Tx } from '../db/schema.ts'
import { AppError } from '../errors.ts'
import { findCounty } from './regions.repository.ts'

export function unknownCounty(countyCode: number): AppError {
  return new AppError('COUNTY_UNKNOWN', `没有县（区）${countyCode}`, `No county ${countyCode}`)
}

/** Throws COUNTY_UNKNOWN for a county that holds nothing. */
export async function requireKnownCounty(db: Db | Tx, countyCode: number): Promise<void> {
  if (!(await findCounty(db, countyCode))) throw unknownCounty(countyCode)
}
