import { sql } from 'kysely'
import type { MultiPolygon, Polygon } from 'geojson'
import { lonLatPoint, multiPolygonFromGeoJson } from '../db/postgis.ts'
import type { IdlePremisesTable, LandParcelTable } from '../db/ledger-tables.ts'
import type { Db, Tx } from '../db/schema.ts'
import { validAt } from '../versions/versions.repository.ts'

/** Idle premises (闲置用房): schools, offices, workshops, old homes that could become a site. */
export interface Premises {
  id: string
  premisesCode: string
  name: string
  kind: string
  unitId: string | null
  owner: string | null
  address: string | null
  /** Decimal m². */
  floorAreaM2: string | null
  landAreaM2: string | null
  status: IdlePremisesTable['status']
  transitionUntil: string | null
  demo: boolean
  lon: number | null
  lat: number | null
}

export async function insertPremises(tx: Tx, countyCode: number, version: number, premises: Premises[]): Promise<void> {
  for (let i = 0; i < premises.length; i += 200) {
    await tx
      .insertInto('idle_premises')
      .values(
        premises.slice(i, i + 200).map((one) => ({
          county_code: countyCode,
          id: one.id,
          valid_from_version: version,
          valid_to_version: null,
          premises_code: one.premisesCode,
          name: one.name,
          kind: one.kind,
          unit_id: one.unitId,
          owner: one.owner,
          address: one.address,
          floor_area_m2: one.floorAreaM2,
          land_area_m2: one.landAreaM2,
          status: one.status,
          transition_until: one.transitionUntil,
          demo: one.demo,
          location: one.lon !== null && one.lat !== null ? lonLatPoint(one.lon, one.lat) : null,
        })),
      )
      .execute()
  }
}

export async function listPremises(db: Db | Tx, countyCode: number, version: number): Promise<Premises[]> {
  return db
    .selectFrom('idle_premises')
    .select([
      'id',
      'premises_code as premisesCode',
      'name',
      'kind',
      'unit_id as unitId',
      'owner',
      'address',
      'floor_area_m2 as floorAreaM2',
      'land_area_m2 as landAreaM2',
      'status',
      'transition_until as transitionUntil',
      'demo',
      sql<number | null>`ST_X(location)`.as('lon'),
      sql<number | null>`ST_Y(location)`.as('lat'),
    ])
    .where('county_code', '=', countyCode)
    .where(validAt(version))
    .orderBy(sql`premises_code collate "C"`)
    .orderBy('id')
    .execute()
}

export interface Parcel {
  id: string
  parcelCode: string
  /** 用地用海分类 code. */
  landUse: string | null
  /** Decimal m², as the ledger says; never measured from the boundary in its stead. */
  areaM2: string | null
  facilityId: string | null
  phase: LandParcelTable['phase']
  misused: boolean | null
  note: string | null
  demo: boolean
}

export async function insertParcels(
  tx: Tx,
  countyCode: number,
  version: number,
  parcels: (Parcel & { boundary: Polygon | MultiPolygon | null })[],
): Promise<void> {
  for (let i = 0; i < parcels.length; i += 200) {
    await tx
      .insertInto('land_parcels')
      .values(
        parcels.slice(i, i + 200).map((parcel) => ({
          county_code: countyCode,
          id: parcel.id,
          valid_from_version: version,
          valid_to_version: null,
          parcel_code: parcel.parcelCode,
          land_use: parcel.landUse,
          area_m2: parcel.areaM2,
          facility_id: parcel.facilityId,
          phase: parcel.phase,
          misused: parcel.misused,
          note: parcel.note,
          demo: parcel.demo,
          boundary: parcel.boundary && multiPolygonFromGeoJson(parcel.boundary),
        })),
      )
      .execute()
  }
}

export async function listParcels(db: Db | Tx, countyCode: number, version: number): Promise<Parcel[]> {
  return db
    .selectFrom('land_parcels')
    .select([
      'id',
      'parcel_code as parcelCode',
      'land_use as landUse',
      'area_m2 as areaM2',
      'facility_id as facilityId',
      'phase',
      'misused',
      'note',
      'demo',
    ])
    .where('county_code', '=', countyCode)
    .where(validAt(version))
    .orderBy(sql`parcel_code collate "C"`)
    .orderBy('id')
    .execute()
}
