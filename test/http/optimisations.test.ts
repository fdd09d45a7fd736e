import { describe, expect, it } from 'vitest'
import { optimisationList, optimisationRecord, startOptimisationReply, type OptimisationRecord } from '../../server/contract/optimisations.ts'
import { jobList } from '../../server/contract/runs.ts'
import { unitCoverageList } from '../../server/contract/run-details.ts'
import { placeList } from '../../server/contract/tables.ts'
import { canonicalJson } from '../../server/hashing.ts'
import { findJob } from '../../server/jobs/jobs.repository.ts'
import { describeServiceOnBothEngines, type TestService } from '../service.ts'
import { ask, askRefused, futian, getJob, getPublished, getSummary, postJson, shicheng, waitForJob } from './client.ts'
import { circleFacilityTypes } from '../../server/core/coverage/profiles.ts'

type Wish = Record<string, unknown>

async function begin(running: TestService, county: number, wish: Wish) {
  const { runId } = await published(running, county)
  const body = { runId, facilityTypes: [...circleFacilityTypes], ...wish }
  return ask(running, `/counties/${county}/optimisations`, startOptimisationReply, { ...postJson(body), status: 202 })
}

async function solve(running: TestService, county: number, wish: Wish): Promise<OptimisationRecord & { result: NonNullable<OptimisationRecord['result']> }> {
  const { id, jobId } = await begin(running, county, wish)
  await waitForJob(running, county, jobId, 'done')
  const record = await ask(running, `/counties/${county}/optimisations/${id}`, optimisationRecord)
  expect(record.status).toBe('published')
  return { ...record, result: record.result! }
}

/** The first run of a county is on its way when the service says that it is ready. */
async function published(running: TestService, county: number) {
  for (;;) {
    const { runId } = await getSummary(running, county)
    if (runId) return getPublished(running, county)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

const candidates = { premises: true, parcels: true, gridMetres: 1500 }
const hashes: string[] = []

describeServiceOnBothEngines('siting over a county', (running) => {
  it('starts with the samples', async () => {
    await running().service.prepare()
    for (const county of [shicheng, futian]) await published(running(), county)
  })

  it('covers most elders by a few new sites, and counts before as the run does', async () => {
    const { coverage, runId } = await published(running(), shicheng)
    const { result, methodLine, request } = await solve(running(), shicheng, { problem: 'mclp', p: 3, candidates })
    const { covered, known, unlocated } = coverage.residents60Plus
    expect(result.before).toEqual({ covered, of: known + unlocated })
    expect(result).toMatchObject({ outcome: 'solved', optimal: true, gap: 0, objective: result.after.covered, objectiveUnit: 'people' })
    expect(result.sites.length).toBeLessThanOrEqual(3)
    expect(result.sites.every(({ isNew, onlyHere }) => isNew && onlyHere.residents60Plus > 0)).toBe(true)
    // Sites that reach nobody twice add up to what is gained.
    expect(result.after.covered - result.before.covered).toBeGreaterThanOrEqual(result.sites.reduce((sum, { onlyHere }) => sum + onlyHere.residents60Plus, 0))
    expect(methodLine.zh).toContain('60 岁以上人口')
    expect(request.runId).toBe(runId)
    const chosen = new Set(result.sites.map(({ candidateId }) => candidateId))
    expect(result.excluded.some(({ candidateId }) => chosen.has(candidateId))).toBe(false)
    const { seconds: _seconds, ...lasting } = result
    hashes.push(canonicalJson(lasting))
  })

  it('gives the stored answer to the same question, and a new one to another', async () => {
    const first = await begin(running(), shicheng, { problem: 'mclp', p: 3, candidates })
    const again = await begin(running(), shicheng, { problem: 'mclp', p: 3, candidates, timeLimitSeconds: 33 })
    expect(again).toEqual(first)
    const other = await begin(running(), shicheng, { problem: 'mclp', p: 2, candidates })
    expect(other.id).not.toBe(first.id)
    await waitForJob(running(), shicheng, other.jobId, 'done')
    const list = await ask(running(), `/counties/${shicheng}/optimisations`, optimisationList)
    expect(list.map(({ id }) => id)).toEqual([other.id, first.id])
    expect(list[0].objective!).toBeLessThanOrEqual(list[1].objective!)
  })

  it('tells every other answer as good in full: as many sites in the same townships, with figures of its own', async () => {
    // A township has room for many points of a grid, and any of them serves it.
    const { result } = await solve(running(), shicheng, { problem: 'township-target', facilityTypes: ['township_home'], candidates: { premises: false, gridMetres: 3000 }, costs: { yuanPerSite: 1000 }, alternatives: 3 })
    const idsOf = (sites: { candidateId: string }[]) => sites.map(({ candidateId }) => candidateId)
    const townships = (sites: { unitName: string | null }[]) => sites.map(({ unitName }) => unitName).sort()
    expect(result.alternatives).toHaveLength(3)
    expect(result.alternativeAnswers!.map(({ sites }) => idsOf(sites))).toEqual(result.alternatives)
    expect(new Set([result.sites, ...result.alternativeAnswers!.map(({ sites }) => sites)].map((sites) => idsOf(sites).join())).size).toBe(4)
    for (const { sites, after, totals } of result.alternativeAnswers!) {
      expect(townships(sites)).toEqual(townships(result.sites))
      expect(totals).toMatchObject({ newSites: result.totals.newSites, yuan: 1000 * sites.length })
      expect(after.of).toBe(result.before.of)
      expect(after.covered - result.before.covered).toBeGreaterThanOrEqual(sites.reduce((sum, { onlyHere }) => sum + onlyHere.residents60Plus, 0))
    }
  })

  it('reaches a coverage rate with the fewest sites: one fewer covers less', async () => {
    const { result } = await solve(running(), shicheng, { problem: 'coverage-target', target: { rate: 0.72 }, candidates })
    expect(result).toMatchObject({ outcome: 'solved', optimal: true, objectiveUnit: 'sites', objective: result.sites.length })
    expect(result.after.covered / result.after.of).toBeGreaterThanOrEqual(0.72)
    const { result: fewer } = await solve(running(), shicheng, { problem: 'mclp', p: result.sites.length - 1, candidates })
    expect(fewer.after.covered / fewer.after.of).toBeLessThan(0.72)
  })

  it('explains a rate that nobody can reach, with how far one gets', async () => {
    const { result } = await solve(running(), shicheng, { problem: 'coverage-target', target: { rate: 1 }, candidates: { premises: true } })
    expect(result).toMatchObject({ outcome: 'infeasible', optimal: false, objective: null })
    expect(result.infeasibility!.zh).toMatch(/最多覆盖 .*达不到 100.00 %/)
    expect(result.after.covered).toBeGreaterThanOrEqual(result.before.covered)
  })

  it('on streets: nobody is lost who was covered, and who cannot be reached is named', async () => {
    const { coverage, runId } = await published(running(), futian)
    const { result } = await solve(running(), futian, { problem: 'lscp', candidates: { nodes: true } })
    expect(result.before.covered).toBe(coverage.residents60Plus.covered)
    const places = await ask(running(), `/counties/${futian}/runs/${runId}/places`, placeList)
    const known = places.reduce((sum, { residents60Plus }) => sum + (residents60Plus ?? 0), 0)
    const lost = result.unreachable.reduce((sum, { residents60Plus }) => sum + (residents60Plus ?? 0), 0)
    expect(result.after.covered).toBe(known - lost)
    expect(result.unreachable.some(({ reason }) => reason === 'no_walkable_road')).toBe(true)
  })

  it('gives every township a facility, or names those where no candidate stands', async () => {
    const { runId } = await published(running(), futian)
    const rows = await ask(running(), `/counties/${futian}/runs/${runId}/unit-coverage`, unitCoverageList)
    const { failing, facilityTypes } = rows.reduce((most, row) => (row.failing.some(({ level }) => level === 'street') && row.total > most.total ? row : most))
    const { result } = await solve(running(), futian, { problem: 'township-target', facilityTypes, candidates: { premises: false, nodes: true } })
    const without = failing.map(({ name }) => name)
    expect(without.length).toBeGreaterThan(0)
    const named = result.unreachable.map(({ name }) => name)
    expect([...named, ...result.sites.map(({ unitName }) => unitName)].sort()).toEqual(without.sort())
    expect(result.outcome).toBe(named.length > 0 ? 'infeasible' : 'solved')
    expect(result.notes.some(({ zh }) => zh.includes('再取服务圈内60 岁以上人口最多者'))).toBe(true)
  })

  it('closes the missing floor area, or says what is short', async () => {
    const { result } = await solve(running(), shicheng, { problem: 'area-target', candidates: { premises: true }, minimise: 'm2' })
    expect(['solved', 'infeasible']).toContain(result.outcome)
    expect(result.notes.some(({ zh }) => zh.includes('domain.md'))).toBe(true)
    if (result.outcome === 'infeasible') expect(result.infeasibility!.zh).toContain('缺口共')
  })

  it('keeps existing facilities that may close only where they earn it', async () => {
    const { result } = await solve(running(), futian, { problem: 'mclp', p: 4, existing: 'free', candidates: { premises: true } })
    expect(result.sites.length).toBeLessThanOrEqual(4)
    expect(result.sites.some(({ source, isNew }) => source === 'existing' && !isNew)).toBe(true)
    expect(result.after.covered).toBeLessThanOrEqual(result.before.covered)
  })

  it('keeps within a budget', async () => {
    const costs = { newYuanPerM2: 4000, premisesYuanPerM2: 1000, floorAreaM2: 250 }
    const { result } = await solve(running(), shicheng, { problem: 'mclp', budget: { yuan: 3_100_000 }, costs, candidates })
    expect(result.totals.yuan!).toBeLessThanOrEqual(3_100_000)
    expect(result.totals.yuan).toBe(result.sites.reduce((sum, { costYuan }) => sum + costYuan!, 0))
    expect(result.totals.newSites).toBeGreaterThan(0)
  })

  it('refuses by name what makes no sense', async () => {
    const { runId } = await published(running(), shicheng)
    const base = { runId, facilityTypes: ['community_center'], problem: 'mclp', candidates }
    const refused = async (wish: Wish) => (await askRefused(running(), `/counties/${shicheng}/optimisations`, postJson({ ...base, ...wish }))).error.code
    expect(await refused({})).toBe('BAD_REQUEST')
    expect(await refused({ p: 2, weight: { forecastId: runId, year: 2030 } })).toBe('FORECAST_MISSING')
    expect(await refused({ p: 2, runId: '00000000-0000-4000-8000-000000000000' })).toBe('RUN_UNKNOWN')
    expect(await refused({ problem: 'coverage-target' })).toBe('BAD_REQUEST')
    expect(await refused({ problem: 'lscp', minimise: 'yuan' })).toBe('BAD_REQUEST')
    expect(await refused({ problem: 'township-target', existing: 'free' })).toBe('BAD_REQUEST')
    expect((await askRefused(running(), `/counties/${shicheng}/optimisations/00000000-0000-4000-8000-000000000000`)).error.code).toBe('OPTIMISATION_UNKNOWN')
  })

  it('stops when it is cancelled and keeps no answer', async () => {
    const { id, jobId } = await begin(running(), shicheng, { problem: 'p-median', p: 40, candidates: { premises: true, gridMetres: 600 }, timeLimitSeconds: 600 })
    await waitForJob(running(), shicheng, jobId, 'running')
    const underWay = () => ask(running(), `/counties/${shicheng}/jobs`, jobList)
    expect(await underWay()).toMatchObject([{ id: jobId, kind: 'optimisation', runId: id, status: 'running' }])
    const response = await fetch(`${running().api}/counties/${shicheng}/jobs/${jobId}/cancel`, { method: 'POST' })
    expect(response.ok).toBe(true)
    await waitForJob(running(), shicheng, jobId, 'cancelled')
    expect(await underWay()).toEqual([])
    expect(await ask(running(), `/counties/${shicheng}/optimisations/${id}`, optimisationRecord)).toMatchObject({ status: 'cancelled', result: null })
  })

  it('goes on after a restart, and finds what it would have found', async () => {
    const { id, jobId } = await begin(running(), shicheng, { problem: 'lscp', candidates })
    await running().restart()
    await running().service.prepare()
    for (;;) {
      const job = await findJob(running().service.handle.db, shicheng, jobId)
      if (job?.finished_at) break
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
    expect((await getJob(running(), shicheng, jobId)).status).toBe('done')
    const { result } = await ask(running(), `/counties/${shicheng}/optimisations/${id}`, optimisationRecord)
    expect(result).toMatchObject({ outcome: 'solved', optimal: true })
  })
})

describe('both engines', () => {
  it('give the same answer to the same question', () => {
    expect([hashes.length, new Set(hashes).size]).toEqual([2, 1])
  })
})
