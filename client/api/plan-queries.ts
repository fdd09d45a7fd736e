import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { EnterReported, EvaluationRecord, EvaluationReply, FailingGeoJson, RegionItem, ReportedEntry, StartEvaluation, StartEvaluationReply } from '../../server/contract/evaluations.ts'
import type { PolicyCheck, PolicyDetail, PolicyListItem, PolicyStored } from '../../server/contract/policies.ts'
import { getJson, postJson, putJson } from './client.ts'

const runningPollMillis = 2500

export function usePolicies() {
  return useQuery({ queryKey: ['policies'], queryFn: ({ signal }) => getJson<PolicyListItem[]>('/policies', signal) })
}

export function usePolicy(id: string | null) {
  return useQuery({
    queryKey: ['policies', id],
    queryFn: ({ signal }) => getJson<PolicyDetail>(`/policies/${id}`, signal),
    enabled: id !== null,
  })
}

export function useRegions(ready = true) {
  return useQuery({ queryKey: ['regions'], queryFn: ({ signal }) => getJson<RegionItem[]>('/regions', signal), enabled: ready })
}

/**
 * Newest first, over a scenario or over the data as they are (null). While one runs, the list is asked for again: its job
 * may have been started elsewhere.
 */
export function useEvaluations(code: string, pack: string | null, basis: string | null) {
  return useQuery({
    queryKey: ['county', code, 'evaluations', pack, basis],
    queryFn: ({ signal }) => getJson<EvaluationRecord[]>(`/regions/${code}/evaluations?pack=${pack}&scenario=${basis ?? 'none'}`, signal),
    enabled: pack !== null,
    refetchInterval: (query) => (query.state.data?.some(({ status }) => status === 'running') ? runningPollMillis : false),
  })
}

/** Results never change; the reported figures beside them do. */
export function useEvaluation(code: string, id: string | null) {
  return useQuery({
    queryKey: ['county', code, 'evaluation', id],
    queryFn: ({ signal }) => getJson<EvaluationReply>(`/regions/${code}/evaluations/${id}`, signal),
    enabled: id !== null,
  })
}

export function useFailing(code: string, id: string | null, rule: string | null) {
  return useQuery({
    queryKey: ['evaluation', code, id, 'failing', rule],
    queryFn: ({ signal }) => getJson<FailingGeoJson>(`/regions/${code}/evaluations/${id}/rules/${rule}/failing.geojson`, signal),
    enabled: id !== null && rule !== null,
    staleTime: Infinity,
  })
}

/** The evaluation this person started last, kept beside the server's data so that every panel can follow it. */
export const startedEvaluationKey = (code: string) => ['started-evaluation', code]

export function useStartEvaluation(code: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (wish: Pick<StartEvaluation, 'pack'> & Partial<StartEvaluation>) => postJson<StartEvaluationReply>(`/regions/${code}/evaluations`, wish),
    onSuccess: (reply) => {
      client.setQueryData(startedEvaluationKey(code), reply.jobId)
      void client.invalidateQueries({ queryKey: ['county', code, 'evaluations'] })
    },
  })
}

export function useStartedEvaluation(code: string): string | null {
  const started = useQuery<string | null>({ queryKey: startedEvaluationKey(code), queryFn: () => null, enabled: false, initialData: null })
  return started.data
}

const reportedPath = (code: string, pack: string, rule: string) => `/regions/${code}/reported/${pack}/${encodeURIComponent(rule)}`
const historyKey = (code: string, pack: string, rule: string) => ['county', code, 'reported', pack, rule]

/** Every version of one entry, the newest first. */
export function useReportedHistory(code: string, pack: string, rule: string, part: string | null) {
  return useQuery({
    queryKey: [...historyKey(code, pack, rule), part],
    queryFn: ({ signal }) => getJson<ReportedEntry[]>(`${reportedPath(code, pack, rule)}/history${part === null ? '' : `?part=${encodeURIComponent(part)}`}`, signal),
    // The version that the form starts from decides whether an entry is refused: never one of half a minute ago.
    staleTime: 0,
  })
}

/** Whatever was entered, or refused because somebody else had: the newest is asked for again. */
function useReportedWrite<T>(code: string, pack: string, rule: string, path: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: T) => postJson<ReportedEntry>(reportedPath(code, pack, rule) + path, body),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: historyKey(code, pack, rule) }),
        client.invalidateQueries({ queryKey: ['county', code, 'evaluation'] }),
      ]),
  })
}

export function useEnterReported(code: string, pack: string, rule: string) {
  return useReportedWrite<EnterReported>(code, pack, rule, '')
}

export function useWithdrawReported(code: string, pack: string, rule: string) {
  return useReportedWrite<{ part: string | null; seenVersion: number }>(code, pack, rule, '/withdraw')
}

/** Reads a pack without storing it: every problem with its line, or what would be stored. */
export function useCheckPolicy() {
  return useMutation({ mutationFn: (yaml: string) => postJson<PolicyCheck>('/policies/validate', { yaml }) })
}

export function useStorePolicy() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, yaml }: { id: string; yaml: string }) => putJson<PolicyStored>(`/policies/${id}`, { yaml }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['policies'] }),
  })
}
