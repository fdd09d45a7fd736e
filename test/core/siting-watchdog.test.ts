import { performance } from 'node:perf_hooks'
import { describe, expect, it } from 'vitest'
import { optimiseInWorker, type WorkerLimits } from '../../server/siting/optimise-in-worker.ts'
import type { OptimiseJob } from '../../server/siting/optimise.worker.ts'
import { solveInWorker } from '../../server/siting/solve-in-worker.ts'
import { townWork } from '../siting-work.ts'
import { instanceOf } from '../siting-world.ts'

/** A capacitated problem whose greedy answer, 18, stays below its bound, 19: the solver is asked, and is all that could prove it. */
function jobWith(solver: string, timeLimitSeconds: number): OptimiseJob {
  const wish = { existingCount: 0, fixed: true, limitMetres: 400, p: 3, rate: 0.5, straight: true, weights: [3, 5, 2, 8, 1] }
  const { work } = townWork(1, { ...wish, problem: 'capacitated' })
  return { graph: null, stepsFree: false, elevation: null, work, timeLimitSeconds, seed: 1, solverModule: new URL(solver, import.meta.url).href }
}

const limits: WorkerLimits = { graceSeconds: 1, memoryMb: 2048 }
const highs = '../../server/siting/highs.ts'
const silent = () => {}

describe('the thread that solves', () => {
  it('is ended when its solver overlooks the time limit, and the best answer until then is given, unproven', async () => {
    const { answer, end, seconds } = await optimiseInWorker(jobWith('../solvers/hanging.ts', 1), silent, new AbortController().signal, limits)
    expect(end).toBe('overran')
    expect(seconds).toBeLessThan(15)
    expect(answer!.answer).toMatchObject({ outcome: 'solved', isOptimal: false })
    const exact = await optimiseInWorker(jobWith(highs, 20), silent, new AbortController().signal, limits)
    expect(exact).toMatchObject({ end: 'answered', answer: { answer: { isOptimal: true } } })
    // The bound that was known holds.
    expect(answer!.answer.bound!).toBeGreaterThanOrEqual(exact.answer!.answer.objective!)
    expect(answer!.answer.objective!).toBeLessThanOrEqual(exact.answer!.answer.objective!)
  })

  it('that runs out of memory says so, with what it had', async () => {
    const { answer, end } = await optimiseInWorker(jobWith('../solvers/greedy-for-memory.ts', 25), silent, new AbortController().signal, { graceSeconds: 5, memoryMb: 96 })
    expect(end).toBe('out_of_memory')
    expect(answer?.answer.outcome).toBe('solved')
  })

  it('ends at once when it is cancelled, in the midst of solving', async () => {
    const abort = new AbortController()
    let cancelledAt = 0
    const running = optimiseInWorker(
      jobWith('../solvers/hanging.ts', 600),
      (phase) => {
        if (phase !== 'solve' || abort.signal.aborted) return
        cancelledAt = performance.now()
        abort.abort()
      },
      abort.signal,
    )
    await expect(running).rejects.toThrow('cancelled')
    expect(performance.now() - cancelledAt).toBeLessThan(2000)
  })
})

describe('the thread of the command line', () => {
  /** Other answers as good are asked for, which only the solver can list. */
  const world = { siteCount: 14, weights: Array.from({ length: 40 }, (_, d) => 1 + ((d * 7) % 9)), costs: Array.from({ length: 40 }, (_, d) => Array.from({ length: 14 }, (_, s) => ((d * 31 + s * 17 + d * s * 5) % 11 < 3 ? 1 : undefined))) }
  const work = (solver: string, timeLimitSeconds: number) => ({
    instance: instanceOf(world),
    task: { problem: 'mclp' as const, openCount: 4, fixed: [], method: 'exact' as const, alternatives: 3 },
    timeLimitSeconds,
    seed: 1,
    solverModule: new URL(solver, import.meta.url).href,
  })

  it('is ended when its solver overlooks the time limit, and the heuristic answers instead', async () => {
    const ended = await solveInWorker(work('../solvers/hanging.ts', 1), new AbortController().signal, 1)
    expect(ended).toMatchObject({ endedBy: 'overran', answer: { outcome: 'solved' } })
    const exact = await solveInWorker(work(highs, 60), new AbortController().signal)
    expect(exact).toMatchObject({ answer: { isOptimal: true } })
    expect(exact.endedBy).toBeUndefined()
    expect(ended.answer.objective!).toBeLessThanOrEqual(exact.answer.objective!)
    expect(ended.answer.bound!).toBeGreaterThanOrEqual(exact.answer.objective!)
  })
})
