import childProcess from 'node:child_process'
import dgram from 'node:dgram'
import dns from 'node:dns'
import { constants } from 'node:fs'
import net from 'node:net'
import type { RawFile } from '../../core/imports/raw-table.ts'
import { dieWithParent } from './die-with-parent.ts'
import type { ReadContext } from './limits.ts'

/** What the parent asks for. */
export interface ReadTask {
  path: string
  context: ReadContext
}

/** What the child answers, in this order: rows table by table in pieces, then the rest of the file. */
export type ReadAnswer =
  | { kind: 'rows'; table: number; rows: RawFile['tables'][number]['rows'] }
  | { kind: 'file'; file: RawFile }
  | { kind: 'failed'; message: string }

const rowsAMessage = 5000

closeNetwork()
keepConstants()
dieWithParent(Number(process.argv[2]))
process.once('message', (task: ReadTask) => void answer(task))

/** No parser here has business on a network: whatever a file talks one into ends here. */
function closeNetwork(): void {
  const refuse = (): never => {
    throw new Error('expected no network access while a file is read')
  }
  net.Socket.prototype.connect = refuse
  net.Server.prototype.listen = refuse
  dgram.createSocket = refuse
  Object.assign(dns, { lookup: refuse, resolve: refuse })
  globalThis.fetch = refuse
}

/** GDAL's loader asks the old way for the constants of the file system, which the permission model refuses. */
function keepConstants(): void {
  Object.defineProperty(process, 'binding', { value: () => ({ fs: constants }) })
}

function closeProcesses(): void {
  const refuse = (): never => {
    throw new Error('expected no process to be started while a file is read')
  }
  Object.assign(childProcess, {
    spawn: refuse,
    spawnSync: refuse,
    exec: refuse,
    execSync: refuse,
    execFile: refuse,
    execFileSync: refuse,
    fork: refuse,
  })
}

async function answer({ path, context }: ReadTask): Promise<void> {
  try {
    // Imported after the network is closed.
    const { parseFile } = await import('./parse-file.ts')
    closeProcesses()
    const file = await parseFile(path, context)
    for (const [index, table] of file.tables.entries()) {
      while (table.rows.length > 0) await send({ kind: 'rows', table: index, rows: table.rows.splice(0, rowsAMessage) })
    }
    await send({ kind: 'file', file })
  } catch (error) {
    await send({ kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
  process.disconnect()
}

function send(message: ReadAnswer): Promise<void> {
  return new Promise((resolve, reject) => process.send!(message, (error: Error | null) => (error ? reject(error) : resolve())))
}
