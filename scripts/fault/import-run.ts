import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Db } from '../../server/db/schema.ts'
import { mealPoints, prepareImportTown } from '../../test/import-town.ts'
import { listLeftovers, type FaultServer, type Place } from './server.ts'

export const rowCount = 6000
const text = mealPoints(rowCount)
const patienceMs = 180_000

export function countyOf(run: number): number {
  return 990_000 + run
}

export async function prepareTowns(db: Db, first: number, count: number): Promise<void> {
  for (let run = first; run < first + count; run++) await prepareImportTown(db, countyOf(run))
}

/** Sends the file; undefined where the server did not answer. */
export async function sendImport({ api }: FaultServer, run: number): Promise<{ status: number; jobId: string | null; code: string | undefined } | undefined> {
  const body = new FormData()
  body.set('options', JSON.stringify({ crs: 'EPSG:4490' }))
  body.append('file', new Blob([text]), '助餐点.csv')
  try {
    const response = await fetch(`${api}/counties/${countyOf(run)}/imports?kind=facilities`, { method: 'POST', body })
    const reply = (await response.json()) as { jobId?: string | null; error?: { code: string } }
    return { status: response.status, jobId: reply.jobId ?? null, code: reply.error?.code }
  } catch {
    return undefined
  }
}

/** How long an undisturbed import takes, from the first byte to the records. */
export async function timeImport(server: FaultServer, place: Place, run: number): Promise<number> {
  const began = performance.now()
  const sent = await sendImport(server, run)
  if (!sent?.jobId) throw new Error(`expected an import to start, got ${JSON.stringify(sent)}`)
  await untilNothingLeft(place)
  return performance.now() - began
}

/** An upload lies until its import has ended: where none is left, all have. Returns what is left when patience ends. */
export async function untilNothingLeft(place: Place, each: () => Promise<void> = () => Promise.resolve()): Promise<string[]> {
  for (const giveUpAt = Date.now() + patienceMs; listLeftovers(place).length > 0 && Date.now() < giveUpAt; await sleep(100)) await each()
  return listLeftovers(place)
}

/** Anywhere in an import of this length and a little beyond; half of them towards its end, where it is stored. */
export function drawInstant(wholeMs: number): number {
  return (Math.random() < 0.5 ? Math.random() * 1.1 : 0.6 + Math.random() * 0.5) * wholeMs
}

export interface Outcome {
  rows: number
  versionRows: number | null
  job: string | null
  error: string | null
}

export async function readOutcome(db: Db, run: number): Promise<Outcome> {
  const county = countyOf(run)
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from facilities where county_code = ${county}`.execute(db)
  const version = await db.selectFrom('data_versions').select('row_count').where('county_code', '=', county).where('kind', '=', 'facilities').executeTakeFirst()
  const job = await db.selectFrom('jobs').select(['status', 'error']).where('county_code', '=', county).where('kind', '=', 'import').executeTakeFirst()
  return { rows: Number(rows[0].n), versionRows: version?.row_count ?? null, job: job?.status ?? null, error: job?.error?.code ?? null }
}

/** What breaks the promise; undefined where it is kept. A job that is still open after its server died is in order while nothing is stored. */
export function findBreach({ rows, versionRows, job }: Outcome, openIsInOrder = false): string | undefined {
  if (rows !== 0 && rows !== rowCount) return `${rows} of ${rowCount} rows`
  if (versionRows !== (rows === 0 ? null : rowCount)) return `${rows} rows, a version of ${versionRows}`
  const isOpen = job === 'queued' || job === 'running'
  if (isOpen && !openIsInOrder) return `a job that is still ${job}`
  if ((job === 'done') !== (rows === rowCount)) return `${rows} rows, a job that is ${job}`
  return undefined
}

/** Counts outcomes and keeps the words of the first few breaches. */
export function createTally() {
  const counts: Record<string, number> = { zero: 0, all: 0 }
  const broken: string[] = []
  let ok = 0
  return {
    counts,
    broken,
    get ok() {
      return ok
    },
    note(name: string) {
      counts[name] = (counts[name] ?? 0) + 1
    },
    judge(outcome: Outcome, breaches: (string | undefined)[]) {
      counts[outcome.rows === 0 ? 'zero' : 'all']++
      if (outcome.job !== null) counts[`job ${outcome.job}`] = (counts[`job ${outcome.job}`] ?? 0) + 1
      const found = breaches.filter((breach) => breach !== undefined)
      if (found.length === 0) ok++
      else if (broken.length < 5) broken.push(found.join('; '))
    },
  }
}
