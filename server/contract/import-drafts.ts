import { bilingual, lonLat, uuid, z } from './common.ts'
import { examineImportReply, importOptions } from './imports.ts'

/** A file that waits on the server while its reader answers questions; gone after a day or when it is stored. */
export const importDraft = z
  .object({
    id: uuid,
    code: z.string(),
    kind: z.string().nullable(),
    fileNames: z.array(z.string()),
    bytes: z.number().int(),
    sha256: z.string(),
    createdBy: z.string(),
    createdAt: z.string(),
    expiresAt: z.string(),
    proposedKinds: z.array(z.string()).describe('kinds whose columns the file has, likeliest first'),
    layers: z.array(z.object({ name: z.string(), rows: z.number().int(), geometry: z.string().nullable() })),
  })
  .openapi('ImportDraft')
export type ImportDraft = z.infer<typeof importDraft>
export const importDraftList = z.array(importDraft)

/** Corrections of single cells, by the file's own row and column; and of places put right on the map. */
export const draftEdits = z.object({
  cells: z.array(z.object({ row: z.number().int().min(1), column: z.string().max(200), value: z.string().max(2000).nullable() })).max(20_000).default([]),
  places: z.array(z.object({ row: z.number().int().min(1), location: lonLat })).max(20_000).default([]),
  dropRows: z.array(z.number().int().min(1)).max(20_000).default([]),
})
export const draftOptions = importOptions.extend({ kind: z.string().min(1).max(60), edits: draftEdits.default({ cells: [], places: [], dropRows: [] }) }).openapi('DraftOptions')
/** As the command line sends them with a file; the kind stands in the address. */
export const importOptionsWithEdits = importOptions.extend({ edits: draftEdits.optional() })
export type DraftOptions = z.infer<typeof draftOptions>

export const examineDraftReply = examineImportReply
  .extend({
    kindLabel: bilingual,
    fields: z.array(z.object({ name: z.string(), label: bilingual, required: z.boolean(), unit: z.string().nullable() })).describe('what a column may be mapped to'),
    columns: z.array(z.string()),
    headerRows: z.object({ fromRow: z.number().int(), toRow: z.number().int() }).nullable(),
    rowCount: z.number().int(),
    remembered: z.array(z.string()).describe('columns mapped as this office did last time'),
    mayStore: z.boolean(),
  })
  .openapi('ExaminedDraft')
export type ExamineDraftReply = z.infer<typeof examineDraftReply>

export const draftRowsQuery = z.object({ from: z.coerce.number().int().min(0).default(0), count: z.coerce.number().int().min(1).max(1000).default(200), only: z.enum(['all', 'problems']).default('all') })
/** Rows of the last examination, as the file shows them with the edits in them. */
export const draftRows = z
  .object({
    total: z.number().int(),
    rows: z.array(
      z.object({
        row: z.number().int(),
        cells: z.array(z.string().nullable()).describe('in the order of `columns`'),
        edited: z.array(z.number().int()).describe('indices of cells that differ from the file'),
        state: z.enum(['accepted', 'refused', 'asked', 'left_out']),
        problems: z.array(z.object({ code: z.string(), severity: z.enum(['error', 'question', 'warning']), column: z.string().nullable() })),
      }),
    ),
  })
  .openapi('DraftRows')
export type DraftRows = z.infer<typeof draftRows>

/** Where the records lie by the present answers; at most 20,000, with what the other proposed systems would make of them. */
export const draftPlaces = z
  .object({
    total: z.number().int(),
    shown: z.number().int(),
    crs: z.string().nullable(),
    features: z.array(z.object({ row: z.number().int(), name: z.string().nullable(), location: lonLat, state: z.enum(['accepted', 'refused', 'asked']), worst: z.enum(['error', 'question', 'warning']).nullable() })),
    proposals: z.array(z.object({ crs: z.string(), label: bilingual, inside: z.number().int(), of: z.number().int(), sample: z.array(lonLat) })),
  })
  .openapi('DraftPlaces')
export type DraftPlaces = z.infer<typeof draftPlaces>

export const storeDraftReply = z.object({ jobId: uuid.nullable(), examined: examineDraftReply }).openapi('StoredDraft')

/** How many were there to be forgotten. */
export const forgotten = z.object({ forgotten: z.number().int() }).openapi('Forgotten')

export const versionDiffQuery = z.object({ from: z.coerce.number().int().min(0), to: z.coerce.number().int().min(1) })
/** What differs between two versions of a kind of data, record by record. */
export const versionDiff = z
  .object({
    kind: z.string(),
    from: z.number().int(),
    to: z.number().int(),
    counts: z.object({ inserted: z.number().int(), updated: z.number().int(), ended: z.number().int(), unchanged: z.number().int() }),
    records: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        change: z.enum(['inserted', 'updated', 'ended']),
        fields: z.array(z.object({ name: z.string(), label: bilingual, before: z.string().nullable(), after: z.string().nullable() })),
      }),
    ).describe('at most 2,000'),
  })
  .openapi('VersionDiff')
export type VersionDiff = z.infer<typeof versionDiff>
