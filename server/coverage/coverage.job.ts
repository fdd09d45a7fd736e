import { writeAudit } from '../audit/audit.repository.ts'
import { packBlocks } from '../core/coverage/blocks.ts'
import { judgePlace } from '../core/coverage/places.ts'
import type { WhyReason } from '../core/coverage/why-not.ts'
import { openSharedGraph } from '../core/network/graph-file.ts'
import type { Db, Tx } from '../db/schema.ts'
import { canonicalJson, sha256Hex } from '../hashing.ts'
import type { JobHandler } from '../jobs/jobs.service.ts'
import { computeInWorker } from './compute-in-worker.ts'
import { circleGroups } from './circle-groups.ts'
import type { ComputeResult, ComputeTask } from './compute.ts'
import {
  deleteRunResults,
  endRun,
  findRun,
  insertBlocks,
  insertPlaces,
  insertSummaries,
  publishRun,
  type BlockRow,
  type PlaceResult,
  type Run,
} from './coverage.repository.ts'
import { diagnose } from './diagnostics.ts'
import { edgeMetres } from './run-parameters.ts'
import { insertDiagnostics, insertPopulationBlocks } from './run-details.repository.ts'
import { toPopulationBlocks, type RunSurface, type SurfaceSources } from './surface.ts'
import { loadInputs, type CoverageInputs } from './inputs.ts'
import { summariseRun } from './summaries.ts'

/** Other analyses of the same run, done in the transaction that publishes it; returns what they add to the hash. */
export type JudgeRun = (tx: Tx, run: Run) => Promise<unknown>

/**
 * Computes a run (architecture.md, Life of a coverage run): load the pinned versions → compute in a thread → store under
 * the run id → judge → publish by one status flip, all of the writing in one transaction.
 */
export function createCoverageHandler(db: Db, judge: JudgeRun, now: () => Date): JobHandler {
  return {
    async run(job, { report, signal }) {
      const run = await findRun(db, job.county_code, job.run_id!)
      if (!run) throw new Error(`expected run ${job.run_id} of county ${job.county_code}`)
      if (run.status === 'published') return
      report('load', 0.02)
      const inputs = await loadInputs(db, run)
      report('reach', 0.1)
      const share: Record<string, [number, number]> = { reach: [0.1, 0.4], cells: [0.5, 0.3] }
      const progress = (phase: string, done: number) => report(phase, share[phase][0] + share[phase][1] * done)
      const { result, surface } = await computeInWorker({ task: toTask(run, inputs), run, sources: toSources(inputs) }, progress, signal)
      report('store', 0.82)
      await db.transaction().execute(async (tx) => {
        const stored = await storeResults(tx, run, inputs, result, surface)
        report('judge', 0.92)
        const judged = await judge(tx, run)
        signal.throwIfAborted()
        const resultHash = sha256Hex(canonicalJson({ stored, judged }))
        const at = now()
        await publishRun(tx, run.county_code, run.id, resultHash, at)
        await audit(tx, run, 'run.publish', { resultHash }, at)
      })
    },

    async giveUp(tx, job, status) {
      const run = await findRun(tx, job.county_code, job.run_id!)
      if (!run) throw new Error(`expected run ${job.run_id} of county ${job.county_code}`)
      await endRun(tx, run.county_code, run.id, status)
      await audit(tx, run, `run.${status}`, {}, now())
    },
  }
}

/** In the name of whoever started the run: the thread that ends it has no will of its own. */
function audit(tx: Tx, run: Run, action: string, detail: Record<string, unknown>, at: Date): Promise<void> {
  const starter = { id: run.actor_id, roles: [], counties: [run.county_code] }
  const { profile } = run
  return writeAudit(tx, starter, { countyCode: run.county_code, at, action, entityKind: 'coverage_run', entityId: run.id, detail: { profile, ...detail } })
}

function toTask(run: Run, inputs: CoverageInputs): ComputeTask {
  const { parameters } = run
  const points = inputs.places.flatMap((place) => place.points.map(([lon, lat]) => ({ lon, lat, placeClass: place.placeClass })))
  return {
    graph: inputs.network ? openSharedGraph(inputs.network.graphBytes).buffer : null,
    detourFactor: parameters.detourFactor ?? 1,
    stepsFree: parameters.stepsFree === true,
    elevation: inputs.elevation,
    edgeMetres: edgeMetres(parameters),
    facilities: {
      lon: Float64Array.from(inputs.facilities, (facility) => facility.lon),
      lat: Float64Array.from(inputs.facilities, (facility) => facility.lat),
      limitMetres: Float64Array.from(inputs.facilities, (facility) => facility.limitMetres),
      maxAccessMetres: Float64Array.from(inputs.facilities, (facility) => facility.maxAccessMetres),
    },
    groups: circleGroups(parameters, inputs.facilities),
    points: {
      lon: Float64Array.from(points, (point) => point.lon),
      lat: Float64Array.from(points, (point) => point.lat),
      maxAccessMetres: Float64Array.from(points, (point) => parameters.maxAccessMetres[point.placeClass]),
    },
    region: inputs.region.coordinates,
    cellResolution: parameters.cellResolution,
    cellMaxAccessMetres: parameters.maxAccessMetres.city,
    extent: inputs.network ? inputs.network.extent.coordinates : null,
  }
}

/** Without the packed graph and the heights, which would be copied for nothing. */
function toSources({ studyArea, units, unitBoundaries, region, places, unlocated, census, controlTotals, cells }: CoverageInputs): SurfaceSources {
  return { studyArea, units, unitBoundaries, region, places, unlocated, census, controlTotals, cells }
}

/** Writes everything of the run anew and returns what its hash is made of. */
async function storeResults(tx: Tx, run: Run, inputs: CoverageInputs, result: ComputeResult, surface: RunSurface): Promise<unknown> {
  await deleteRunResults(tx, run.county_code, run.id)
  const places = judgePlaces(inputs, result)
  await insertPlaces(tx, run, places)
  const summaries = summariseRun(run, inputs, places, surface.withoutVerdict)
  await insertSummaries(tx, summaries)
  const blocks = toBlocks(run, result)
  await insertBlocks(tx, blocks)
  await insertPopulationBlocks(tx, toPopulationBlocks(run, surface))
  const diagnostics = diagnose(inputs, result, places, surface)
  await insertDiagnostics(tx, run, diagnostics)
  return {
    places,
    summaries: summaries.map(({ run_id: _run, ...row }) => row),
    blocks: blocks.map((block) => [block.parent, sha256Hex(block.travel_metres), sha256Hex(block.edge_marks)]),
    diagnostics,
  }
}

function judgePlaces(inputs: CoverageInputs, result: ComputeResult): PlaceResult[] {
  let next = 0
  return inputs.places.map((place) => {
    const from = next
    next += place.points.length
    const judged = judgePlace(result.places, from, next)
    // Where nothing covers it, the place speaks through the entrance from which a limit is missed by least.
    const nearestPoint = judged.verdict === 'covered' ? judged.point : leastMissedPoint(inputs, result, from, next)
    const nearest = judged.facility ?? result.nearest.facility[nearestPoint]
    const nearestMetres = judged.travelMetres ?? result.nearest.walkMetres[nearestPoint]
    const known = nearest >= 0 && judged.verdict !== 'unreached'
    const [lon, lat] = place.points[nearestPoint - from]
    const points = Array.from({ length: next - from }, (_, k) => from + k)
    const straightMetres = Math.min(...points.map((point) => result.straight.metres[point]))
    const component = result.placeComponents[nearestPoint]
    return {
      placeId: place.id,
      placeKind: place.kind,
      name: place.name,
      unitId: place.unitId,
      communityId: place.communityId,
      placeClass: place.placeClass,
      verdict: judged.verdict,
      reason: judged.verdict === 'not_covered' && !known ? reasonWithoutWalk(inputs, result) : (judged.reason ?? null),
      travelMetres: judged.travelMetres ?? null,
      accessMetres: judged.accessMetres ?? null,
      nearestFacilityId: known ? inputs.facilities[nearest].id : null,
      nearestMetres: known ? nearestMetres : null,
      missesByMetres: known && judged.verdict === 'not_covered' ? excess(inputs, nearest, nearestMetres) : null,
      straightMetres: straightMetres < Infinity ? straightMetres : null,
      straightCovered: points.some((point) => result.straight.covered[point] === 1),
      component: component < 0 ? null : component,
      edge: points.some((point) => result.placeEdges[point] === 1),
      residents: place.counts.residents,
      residents60Plus: place.counts.residents_60_plus,
      residents80Plus: place.counts.residents_80_plus,
      households: place.counts.households,
      lon,
      lat,
    }
  })
}

function leastMissedPoint(inputs: CoverageInputs, result: ComputeResult, from: number, to: number): number {
  const miss = (point: number) => {
    const facility = result.nearest.facility[point]
    return facility < 0 ? Infinity : result.nearest.walkMetres[point] - inputs.facilities[facility].limitMetres
  }
  let best = from
  for (let point = from + 1; point < to; point++) if (miss(point) < miss(best)) best = point
  return best
}

/** Unreachable is not far: without a walk to any facility there is no limit that could be exceeded. As why says it. */
function reasonWithoutWalk(inputs: CoverageInputs, result: ComputeResult): WhyReason {
  if (inputs.facilities.length === 0) return 'no_facility'
  return result.strandedFacilities.length === inputs.facilities.length ? 'facility_not_on_network' : 'no_facility_in_search'
}

/** How far a walk exceeds the facility's own limit; null where it does not, which an all-of circle can bring about. */
function excess(inputs: CoverageInputs, facility: number, walkMetres: number): number | null {
  const metres = walkMetres - inputs.facilities[facility].limitMetres
  return metres > 0 ? metres : null
}

function toBlocks(run: Run, result: ComputeResult): BlockRow[] {
  const { travelMetres, accessMetres } = result.cellTravel
  const values = {
    cells: result.cells,
    travelMetres: travelMetres.map((metres, i) => (Number.isNaN(accessMetres[i]) ? NaN : metres)),
    edge: result.cellEdges,
  }
  return packBlocks(values, run.parameters.cellResolution).map((block) => ({
    county_code: run.county_code,
    run_id: run.id,
    profile: run.profile,
    resolution: block.resolution,
    parent: block.parent,
    travel_metres: new Uint8Array(block.travelMetres.buffer),
    edge_marks: block.edgeMarks,
  }))
}
