import { writeAudit } from '../audit/audit.repository.ts'
import type { Actor } from '../auth/actor.ts'
import type { DataSource, Tx } from '../db/schema.ts'
import { AppError } from '../errors.ts'
import { countRecords, findNewestVersion, insertVersion, lockKind, tablesOfKind } from '../versions/versions.repository.ts'
import type { Examined } from './examine-import.ts'
import { rememberMapping } from './import-mappings.repository.ts'
import type { ImportOptions } from './import-options.ts'
import { changesItself, type AlsoPlan, type ImportPlan } from './import-plan.ts'

export interface ImportTask {
  countyCode: number
  kind: string
  fileName: string
  actor: Pick<Actor, 'id' | 'roles'>
  options: ImportOptions
  jobId: string
}

const approximate = {
  zh: '坐标由 GCJ-02/BD-09 换算，近似值，不作测绘成果',
  en: 'Converted from GCJ-02 or BD-09: approximate, no survey result',
}

/**
 * Writes a planned import as the next version of its kind, and what the file says of other kinds as theirs, in the caller's
 * transaction: everything of it, with versions and audit rows, or nothing. Throws DATA_CHANGED where a version that was
 * examined is no longer the newest. Returns the version of the import's own kind.
 */
export async function storeImport(tx: Tx, task: ImportTask, examined: Examined, plan: ImportPlan, at: Date, signal: AbortSignal): Promise<number> {
  const also = plan.also ?? []
  const main = { ...plan, baseVersion: examined.baseVersion }
  const written = [main, ...also].filter((one) => (one === main && also.length === 0) || changesItself(one))
  for (const one of [main, ...also]) await lockAsExamined(tx, task.countyCode, one)
  for (const one of written) await storePlan(tx, task, examined, one, at, signal)
  return written.includes(main) ? main.baseVersion + 1 : main.baseVersion
}

async function lockAsExamined(tx: Tx, countyCode: number, { dataKind, baseVersion }: AlsoPlan): Promise<void> {
  await lockKind(tx, countyCode, dataKind)
  const newest = (await findNewestVersion(tx, countyCode, dataKind))?.version ?? 0
  if (newest !== baseVersion) throw dataChanged(baseVersion, newest)
}

async function storePlan(tx: Tx, task: ImportTask, examined: Examined, plan: AlsoPlan, at: Date, signal: AbortSignal): Promise<void> {
  const { countyCode, options } = task
  const { dataKind: kind, changes } = plan
  const newest = await findNewestVersion(tx, countyCode, kind)
  const version = plan.baseVersion + 1
  signal.throwIfAborted()
  const contentHash = await plan.write(tx, version)
  signal.throwIfAborted()
  let rowCount = 0
  for (const table of tablesOfKind[kind]) rowCount += await countRecords(tx, table, countyCode, version)
  const source = sourceOf(task, examined, plan)
  const before = options.replace && !plan.keepsSources ? [] : (newest?.source ?? [])
  await insertVersion(tx, {
    countyCode,
    kind,
    version,
    action: 'import',
    restoredVersion: null,
    dataDate: options.dataDate ?? newest?.data_date ?? null,
    rowCount,
    contentHash,
    // What the file does not name stays, and so does where it came from.
    sources: [...before.filter(({ sha256 }) => sha256 === null || sha256 !== source.sha256), source],
    actorId: task.actor.id,
    at,
  })
  const { report, fileHash, encoding, headerSignature } = examined
  await writeAudit(tx, { ...task.actor, counties: [countyCode] }, {
    countyCode,
    at,
    action: 'version.import',
    entityKind: 'data_version',
    entityId: `${kind}/${version}`,
    detail: {
      ...{ kind, version, importKind: task.kind, jobId: task.jobId, file: task.fileName, sha256: fileHash, encoding },
      ...{ crs: report.summary.crs, approximate: report.summary.approximate, mapping: report.mapping, rows: report.rows, changes, rowCount },
      // How many, never what: a corrected cell may hold what belongs to a person.
      edits: countEdits(options),
      ...{ replace: options.replace, acceptRows: options.acceptRows, layer: options.layer ?? null, answers: options.answers },
    },
  })
  if (headerSignature !== null) {
    const mapping = report.mapping.filter(({ column }) => column !== '').map(({ column, field }) => ({ column, field: field ?? '-' }))
    const said = { crs: options.crs ?? null, encoding: options.encoding ?? null, actorId: task.actor.id, at }
    await rememberMapping(tx, countyCode, task.kind, headerSignature, { mapping, ...said })
  }
  signal.throwIfAborted()
}

function countEdits({ edits }: ImportOptions) {
  return { cells: edits?.cells.length ?? 0, places: edits?.places.length ?? 0, droppedRows: edits?.dropRows.length ?? 0 }
}

function sourceOf({ fileName, options }: ImportTask, { fileHash, report }: Examined, plan: AlsoPlan): DataSource {
  return {
    origin: fileName,
    licence: '用户提供',
    crs: report.summary.crs ?? 'EPSG:4490',
    date: options.dataDate ?? null,
    file: fileName,
    sha256: fileHash,
    synthetic: false,
    assumptions: [...(report.summary.approximate ? [approximate] : []), ...plan.assumptions],
  }
}

export function dataChanged(examined: number, newest: number): AppError {
  return new AppError(
    'DATA_CHANGED',
    `核对后数据已有变化（核对时第 ${examined} 版，现为第 ${newest} 版）；请重新核对后再导入，本次未写入任何内容`,
    `The data has changed since it was examined (version ${examined}, now ${newest}): examine again; nothing was written`,
  )
}
