import { keepPreviousData, useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ErrorReply } from '../../server/contract/common.ts'
import type { DraftOptions, DraftPlaces, DraftRows, ExamineDraftReply, ImportDraft, ImportKindItem, VersionDiff } from '../../server/contract/import-drafts.ts'
import type { StoredImport } from '../../server/contract/imports.ts'
import { ApiError, apiRoot, deleteJson, getJson, postJson } from './client.ts'
import { startedJobKey } from './queries.ts'

const draftsPath = (code: string) => `/counties/${code}/import-drafts`

export function useImportKinds() {
  return useQuery({ queryKey: ['import-kinds'], queryFn: ({ signal }) => getJson<ImportKindItem[]>('/import-kinds', signal), staleTime: Infinity })
}

export function useDrafts(code: string) {
  return useQuery({ queryKey: ['drafts', code], queryFn: ({ signal }) => getJson<ImportDraft[]>(draftsPath(code), signal) })
}

export function useImports(code: string) {
  return useQuery({ queryKey: ['county', code, 'imports'], queryFn: ({ signal }) => getJson<StoredImport[]>(`/counties/${code}/imports`, signal) })
}

/** What the doctor says by these decisions. The last answer stays on screen while the next one is being found. */
export function useExamined(code: string, draftId: string, options: DraftOptions | null) {
  return useQuery({
    queryKey: ['draft', code, draftId, 'examined', options],
    queryFn: () => postJson<ExamineDraftReply>(`${draftsPath(code)}/${draftId}/examine`, options),
    enabled: options !== null,
    staleTime: Infinity,
    retry: false,
    placeholderData: keepPreviousData,
  })
}

export const rowsPerPage = 200

/** The pages of rows in view, of the examination that ended at `examinedAt`. */
export function useDraftPages(code: string, draftId: string, examinedAt: number, only: 'all' | 'problems', pages: readonly number[]) {
  return useQueries({
    queries: pages.map((page) => ({
      queryKey: ['draft', code, draftId, 'rows', only, page, examinedAt],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        getJson<DraftRows>(`${draftsPath(code)}/${draftId}/rows?from=${page * rowsPerPage}&count=${rowsPerPage}&only=${only}`, signal),
      enabled: examinedAt > 0,
      staleTime: Infinity,
      placeholderData: keepPreviousData,
    })),
  })
}

export function useDraftPlaces(code: string, draftId: string | null, examinedAt: number) {
  return useQuery({
    queryKey: ['draft', code, draftId, 'places', examinedAt],
    queryFn: ({ signal }) => getJson<DraftPlaces>(`${draftsPath(code)}/${draftId}/places`, signal),
    enabled: draftId !== null && examinedAt > 0,
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  })
}

export function useStoreDraft(code: string, draftId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (options: DraftOptions) => postJson<{ jobId: string | null; examined: ExamineDraftReply }>(`${draftsPath(code)}/${draftId}/store`, options),
    onSuccess: ({ jobId }) => {
      if (jobId !== null) client.setQueryData(startedJobKey(code), jobId)
      void client.invalidateQueries({ queryKey: ['drafts', code] })
    },
  })
}

/** A draft that has just been uploaded is known before the list is asked for again. */
export function useKeepDraft(code: string) {
  const client = useQueryClient()
  return (draft: ImportDraft) => {
    client.setQueryData<ImportDraft[]>(['drafts', code], (known) => [draft, ...(known ?? []).filter(({ id }) => id !== draft.id)])
  }
}

export function useDiscardDraft(code: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (draftId: string) => deleteJson(`${draftsPath(code)}/${draftId}`),
    onSettled: () => client.invalidateQueries({ queryKey: ['drafts', code] }),
  })
}

export function useVersionDiff(code: string, kind: string, from: number, to: number) {
  return useQuery({
    queryKey: ['county', code, 'diff', kind, from, to],
    queryFn: ({ signal }) => getJson<VersionDiff>(`/counties/${code}/versions/${kind}/diff?from=${from}&to=${to}`, signal),
    staleTime: Infinity,
  })
}

export const templateAddress = (kind: string) => `${apiRoot}/import-kinds/${kind}/template`
export const reportAddress = (code: string, draftId: string) => `${apiRoot}${draftsPath(code)}/${draftId}/report.xlsx`

/** Uploads with progress, which `fetch` does not tell; aborting leaves nothing on the server. */
export function uploadDraft(code: string, files: readonly File[], onProgress: (share: number) => void, signal: AbortSignal): Promise<ImportDraft> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const form = new FormData()
    for (const file of files) form.append('file', file, file.name)
    request.open('POST', apiRoot + draftsPath(code))
    request.responseType = 'json'
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) return resolve(request.response as ImportDraft)
      const error = (request.response as ErrorReply | null)?.error
      reject(new ApiError(request.status, error?.code ?? `HTTP_${request.status}`, error?.message ?? null, error?.requestId ?? null))
    }
    request.onerror = () => reject(new ApiError(0, 'OFFLINE', null, null))
    request.onabort = () => reject(new DOMException('the upload was cancelled', 'AbortError'))
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(form)
  })
}
