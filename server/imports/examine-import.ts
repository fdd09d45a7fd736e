import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { ImportKind } from '../core/imports/field.ts'
import { examine } from '../core/imports/doctor.ts'
import type { RawFile } from '../core/imports/raw-table.ts'
import type { ImportRegion } from '../core/imports/region.ts'
import { judgeOutcome, rejected, type ImportRecord, type Report } from '../core/imports/report.ts'
import { InputRefused, type Problem } from '../core/problems.ts'
import type { DataKind, Db } from '../db/schema.ts'
import { editFile, signHeader, type EditedReading } from './edit-file.ts'
import { readFile } from './files/read-file.ts'
import { loadImportContext, type CountyContext } from './import-context.ts'
import { toDoctorOptions, type ImportOptions } from './import-options.ts'
import type { ImportPlan } from './import-plan.ts'

/** A file as it lies on this machine, under the name its owner knows it by. */
export interface ImportFile {
  path: string
  name: string
  /** Where somebody has read it already: what was read, and the file's SHA-256. */
  known?: { raw: RawFile; sha256: string }
}

export interface PlanMaterial {
  db: Db
  countyCode: number
  kind: ImportKind
  file: ImportFile
  raw: RawFile
  records: readonly ImportRecord[]
  report: Report
  options: ImportOptions
  county: CountyContext
  baseVersion: number
  signal: AbortSignal
}

/** How one kind of import becomes records of a kind of data. */
export interface Planner {
  dataKind: DataKind
  plan(material: PlanMaterial): Promise<ImportPlan>
}

export interface Examined {
  report: Report
  /** Null where nothing may be stored: the report says why. */
  plan: ImportPlan | null
  baseVersion: number
  fileHash: string
  encoding: string | null
  /** Of the table's header; null where it has none to be known by. */
  headerSignature: string | null
}

/** With the rows themselves, which nobody should hold on to for long. */
export interface ExaminedReading extends Examined {
  reading: EditedReading
  region: ImportRegion | null
}

/**
 * What a file would change in a county, before anything is stored. Reads and compares only. The plan's own findings (a
 * surface that PostGIS refuses, two rows for one record) join the doctor's, and may turn the outcome.
 */
export async function examineImport(
  db: Db,
  countyCode: number,
  kind: ImportKind,
  planner: Planner | undefined,
  file: ImportFile,
  options: ImportOptions,
  today: string,
  signal: AbortSignal,
): Promise<ExaminedReading> {
  const county = await loadImportContext(db, countyCode, today)
  const baseVersion = planner ? county.versionOf(planner.dataKind) : 0
  const fileHash = file.known?.sha256 ?? (await hashFile(file.path))
  const given = file.known?.raw ?? (await readFile(file.path, { encoding: options.encoding, layer: options.layer, signal }))
  const reading = editFile(given, kind, options)
  const raw = reading.file
  const report = examine(raw, kind, toDoctorOptions(options), county.context)
  const known = {
    ...{ baseVersion, fileHash, reading, region: county.context.region, headerSignature: signHeader(reading.view) },
    encoding: raw.tables.find((table) => table.encoding !== null)?.encoding ?? null,
  }
  if (!planner || !mayBeStored(report, options)) return { ...known, report, plan: null }
  try {
    const plan = await planner.plan({ db, countyCode, kind, file, raw, records: report.records, report, options, county, baseVersion, signal })
    const whole = withFindings(report, plan)
    return { ...known, report: whole, plan: mayBeStored(whole, options) ? plan : null }
  } catch (error) {
    if (!(error instanceof InputRefused)) throw error
    return { ...known, report: rejected(kind.id, [...error.problems, ...report.problems], report.rows.read), plan: null }
  }
}

export function mayBeStored({ outcome, rows }: Report, { acceptRows }: ImportOptions): boolean {
  return outcome === 'ok' || outcome === 'warn' || (outcome === 'rows' && acceptRows && rows.accepted > 0)
}

function withFindings(report: Report, plan: ImportPlan): Report {
  const problems: Problem[] = [...report.problems, ...plan.problems]
  const refused = new Set(plan.problems.filter(({ severity, row }) => severity === 'error' && row !== undefined).map(({ row }) => row))
  const rows = { ...report.rows, accepted: report.rows.accepted - refused.size, refused: report.rows.refused + refused.size }
  const { inserted, updated, unchanged } = plan.changes
  const settled = { ...report, rows, problems, summary: { ...report.summary, changes: { insert: inserted, update: updated, unchanged } } }
  return { ...settled, outcome: judgeOutcome(settled) }
}

export async function hashFile(path: string): Promise<string | ''> {
  const hash = createHash('sha256')
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  } catch {
    // The reader says what is wrong with a file that cannot be read.
    return ''
  }
  return hash.digest('hex')
}
