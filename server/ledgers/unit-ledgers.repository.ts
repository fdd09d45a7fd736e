import { sql } from 'kysely'
import type { UnitTag } from '../core/policy/compute.ts'
import type { ChecklistEntryTable, StatisticKey } from '../db/ledger-tables.ts'
import type { Db, Tx } from '../db/schema.ts'
import { validAt } from '../versions/versions.repository.ts'

/** Service rooms of a community (社区服务用房), and what of them is free for eldercare. */
export interface RoomsRecord {
  id: string
  unitId: string
  name: string
  /** Decimal m². */
  floorAreaM2: string | null
  eldercareFreeM2: string | null
}

export async function insertCommunityRooms(tx: Tx, countyCode: number, version: number, rooms: RoomsRecord[]): Promise<void> {
  for (let i = 0; i < rooms.length; i += 500) {
    await tx
      .insertInto('community_rooms')
      .values(
        rooms.slice(i, i + 500).map((one) => ({
          county_code: countyCode,
          id: one.id,
          valid_from_version: version,
          valid_to_version: null,
          unit_id: one.unitId,
          name: one.name,
          floor_area_m2: one.floorAreaM2,
          eldercare_free_m2: one.eldercareFreeM2,
        })),
      )
      .execute()
  }
}

export async function listCommunityRooms(db: Db | Tx, countyCode: number, version: number): Promise<RoomsRecord[]> {
  return db
    .selectFrom('community_rooms')
    .select(['id', 'unit_id as unitId', 'name', 'floor_area_m2 as floorAreaM2', 'eldercare_free_m2 as eldercareFreeM2'])
    .where('county_code', '=', countyCode)
    .where(validAt(version))
    .orderBy(sql`name collate "C"`)
    .orderBy('id')
    .execute()
}

/** A mark that an office sets on a unit because a plan names such units without a list. */
export interface UnitTagRecord {
  id: string
  unitId: string
  tag: UnitTag
}

export async function insertUnitTags(tx: Tx, countyCode: number, version: number, tags: UnitTagRecord[]): Promise<void> {
  for (let i = 0; i < tags.length; i += 500) {
    await tx
      .insertInto('unit_tags')
      .values(
        tags.slice(i, i + 500).map((one) => ({
          county_code: countyCode,
          id: one.id,
          valid_from_version: version,
          valid_to_version: null,
          unit_id: one.unitId,
          tag: one.tag,
        })),
      )
      .execute()
  }
}

export async function listUnitTags(db: Db | Tx, countyCode: number, version: number): Promise<UnitTagRecord[]> {
  return db
    .selectFrom('unit_tags')
    .select(['id', 'unit_id as unitId', 'tag'])
    .where('county_code', '=', countyCode)
    .where(validAt(version))
    .orderBy('unit_id')
    .orderBy(sql`tag collate "C"`)
    .execute()
}

/** A figure of the county that no row of a ledger carries. */
export interface StatisticRecord {
  id: string
  key: StatisticKey
  /** Decimal. */
  value: string
  asOf: string | null
  source: string
}

export async function insertStatistics(tx: Tx, countyCode: number, version: number, statistics: StatisticRecord[]): Promise<void> {
  if (statistics.length === 0) return
  await tx
    .insertInto('county_statistics')
    .values(
      statistics.map((one) => ({
        county_code: countyCode,
        id: one.id,
        valid_from_version: version,
        valid_to_version: null,
        key: one.key,
        value: one.value,
        as_of: one.asOf,
        source: one.source,
      })),
    )
    .execute()
}

export async function listStatistics(db: Db | Tx, countyCode: number, version: number): Promise<StatisticRecord[]> {
  return db
    .selectFrom('county_statistics')
    .select(['id', 'key', 'value', 'as_of as asOf', 'source'])
    .where('county_code', '=', countyCode)
    .where(validAt(version))
    .orderBy(sql`key collate "C"`)
    .orderBy('as_of')
    .orderBy('id')
    .execute()
}

/** The office's answer to a rule that only a person can judge. */
export interface ChecklistRecord {
  id: string
  ruleId: string
  state: ChecklistEntryTable['state']
  note: string | null
  document: string | null
  asOf: string | null
}

export async function insertChecklist(tx: Tx, countyCode: number, version: number, entries: ChecklistRecord[]): Promise<void> {
  if (entries.length === 0) return
  await tx
    .insertInto('checklist_entries')
    .values(
      entries.map((entry) => ({
        county_code: countyCode,
        id: entry.id,
        valid_from_version: version,
        valid_to_version: null,
        rule_id: entry.ruleId,
        state: entry.state,
        note: entry.note,
        document: entry.document,
        as_of: entry.asOf,
      })),
    )
    .execute()
}

export async function listChecklist(db: Db | Tx, countyCode: number, version: number): Promise<ChecklistRecord[]> {
  return db
    .selectFrom('checklist_entries')
    .select(['id', 'rule_id as ruleId', 'state', 'note', 'document', 'as_of as asOf'])
    .where('county_code', '=', countyCode)
    .where(validAt(version))
    .orderBy(sql`rule_id collate "C"`)
    .orderBy('as_of')
    .orderBy('id')
    .execute()
}
