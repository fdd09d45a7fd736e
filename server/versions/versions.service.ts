import { requireCounty, requireRole, type Actor } from '../auth/actor.ts'
import { writeAudit } from '../audit/audit.repository.ts'
import { dataKinds, type DataKind, type Db } from '../db/schema.ts'
import { AppError } from '../errors.ts'
import {
  countRecords,
  findNewestVersion,
  findVersion,
  insertVersion,
  listVersions,
  lockKind,
  restoreRecords,
  tablesOfKind,
  type DataVersion,
} from './versions.repository.ts'

export interface VersionsService {
  list(actor: Actor, countyCode: number): Promise<DataVersion[]>
  rollBack(actor: Actor, countyCode: number, kind: string, toVersion: number): Promise<DataVersion>
}

export function createVersionsService(db: Db, now: () => Date): VersionsService {
  return {
    async list(actor, countyCode) {
      requireCounty(actor, countyCode)
      const versions = await listVersions(db, countyCode)
      if (versions.length === 0) throw new AppError('COUNTY_UNKNOWN', `没有县（区）${countyCode}`, `No county ${countyCode}`)
      return versions
    },

    /** Writes a new version with the records of an earlier one; nothing is lost, and it can be rolled back itself. */
    async rollBack(actor, countyCode, kindText, toVersion) {
      requireCounty(actor, countyCode)
      requireRole(actor, 'planner', 'reviewer')
      const kind = dataKinds.find((known) => known === kindText)
      if (!kind) throw unknownVersion(kindText, toVersion)
      return db.transaction().execute(async (tx) => {
        await lockKind(tx, countyCode, kind)
        const target = await findVersion(tx, countyCode, kind, toVersion)
        const newest = await findNewestVersion(tx, countyCode, kind)
        if (!target || !newest || target.version === newest.version) throw unknownVersion(kind, toVersion)
        const version = newest.version + 1
        let rowCount = 0
        for (const table of tablesOfKind[kind]) {
          await restoreRecords(tx, table, countyCode, toVersion, version)
          rowCount += await countRecords(tx, table, countyCode, version)
        }
        const at = now()
        await insertVersion(tx, {
          countyCode,
          kind,
          version,
          action: 'rollback',
          restoredVersion: toVersion,
          dataDate: target.data_date,
          rowCount,
          contentHash: target.content_hash,
          sources: target.source,
          actorId: actor.id,
          at,
        })
        const detail = { kind, version, restoredVersion: toVersion, rowCount }
        await writeAudit(tx, actor, { countyCode, at, action: 'version.rollback', entityKind: 'data_version', entityId: `${kind}/${version}`, detail })
        return (await findVersion(tx, countyCode, kind, version))!
      })
    },
  }
}

function unknownVersion(kind: DataKind | string, version: number): AppError {
  return new AppError('VERSION_UNKNOWN', `没有可恢复的版本：${kind} 第 ${version} 版`, `No version ${version} of ${kind} to roll back to`)
}
