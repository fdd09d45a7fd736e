import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { AccessReply, AskAccess } from '../../server/contract/access.ts'
import type { AskForecastInput, ForecastList, ForecastReply, LifeTableList } from '../../server/contract/forecasts.ts'
import { getJson, postJson } from './client.ts'

/** What is left out stands for the server's own defaults. */
export type AccessWish = Partial<AskAccess>

/** Capacity against people over a run; a run never changes, so neither does its answer. */
export function useAccess(code: string, runId: string | null, wish: AccessWish | null) {
  return useQuery({
    queryKey: ['run', code, runId, 'access', wish],
    queryFn: ({ signal }) => postJson<AccessReply>(`/counties/${code}/runs/${runId}/access`, wish, signal),
    enabled: runId !== null && wish !== null,
    staleTime: Infinity,
    retry: false,
    placeholderData: keepPreviousData,
  })
}

export function useForecasts(code: string) {
  return useQuery({ queryKey: ['county', code, 'forecasts'], queryFn: ({ signal }) => getJson<ForecastList>(`/counties/${code}/forecasts`, signal) })
}

export function useForecast(code: string, id: string | null) {
  return useQuery({
    queryKey: ['forecast', code, id],
    queryFn: ({ signal }) => getJson<ForecastReply>(`/counties/${code}/forecasts/${id}`, signal),
    enabled: id !== null,
    staleTime: Infinity,
  })
}

/** They ship with the product, and never change while it runs. */
export function useLifeTables() {
  return useQuery({ queryKey: ['life-tables'], queryFn: ({ signal }) => getJson<LifeTableList>('/life-tables', signal), staleTime: Infinity })
}

export function useMakeForecast(code: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (wish: AskForecastInput) => postJson<ForecastReply>(`/counties/${code}/forecasts`, wish),
    onSuccess: (made) => {
      client.setQueryData(['forecast', code, made.id], made)
      void client.invalidateQueries({ queryKey: ['county', code, 'forecasts'] })
    },
  })
}
