import { randomUUID } from 'node:crypto'
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ImportOptions } from '../import-options.ts'
import { draftFile, draftPrefix } from '../import-files.ts'

/** What lies beside the files of a draft: enough to go on after a restart. */
export interface Draft {
  id: string
  countyCode: number
  /** The file that is read; its siblings lie beside it. */
  mainFile: string
  /** Its name as its owner knows it. */
  name: string
  fileNames: string[]
  bytes: number
  sha256: string
  createdBy: string
  createdAt: string
  expiresAt: string
  proposedKinds: string[]
  layers: { name: string; rows: number; geometry: string | null }[]
  /** The decisions of the last examination. */
  last: { kind: string; options: ImportOptions } | null
}

/** The drafts among the uploads: a directory each. */
export interface DraftFiles {
  /** Makes an upload's directory a draft's. */
  adopt(directory: string, draft: Omit<Draft, 'id'>): Promise<Draft>
  list(): Promise<Draft[]>
  find(id: string): Promise<Draft | undefined>
  save(draft: Draft): Promise<void>
  remove(id: string): Promise<void>
  directoryOf(id: string): string
  pathOf(draft: Draft): string
  /** Removes drafts that have expired, and directories that no draft can be read from. */
  sweep(now: Date): Promise<void>
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
/** A directory without its note may be a draft that is being adopted at this moment. */
const graceMs = 3600_000

export function createDraftFiles(root: string): DraftFiles {
  const directoryOf = (id: string) => join(root, `${draftPrefix}${id}`)
  const remove = (id: string) => rm(directoryOf(id), { recursive: true, force: true })

  /** Whole or not at all: a process killed in between leaves the note before. */
  async function write(directory: string, draft: Draft): Promise<void> {
    const fresh = join(directory, `.${draftFile}`)
    await writeFile(fresh, JSON.stringify(draft))
    await rename(fresh, join(directory, draftFile))
  }

  async function find(id: string): Promise<Draft | undefined> {
    if (!uuid.test(id)) return undefined
    const text = await readFile(join(directoryOf(id), draftFile), 'utf8').catch(() => undefined)
    return text === undefined ? undefined : (JSON.parse(text) as Draft)
  }

  async function listIds(): Promise<string[]> {
    const names = await readdir(root).catch(() => [])
    return names.filter((name) => name.startsWith(draftPrefix)).map((name) => name.slice(draftPrefix.length))
  }

  return {
    directoryOf,
    pathOf: ({ id, mainFile }) => join(directoryOf(id), mainFile),
    remove,
    find,
    async adopt(directory, given) {
      const draft = { ...given, id: randomUUID() }
      await write(directory, draft)
      await rename(directory, directoryOf(draft.id))
      return draft
    },
    async list() {
      const found = await Promise.all((await listIds()).map(find))
      return found.filter((draft) => draft !== undefined).sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
    },
    save: (draft) => write(directoryOf(draft.id), draft),
    async sweep(now) {
      for (const id of await listIds()) {
        const draft = await find(id)
        if (draft && draft.expiresAt > now.toISOString()) continue
        const info = draft ? undefined : await stat(directoryOf(id)).catch(() => undefined)
        if (draft || (info && now.getTime() - info.mtimeMs > graceMs)) await remove(id)
      }
    },
  }
}
