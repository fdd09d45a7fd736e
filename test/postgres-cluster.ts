import { execFile, execFileSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const binaries = '/usr/lib/postgresql/15/bin'
const postgisControl = '/usr/share/postgresql/15/extension/postgis.control'
const setupScript = fileURLToPath(new URL('../scripts/setup-debian.sh', import.meta.url))
const prefix = 'yiquan-cluster-'

export interface Cluster {
  connectionString: string
  /** The server's first process; null while it is down. */
  postmaster(): number | null
  /** Starts the server again after it was killed. */
  startAgain(): Promise<void>
  stop(): Promise<void>
}

/**
 * A PostgreSQL of the tests' own: a fresh cluster in a temporary directory, on a free port of the loopback address,
 * without fsync. One left behind by a run that crashed is stopped and removed first.
 */
export async function startCluster(): Promise<Cluster> {
  requireInstalled()
  for (const name of readdirSync(tmpdir())) if (name.startsWith(prefix)) await removeIfOrphaned(join(tmpdir(), name))
  const directory = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`))
  giveToPostgres(directory)
  const data = join(directory, 'data')
  const port = await findFreePort()
  const settings = [
    `-p ${port}`,
    '-c listen_addresses=127.0.0.1',
    `-c unix_socket_directories=${directory}`,
    '-c fsync=off -c synchronous_commit=off -c full_page_writes=off',
    '-c shared_buffers=64MB -c max_connections=60 -c autovacuum=off',
  ]
  const startServer = () => asPostgres('pg_ctl', ['-D', data, '-w', '-t', '120', '-l', join(directory, 'log'), '-o', settings.join(' '), 'start'])
  try {
    await asPostgres('initdb', ['-D', data, '-A', 'trust', '-U', 'postgres', '--locale=C.UTF-8', '-E', 'UTF8', '-N'])
    await startServer()
    const at = ['-h', directory, '-p', String(port), '-U', 'postgres']
    await asPostgres('createdb', [...at, 'yiquan_test'])
    await asPostgres('psql', [...at, '-q', '-d', 'yiquan_test', '-c', 'create extension postgis'])
  } catch (error) {
    await remove(directory)
    throw error
  }
  return {
    connectionString: `postgres://postgres@127.0.0.1:${port}/yiquan_test`,
    postmaster: () => serverOf(data),
    startAgain: () => tryAgain(startServer),
    stop: () => remove(directory),
  }
}

/** The processes of a killed server hold its memory until they notice, and nobody may start while they do. */
async function tryAgain(work: () => Promise<void>): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt >= 40) throw error
      await sleep(500)
    }
  }
}

function requireInstalled(): void {
  if (isInstalled()) return
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) execFileSync('sh', [setupScript], { stdio: 'inherit' })
  if (isInstalled()) return
  throw new Error(
    `缺少 PostgreSQL 15 与 PostGIS 3（应在 ${binaries}）：请以 root 运行 scripts/setup-debian.sh，` +
      `或设置 YIQUAN_TEST_DATABASE_URL 指向测试专用数据库。 / PostgreSQL 15 with PostGIS 3 is missing (expected in ${binaries}): ` +
      `run scripts/setup-debian.sh as root, or set YIQUAN_TEST_DATABASE_URL to a database for tests.`,
  )
}

function isInstalled(): boolean {
  return existsSync(join(binaries, 'initdb')) && existsSync(postgisControl)
}

/** PostgreSQL refuses to run as root. */
async function asPostgres(binary: string, parameters: string[]): Promise<void> {
  const command = join(binaries, binary)
  const options = { cwd: '/', env: { ...process.env, LC_ALL: 'C.UTF-8' } }
  if (process.getuid?.() !== 0) await run(command, parameters, options)
  else await run('runuser', ['-u', 'postgres', '--', command, ...parameters], options)
}

function giveToPostgres(directory: string): void {
  chmodSync(directory, 0o700)
  if (process.getuid?.() !== 0) return
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' })))
  chownSync(directory, uid, gid)
}

async function removeIfOrphaned(directory: string): Promise<void> {
  const owner = Number(directory.slice(directory.lastIndexOf(prefix) + prefix.length).split('-')[0])
  if (!isRunning(owner)) await remove(directory)
}

async function remove(directory: string): Promise<void> {
  const data = join(directory, 'data')
  const server = serverOf(data)
  if (server !== null && isRunning(server)) {
    await asPostgres('pg_ctl', ['-D', data, '-w', '-m', 'immediate', 'stop']).catch(() => undefined)
  }
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 })
}

function serverOf(data: string): number | null {
  const file = join(data, 'postmaster.pid')
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : null
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}
