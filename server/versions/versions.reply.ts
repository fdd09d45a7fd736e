import type { DataVersion as DataVersionReply } from '../contract/counties.ts'
import type { DataVersion } from './versions.repository.ts'

export function toDataVersion(version: DataVersion): DataVersionReply {
  return {
    kind: version.kind,
    version: version.version,
    action: version.action,
    restoredVersion: version.restored_version,
    dataDate: version.data_date,
    rowCount: version.row_count,
    contentHash: version.content_hash,
    actorId: version.actor_id,
    createdAt: version.created_at.toISOString(),
    sources: version.source,
  }
}
