import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import type { JobStatus } from '../db/schema.ts'
import type { ImportTask } from './store-import.ts'
import { isGone, ownMark } from './upload-owner.ts'

/** What a job needs to be taken up again after the process that accepted it has died. */
export interface KeptTask extends ImportTask {
  /** An uploaded file lies in the task's own directory; one named on the command line stays where it is. */
  path: string
  fileHash: string
  baseVersion: number
  /** The draft that the file came from: it gets it back where nothing is stored. */
  draftDirectory?: string
  /** The process that made the job of it. */
  owner: string
}

/** The directory of uploads: each lies there from its arrival until its import has ended, and no longer. */
export interface ImportFiles {
  /** The largest file that is taken; all the files of one upload together may be no larger. */
  readonly mostBytes: number
  /** A new directory for one upload. */
  receive(): Promise<string>
  discard(directory: string): Promise<void>
  /** Gives an upload to a job, under the job's id; `directory` null for a file that lies elsewhere. */
  keep(jobId: string, directory: string | null, task: Omit<KeptTask, 'owner' | 'draftDirectory'>): Promise<void>
  findTask(jobId: string): Promise<KeptTask | undefined>
  remove(jobId: string): Promise<void>
  /** Nothing was stored: a draft's file is a draft again, with its answers; any other is removed. */
  giveBack(jobId: string): Promise<void>
  /**
   * Clears up after killed processes: what jobs have ended with, and uploads whose process is gone or that are older than
   * `olderThanMs`. Drafts and the files of open jobs stay.
   */
  sweep(statusOf: (task: KeptTask) => Promise<JobStatus | undefined>, olderThanMs: number): Promise<void>
}

const taskFile = 'import-task.json'
export const draftFile = 'import-draft.json'
/** Directories of drafts begin so; others are uploads under way, or a job's. */
export const draftPrefix = 'draft-'
const uploadPrefix = 'upload-'

const defaultMostBytes = 512 * 1024 ** 2

export function createImportFiles(root: string, mostBytes = defaultMostBytes): ImportFiles {
  const directoryOf = (jobId: string) => join(root, jobId)
  const findTask = async (jobId: string) => {
    const text = await readFile(join(directoryOf(jobId), taskFile), 'utf8').catch(() => undefined)
    return text === undefined ? undefined : (JSON.parse(text) as KeptTask)
  }
  const remove = (jobId: string) => rm(directoryOf(jobId), { recursive: true, force: true })
  const giveBack = async (jobId: string) => {
    const task = await findTask(jobId)
    if (task?.draftDirectory === undefined) return remove(jobId)
    await rm(join(directoryOf(jobId), taskFile))
    await rename(directoryOf(jobId), join(root, task.draftDirectory))
  }
  return {
    mostBytes,
    async receive() {
      await mkdir(root, { recursive: true })
      return mkdtemp(join(root, `${uploadPrefix}${ownMark}-`))
    },
    discard: (directory) => rm(directory, { recursive: true, force: true }),
    async keep(jobId, directory, task) {
      const own = directoryOf(jobId)
      const path = directory === null ? task.path : join(own, basename(task.path))
      const draftDirectory = directory !== null && basename(directory).startsWith(draftPrefix) ? basename(directory) : undefined
      const text = JSON.stringify({ ...task, path, draftDirectory, owner: ownMark })
      // The note first, then the name: killed in between, a directory is still what it was.
      if (directory === null) await mkdir(own, { recursive: true })
      await writeFile(join(directory ?? own, taskFile), text)
      if (directory !== null) await rename(directory, own)
    },
    findTask,
    remove,
    giveBack,
    async sweep(statusOf, olderThanMs) {
      for (const name of await readdir(root).catch(() => [])) {
        if (name.startsWith(draftPrefix)) continue
        const task = await findTask(name)
        const status = task && (await statusOf(task))
        if (status === 'queued' || status === 'running') continue
        const info = await stat(join(root, name)).catch(() => undefined)
        const isOld = info !== undefined && Date.now() - info.mtimeMs >= olderThanMs
        // Without a row the job may be in a transaction that another process is about to commit.
        if (task && (status !== undefined || isGone(task.owner) || isOld)) await (status === 'done' ? remove(name) : giveBack(name))
        if (!task && (isOld || isGone(name.slice(uploadPrefix.length)))) await remove(name)
      }
    },
  }
}

/** A name that cannot leave its directory, with the extension by which readers know the format. */
export function safeFileName(given: string): string {
  const plain = basename(given.replaceAll('\\', '/')).replace(/[\u0000-\u001f<>:"|?*/]/g, '_')
  const extension = extname(plain).slice(0, 20)
  const stem = plain.slice(0, plain.length - extname(plain).length).slice(0, 60)
  const name = `${stem}${extension}`
  return name === '' || name.startsWith('.') || name === taskFile || name === draftFile ? `file${extension}` : name
}
