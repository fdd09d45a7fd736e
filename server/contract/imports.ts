import { bilingual, day, uuid, z } from './common.ts'

const rowCounts = z.object({ read: z.number().int(), accepted: z.number().int(), refused: z.number().int(), asked: z.number().int() })

export const importProblem = z.object({
  code: z.string(),
  severity: z.enum(['error', 'question', 'warning']),
  message: bilingual,
  row: z.number().int().optional().describe('as the user’s own file counts'),
  column: z.string().optional(),
  value: z.string().optional(),
  fix: bilingual.optional(),
})

/** What a user says beside the file: sent as JSON in the form’s field `options`. */
export const importOptions = z
  .object({
    crs: z.string().max(200).optional(),
    encoding: z.string().max(40).optional(),
    layer: z.string().max(200).optional(),
    map: z.array(z.object({ column: z.string(), field: z.string() })).max(500).default([]),
    header: z.object({ fromRow: z.number().int().min(1), toRow: z.number().int().min(1) }).optional(),
    answers: z.record(z.string(), z.string()).default({}),
    acceptRows: z.boolean().default(false).describe('take the good rows where only rows are refused'),
    replace: z.boolean().default(false).describe('end what is stored and not in the file; else it stays'),
    dataDate: day.optional().describe('the day the data speaks of'),
    baseVersion: z.number().int().min(0).optional().describe('the version that was examined: refused with DATA_CHANGED where it is no longer the newest'),
  })
  .openapi('ImportOptions')

export const importChanges = z
  .object({ inserted: z.number().int(), updated: z.number().int(), unchanged: z.number().int(), ended: z.number().int() })
  .openapi('ImportChanges')

const examined = z.object({
  outcome: z.enum(['ok', 'warn', 'ask', 'rows', 'reject']),
  rows: rowCounts,
  problems: z.array(importProblem),
  questions: z.array(
    z.object({
      code: z.string(),
      message: bilingual,
      options: z.array(z.object({ value: z.string(), label: bilingual })),
      option: z.string(),
      rows: z.array(z.number().int()).optional(),
    }),
  ),
  mapping: z.array(z.object({ column: z.string(), field: z.string().nullable(), by: z.enum(['given', 'remembered', 'exact', 'similar', 'none']) })),
  summary: z.object({
    kind: z.string(),
    crs: z.string().nullable(),
    approximate: z.boolean().describe('positions were undone from GCJ-02 or BD-09'),
    withoutPlace: z.number().int(),
    changes: z.object({ insert: z.number().int(), update: z.number().int(), unchanged: z.number().int() }).optional(),
  }),
  dataKind: z.string(),
  baseVersion: z.number().int().describe('0 where the county has none of the kind'),
  changes: importChanges.nullable().describe('null where nothing of the file may be stored'),
  also: z
    .array(z.object({ dataKind: z.string(), baseVersion: z.number().int(), changes: importChanges }))
    .describe('what the same file states of other kinds of data; stored in the same transaction'),
  sha256: z.string(),
})

export const examineImportReply = examined.openapi('ExaminedImport')
export type ExamineImportReply = z.infer<typeof examineImportReply>

export const startImportReply = examined
  .extend({ jobId: uuid.nullable().describe('null where nothing may be stored, or nothing would change') })
  .openapi('StartedImport')
export type StartImportReply = z.infer<typeof startImportReply>

export const importQuery = z.object({ kind: z.string().min(1).max(60) })

export const storedImport = z
  .object({
    jobId: uuid.nullable(),
    dataKind: z.string(),
    version: z.number().int(),
    importKind: z.string(),
    file: z.string().nullable(),
    sha256: z.string().nullable(),
    encoding: z.string().nullable(),
    crs: z.string().nullable(),
    approximate: z.boolean(),
    changes: importChanges.nullable(),
    rowCount: z.number().int().nullable(),
    replaced: z.boolean(),
    actorId: z.string(),
    at: z.string(),
  })
  .openapi('StoredImport')
export type StoredImport = z.infer<typeof storedImport>
export const storedImportList = z.array(storedImport)
