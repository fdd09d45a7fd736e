import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ExistingSites } from '../../server/contract/existing-sites.ts'
import type { OptimisationRecord, StartOptimisation } from '../../server/contract/optimisations.ts'
import type { ChangeScenario, Comparison, CreateScenario, EditScenario, ScenarioRecord, SiteChange } from '../../server/contract/scenarios.ts'
import type { CircleShape, SiteCheck, SiteCheckReply, WhatIf, WhatIfReply } from '../../server/contract/what-if.ts'
import { getJson, patchJson, postJson, putJson } from './client.ts'
import { startedJobKey, type RunWish } from './queries.ts'

const runningPollMillis = 2500
type Started<T> = T & { jobId: string }
export type OptimisationListItem = Omit<OptimisationRecord, 'result'> & { objective: number | null; siteCount: number | null }

export const scenarioPath = (code: string, id: string) => `/counties/${code}/scenarios/${id}`
export const scenarioKey = (code: string, id: string | null) => ['county', code, 'scenarios', id]

/** Newest first. */
export function useScenarios(code: string, wished = true) {
  return useQuery({
    enabled: wished,
    queryKey: ['county', code, 'scenarios'],
    queryFn: ({ signal }) => getJson<ScenarioRecord[]>(`/counties/${code}/scenarios`, signal),
    refetchInterval: (query) => (query.state.data?.some(({ runs }) => runs.some(({ status }) => status === 'running')) ? runningPollMillis : false),
  })
}

export function useScenario(code: string, id: string | null) {
  return useQuery({
    queryKey: scenarioKey(code, id),
    queryFn: ({ signal }) => getJson<ScenarioRecord>(scenarioPath(code, id!), signal),
    enabled: id !== null,
    // An edit begins from what the server has now, never from what it had half a minute ago.
    staleTime: 0,
    refetchInterval: (query) => (query.state.data?.runs.some(({ status }) => status === 'running') ? runningPollMillis : false),
  })
}

/** Requests of the scenario in hand, for its store outside React. */
export interface ScenarioRequests {
  get(): Promise<ScenarioRecord>
  change(body: ChangeScenario): Promise<ScenarioRecord>
  step(which: 'undo' | 'redo' | 'rebase', revision: number): Promise<ScenarioRecord>
  edit(body: EditScenario): Promise<ScenarioRecord>
}

export function scenarioRequests(code: string, id: string): ScenarioRequests {
  const path = scenarioPath(code, id)
  return {
    get: () => getJson(path),
    change: (body) => putJson(`${path}/changes`, body),
    step: (which, revision) => postJson(`${path}/${which}`, { revision }),
    edit: (body) => patchJson(path, body),
  }
}

export function useCreateScenario(code: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (wish: Partial<CreateScenario> & { name: string }) => postJson<ScenarioRecord>(`/counties/${code}/scenarios`, wish),
    onSuccess: (created) => {
      client.setQueryData(scenarioKey(code, created.id), created)
      void client.invalidateQueries({ queryKey: ['county', code, 'scenarios'] })
    },
  })
}

export function useEditScenario(code: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, ...body }: EditScenario & { id: string }) => patchJson<ScenarioRecord>(scenarioPath(code, id), body),
    onSettled: () => client.invalidateQueries({ queryKey: ['county', code, 'scenarios'] }),
  })
}

export function useRunScenario(code: string, id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (wish: RunWish & { revision: number }) => postJson<Started<{ runId: string }>>(`${scenarioPath(code, id)}/runs`, wish),
    onSuccess: (reply) => {
      client.setQueryData(startedJobKey(code), reply.jobId)
      void client.invalidateQueries({ queryKey: ['county', code] })
    },
  })
}

/** Facilities and idle premises of the versions that a scenario speaks of; of the newest where none is open. */
export function useExistingSites(code: string, baseline: ScenarioRecord['baseline'] | null, wished: boolean) {
  const wanted = (['facilities', 'premises'] as const).flatMap((kind) => (baseline?.[kind] ? [`${kind}=${baseline[kind]}`] : []))
  return useQuery({
    queryKey: ['existing-sites', code, wanted.join('&')],
    queryFn: ({ signal }) => getJson<ExistingSites>(`/counties/${code}/existing-sites${wanted.length > 0 ? `?${wanted.join('&')}` : ''}`, signal),
    enabled: wished,
    placeholderData: keepPreviousData,
  })
}

export type AskWhatIf = (question: WhatIf, signal: AbortSignal) => Promise<WhatIfReply>

export function whatIfOf(code: string, runId: string): AskWhatIf {
  return (question, signal) => postJson(`/counties/${code}/runs/${runId}/what-if`, question, signal)
}

/** A list of changes without a pin, against a run; nothing is asked about an empty list. */
export function useChangesEffect(code: string, runId: string | null, changes: readonly SiteChange[] | null) {
  return useQuery({
    queryKey: ['run', code, runId, 'what-if', changes],
    queryFn: ({ signal }) => whatIfOf(code, runId!)({ changes: [...changes!], pin: null }, signal),
    enabled: runId !== null && changes !== null && changes.length > 0,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    retry: false,
  })
}

export function useCircleShape(code: string, runId: string | null, pin: NonNullable<WhatIf['pin']> | null) {
  return useQuery({
    queryKey: ['run', code, runId, 'shape', pin],
    queryFn: ({ signal }) => postJson<CircleShape>(`/counties/${code}/runs/${runId}/what-if/shape`, { changes: [], pin }, signal),
    enabled: runId !== null && pin !== null,
    staleTime: Infinity,
    retry: false,
  })
}

export function useSiteChecks(code: string, site: (Pick<SiteCheck, 'location' | 'facilityTypes'> & Partial<SiteCheck>) | null) {
  return useQuery({
    queryKey: ['county', code, 'site-checks', site],
    queryFn: ({ signal }) => postJson<SiteCheckReply>(`/counties/${code}/site-checks`, site, signal),
    enabled: site !== null,
    retry: false,
  })
}

export function useOptimisations(code: string, wished = true) {
  return useQuery({
    enabled: wished,
    queryKey: ['county', code, 'optimisations'],
    queryFn: ({ signal }) => getJson<OptimisationListItem[]>(`/counties/${code}/optimisations`, signal),
    refetchInterval: (query) => (query.state.data?.some(({ status }) => status === 'running') ? runningPollMillis : false),
  })
}

export function useOptimisation(code: string, id: string | null) {
  return useQuery({
    queryKey: ['county', code, 'optimisation', id],
    queryFn: ({ signal }) => getJson<OptimisationRecord>(`/counties/${code}/optimisations/${id}`, signal),
    enabled: id !== null,
    refetchInterval: (query) => (query.state.data?.status === 'running' ? runningPollMillis : false),
  })
}

export type OptimisationWish = Pick<StartOptimisation, 'runId' | 'problem' | 'facilityTypes'> & Partial<StartOptimisation>

export function useStartOptimisation(code: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (wish: OptimisationWish) => postJson<Started<{ id: string }>>(`/counties/${code}/optimisations`, wish),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['county', code, 'optimisations'] })
      void client.invalidateQueries({ queryKey: ['county', code, 'jobs'] })
    },
  })
}

/** `targetRate`: a share of elders covered that the user asks of every township; no plan prints one. */
export function useComparison(code: string, before: string | null, after: string | null, targetRate: number | null = null) {
  return useQuery({
    queryKey: ['run', code, 'compare', before, after, targetRate],
    queryFn: ({ signal }) => getJson<Comparison>(`/counties/${code}/compare?a=${before}&b=${after}${targetRate === null ? '' : `&targetRate=${targetRate}`}`, signal),
    enabled: before !== null && after !== null && before !== after,
    placeholderData: (previous, query) => (query && query.queryKey[3] === before && query.queryKey[4] === after ? previous : undefined),
    staleTime: Infinity,
  })
}
