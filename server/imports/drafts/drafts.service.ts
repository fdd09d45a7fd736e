import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { requireCounty, requireRole, type Actor } from '../../auth/actor.ts'
import { writeAudit } from '../../audit/audit.repository.ts'
import { findImportKind, importKinds } from '../../core/imports/kinds.ts'
import type { ImportKind } from '../../core/imports/field.ts'
import { geometryTypeOf, proposeKinds } from '../../core/imports/propose-kinds.ts'
import type { RawFile } from '../../core/imports/raw-table.ts'
import type { Db } from '../../db/schema.ts'
import { AppError } from '../../errors.ts'
import { requireKnownCounty } from '../../regions/known-county.ts'
import { editFile, signHeader } from '../edit-file.ts'
import { examineImport, hashFile } from '../examine-import.ts'
import { readFile } from '../files/read-file.ts'
import { findMapping, forgetMappings } from '../import-mappings.repository.ts'
import type { ImportOptions } from '../import-options.ts'
import { getStoredKind, type ImportsService } from '../imports.service.ts'
import { planners } from '../planners.ts'
import { dataChanged } from '../store-import.ts'
import type { Draft, DraftFiles } from './draft-files.ts'
import { createExamination, type Examination } from './examination.ts'
import { createReadingCache } from './reading-cache.ts'

/** An upload as it was received: every part under its own name and its owner's. */
export interface ReceivedUpload {
  directory: string
  /** The one that is read. */
  main: { storedName: string; name: string }
  fileNames: string[]
  storedNames: string[]
}

export interface DraftsService {
  create(actor: Actor, countyCode: number, upload: ReceivedUpload, signal: AbortSignal): Promise<Draft>
  list(actor: Actor, countyCode: number): Promise<Draft[]>
  remove(actor: Actor, countyCode: number, id: string): Promise<void>
  examine(actor: Actor, countyCode: number, id: string, kindName: string, options: ImportOptions, signal: AbortSignal): Promise<Examination>
  /** The last examination, made anew where this process does not hold it. */
  last(actor: Actor, countyCode: number, id: string, signal: AbortSignal): Promise<{ draft: Draft; examination: Examination }>
  store(actor: Actor, countyCode: number, id: string, kindName: string, options: ImportOptions, signal: AbortSignal): Promise<{ jobId: string | null; examination: Examination }>
  /** Forgets how the office mapped a kind's columns; returns of how many headers. */
  forgetMappings(actor: Actor, countyCode: number, kindName: string): Promise<number>
  sweep(): Promise<void>
}

const lifeMs = 24 * 3600_000
const mostCachedBytes = 192 * 1024 ** 2
/** An examination of 100,000 rows weighs as much as its file. */
const mostExaminations = 2

export function createDraftsService(db: Db, imports: ImportsService, files: DraftFiles, now: () => Date): DraftsService {
  const readings = createReadingCache(mostCachedBytes)
  const examinations = new Map<string, Examination>()
  const inTurn = createTurns()

  async function require(actor: Actor, countyCode: number, id: string): Promise<Draft> {
    requireCounty(actor, countyCode)
    requireRole(actor, 'planner', 'reviewer')
    const draft = await files.find(id)
    if (!draft || draft.countyCode !== countyCode || draft.createdBy !== actor.id || draft.expiresAt <= now().toISOString()) throw draftUnknown(id)
    return draft
  }

  function forget(id: string): void {
    readings.forget(id)
    examinations.delete(id)
  }

  async function look(draft: Draft, kind: ImportKind, given: ImportOptions, signal: AbortSignal): Promise<Examination> {
    const { encoding, layer } = given
    const raw = await readings.get(draft.id, JSON.stringify([encoding, layer]), () => readFile(files.pathOf(draft), { encoding, layer, signal }))
    const signature = signHeader(editFile(raw, kind, { ...given, edits: undefined }).view)
    const memory = signature === null ? undefined : await findMapping(db, draft.countyCode, kind.id, signature)
    const options = memory ? { ...given, remembered: memory.mapping } : given
    const file = { path: files.pathOf(draft), name: draft.name, known: { raw, sha256: draft.sha256 } }
    const today = now().toISOString().slice(0, 10)
    const examined = await examineImport(db, draft.countyCode, kind, planners[kind.id], file, options, today, signal)
    if (given.baseVersion !== undefined && given.baseVersion !== examined.baseVersion) throw dataChanged(given.baseVersion, examined.baseVersion)
    const examination = createExamination(kind, options, examined, memory)
    examinations.delete(draft.id)
    examinations.set(draft.id, examination)
    for (const id of [...examinations.keys()].slice(0, -mostExaminations)) examinations.delete(id)
    return examination
  }

  const service: DraftsService = {
    async create(actor, countyCode, { directory, main, fileNames, storedNames }, signal) {
      requireCounty(actor, countyCode)
      requireRole(actor, 'planner', 'reviewer')
      await requireKnownCounty(db, countyCode)
      await service.sweep()
      const path = join(directory, main.storedName)
      const raw = await readFile(path, { signal })
      const at = now()
      const draft = await files.adopt(directory, {
        ...{ countyCode, mainFile: main.storedName, name: main.name, fileNames, createdBy: actor.id },
        bytes: await sumBytes(directory, storedNames),
        sha256: await hashFile(path),
        createdAt: at.toISOString(),
        expiresAt: new Date(at.getTime() + lifeMs).toISOString(),
        proposedKinds: proposeKinds(raw, importKinds.filter(({ id }) => planners[id])),
        layers: raw.tables.map((table) => ({ name: table.name, rows: table.rows.length, geometry: geometryTypeOf(table) })),
        last: null,
      })
      await readings.get(draft.id, JSON.stringify([undefined, undefined]), () => Promise.resolve<RawFile>(raw))
      return draft
    },

    async list(actor, countyCode) {
      requireCounty(actor, countyCode)
      await service.sweep()
      return (await files.list()).filter((draft) => draft.countyCode === countyCode && draft.createdBy === actor.id)
    },

    remove: (actor, countyCode, id) =>
      inTurn(id, async () => {
        await require(actor, countyCode, id)
        forget(id)
        await files.remove(id)
      }),

    examine: (actor, countyCode, id, kindName, options, signal) =>
      inTurn(id, async () => {
        signal.throwIfAborted()
        const draft = await require(actor, countyCode, id)
        const kind = getKind(kindName)
        const examination = await look(draft, kind, options, signal)
        await files.save({ ...draft, last: { kind: kind.id, options: { ...options, baseVersion: undefined } } })
        return examination
      }),

    last: (actor, countyCode, id, signal) =>
      inTurn(id, async () => {
        const draft = await require(actor, countyCode, id)
        if (!draft.last) throw new AppError('BAD_REQUEST', '文件尚未检查，请先检查', 'The file has not been examined yet')
        const examination = examinations.get(id) ?? (await look(draft, getKind(draft.last.kind), draft.last.options, signal))
        return { draft, examination }
      }),

    store: (actor, countyCode, id, kindName, options, signal) =>
      inTurn(id, async () => {
        const draft = await require(actor, countyCode, id)
        const kind = getStoredKind(kindName)
        const examination = await look(draft, kind, options, signal)
        await files.save({ ...draft, last: { kind: kind.id, options: { ...options, baseVersion: undefined } } })
        const file = { path: files.pathOf(draft), name: draft.name, directory: files.directoryOf(id) }
        const jobId = await imports.begin(actor, countyCode, kind, file, examination.options, examination.examined)
        if (jobId !== null) forget(id)
        return { jobId, examination }
      }),

    async forgetMappings(actor, countyCode, kindName) {
      requireCounty(actor, countyCode)
      requireRole(actor, 'planner', 'reviewer')
      const kind = getKind(kindName).id
      return db.transaction().execute(async (tx) => {
        const forgotten = await forgetMappings(tx, countyCode, kind)
        const entry = { action: 'mapping.forget', entityKind: 'import_mapping', entityId: kind, detail: { forgotten } }
        if (forgotten > 0) await writeAudit(tx, actor, { countyCode, at: now(), ...entry })
        return forgotten
      })
    },

    async sweep() {
      await files.sweep(now())
    },
  }
  return service
}

function getKind(name: string): ImportKind {
  const kind = findImportKind(name)
  if (!kind) getStoredKind(name)
  return kind!
}

/** One after the other for each draft: two examinations at once would read its file twice, and a stored draft is no more. */
function createTurns() {
  const waiting = new Map<string, Promise<unknown>>()
  return async <T>(id: string, work: () => Promise<T>): Promise<T> => {
    const before = waiting.get(id) ?? Promise.resolve()
    const turn = before.then(work, work)
    waiting.set(id, turn)
    try {
      return await turn
    } finally {
      if (waiting.get(id) === turn) waiting.delete(id)
    }
  }
}

async function sumBytes(directory: string, names: readonly string[]): Promise<number> {
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(directory, name))).size))
  return sizes.reduce((sum, size) => sum + size, 0)
}

function draftUnknown(id: string): AppError {
  return new AppError('DRAFT_UNKNOWN', `没有待导入的文件 ${id.slice(0, 40)}：可能已保存、已删除或超过 24 小时，请重新上传`, `No draft ${id.slice(0, 40)}: stored, discarded or older than 24 hours. Upload the file again`)
}
