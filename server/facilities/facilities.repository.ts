import { sql } from 'kysely'
import { lonLatPoint } from '../db/postgis.ts'
import type { MedicalKind, Ownership, ProjectKind, TierLevel } from '../db/ledger-tables.ts'
import type { Acquisition, Db, FacilityStatus, Tx } from '../db/schema.ts'
import { validAt } from '../versions/versions.repository.ts'

export interface Facility {
  id: string
  countyCode: number
  facilityCode: string
  name: string
  types: string[]
  unitId: string | null
  address: string | null
  /** Decimal m². */
  floorAreaM2: string | null
  landAreaM2: string | null
  beds: number | null
  nursingBeds: number | null
  status: FacilityStatus
  /** 'eldercare', or 'other: …' in the ledger's words. */
  currentUse: string
  tenure: string | null
  operatorKind: string | null
  acquisition: Acquisition | null
  demo: boolean
  lon: number | null
  lat: number | null
}

/** What rules of packs ask of a site beside what coverage takes; null where the ledger does not say. */
export interface FacilityLedger {
  medicalBeds: number | null
  residentsInCare: number | null
  eldersServed: number | null
  ownership: Ownership | null
  rating: number | null
  project: ProjectKind | null
  projectYear: number | null
  tierLevel: TierLevel | null
  fourHelpsFiveHaves: (boolean | null)[] | null
  medicalKind: MedicalKind | null
  hospitalGrade: number | null
  geriatrics: boolean | null
  medicalPartner: string | null
  ownLand: boolean | null
}

export type NewFacility = Omit<Facility, 'countyCode'> & Partial<FacilityLedger>

export async function insertFacilities(tx: Tx, countyCode: number, version: number, facilities: NewFacility[]): Promise<void> {
  for (let i = 0; i < facilities.length; i += 200) {
    await tx
      .insertInto('facilities')
      .values(
        facilities.slice(i, i + 200).map((facility) => ({
          county_code: countyCode,
          id: facility.id,
          valid_from_version: version,
          valid_to_version: null,
          facility_code: facility.facilityCode,
          name: facility.name,
          facility_types: facility.types,
          unit_id: facility.unitId,
          address: facility.address,
          floor_area_m2: facility.floorAreaM2,
          land_area_m2: facility.landAreaM2,
          beds: facility.beds,
          nursing_beds: facility.nursingBeds,
          status: facility.status,
          current_use: facility.currentUse,
          tenure: facility.tenure,
          operator_kind: facility.operatorKind,
          acquisition: facility.acquisition,
          demo: facility.demo,
          medical_beds: facility.medicalBeds ?? null,
          residents_in_care: facility.residentsInCare ?? null,
          elders_served: facility.eldersServed ?? null,
          ownership: facility.ownership ?? null,
          rating: facility.rating ?? null,
          project: facility.project ?? null,
          project_year: facility.projectYear ?? null,
          tier_level: facility.tierLevel ?? null,
          four_helps_five_haves: facility.fourHelpsFiveHaves ?? null,
          medical_kind: facility.medicalKind ?? null,
          hospital_grade: facility.hospitalGrade ?? null,
          geriatrics: facility.geriatrics ?? null,
          medical_partner: facility.medicalPartner ?? null,
          own_land: facility.ownLand ?? null,
          location: facility.lon !== null && facility.lat !== null ? lonLatPoint(facility.lon, facility.lat) : null,
        })),
      )
      .execute()
  }
}

function facilityQuery(db: Db | Tx) {
  return db
    .selectFrom('facilities')
    .select([
      'id',
      'county_code as countyCode',
      'facility_code as facilityCode',
      'name',
      'facility_types as types',
      'unit_id as unitId',
      'address',
      'floor_area_m2 as floorAreaM2',
      'land_area_m2 as landAreaM2',
      'beds',
      'nursing_beds as nursingBeds',
      'status',
      'current_use as currentUse',
      'tenure',
      'operator_kind as operatorKind',
      'acquisition',
      'demo',
      sql<number | null>`ST_X(location)`.as('lon'),
      sql<number | null>`ST_Y(location)`.as('lat'),
    ])
    .orderBy('facility_code')
}

export async function listFacilities(db: Db | Tx, countyCode: number, version: number): Promise<Facility[]> {
  return facilityQuery(db).where('county_code', '=', countyCode).where(validAt(version)).execute()
}

/** The same facilities, in the same order, with what only rules of packs ask of them. */
export async function listFacilityLedger(db: Db | Tx, countyCode: number, version: number): Promise<(FacilityLedger & { id: string })[]> {
  return db
    .selectFrom('facilities')
    .select([
      'id',
      'medical_beds as medicalBeds',
      'residents_in_care as residentsInCare',
      'elders_served as eldersServed',
      'ownership',
      'rating',
      'project',
      'project_year as projectYear',
      'tier_level as tierLevel',
      'four_helps_five_haves as fourHelpsFiveHaves',
      'medical_kind as medicalKind',
      'hospital_grade as hospitalGrade',
      'geriatrics',
      'medical_partner as medicalPartner',
      'own_land as ownLand',
    ])
    .where('county_code', '=', countyCode)
    .where(validAt(version))
    .orderBy('facility_code')
    .execute()
}

/** A neighbour's facilities that stand within some metres of a county's boundary: those outside count too. */
export async function listFacilitiesNear(
  db: Db | Tx,
  neighbourCode: number,
  version: number,
  countyCode: number,
  metres: number,
): Promise<Facility[]> {
  return facilityQuery(db)
    .where('county_code', '=', neighbourCode)
    .where(validAt(version))
    .where(
      sql<boolean>`ST_DWithin(location::geography,
        (select boundary::geography from admin_regions where code = ${countyCode}), ${metres})`,
    )
    .execute()
}

export interface FacilityAllotment {
  id: string
  facilityId: string
  residentialAreaId: string
  /** Decimal m²; null: a share pro rata to households. */
  areaM2: string | null
}

export async function insertAllotments(tx: Tx, countyCode: number, version: number, allotments: FacilityAllotment[]): Promise<void> {
  for (let i = 0; i < allotments.length; i += 500) {
    await tx
      .insertInto('facility_allotments')
      .values(
        allotments.slice(i, i + 500).map((allotment) => ({
          county_code: countyCode,
          id: allotment.id,
          valid_from_version: version,
          valid_to_version: null,
          facility_id: allotment.facilityId,
          residential_area_id: allotment.residentialAreaId,
          area_m2: allotment.areaM2,
        })),
      )
      .execute()
  }
}

export async function listAllotments(db: Db | Tx, countyCode: number, version: number): Promise<FacilityAllotment[]> {
  return db
    .selectFrom('facility_allotments')
    .select(['id', 'facility_id as facilityId', 'residential_area_id as residentialAreaId', 'area_m2 as areaM2'])
    .where('county_code', '=', countyCode)
    .where(validAt(version))
    .orderBy('id')
    .execute()
}
