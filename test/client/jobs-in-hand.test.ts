import { describe, expect, it } from 'vitest'
import type { JobReply } from '../../server/contract/runs.ts'
import { followJobs, isTold, noJobs, resultOf, withoutEnded, withoutTold } from '../../client/state/jobs-in-hand.ts'
import { parseUrl, toUrl } from '../../client/state/url-state.ts'

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const job = (n: number, kind = 'optimisation'): JobReply => ({
  id: id(n), kind, runId: id(n + 100), status: 'running', phase: 'solve', progress: 0.5, cancelRequested: false, error: null, createdAt: '', startedAt: null, finishedAt: null,
})
const short = (n: number, kind = 'optimisation') => ({ id: id(n), kind, runId: id(n + 100) })

describe('jobs in the bar', () => {
  it('that were seen under way and are gone have ended; those that came and went unseen are no news', () => {
    const first = followJobs(noJobs, [job(1), job(2)])
    expect(first.ended).toEqual([])
    const second = followJobs(first, [job(2), job(3)])
    expect(second).toEqual({ open: [job(2), job(3)], ended: [short(1)] })
    expect(followJobs(second, []).ended).toEqual([short(1), short(2), short(3)])
  })
  it('are told once, and not again after they were put away', () => {
    const ended = followJobs(followJobs(noJobs, [job(1)]), [])
    expect(followJobs(ended, []).ended).toEqual([short(1)])
    expect(followJobs(withoutEnded(ended, id(1)), []).ended).toEqual([])
  })
  it('that ended where the page told so are no news on the next page', () => {
    const ended = followJobs(followJobs(noJobs, [job(1), job(2)]), [])
    const own = parseUrl('/360735/planning', `?view=optimise&optimisation=${id(101)}`)
    expect(withoutTold(ended, own).ended).toEqual([short(2)])
  })
  it('that are taken up again are under way, not ended', () => {
    const ended = followJobs(followJobs(noJobs, [job(1)]), [])
    expect(followJobs(ended, [job(1)])).toEqual({ open: [job(1)], ended: [] })
  })
})

describe('where a job leads', () => {
  const overview = parseUrl('/360735/overview', '?lang=en')
  const to = (kind: string, ofScenario = false) => {
    const lead = resultOf(short(1, kind), ofScenario, id(7))
    return lead && toUrl(lead(overview))
  }
  it('is the page of what it made, in the language of the page', () => {
    expect(to('optimisation')).toBe(`/360735/planning?lang=en&view=optimise&optimisation=${id(101)}`)
    expect(to('coverage', true)).toBe(`/360735/planning?lang=en&view=compare&before=${id(7)}&after=${id(101)}`)
    expect(to('evaluation')).toBe('/360735/overview?lang=en&view=plan')
    expect(to('import')).toBe('/360735/data?lang=en&view=history')
  })
  it('is nowhere for the county’s own run: the whole page is its result', () => {
    expect(to('coverage')).toBeNull()
    expect(to('something-new')).toBeNull()
  })
  it('is not told where the page in view tells it', () => {
    const own = parseUrl('/360735/planning', `?view=optimise&optimisation=${id(101)}`)
    expect([isTold(short(1), own), isTold(short(2), own), isTold(short(1), overview)]).toEqual([true, false, false])
    expect(isTold(short(1, 'import'), parseUrl('/360735/data', '?view=import'))).toBe(true)
    expect(isTold(short(1, 'evaluation'), parseUrl('/360735/overview', '?view=plan'))).toBe(true)
    expect(isTold(short(1, 'coverage'), own)).toBe(false)
  })
})
