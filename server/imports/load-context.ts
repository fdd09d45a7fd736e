import { systemActor } from '../auth/actor.ts'
import { writeAudit } from '../audit/audit.repository.ts'
import type { DataKind, DataSource, Tx } from '../db/schema.ts'
import { canonicalJson, sha256Hex, stableUuid } from '../hashing.ts'
import { insertVersion } from '../versions/versions.repository.ts'
import type { Sample } from './sample-files.ts'

/** One sample on its way into the database: everything of it is written in this transaction, as this version. */
export interface LoadContext {
  tx: Tx
  county: number
  sample: Sample
  at: Date
  version: number
}

/** The same sample gives the same ids wherever it is loaded. */
export function idOf(load: LoadContext, kind: string, key: string): string {
  return stableUuid(`${load.county}/${kind}/${key}`)
}

/** The version row of a kind of data, with its audit row. */
export async function keepVersion(load: LoadContext, kind: DataKind, content: unknown, rowCount: number, sources: DataSource[]): Promise<void> {
  await insertVersion(load.tx, {
    countyCode: load.county,
    kind,
    version: load.version,
    action: 'sample',
    restoredVersion: null,
    dataDate: load.sample.manifest.dataDate,
    rowCount,
    contentHash: sha256Hex(canonicalJson(content)),
    sources,
    actorId: systemActor.id,
    at: load.at,
  })
  await writeAudit(load.tx, systemActor, {
    countyCode: load.county,
    at: load.at,
    action: 'version.sample',
    entityKind: 'data_version',
    entityId: `${kind}/${load.version}`,
    detail: { kind, rowCount },
  })
}
