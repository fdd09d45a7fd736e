import { protocol, type PGlite } from '@electric-sql/pglite'
import type { Guard } from './guard.ts'
import { readerOf, type ReadText } from '../values.ts'
import { errorFields, type EngineFailure, type StatementResult } from './protocol.ts'

type Message = Awaited<ReturnType<PGlite['execProtocolStream']>>[number]
type Row = Record<string, unknown>
export interface GuardedEngine {
  engine: PGlite
  guard: Guard
}
interface Column {
  name: string
  read: ReadText
}

/** Why a statement failed, in a form that can cross threads. */
export class StatementFailure extends Error {
  constructor(readonly failure: EngineFailure) {
    super(failure.message)
    this.name = 'StatementFailure'
  }
}

const { serialize } = protocol

/**
 * One statement by the extended protocol, a message at a time. `sync` is what commits a statement outside a transaction,
 * so it is sent only after every step has been answered in full and the guard has seen no loss: a sync after one would
 * keep half an update.
 */
export async function runStatement(
  engine: GuardedEngine,
  text: string,
  parameters: readonly (string | Uint8Array | null)[],
): Promise<StatementResult> {
  await step(engine, serialize.parse({ text }), 'parseComplete')
  await step(engine, serialize.bind({ values: [...parameters] }), 'bindComplete')
  const columns = readColumns(await step(engine, serialize.describe({ type: 'P' }), 'rowDescription', 'noData'))
  const answer = await step(engine, serialize.execute({}), 'commandComplete', 'emptyQuery')
  const tag = readTag(answer)
  const end = await send(engine, serialize.sync())
  const rows: Row[] = []
  for (const message of answer) if (isDataRow(message)) rows.push(readRow(columns, message.fields))
  return { rows, tag, transactionStatus: readStatus(end) }
}

const sentinel = 'yiquan_script_end'

/**
 * Several statements in one text (the job queue's own schema changes). Their number is unknown, so a last statement of
 * ours proves that the engine came to the end.
 */
export async function runScript(engine: GuardedEngine, text: string): Promise<StatementResult> {
  const messages = await send(engine, serialize.query(`${text}\n;select '${sentinel}' as ${sentinel}`))
  const rows: Row[] = []
  let columns: Column[] = []
  let ended = false
  for (const message of messages) {
    if (message.name === 'rowDescription') columns = readColumns([message])
    if (!isDataRow(message)) continue
    if (columns.length === 1 && columns[0].name === sentinel) ended = true
    else rows.push(readRow(columns, message.fields))
  }
  if (!ended) throw swallowed('script not ended')
  return { rows, tag: 'SCRIPT', transactionStatus: readStatus(messages) }
}

async function step(engine: GuardedEngine, bytes: Uint8Array, ...expected: string[]): Promise<Message[]> {
  const messages = await send(engine, bytes)
  if (!messages.some((message) => expected.includes(message.name))) throw swallowed(`no ${expected[0]}`)
  return messages
}

const quietly = { syncToFs: false, throwOnError: false }

async function send({ engine, guard }: GuardedEngine, bytes: Uint8Array): Promise<Message[]> {
  const messages = await engine.execProtocolStream(bytes, quietly).catch((error) => {
    throw swallowed(String(error))
  })
  const loss = guard.findLoss()
  if (loss !== null) throw swallowed(loss)
  const error = messages.find(isError)
  if (!error) return messages
  const end = await engine.execProtocolStream(serialize.sync(), quietly)
  throw new StatementFailure({
    kind: 'refused',
    message: error.message,
    fields: Object.fromEntries(errorFields.flatMap((key) => (error[key] === undefined ? [] : [[key, error[key]]]))),
    transactionStatus: readStatus(end),
  })
}

/** Nearly always geometry; a trap or an exit of the engine itself says so in its sign. */
function swallowed(sign: string): StatementFailure {
  return new StatementFailure({
    kind: 'damaged',
    message: `该语句被引擎中止，未作任何更改；多因几何无效或坐标系无法识别 / the engine broke this statement off and changed nothing; mostly the geometry is invalid or the coordinate system unknown [${sign}]`,
  })
}

/** A tag the engine made up after a swallowed exception reads `???`. */
function readTag(messages: Message[]): string {
  const complete = messages.find(isCommandComplete)
  if (complete?.text === '???') throw swallowed('no command tag')
  return complete?.text ?? ''
}

function readStatus(messages: Message[]): string {
  const ready = messages.findLast((message) => message.name === 'readyForQuery')
  if (!ready || !('status' in ready)) throw swallowed('no readyForQuery')
  return String(ready.status)
}

function readColumns(messages: Message[]): Column[] {
  const description = messages.find(isRowDescription)
  return (description?.fields ?? []).map(({ name, dataTypeID }) => ({ name, read: readerOf(dataTypeID) }))
}

function readRow(columns: Column[], fields: (string | null)[]): Row {
  const row: Row = {}
  for (let index = 0; index < columns.length; index += 1) {
    const text = fields[index]
    row[columns[index].name] = text === null ? null : columns[index].read(text)
  }
  return row
}

function isError(message: Message): message is Message & { message: string } & Record<string, string> {
  return message.name === 'error'
}

function isDataRow(message: Message): message is Message & { fields: (string | null)[] } {
  return message.name === 'dataRow'
}

function isCommandComplete(message: Message): message is Message & { text: string } {
  return message.name === 'commandComplete'
}

function isRowDescription(
  message: Message,
): message is Message & { fields: { name: string; dataTypeID: number }[] } {
  return message.name === 'rowDescription'
}
