import type { Geometry } from 'geojson'
import { sql } from 'kysely'
import { asGeoJson } from '../db/postgis.ts'
import type { Tx } from '../db/schema.ts'
import type { VersionedTable } from '../db/tables.ts'
import { validAt } from '../versions/versions.repository.ts'

export interface Placed {
  id: string
  place: Geometry
}

export async function listUnitPlaces(tx: Tx, countyCode: number, version: number, ids: string[]): Promise<Placed[]> {
  return listPlaced(tx, 'county_units', 'coalesce(boundary, centre)', countyCode, version, ids)
}

export async function listAreaPlaces(tx: Tx, countyCode: number, version: number, ids: string[]): Promise<Placed[]> {
  return listPlaced(tx, 'residential_areas', 'coalesce(boundary, entrances)', countyCode, version, ids)
}

export async function listFacilityPlaces(tx: Tx, countyCode: number, version: number, ids: string[]): Promise<Placed[]> {
  return listPlaced(tx, 'facilities', 'location', countyCode, version, ids)
}

export async function listSettlementPlaces(tx: Tx, countyCode: number, version: number, ids: string[]): Promise<Placed[]> {
  return listPlaced(tx, 'settlements', 'coalesce(boundary, location)', countyCode, version, ids)
}

export async function listParcelPlaces(tx: Tx, countyCode: number, version: number, ids: string[]): Promise<Placed[]> {
  return listPlaced(tx, 'land_parcels', 'boundary', countyCode, version, ids)
}

export async function listPremisesPlaces(tx: Tx, countyCode: number, version: number, ids: string[]): Promise<Placed[]> {
  return listPlaced(tx, 'idle_premises', 'location', countyCode, version, ids)
}

/** The residential area that a register entry is about; entries without one are left out. */
export async function listRegisterAreas(tx: Tx, countyCode: number, version: number, ids: string[]): Promise<{ id: string; areaId: string }[]> {
  if (ids.length === 0) return []
  return tx
    .selectFrom('register_entries')
    .select(['id', sql<string>`residential_area_id`.as('areaId')])
    .where('county_code', '=', countyCode)
    .where(validAt(version))
    .where('id', 'in', ids)
    .where('residential_area_id', 'is not', null)
    .orderBy('id')
    .execute()
}

/** Those of the ids that have a place in this version, by id. `place` is a constant of this file, never a value. */
async function listPlaced(tx: Tx, table: VersionedTable, place: string, countyCode: number, version: number, ids: string[]): Promise<Placed[]> {
  const rows = await tx
    .selectFrom(table)
    .select(['id', asGeoJson(sql.raw(place)).as('place')])
    .where('county_code', '=', countyCode)
    .where(validAt(version))
    .where('id', 'in', ids)
    .where(sql<boolean>`${sql.raw(place)} is not null`)
    .orderBy('id')
    .execute()
  return rows as Placed[]
}
