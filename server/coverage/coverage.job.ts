import { writeAudit } from '../audit/audit.repository.ts'
import { packBlocks } from '../core/coverage/blocks.ts'
import { judgePlace } from '../core/coverage/places.ts'
import { openSharedGraph } from '../core/network/graph-file.ts'
import type { Db, Tx } from '../db/schema.ts'
import { canonicalJson, sha256Hex } from '../hashing.ts'
import type { JobHandler } from '../jobs/jobs.service.ts'
import { computeInWorker } from './compute-in-worker.ts'
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
import { notesOnFacilities } from './facility-notes.ts'
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
      const result = await computeInWorker(toTask(run, inputs), (phase, done) => report(phase, share[phase][0] + share[phase][1] * done), signal)
      report('store', 0.82)
      await db.transaction().execute(async (tx) => {
        const stored = await storeResults(tx, run, inputs, result)
        report('judge', 0.92)
        const judged = await judge(tx, run)
        signal.throwIfAborted()
        const resultHash = sha256Hex(canonicalJson({ stored, judged }))
        const at = now()
        const notes = [...run.notes, ...notesOnFacilities(inputs, result)]
        await publishRun(tx, run.county_code, run.id, resultHash, at, notes)
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
    limitMetres: parameters.limitMetres,
    facilities: {
      lon: Float64Array.from(inputs.facilities, (facility) => facility.lon),
      lat: Float64Array.from(inputs.facilities, (facility) => facility.lat),
      limitMetres: Float64Array.from(inputs.facilities, (facility) => facility.limitMetres),
      maxAccessMetres: Float64Array.from(inputs.facilities, (facility) => facility.maxAccessMetres),
    },
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

/** Writes everything of the run anew and returns what its hash is made of. */
async function storeResults(tx: Tx, run: Run, inputs: CoverageInputs, result: ComputeResult): Promise<unknown> {
  await deleteRunResults(tx, run.county_code, run.id)
  const places = judgePlaces(inputs, result)
  await insertPlaces(tx, run, places)
  const summaries = summariseRun(run, inputs, places)
  await insertSummaries(tx, summaries)
  const blocks = toBlocks(run, result)
  await insertBlocks(tx, blocks)
  return {
    places,
    summaries: summaries.map(({ run_id: _run, ...row }) => row),
    blocks: blocks.map((block) => [block.parent, sha256Hex(block.travel_metres), sha256Hex(block.edge_marks)]),
    strandedFacilities: result.strandedFacilities.map((i) => inputs.facilities[i].id),
  }
}

function judgePlaces(inputs: CoverageInputs, result: ComputeResult): PlaceResult[] {
  let next = 0
  return inputs.places.map((place) => {
    const from = next
    next += place.points.length
    const judged = judgePlace(result.places, from, next)
    const [lon, lat] = place.points[judged.point - from]
    const edge = result.placeEdges.subarray(from, next).some((mark) => mark === 1)
    return {
      placeId: place.id,
      placeKind: place.kind,
      name: place.name,
      unitId: place.unitId,
      placeClass: place.placeClass,
      verdict: judged.verdict,
      reason: judged.reason ?? null,
      travelMetres: judged.travelMetres ?? null,
      accessMetres: judged.accessMetres ?? null,
      nearestFacilityId: judged.facility === undefined ? null : inputs.facilities[judged.facility].id,
      edge,
      residents: place.counts.residents,
      residents60Plus: place.counts.residents_60_plus,
      residents80Plus: place.counts.residents_80_plus,
      households: place.counts.households,
      lon,
      lat,
    }
  })
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
