import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { postgis } from '@electric-sql/pglite-postgis'
import { installGuard } from './guard.ts'
import type { EngineFailure, EngineReply, EngineRequest, StatementResult, WorkerStart } from './protocol.ts'
import { runScript, runStatement, StatementFailure } from './wire.ts'

/** The thread that holds the embedded engine: it answers one request after another, in order. */
const { directory, loadFrom } = workerData.start as WorkerStart
const engine = await PGlite.create({
  dataDir: directory,
  extensions: { postgis },
  ...(loadFrom === null ? {} : { loadDataDir: new Blob([readFileSync(loadFrom)]) }),
})
const guarded = { engine, guard: installGuard(engine) }

let previous: Promise<void> = Promise.resolve()
parentPort?.on('message', (message: { id: number; request: EngineRequest }) => {
  previous = previous.then(() => answer(message.id, message.request))
})
post({ id: 0, result: { rows: [], tag: 'READY', transactionStatus: 'I' } })

async function answer(id: number, request: EngineRequest): Promise<void> {
  try {
    post({ id, result: await perform(request) })
  } catch (error) {
    post({ id, failure: describe(error) })
  }
}

function post(reply: EngineReply): void {
  parentPort?.postMessage(reply)
}

async function perform(request: EngineRequest): Promise<StatementResult> {
  switch (request.kind) {
    case 'statement': {
      if (!request.copy) return runStatement(guarded, request.text, request.parameters)
      await engine._handleBlob(new Blob([...request.copy]))
      try {
        return await runStatement(guarded, request.text, request.parameters)
      } finally {
        await engine._cleanupBlob()
      }
    }
    case 'script':
      return runScript(guarded, request.text)
    case 'dump':
      return dump(request.file)
    case 'close':
      await engine.close()
      return { rows: [], tag: 'CLOSE', transactionStatus: 'I' }
  }
}

/** Flushed before it is reported, so that a snapshot that was reported survives a power cut. */
async function dump(file: string): Promise<StatementResult> {
  await runStatement(guarded, 'checkpoint', [])
  const bytes = new Uint8Array(await (await engine.dumpDataDir('none')).arrayBuffer())
  const handle = openSync(file, 'w', 0o600)
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  return { rows: [], tag: 'DUMP', transactionStatus: 'I' }
}

function describe(error: unknown): EngineFailure {
  if (error instanceof StatementFailure) return error.failure
  if (error instanceof Error) return { kind: 'broken', message: error.message, stack: error.stack ?? '' }
  return { kind: 'broken', message: String(error), stack: '' }
}
