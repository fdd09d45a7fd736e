import { writeAudit } from '../audit/audit.repository.ts'
import type { Actor } from '../auth/actor.ts'
import type { PolicyPack } from '../core/policy/pack.ts'
import { findRun, listSummaries, type Run } from '../coverage/coverage.repository.ts'
import type { Db, Tx } from '../db/schema.ts'
import { canonicalJson, sha256Hex } from '../hashing.ts'
import type { JobHandler } from '../jobs/jobs.service.ts'
import { findAreaTarget } from './area-target.ts'
import { buildWork, type WorkInput } from './build-work.ts'
import { composeResult, type OptimisationResult } from './compose-result.ts'
import { priceCandidates } from './costs.ts'
import { loadCounty, type CountyForSiting } from './county.ts'
import { listCandidates } from './list-candidates.ts'
import { optimiseInWorker, type OptimiseOutcome } from './optimise-in-worker.ts'
import { endOptimisation, findOptimisation, publishOptimisation, type Optimisation } from './optimisations.repository.ts'
import { findTownshipTarget } from './township-target.ts'
import { vetoCandidates, type Excluded } from './veto-candidates.ts'
import { weightOfUnlocated, weightsOf } from './weights.ts'
import { amount, listNames, say } from './words.ts'

type Solve = typeof optimiseInWorker

/** What the handler takes from outside its drawer; `solve` and `solverModule` are others only where a test says so. */
export interface OptimiseMeans {
  getPack(id: string): Promise<PolicyPack>
  solverModule?: string
  solve?: Solve
}

const highsModule = new URL('./highs.ts', import.meta.url).href

/**
 * Solves a location problem over a published run: load the pinned versions → candidates, vetoed → walks and models in a
 * thread → one transaction that stores the answer and publishes it. Run again after a restart it finds the same.
 */
export function createOptimisationHandler(db: Db, means: OptimiseMeans, now: () => Date): JobHandler {
  return {
    async run(job, { report, signal }) {
      const one = await getOptimisation(db, job.county_code, job.run_id!)
      if (one.status === 'published') return
      report('load', 0.02)
      const result = await optimise(db, means, one, now(), report, signal)
      report('store', 0.97)
      await db.transaction().execute(async (tx) => {
        const at = now()
        const { seconds: _seconds, ...lasting } = result
        const resultHash = sha256Hex(canonicalJson(lasting))
        signal.throwIfAborted()
        const proven = result.optimal || result.outcome === 'infeasible'
        await publishOptimisation(tx, one.county_code, one.id, { result, resultHash, objective: result.objective, siteCount: result.totals.newSites, proven, at })
        await audit(tx, one, 'optimisation.publish', { resultHash }, at)
      })
    },

    async giveUp(tx, job, status) {
      const one = await getOptimisation(tx, job.county_code, job.run_id!)
      await endOptimisation(tx, one.county_code, one.id, status)
      await audit(tx, one, `optimisation.${status}`, {}, now())
    },
  }
}

async function optimise(db: Db, means: OptimiseMeans, one: Optimisation, at: Date, report: (phase: string, progress: number) => void, signal: AbortSignal): Promise<OptimisationResult> {
  const { request } = one
  const run = await findRun(db, one.county_code, one.run_id)
  if (!run) throw new Error(`expected run ${one.run_id} of county ${one.county_code}`)
  const county = await loadCounty(db, run, one.input_versions, request)
  const listed = await listCandidates(db, one.county_code, one.input_versions, county, request.candidates, request.costs.floorAreaM2 ?? null)
  signal.throwIfAborted()
  report('candidates', 0.1)
  const asking = { actor: starterOf(one), countyCode: one.county_code, versions: one.input_versions, at }
  const vetted = await vetoCandidates(db, asking, listed.candidates, request)
  const { priced, excluded: unpriced } = priceCandidates(vetted.kept, request)
  const weights = await weightsOf(db, run, county.places, request.weight)
  const totalWeight = weights.weight.reduce((sum, weight) => sum + weight, 0) + (weights.unlocated ?? (await unlocatedWeight(db, run, county, one)))
  const target = await targetOf(db, run, county, one, priced.map(({ candidate }) => candidate), means)
  const input: WorkInput = { run, request, county, priced, weight: weights.weight, totalWeight, target }
  signal.throwIfAborted()
  const outcome = await solveIn(means, input, (phase, share) => report(phase, phase === 'walks' ? 0.2 + 0.3 * share : 0.5 + 0.45 * share), signal)
  const excluded: Excluded[] = [
    ...listed.outside.map((candidate) => ({ candidate, check: 'inside_county', finding: county.hasStudyArea ? say('在分析片区之外', 'Outside the study area') : say('在行政区之外', 'Outside the county') })),
    ...vetted.excluded,
    ...unpriced,
    ...(target?.kind === 'areas' ? target.areas.undersized.map(({ candidate, minimumM2 }) => ({ candidate: priced[candidate].candidate, check: 'undersized', finding: say(`小于单处最低面积 ${amount(minimumM2)} m²，不计`, `Smaller than the single-site minimum of ${amount(minimumM2)} m²: it does not count`) })) : []),
  ]
  const missing = weights.missing.map((place) => county.places[place].name)
  const notes = [
    ...listed.notes,
    ...vetted.notes,
    ...(target?.kind === 'areas' ? target.areas.notes : []),
    ...(missing.length > 0 ? [say(`${missing.length} 个地点没有填报人数，权重按 0 计并在此列出：${listNames(missing)}`, `${missing.length} places give no count and weigh 0: ${listNames(missing)}`)] : []),
    ...(county.misfits.length > 0 ? [say(`方案中有 ${county.misfits.length} 项修改不适用于本数据，未生效`, `${county.misfits.length} changes of the scenario do not fit this data and have no effect`)] : []),
  ]
  return composeResult({ ...input, outcome, excluded, notes })
}

function solveIn(means: OptimiseMeans, input: WorkInput, report: (phase: 'walks' | 'solve', share: number) => void, signal: AbortSignal): Promise<OptimiseOutcome> {
  const { run, request, county } = input
  const solve = means.solve ?? optimiseInWorker
  const job = {
    graph: county.graph,
    stepsFree: run.parameters.stepsFree === true,
    elevation: county.elevation,
    work: buildWork(input),
    timeLimitSeconds: request.timeLimitSeconds,
    seed: 1,
    solverModule: means.solverModule ?? highsModule,
  }
  return solve(job, report, signal)
}

async function targetOf(db: Db, run: Run, county: CountyForSiting, { request }: Optimisation, candidates: Parameters<typeof findAreaTarget>[4], { getPack }: OptimiseMeans): Promise<WorkInput['target']> {
  if (request.problem === 'township-target') return { kind: 'townships', townships: await findTownshipTarget(db, run, county, request.facilityTypes, candidates) }
  if (request.problem === 'area-target') return { kind: 'areas', areas: await findAreaTarget(db, run, county, request, candidates, getPack) }
  return null
}

const measureOf = { residents: 'residents', residents60Plus: 'residents_60_plus', residents80Plus: 'residents_80_plus', households: 'households' } as const

/** As the run counted those without a known place, people whose place is an estimate among them. */
async function unlocatedWeight(db: Db, run: Run, county: CountyForSiting, { request }: Optimisation): Promise<number> {
  if (typeof request.weight !== 'string' || request.weight === 'places') return 0
  const measure = measureOf[request.weight]
  const rows = await listSummaries(db, run.county_code, run.id)
  const row = rows.find((one) => (one.scope === 'county' || one.scope === 'study_area') && one.measure === measure)
  return row?.unlocated ?? weightOfUnlocated(county.unlocated.map(({ counts }) => counts), request.weight).weight
}

async function getOptimisation(db: Db | Tx, countyCode: number, id: string): Promise<Optimisation> {
  const one = await findOptimisation(db, countyCode, id)
  if (!one) throw new Error(`expected optimisation ${id} of county ${countyCode}`)
  return one
}

/** Whoever started it: the thread that solves has no will of its own. */
function starterOf(one: Optimisation): Actor {
  return { id: one.actor_id, roles: [], counties: [one.county_code] }
}

function audit(tx: Tx, one: Optimisation, action: string, detail: Record<string, unknown>, at: Date): Promise<void> {
  const whole = { problem: one.request.problem, runId: one.run_id, ...detail }
  return writeAudit(tx, starterOf(one), { countyCode: one.county_code, at, action, entityKind: 'optimisation', entityId: one.id, detail: whole })
}
