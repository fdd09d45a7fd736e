import { randomUUID } from 'node:crypto'
import { writeAudit } from '../audit/audit.repository.ts'
import { requireCounty, requireRole, type Actor } from '../auth/actor.ts'
import type { StartOptimisation } from '../contract/optimisations.ts'
import { findRun, type Run } from '../coverage/coverage.repository.ts'
import type { Db, Tx } from '../db/schema.ts'
import { AppError } from '../errors.ts'
import { canonicalJson, sha256Hex } from '../hashing.ts'
import type { JobsService } from '../jobs/jobs.service.ts'
import { requireKnownCounty } from '../regions/known-county.ts'
import { listNewestVersions } from '../versions/versions.repository.ts'
import type { OptimisationResult } from './compose-result.ts'
import { methodLineOf } from './method-line.ts'
import {
  findOptimisation,
  findOptimisationResult,
  insertOptimisation,
  listOptimisations,
  listSameOptimisations,
  lockOptimisations,
  type Optimisation,
} from './optimisations.repository.ts'
import { refuseUnmet } from './refuse-unmet.ts'
import { requireWeights } from './weights.ts'

export const optimisationJobKind = 'optimisation'
/** Raised whenever the same inputs may give other answers: part of every hash. */
export const optimisationMethodVersion = 2

/** Ledgers that a run does not pin, because it reads none of them. */
const ledgersRead = ['premises', 'parcels', 'control_areas'] as const

export interface OptimisationsService {
  /**
   * Pins what the answer depends on and starts solving. Asking for what is under way, or for what has been answered for
   * good, gets that one: only an answer whose time ran out is worth another attempt.
   */
  start(actor: Actor, countyCode: number, request: StartOptimisation): Promise<{ id: string; jobId: string }>
  list(actor: Actor, countyCode: number): Promise<Optimisation[]>
  get(actor: Actor, countyCode: number, id: string): Promise<{ optimisation: Optimisation; result: OptimisationResult | null }>
}

export function createOptimisationsService(db: Db, jobs: JobsService, now: () => Date): OptimisationsService {
  return {
    async start(actor, countyCode, request) {
      requireCounty(actor, countyCode)
      requireRole(actor, 'planner', 'reviewer')
      return db.transaction().execute(async (tx) => {
        await lockOptimisations(tx, countyCode)
        const run = await getPublishedRun(tx, countyCode, request.runId)
        await requireWeights(tx, countyCode, request.weight)
        refuseUnmet(request, run)
        const { inputVersions, inputHash } = await pinInputs(tx, run, request)
        const same = (await listSameOptimisations(tx, countyCode, inputHash)).find(({ job_id }) => job_id !== null)
        if (same) return { id: same.id, jobId: same.job_id! }
        const id = randomUUID()
        const at = now()
        await insertOptimisation(tx, { countyCode, id, runId: run.id, request, inputVersions, inputHash, methodLine: methodLineOf(request, run), actorId: actor.id, at })
        const detail = { problem: request.problem, runId: run.id, inputHash }
        await writeAudit(tx, actor, { countyCode, at, action: 'optimisation.start', entityKind: 'optimisation', entityId: id, detail })
        return { id, jobId: await jobs.enqueue(tx, actor, { countyCode, kind: optimisationJobKind, runId: id }) }
      })
    },

    async list(actor, countyCode) {
      requireCounty(actor, countyCode)
      await requireKnownCounty(db, countyCode)
      return listOptimisations(db, countyCode, 200)
    },

    async get(actor, countyCode, id) {
      requireCounty(actor, countyCode)
      const optimisation = await findOptimisation(db, countyCode, id)
      if (!optimisation) throw new AppError('OPTIMISATION_UNKNOWN', `没有选址优化 ${id}`, `No optimisation ${id}`)
      const result = await findOptimisationResult(db, countyCode, id)
      return { optimisation, result: (result as OptimisationResult | undefined) ?? null }
    },
  }
}

async function getPublishedRun(tx: Tx, countyCode: number, runId: string): Promise<Run> {
  const run = await findRun(tx, countyCode, runId)
  if (!run) throw new AppError('RUN_UNKNOWN', `没有批次 ${runId}`, `No run ${runId}`)
  if (run.status !== 'published') throw new AppError('NO_PUBLISHED_RUN', '该批次尚未发布，不能据此选址', 'The run has not been published: nothing can be sited by it')
  return run
}

/** The run's own versions and, newest as of now, the ledgers of premises, parcels and control areas. */
async function pinInputs(tx: Tx, run: Run, request: StartOptimisation): Promise<{ inputVersions: Record<string, number>; inputHash: string }> {
  const newest = await listNewestVersions(tx, run.county_code)
  const ledgers = newest.filter(({ kind }) => (ledgersRead as readonly string[]).includes(kind))
  const inputVersions = { ...run.input_versions, ...Object.fromEntries(ledgers.map(({ kind, version }) => [kind, version])) }
  const pinned = ledgers.map(({ kind, content_hash }) => ({ kind, contentHash: content_hash })).sort((a, b) => (a.kind < b.kind ? -1 : 1))
  // How long it may take and which run it was called by decide nothing of what is asked.
  const { timeLimitSeconds: _limit, runId: _run, ...asked } = request
  const inputHash = sha256Hex(canonicalJson({ methodVersion: optimisationMethodVersion, run: run.input_hash, pinned, asked }))
  return { inputVersions, inputHash }
}

