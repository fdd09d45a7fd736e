import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { createQueue } from '../../server/db/boss.ts'
import type { DatabaseHandle } from '../../server/db/handle.ts'
import { openDatabase } from '../../server/db/open.ts'
import { jobQueueName } from '../../server/jobs/jobs.service.ts'
import { startCluster, type Cluster } from '../../test/postgres-cluster.ts'
import { countyOf, createTally, drawInstant, findBreach, prepareTowns, readOutcome, sendImport, timeImport, untilNothingLeft } from './import-run.ts'
import type { FaultLine } from './line.ts'
import { listLeftovers, makePlace, startServer, type FaultServer } from './server.ts'

const targets = ['server', 'reader', 'backend', 'postmaster'] as const
type Target = (typeof targets)[number]

export async function* killImportOnPostgres(root: string, runs: number, only?: string): AsyncIterable<FaultLine> {
  const chosen = targets.filter((target) => only === undefined || only === target)
  if (chosen.length === 0) return
  const cluster = await startCluster()
  const place = makePlace(root, cluster.connectionString)
  const handle = await openDatabase({ engine: 'postgres', connectionString: cluster.connectionString })
  let server: FaultServer | undefined
  try {
    await prepareTowns(handle.db, 0, 1 + runs * chosen.length)
    server = await startServer(place)
    const reading = timeReader(server)
    const wholeMs = await timeImport(server, place, 0)
    const readerMs = await reading
    let run = 0
    for (const target of chosen) {
      const began = performance.now()
      const tally = createTally()
      for (let i = 0; i < runs; i++) {
        run++
        const sending = sendImport(server, run)
        const struck = await strike(target, server, cluster, handle, target === 'reader' ? Math.random() * readerMs : drawInstant(wholeMs))
        tally.note(struck)
        const breaches: (string | undefined)[] = []
        if (target === 'server') {
          // A statement that was on its way when the process died is still carried out: its backend ends by itself.
          await sleep(500)
          breaches.push(findBreach(await readOutcome(handle.db, run), true))
          await letTimePass(handle, 0)
          server = await startServer(place)
        }
        if (target === 'postmaster') await cluster.startAgain()
        await sending
        const left = await untilNothingLeft(place, () => patiently(() => letTimePass(handle)))
        await patiently(() => untilEnded(handle, run))
        const outcome = await patiently(() => readOutcome(handle.db, run))
        if (server.exitCode() !== null) {
          breaches.push(`the server died with ${server.exitCode()}`)
          server = await startServer(place)
        }
        tally.judge(outcome, [...breaches, findBreach(outcome), left.length > 0 ? `left: ${listLeftovers(place).join(', ')}` : undefined])
      }
      const { ok, counts, broken } = tally
      yield { fault: 'kill-import', engine: 'postgres', target, runs, ok, counts, broken, seconds: Math.round((performance.now() - began) / 1000) }
    }
  } finally {
    await server?.kill()
    await handle.close()
    await cluster.stop()
  }
}

/** Kills after `afterMs`, or as soon as there is something to be killed; says what was hit. */
async function strike(target: Target, server: FaultServer, cluster: Cluster, handle: DatabaseHandle, afterMs: number): Promise<string> {
  if (target === 'reader') {
    for (const giveUpAt = Date.now() + 30_000; server.readers().length === 0 && Date.now() < giveUpAt; await sleep(5));
    await sleep(afterMs)
    const [reader] = server.readers()
    if (reader === undefined) return 'had read already'
    process.kill(reader, 'SIGKILL')
    return 'struck'
  }
  // Half of the blows fall while records are written, which is a small part of the whole.
  const writing = target === 'server' || Math.random() < 0.5 ? undefined : await patiently(() => untilWriting(handle))
  await sleep(writing === undefined ? afterMs : Math.random() * 150)
  if (target === 'server') await server.kill()
  if (target === 'postmaster') process.kill(cluster.postmaster()!, 'SIGKILL')
  if (target === 'backend') {
    process.kill(writing ?? (await anyBackend(handle)), 'SIGKILL')
    // PostgreSQL then ends all other backends and recovers by itself; it takes a moment to begin.
    await sleep(1000)
  }
  return writing === undefined ? 'struck at any instant' : 'struck while writing'
}

/** The backend that writes an import's records; undefined where none was seen to. */
async function untilWriting(handle: DatabaseHandle): Promise<number | undefined> {
  for (const giveUpAt = Date.now() + 10_000; Date.now() < giveUpAt; await sleep(3)) {
    const { rows } = await sql<{ pid: number }>`
      select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'
        and query ~* '^(copy|insert into|update|select pg_advisory).*(facilities|data_versions|advisory)'`.execute(handle.db)
    if (rows.length > 0) return rows[0].pid
  }
  return undefined
}

async function anyBackend(handle: DatabaseHandle): Promise<number> {
  const { rows } = await sql<{ pid: number }>`
    select pid from pg_stat_activity where application_name = 'yiquan' and pid <> pg_backend_pid() and datname = current_database()
    order by state = 'idle', random() limit 1`.execute(handle.db)
  return rows[0].pid
}

/** How long the process that reads the file lives, where nothing disturbs it. */
async function timeReader(server: FaultServer): Promise<number> {
  const until = async (there: boolean) => {
    for (const giveUpAt = Date.now() + 60_000; server.readers().length > 0 !== there && Date.now() < giveUpAt; await sleep(10));
  }
  await until(true)
  const began = performance.now()
  await until(false)
  return performance.now() - began
}

/** While PostgreSQL comes up again its connections fail, this program's own among them. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt > 200) throw error
      await sleep(200)
    }
  }
}

async function untilEnded(handle: DatabaseHandle, run: number): Promise<void> {
  for (const giveUpAt = Date.now() + 180_000; Date.now() < giveUpAt; await sleep(100)) {
    const open = await handle.db.selectFrom('jobs').select('id').where('county_code', '=', countyOf(run)).where('kind', '=', 'import').where('status', 'in', ['queued', 'running']).executeTakeFirst()
    if (!open) return
    await letTimePass(handle)
  }
}

/**
 * A worker's silence is noticed after half a minute, and looked for every minute: here time is put forward for those that
 * have been silent for `silentSeconds` (a living one is heard every 15), and the look is taken at once.
 */
async function letTimePass(handle: DatabaseHandle, silentSeconds = 20): Promise<void> {
  const jobs = sql.id(handle.bossSchema, 'job')
  const { rows } = await sql<{ id: string }>`
    update ${jobs} set heartbeat_on = heartbeat_on - interval '1 hour'
    where state = 'active' and heartbeat_on between now() - interval '30 minutes' and now() - ${silentSeconds} * interval '1 second' returning id`.execute(handle.db)
  if (rows.length === 0) return
  const neighbour = createQueue(handle, { supervise: false, schedule: false, monitorIntervalSeconds: 1 })
  neighbour.on('error', () => undefined)
  await neighbour.start()
  await neighbour.supervise(jobQueueName)
  await neighbour.stop({ graceful: false })
}
