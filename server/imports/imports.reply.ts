import type { AuditRow } from '../audit/audit.repository.ts'
import type { ExamineImportReply, StoredImport } from '../contract/imports.ts'
import type { ExaminedImport } from './imports.service.ts'
import type { ImportChanges } from './import-plan.ts'

export function toExaminedReply({ report, dataKind, baseVersion, changes, also, sha256 }: ExaminedImport): ExamineImportReply {
  const { outcome, rows, problems, questions, mapping, summary } = report
  return { outcome, rows, problems, questions, mapping, summary, dataKind, baseVersion, changes, also, sha256 }
}

/** Of the audit log: an import that was not stored left nothing there. */
export function toStoredImport({ detail, actor_id, at, entity_id }: AuditRow): StoredImport {
  const said = detail as Partial<Omit<StoredImport, 'dataKind' | 'replaced'>> & { kind?: string; replace?: boolean; changes?: ImportChanges }
  const [dataKind, version] = entity_id.split('/')
  return {
    jobId: said.jobId ?? null,
    dataKind,
    version: Number(version),
    importKind: said.importKind ?? dataKind,
    file: said.file ?? null,
    sha256: said.sha256 ?? null,
    encoding: said.encoding ?? null,
    crs: said.crs ?? null,
    approximate: said.approximate ?? false,
    changes: said.changes ?? null,
    rowCount: said.rowCount ?? null,
    replaced: said.replace ?? false,
    actorId: actor_id,
    at: at.toISOString(),
  }
}
