import { listAuditOf, type AuditRow } from '../audit/audit.repository.ts'
import { requireCounty, requireRole, type Actor } from '../auth/actor.ts'
import type { ImportKind } from '../core/imports/field.ts'
import { findImportKind, importKinds } from '../core/imports/kinds.ts'
import type { Report } from '../core/imports/report.ts'
import type { Db } from '../db/schema.ts'
import { AppError } from '../errors.ts'
import type { JobsService } from '../jobs/jobs.service.ts'
import { requireKnownCounty } from '../regions/known-county.ts'
import { examineImport, type Examined, type ExaminedReading, type ImportFile, type Planner } from './examine-import.ts'
import type { ImportFiles } from './import-files.ts'
import type { ImportOptions } from './import-options.ts'
import { changesAnything, listAlso, type ImportChanges, type ImportedKind } from './import-plan.ts'
import { planners } from './planners.ts'
import { dataChanged } from './store-import.ts'

export const importJobKind = 'import'

export interface ExaminedImport {
  report: Report
  /** Null for a kind that is examined only. */
  dataKind: ImportedKind | null
  /** The version that the file was held against; 0 where there was none. */
  baseVersion: number
  /** Null where the report lets nothing be stored. */
  changes: ImportChanges | null
  /** What the same file states of other kinds of data. */
  also: { dataKind: ImportedKind; baseVersion: number; changes: ImportChanges }[]
  sha256: string
}

/** `jobId` is null where no job was started: nothing may be stored, or there is nothing to store. */
export type StartedImport = ExaminedImport & { jobId: string | null }

/** A file to import; `directory` is the upload's own, which a started job takes over. */
export interface GivenFile extends ImportFile {
  directory: string | null
}

export interface ImportsService {
  examine(actor: Actor, countyCode: number, kind: string, file: ImportFile, options: ImportOptions, signal?: AbortSignal): Promise<ExaminedImport>
  start(actor: Actor, countyCode: number, kind: string, file: GivenFile, options: ImportOptions, signal?: AbortSignal): Promise<StartedImport>
  /** Stores what has been examined, by a job; null where nothing may be stored or nothing would change. The caller has checked the actor. */
  begin(actor: Actor, countyCode: number, kind: ImportKind, file: GivenFile, options: ImportOptions, examined: ExaminedReading): Promise<string | null>
  /** Imports that were stored, newest first. */
  list(actor: Actor, countyCode: number): Promise<AuditRow[]>
}

/** Plans of jobs that this process has examined: a job taken up by another one is examined anew. */
export type HeldPlans = Map<string, Examined>

export function createImportsService(db: Db, jobs: JobsService, files: ImportFiles, held: HeldPlans, now: () => Date): ImportsService {
  async function look(actor: Actor, countyCode: number, kindName: string, file: ImportFile, options: ImportOptions, signal: AbortSignal) {
    requireCounty(actor, countyCode)
    requireRole(actor, 'planner', 'reviewer')
    const kind = getImportKind(kindName)
    const planner = planners[kind.id] as Planner | undefined
    const today = now().toISOString().slice(0, 10)
    const examined = await examineImport(db, countyCode, kind, planner, file, options, today, signal)
    if (options.baseVersion !== undefined && options.baseVersion !== examined.baseVersion) throw dataChanged(options.baseVersion, examined.baseVersion)
    const { report, plan, baseVersion, fileHash } = examined
    const said: ExaminedImport = { report, dataKind: planner?.dataKind ?? null, baseVersion, changes: plan?.changes ?? null, also: listAlso(plan), sha256: fileHash }
    return { kind, examined, said }
  }

  async function begin(actor: Actor, countyCode: number, kind: ImportKind, file: GivenFile, options: ImportOptions, whole: ExaminedReading): Promise<string | null> {
    const { reading: _rows, region: _region, ...examined } = whole
    if (!examined.plan || !changesAnything(examined.plan)) return null
    let kept: string | undefined
    try {
      return await db.transaction().execute(async (tx) => {
        const id = await jobs.enqueue(tx, actor, { countyCode, kind: importJobKind, runId: null })
        held.set(id, examined)
        kept = id
        const { id: actorId, roles } = actor
        const task = { countyCode, kind: kind.id, fileName: file.name, actor: { id: actorId, roles }, options, jobId: id }
        await files.keep(id, file.directory, { ...task, path: file.path, fileHash: examined.fileHash, baseVersion: examined.baseVersion })
        return id
      })
    } catch (error) {
      if (kept !== undefined) {
        held.delete(kept)
        await files.giveBack(kept)
      }
      throw error
    }
  }

  return {
    async examine(actor, countyCode, kindName, file, options, signal = new AbortController().signal) {
      return (await look(actor, countyCode, kindName, file, options, signal)).said
    },

    async start(actor, countyCode, kindName, file, options, signal = new AbortController().signal) {
      getStoredKind(kindName)
      const { kind, examined, said } = await look(actor, countyCode, kindName, file, options, signal)
      return { ...said, jobId: await begin(actor, countyCode, kind, file, options, examined) }
    },

    begin,

    async list(actor, countyCode) {
      requireCounty(actor, countyCode)
      await requireKnownCounty(db, countyCode)
      return listAuditOf(db, countyCode, 'version.import')
    },
  }
}

function getImportKind(name: string): ImportKind {
  const kind = findImportKind(name)
  if (!kind) {
    const known = importKinds.map(({ id }) => id)
    throw new AppError('BAD_REQUEST', `没有「${name}」这种导入；可用：${known.join('、')}`, `There is no import of ${name}: ${known.join(', ')}`)
  }
  return kind
}

/** A kind of import that can be stored; others are examined only. */
export function getStoredKind(name: string): ImportKind {
  const kind = getImportKind(name)
  if (!planners[kind.id]) {
    const stored = Object.keys(planners)
    throw new AppError(
      'KIND_NOT_STORED',
      `「${kind.label.zh}」只检查、不保存：请按内容选择一种类型再导入（${stored.join('、')}），或用 --dry-run（接口 imports/examine）只看检查结果`,
      `A ${kind.label.en} is examined, not stored: import it as what it holds (${stored.join(', ')}), or look at its report with --dry-run (imports/examine in the API)`,
    )
  }
  return kind
}
