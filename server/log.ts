import { pino, type Logger } from 'pino'
import type { Config } from './config.ts'

export type Log = Logger

/** Logs go to standard error: standard output carries only a command's answer. */
export function createLog(level: Config['logLevel']): Log {
  return pino({ level, redact: ['req.headers.cookie', 'req.headers.authorization'] }, pino.destination({ dest: 2, sync: true }))
}
