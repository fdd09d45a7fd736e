import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type {
  CountyDetail,
  CountyListItem,
  CountySummary,
  DataVersion,
  Health,
} from '../../server/contract/counties.ts'
import type { AreaSumRow, RunNotes, UnitCoverageRow, UnitSummaryRow } from '../../server/contract/run-details.ts'
import type { JobReply, RunRecord, StartRun, WhyReply } from '../../server/contract/runs.ts'
import type { AreaRow, PlaceRow } from '../../server/contract/tables.ts'
import { getEvenIfUnavailable, getJson, postJson } from './client.ts'

const startingPollMillis = 1500
const healthyPollMillis = 20_000

export function useHealth() {
  return useQuery({
    queryKey: ['health'],
    queryFn: ({ signal }) => getEvenIfUnavailable<Health>('/health', signal),
    retry: false,
    refetchInterval: (query) =>
      query.state.status === 'success' && query.state.data?.status === 'ok' ? healthyPollMillis : startingPollMillis,
  })
}

export function useCounties(ready: boolean) {
  return useQuery({
    queryKey: ['counties'],
    queryFn: ({ signal }) => getJson<CountyListItem[]>('/counties', signal),
    enabled: ready,
  })
}

export function useCounty(code: string) {
  return useQuery({
    queryKey: ['county', code, 'detail'],
    queryFn: ({ signal }) => getJson<CountyDetail>(`/counties/${code}`, signal),
  })
}

/** The headline figures of a run, or of the newest published one. */
export function useSummary(code: string, runId: string | null = null) {
  return useQuery({
    queryKey: ['county', code, 'summary', runId],
    queryFn: ({ signal }) => getJson<CountySummary>(`/counties/${code}/summary${runId ? `?run=${runId}` : ''}`, signal),
  })
}

export function useRuns(code: string) {
  return useQuery({
    queryKey: ['county', code, 'runs'],
    queryFn: ({ signal }) => getJson<RunRecord[]>(`/counties/${code}/runs`, signal),
  })
}

type RunPart = 'places' | 'areas' | 'unit-summaries' | 'area-sums' | 'unit-coverage' | 'notes'

/** Runs never change, so their parts are fetched once. */
function useRunPart<T>(code: string, runId: string | null, part: RunPart) {
  return useQuery({
    queryKey: ['run', code, runId, part],
    queryFn: ({ signal }) => getJson<T>(`/counties/${code}/runs/${runId}/${part}`, signal),
    enabled: runId !== null,
    staleTime: Infinity,
  })
}

export function usePlaces(code: string, runId: string | null) {
  return useRunPart<PlaceRow[]>(code, runId, 'places')
}

export function useAreas(code: string, runId: string | null) {
  return useRunPart<AreaRow[]>(code, runId, 'areas')
}

export function useUnitSummaries(code: string, runId: string | null) {
  return useRunPart<UnitSummaryRow[]>(code, runId, 'unit-summaries')
}

export function useAreaSums(code: string, runId: string | null) {
  return useRunPart<AreaSumRow[]>(code, runId, 'area-sums')
}

export function useUnitCoverage(code: string, runId: string | null) {
  return useRunPart<UnitCoverageRow[]>(code, runId, 'unit-coverage')
}

/** Where a run's numbers come from. */
export function useRunNotes(code: string, runId: string | null) {
  return useRunPart<RunNotes>(code, runId, 'notes')
}

export type WhySubject = { placeId: string } | { lonLat: readonly [number, number] }

export function useWhy(code: string, runId: string | null, subject: WhySubject | null) {
  return useQuery({
    queryKey: ['run', code, runId, 'why', subject],
    queryFn: ({ signal }) => {
      if (!subject) throw new Error('expected a subject to ask about, got null')
      const question =
        'placeId' in subject
          ? new URLSearchParams({ placeId: subject.placeId })
          : new URLSearchParams({ lon: String(subject.lonLat[0]), lat: String(subject.lonLat[1]) })
      return getJson<WhyReply>(`/counties/${code}/runs/${runId}/why?${question}`, signal)
    },
    enabled: runId !== null && subject !== null,
    staleTime: Infinity,
  })
}

export function useVersions(code: string) {
  return useQuery({
    queryKey: ['county', code, 'versions'],
    queryFn: ({ signal }) => getJson<DataVersion[]>(`/counties/${code}/versions`, signal),
  })
}

export function useRollback(code: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (target: { kind: string; version: number }) =>
      postJson<unknown>(`/counties/${code}/versions/${target.kind}/rollback`, { version: target.version }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['county', code] }),
  })
}

/** The job this person started last, kept beside the server's data so that every panel can follow it. */
export const startedJobKey = (code: string) => ['started-job', code]

/** A run about a planning unit never becomes the county's newest: it is shown by its id once it is there. */
export const awaitedRunKey = (code: string) => ['awaited-run', code]

export function useAwaitedRun(code: string): string | null {
  const awaited = useQuery<string | null>({ queryKey: awaitedRunKey(code), queryFn: () => null, enabled: false, initialData: null })
  return awaited.data
}

/** What is left out stands for the county's own defaults. */
export type RunWish = Partial<StartRun>

export function useStartRun(code: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (wish: RunWish) => postJson<{ runId: string; jobId: string }>(`/counties/${code}/runs`, wish),
    onSuccess: (reply, wish) => {
      client.setQueryData(startedJobKey(code), reply.jobId)
      client.setQueryData(awaitedRunKey(code), wish.studyArea === undefined ? null : reply.runId)
      void client.invalidateQueries({ queryKey: ['county', code] })
    },
  })
}

/** The same run once more, on the same versions and parameters: its result must be the same, hash for hash. */
export function useRepeatRun(code: string) {
  return useMutation({
    mutationFn: (runId: string) => postJson<{ runId: string; jobId: string }>(`/counties/${code}/runs/${runId}/repeat`, {}),
  })
}

export function useCancelJob(code: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (jobId: string) => postJson<JobReply>(`/counties/${code}/jobs/${jobId}/cancel`, {}),
    onSuccess: () => client.invalidateQueries({ queryKey: ['county', code, 'summary'] }),
  })
}
