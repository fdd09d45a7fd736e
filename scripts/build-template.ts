import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installQueue } from '../server/db/boss.ts'
import { templateFile } from '../server/db/embedded/template.ts'
import { openDatabase } from '../server/db/open.ts'

/**
 * Makes the dump that new embedded directories start from: PostGIS, our schema and the queue's, no row of ours. Does
 * nothing when the one that fits the present migrations and engine is there.
 */
export async function buildTemplate(): Promise<string> {
  const file = templateFile()
  if (existsSync(file)) return file
  const work = mkdtempSync(join(tmpdir(), 'yiquan-template-'))
  try {
    const handle = await openDatabase({ engine: 'embedded', dataDirectory: work })
    await installQueue(handle)
    await handle.vacuum()
    const snapshot = await handle.snapshot()
    await handle.close()
    if (snapshot === null) throw new Error('expected a snapshot of the template')
    mkdirSync(dirname(file), { recursive: true })
    const unfinished = `${file}.${process.pid}`
    copyFileSync(snapshot, unfinished)
    renameSync(unfinished, file)
    removeOthers(file)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  return file
}

function removeOthers(file: string): void {
  for (const name of readdirSync(dirname(file))) {
    const other = join(dirname(file), name)
    if (name.endsWith('.tar') && other !== file) rmSync(other, { force: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await buildTemplate())
