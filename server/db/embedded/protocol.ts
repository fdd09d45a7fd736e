/** What crosses between the server's thread and the thread that holds the embedded engine. */
export interface WorkerStart {
  directory: string
  /** A dump to fill a directory that does not exist yet; null opens what is there, or makes an empty cluster. */
  loadFrom: string | null
}

export type EngineRequest =
  | { kind: 'statement'; text: string; parameters: readonly (string | Uint8Array | null)[]; copy?: readonly string[] }
  | { kind: 'script'; text: string }
  | { kind: 'dump'; file: string }
  | { kind: 'close' }

export interface StatementResult {
  rows: Record<string, unknown>[]
  /** The command tag, such as `INSERT 0 3`; empty for an empty statement. */
  tag: string
  /** I: idle, T: in a transaction, E: in a failed transaction. */
  transactionStatus: string
}

export type EngineFailure =
  | { kind: 'refused'; message: string; fields: Record<string, string>; transactionStatus: string }
  /** The engine swallowed a C++ exception: its session must not be used again. */
  | { kind: 'damaged'; message: string }
  | { kind: 'broken'; message: string; stack: string }

export type EngineReply =
  | { id: number; result: StatementResult; failure?: undefined }
  | { id: number; failure: EngineFailure; result?: undefined }

export const errorFields = [
  'severity',
  'code',
  'detail',
  'hint',
  'position',
  'internalPosition',
  'internalQuery',
  'where',
  'schema',
  'table',
  'column',
  'dataType',
  'constraint',
  'file',
  'line',
  'routine',
] as const
