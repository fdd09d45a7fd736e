import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const executable = fileURLToPath(new URL('../../server/yiquan.mjs', import.meta.url))
const patienceMs = 180_000
/** The loader's own cache of compiled files, which every process on the machine shares. */
const loaderCache = /^tsx-\d+$/

/** The product as its users start it, in a process of its own, with no county but those that a fault makes. */
export interface FaultServer {
  api: string
  /** Null while it lives. */
  exitCode(): number | null
  readers(): number[]
  kill(): Promise<void>
  stop(): Promise<void>
}

export interface Place {
  dataDirectory: string
  temporaryDirectory: string
  databaseUrl?: string
}

export function makePlace(root: string, databaseUrl?: string): Place {
  const place = { dataDirectory: join(root, 'data'), temporaryDirectory: join(root, 'tmp'), databaseUrl }
  mkdirSync(place.dataDirectory)
  mkdirSync(place.temporaryDirectory)
  return place
}

export async function startServer({ dataDirectory, temporaryDirectory, databaseUrl }: Place): Promise<FaultServer> {
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, [executable, 'serve'], {
    env: { PATH, HOME, PORT: '0', SAMPLES: 'none', LOG_LEVEL: 'fatal', DATA_DIR: dataDirectory, TMPDIR: temporaryDirectory, ...(databaseUrl && { DATABASE_URL: databaseUrl }) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await ended
  }
  const api = `${await addressOf(child)}/api/v1`
  for (const giveUpAt = Date.now() + patienceMs; !(await isReady(api)); await sleep(50)) {
    if (Date.now() > giveUpAt) throw new Error(`expected ${api} to become ready within ${patienceMs} ms`)
  }
  return { api, exitCode: () => child.exitCode, readers: () => readersOf(child.pid!), kill: () => end('SIGKILL'), stop: () => end('SIGTERM') }
}

/** What lies where nothing should: uploads and temporary files. */
export function listLeftovers({ dataDirectory, temporaryDirectory }: Place): string[] {
  const list = (directory: string) => {
    try {
      return readdirSync(directory)
    } catch {
      return []
    }
  }
  return [...list(join(dataDirectory, 'yiquan-imports')), ...list(temporaryDirectory).filter((name) => !loaderCache.test(name))]
}

async function isReady(api: string): Promise<boolean> {
  return (await fetch(`${api}/health`).catch(() => undefined))?.ok ?? false
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    child.stdout!.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said)
      if (address) resolve(address[0])
    })
    child.once('close', (code) => reject(new Error(`expected a server's address, it ended with ${code}: ${said}`)))
  })
}

/** The processes in which files are being read; Linux keeps the children of each thread. */
function readersOf(pid: number): number[] {
  try {
    const children = readdirSync(`/proc/${pid}/task`).flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' '))
    return children.filter(Boolean).map(Number).filter((child) => readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('isolated-entry'))
  } catch {
    return []
  }
}
