import type { AdminUnit, UnitMerger } from '../core/indicators/admin-units.ts'
import type { CoverageVerdict, Db, PlaceKind, Tx } from '../db/schema.ts'
import { validAt } from '../versions/versions.repository.ts'

/** Every unit of a version, those no longer in force too, by code. */
export async function listAdminUnits(db: Db | Tx, countyCode: number, version: number): Promise<AdminUnit[]> {
  return db
    .selectFrom('county_units')
    .select([
      'id as unitId',
      'unit_code as unitCode',
      'name',
      'level',
      'parent_id as parentId',
      'urban_rural_code as urbanRuralCode',
      'valid_from as validFrom',
      'valid_to as validTo',
    ])
    .where('county_code', '=', countyCode)
    .where(validAt(version))
    .orderBy('unit_code')
    .orderBy('id')
    .execute()
}

export interface UnitMergerRecord extends UnitMerger {
  id: string
}

/** Mergers belong to the kind `units`: they are pinned and rolled back with it. */
export async function insertUnitMergers(tx: Tx, countyCode: number, version: number, mergers: UnitMergerRecord[]): Promise<void> {
  if (mergers.length === 0) return
  await tx
    .insertInto('unit_mergers')
    .values(
      mergers.map((merger) => ({
        county_code: countyCode,
        id: merger.id,
        valid_from_version: version,
        valid_to_version: null,
        old_unit_code: merger.oldUnitCode,
        new_unit_code: merger.newUnitCode,
        merged_on: merger.mergedOn,
      })),
    )
    .execute()
}

export async function listUnitMergers(db: Db | Tx, countyCode: number, version: number): Promise<UnitMergerRecord[]> {
  return db
    .selectFrom('unit_mergers')
    .select(['id', 'old_unit_code as oldUnitCode', 'new_unit_code as newUnitCode', 'merged_on as mergedOn'])
    .where('county_code', '=', countyCode)
    .where(validAt(version))
    .orderBy('old_unit_code')
    .orderBy('merged_on')
    .execute()
}

export interface PlaceVerdict {
  placeId: string
  placeKind: PlaceKind
  unitId: string | null
  verdict: CoverageVerdict
}

export async function listPlaceVerdicts(db: Db | Tx, countyCode: number, runId: string): Promise<PlaceVerdict[]> {
  return db
    .selectFrom('coverage_places')
    .select(['place_id as placeId', 'place_kind as placeKind', 'unit_id as unitId', 'verdict'])
    .where('county_code', '=', countyCode)
    .where('run_id', '=', runId)
    .orderBy('place_id')
    .execute()
}

/** The community that each residential area's record names, by area. */
export async function listCommunitiesOfAreas(db: Db | Tx, countyCode: number, version: number): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('residential_areas')
    .select(['id', 'community_id as communityId'])
    .where('county_code', '=', countyCode)
    .where(validAt(version))
    .where('community_id', 'is not', null)
    .execute()
  return new Map(rows.map(({ id, communityId }) => [id, communityId!]))
}
