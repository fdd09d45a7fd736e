import type { Db } from '../db/schema.ts'
import { AppError } from '../errors.ts'
import type { JobHandler } from '../jobs/jobs.service.ts'
import { examineImport, type Examined } from './examine-import.ts'
import type { ImportFiles, KeptTask } from './import-files.ts'
import { getStoredKind, type HeldPlans } from './imports.service.ts'
import { planners } from './planners.ts'
import { dataChanged, storeImport } from './store-import.ts'

/**
 * Stores an import that has been examined: one transaction holds the records, the version, the audit row and the end of the
 * job itself, so that a job killed at any instant is found either done with all its rows or open with none.
 */
export function createImportHandler(db: Db, files: ImportFiles, held: HeldPlans, now: () => Date): JobHandler {
  return {
    async run(job, { report, signal, complete }) {
      const task = await files.findTask(job.id)
      if (!task) throw fileGone()
      report('read', 0.05)
      const examined = held.get(job.id) ?? (await examineAgain(db, task, now(), signal))
      if (!examined.plan) throw fileGone()
      const { plan } = examined
      report('store', 0.5)
      signal.throwIfAborted()
      await db.transaction().execute(async (tx) => {
        await storeImport(tx, task, examined, plan, now(), signal)
        await complete(tx)
      })
    },

    // Nothing in the database waits for an import.
    giveUp: () => Promise.resolve(),

    async settle({ id, status }) {
      held.delete(id)
      await (status === 'done' ? files.remove(id) : files.giveBack(id))
    },
  }
}

/** After a restart: the file must be the one that was examined, and the data still what it was held against. */
async function examineAgain(db: Db, task: KeptTask, at: Date, signal: AbortSignal): Promise<Examined> {
  const kind = getStoredKind(task.kind)
  const file = { path: task.path, name: task.fileName }
  const examined = await examineImport(db, task.countyCode, kind, planners[kind.id], file, task.options, at.toISOString().slice(0, 10), signal)
  if (examined.fileHash !== task.fileHash) throw fileGone()
  if (examined.baseVersion !== task.baseVersion) throw dataChanged(task.baseVersion, examined.baseVersion)
  return examined
}

function fileGone(): AppError {
  return new AppError(
    'IMPORT_FILE_GONE',
    '待导入的文件已不在本机或已被改动，请重新选择文件；本次未写入任何内容',
    'The file to be imported is gone from this machine or has changed: choose it again; nothing was written',
  )
}
