import type { JobReply } from '../../server/contract/runs.ts'
import { withPlanning, withWorkspace, type UrlState } from './url-state.ts'

/** What a job is about: enough to name it, and to lead to what it made. */
export type JobInHand = Pick<JobReply, 'id' | 'kind' | 'runId'>

export interface JobsInHand {
  open: readonly JobReply[]
  /** Seen under way on this page and gone from the list since: how they ended is asked one by one. */
  ended: readonly JobInHand[]
}

export const noJobs: JobsInHand = { open: [], ended: [] }

/** The next state of the list. A job that nobody saw under way is no news: its result stands where it belongs. */
export function followJobs(before: JobsInHand, open: readonly JobReply[]): JobsInHand {
  const now = new Set(open.map(({ id }) => id))
  const gone = before.open.filter(({ id }) => !now.has(id)).map(({ id, kind, runId }) => ({ id, kind, runId }))
  const known = before.ended.filter(({ id }) => !now.has(id) && !gone.some((one) => one.id === id))
  return { open, ended: [...known, ...gone] }
}

export function withoutEnded({ open, ended }: JobsInHand, id: string): JobsInHand {
  return { open, ended: ended.filter((job) => job.id !== id) }
}

/** An end that the page in view tells is no news on the next page. */
export function withoutTold(jobs: JobsInHand, url: UrlState): JobsInHand {
  return { ...jobs, ended: jobs.ended.filter((job) => !isTold(job, url)) }
}

/** Whether the page in view tells about the job itself, so that the bar need not. */
export function isTold({ kind, runId }: JobInHand, { workspace, view, planning }: UrlState): boolean {
  if (kind === 'optimisation') return workspace === 'planning' && view === 'optimise' && planning.optimisation === runId
  if (kind === 'import') return workspace === 'data' && view === 'import'
  return kind === 'evaluation' && workspace === 'overview' && view === 'plan'
}

/** The way to what a job made; null where there is no page of its own. `baseRunId` is what a scenario’s run is compared with. */
export function resultOf({ kind, runId }: JobInHand, ofScenario: boolean, baseRunId: string | null): ((state: UrlState) => UrlState) | null {
  if (kind === 'optimisation' && runId !== null) return (state) => withPlanning(state, 'optimise', { optimisation: runId })
  if (kind === 'coverage' && ofScenario) return (state) => withPlanning(state, 'compare', { before: baseRunId, after: runId })
  if (kind === 'evaluation') return (state) => ({ ...withWorkspace(state, 'overview'), view: 'plan' })
  return kind === 'import' ? (state) => ({ ...withWorkspace(state, 'data'), view: 'history' }) : null
}
