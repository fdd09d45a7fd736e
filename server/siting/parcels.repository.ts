import { sql } from 'kysely'
import type { Db, Tx } from '../db/schema.ts'
import { validAt } from '../versions/versions.repository.ts'

export interface ParcelSpot {
  id: string
  parcelCode: string
  landUse: string | null
  /** Decimal m², as the ledger says. */
  areaM2: string | null
  lon: number
  lat: number
}

/** Parcels where a site could open: without a facility of their own, and drawn, so that a point on them is known. */
export async function listFreeParcels(db: Db | Tx, countyCode: number, version: number): Promise<ParcelSpot[]> {
  return db
    .selectFrom('land_parcels')
    .select(['id', 'parcel_code as parcelCode', 'land_use as landUse', 'area_m2 as areaM2'])
    .select([sql<number>`ST_X(ST_PointOnSurface(boundary))`.as('lon'), sql<number>`ST_Y(ST_PointOnSurface(boundary))`.as('lat')])
    .where('county_code', '=', countyCode)
    .where(validAt(version))
    .where('facility_id', 'is', null)
    .where('boundary', 'is not', null)
    .orderBy(sql`parcel_code collate "C"`)
    .orderBy('id')
    .execute()
}
