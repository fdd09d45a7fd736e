import { sql } from 'kysely'
import type { SyncStageTable } from '../db/ledger-tables.ts'
import type { RegisterEntry } from '../core/policy/ledger.ts'
import type { Db, Tx } from '../db/schema.ts'
import { validAt } from '../versions/versions.repository.ts'

/** One of the four stages of 四同步 of a residential area; a stage without a row is not filled in. */
export interface SyncStage {
  id: string
  residentialAreaId: string
  stage: SyncStageTable['stage']
  state: SyncStageTable['state']
  doneOn: string | null
  note: string | null
}

export async function insertSyncStages(tx: Tx, countyCode: number, version: number, stages: SyncStage[]): Promise<void> {
  for (let i = 0; i < stages.length; i += 500) {
    await tx
      .insertInto('sync_stages')
      .values(
        stages.slice(i, i + 500).map((stage) => ({
          county_code: countyCode,
          id: stage.id,
          valid_from_version: version,
          valid_to_version: null,
          residential_area_id: stage.residentialAreaId,
          stage: stage.stage,
          state: stage.state,
          done_on: stage.doneOn,
          note: stage.note,
        })),
      )
      .execute()
  }
}

export async function listSyncStages(db: Db | Tx, countyCode: number, version: number): Promise<SyncStage[]> {
  return db
    .selectFrom('sync_stages')
    .select(['id', 'residential_area_id as residentialAreaId', 'stage', 'state', 'done_on as doneOn', 'note'])
    .where('county_code', '=', countyCode)
    .where(validAt(version))
    .orderBy('residential_area_id')
    .orderBy(sql`array_position(array['plan', 'build', 'accept', 'handover'], stage)`)
    .orderBy('id')
    .execute()
}

export async function insertRegister(tx: Tx, countyCode: number, version: number, entries: RegisterEntry[]): Promise<void> {
  for (let i = 0; i < entries.length; i += 500) {
    await tx
      .insertInto('register_entries')
      .values(
        entries.slice(i, i + 500).map((entry) => ({
          county_code: countyCode,
          id: entry.id,
          valid_from_version: version,
          valid_to_version: null,
          name: entry.name,
          residential_area_id: entry.residentialAreaId,
          built_year: entry.builtYear,
          problem: entry.problem,
          measure: entry.measure,
          deadline: entry.deadline,
          responsible: entry.responsible,
          state: entry.state,
          done_on: entry.doneOn,
        })),
      )
      .execute()
  }
}

export async function listRegister(db: Db | Tx, countyCode: number, version: number): Promise<RegisterEntry[]> {
  return db
    .selectFrom('register_entries')
    .select([
      'id',
      'name',
      'residential_area_id as residentialAreaId',
      'built_year as builtYear',
      'problem',
      'measure',
      'deadline',
      'responsible',
      'state',
      'done_on as doneOn',
    ])
    .where('county_code', '=', countyCode)
    .where(validAt(version))
    .orderBy(sql`name collate "C"`)
    .orderBy('id')
    .execute()
}

/** Residential areas whose sites are run together (相邻统筹); it never changes an area's own verdict. */
export interface PoolingRecord {
  id: string
  name: string
  approval: string | null
  residentialAreaIds: string[]
}

export async function insertPoolingGroups(tx: Tx, countyCode: number, version: number, groups: PoolingRecord[]): Promise<void> {
  for (let i = 0; i < groups.length; i += 500) {
    await tx
      .insertInto('pooling_groups')
      .values(
        groups.slice(i, i + 500).map((group) => ({
          county_code: countyCode,
          id: group.id,
          valid_from_version: version,
          valid_to_version: null,
          name: group.name,
          approval: group.approval,
          residential_area_ids: group.residentialAreaIds,
        })),
      )
      .execute()
  }
}

export async function listPoolingGroups(db: Db | Tx, countyCode: number, version: number): Promise<PoolingRecord[]> {
  return db
    .selectFrom('pooling_groups')
    .select(['id', 'name', 'approval', 'residential_area_ids as residentialAreaIds'])
    .where('county_code', '=', countyCode)
    .where(validAt(version))
    .orderBy(sql`name collate "C"`)
    .orderBy('id')
    .execute()
}
