import { Worker } from 'node:worker_threads'
import { DatabaseError } from 'pg'
import type { EngineFailure, EngineReply, EngineRequest, StatementResult, WorkerStart } from './protocol.ts'

/**
 * The engine's thread seen from the server's. A statement that took too long, or that the engine broke off with a C++
 * exception, ends the thread: nothing it had not committed survives, and the next statement finds a new one.
 */
export interface Session {
  /** Counts the threads; a transaction that began in another generation is lost. */
  readonly generation: number
  perform(request: EngineRequest, timeoutMs?: number): Promise<StatementResult>
  /** Ends the thread at once, as a crash would. */
  abandon(): Promise<void>
  close(): Promise<void>
}

interface Thread {
  worker: Worker
  ready: Promise<void>
  lost: boolean
  pending: Map<number, { resolve(result: StatementResult): void; reject(error: Error): void }>
}

const workerEntry = new URL('../../worker-entry.mjs', import.meta.url)
const openTimeoutMs = 120_000

export async function startSession(start: WorkerStart): Promise<Session> {
  let generation = 1
  let nextId = 1
  let closed = false
  let thread = startThread(start)
  await thread.ready

  async function reopen(): Promise<void> {
    generation += 1
    const { worker } = thread
    thread = startThread({ directory: start.directory, loadFrom: null }, worker.terminate())
    thread.ready.catch(() => undefined)
  }

  async function perform(request: EngineRequest, timeoutMs?: number): Promise<StatementResult> {
    if (closed) throw new Error('expected an open database, got a closed one')
    await thread.ready.catch(() => undefined)
    if (thread.lost) await reopen()
    await thread.ready
    try {
      return await withTimeout(ask(thread, nextId++, request), timeoutMs)
    } catch (error) {
      if (error instanceof EngineLost && !closed) await reopen()
      throw error instanceof EngineLost ? error.shown : error
    }
  }

  return {
    get generation() {
      return generation
    },
    perform,
    abandon: () => reopen(),
    async close() {
      if (closed) return
      closed = true
      await thread.ready.then(() => ask(thread, nextId++, { kind: 'close' })).catch(() => undefined)
      await thread.worker.terminate()
    },
  }
}

/** The thread must end; `shown` is what the caller is told. */
class EngineLost extends Error {
  constructor(readonly shown: Error) {
    super(shown.message)
    this.name = 'EngineLost'
  }
}

function ask(thread: Thread, id: number, request: EngineRequest): Promise<StatementResult> {
  return new Promise((resolve, reject) => {
    thread.pending.set(id, { resolve, reject })
    thread.worker.postMessage({ id, request })
  })
}

function startThread(start: WorkerStart, after: Promise<unknown> = Promise.resolve()): Thread {
  const pending: Thread['pending'] = new Map()
  const thread = { pending, lost: false } as Thread
  thread.ready = after.then(
    () =>
      new Promise<void>((resolve, reject) => {
        const module = new URL('./worker.ts', import.meta.url).href
        const worker = new Worker(workerEntry, { workerData: { module, start } })
        thread.worker = worker
        const timer = setTimeout(() => {
          lose(toConnectionError(`expected the engine to open in time (${openTimeoutMs} ms)`))
          void worker.terminate()
        }, openTimeoutMs)
        const lose = (error: Error): void => {
          clearTimeout(timer)
          thread.lost = true
          reject(error)
          for (const { reject: rejectOne } of pending.values()) rejectOne(new EngineLost(error))
          pending.clear()
        }
        worker.on('message', (reply: EngineReply) => {
          if (reply.id === 0) {
            clearTimeout(timer)
            return resolve()
          }
          const waiting = pending.get(reply.id)
          pending.delete(reply.id)
          if (reply.failure) waiting?.reject(toError(reply.failure))
          else waiting?.resolve(reply.result)
        })
        worker.on('error', (error) => lose(toConnectionError(error)))
        worker.on('exit', (code) => lose(toConnectionError(`the thread ended (code ${code})`)))
      }),
  )
  return thread
}

function toConnectionError(error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error)
  return databaseError(`嵌入式数据库已停止 / the embedded database stopped: ${message}`, { code: '08006' })
}

function toError(failure: EngineFailure): Error {
  switch (failure.kind) {
    case 'refused':
      return databaseError(failure.message, failure.fields)
    case 'damaged':
      return new EngineLost(databaseError(failure.message, { severity: 'ERROR', code: 'XX000' }))
    case 'broken':
      return Object.assign(new Error(failure.message), { stack: failure.stack })
  }
}

/** The class node-postgres throws, so that nobody needs to ask which engine it was. */
export function databaseError(message: string, fields: Record<string, string>): DatabaseError {
  return Object.assign(new DatabaseError(message, message.length, 'error'), fields)
}

async function withTimeout(answer: Promise<StatementResult>, timeoutMs = 0): Promise<StatementResult> {
  if (timeoutMs <= 0) return answer
  let timer: NodeJS.Timeout | undefined
  const expired = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const shown = databaseError('canceling statement due to statement timeout', { severity: 'ERROR', code: '57014' })
      reject(new EngineLost(shown))
    }, timeoutMs)
  })
  answer.catch(() => undefined)
  try {
    return await Promise.race([answer, expired])
  } finally {
    clearTimeout(timer)
  }
}
