import { fileURLToPath } from 'node:url'
import { resolve } from 'node:path'

export const projectDirectory = fileURLToPath(new URL('..', import.meta.url))

export interface Config {
  host: string
  port: number
  /** Where single-machine mode keeps its database, lock and snapshots. */
  dataDirectory: string
  /** PostgreSQL's address; single-machine mode (embedded) when undefined. */
  databaseUrl: string | undefined
  /** Which of the samples that ship with the product are loaded, by county code. */
  samples: 'all' | readonly string[]
  /** The largest upload; 512 MB where nothing is said. */
  mostUploadBytes?: number
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent'
}

export class ConfigRefused extends Error {
  constructor(readonly reasons: string[]) {
    super(reasons.join('\n'))
    this.name = 'ConfigRefused'
  }
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const

/** Reads the environment into one frozen Config. Every bad variable is reported at once. */
export function readConfig(env: NodeJS.ProcessEnv): Readonly<Config> {
  const reasons: string[] = []
  const host = env.HOST || '127.0.0.1'
  if (!isLoopback(host)) {
    reasons.push(
      `HOST=${host}：尚无账户系统，只允许本机访问（127.0.0.1、::1、localhost）。` +
        ` / there are no accounts yet, so only loopback addresses are served.`,
    )
  }
  const port = Number(env.PORT || 8080)
  if (!(Number.isInteger(port) && port >= 0 && port <= 65535)) {
    reasons.push(`PORT=${env.PORT}：应为 0 到 65535 的整数。 / expected an integer from 0 to 65535.`)
  }
  const databaseUrl = env.DATABASE_URL || undefined
  if (databaseUrl !== undefined && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    reasons.push(`DATABASE_URL：应以 postgres:// 或 postgresql:// 开头。 / expected a postgres:// address.`)
  }
  const logLevel = (env.LOG_LEVEL || 'info') as Config['logLevel']
  if (!logLevels.includes(logLevel)) {
    reasons.push(`LOG_LEVEL=${env.LOG_LEVEL}：应为 ${logLevels.join(', ')} 之一。 / expected one of these.`)
  }
  const samples = readSamples(env.SAMPLES, reasons)
  if (reasons.length > 0) throw new ConfigRefused(reasons)
  const dataDirectory = env.DATA_DIR ? resolve(env.DATA_DIR) : resolve(projectDirectory, 'data/local')
  return Object.freeze({ host, port, dataDirectory, databaseUrl, samples, logLevel })
}

function readSamples(text: string | undefined, reasons: string[]): Config['samples'] {
  const given = (text || 'all').trim()
  if (given === 'all') return given
  const codes = given === 'none' ? [] : given.split(/[,，\s]+/).filter(Boolean)
  if (codes.some((code) => !/^\d{6}$/.test(code))) {
    reasons.push(`SAMPLES=${text}：应为 all、none 或以逗号分隔的六位县代码。 / expected all, none or county codes, separated by commas.`)
  }
  return Object.freeze(codes)
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}
