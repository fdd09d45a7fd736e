import type { ErrorReply } from '../../server/contract/common.ts'

type Message = ErrorReply['error']['message']

export const apiRoot = '/api/v1'

/** A refusal of the server, or no answer at all (`status` 0, code `OFFLINE`). */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly bilingual: Message | null
  readonly requestId: string | null

  constructor(status: number, code: string, bilingual: Message | null, requestId: string | null) {
    super(bilingual?.en ?? code)
    this.status = status
    this.code = code
    this.bilingual = bilingual
    this.requestId = requestId
  }

  get offline(): boolean {
    return this.status === 0
  }
}

async function refusal(response: Response): Promise<ApiError> {
  // A proxy in between may answer with a page instead of our JSON.
  const body = (await response.json().catch(() => null)) as ErrorReply | null
  if (!body?.error) return new ApiError(response.status, `HTTP_${response.status}`, null, null)
  return new ApiError(response.status, body.error.code, body.error.message, body.error.requestId ?? null)
}

async function send(path: string, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(apiRoot + path, { headers: { accept: 'application/json' }, ...init })
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new ApiError(0, 'OFFLINE', null, null)
  }
}

export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await send(path, { signal, headers: { accept: 'application/json' } })
  if (!response.ok) throw await refusal(response)
  return (await response.json()) as T
}

export interface FetchedFile {
  /** As the server calls it. */
  name: string
  content: Blob
}

/** A file that the server makes; its refusal is the usual one. */
export async function getFile(path: string, signal?: AbortSignal): Promise<FetchedFile> {
  const response = await send(path, { signal, headers: { accept: '*/*' } })
  if (!response.ok) throw await refusal(response)
  const header = response.headers.get('content-disposition') ?? ''
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(header)?.[1]
  const plain = /filename="([^"]*)"/i.exec(header)?.[1]
  const name = encoded ? decodeURIComponent(encoded) : (plain ?? 'download')
  return { name, content: await readWhole(response) }
}

/** A line that breaks half-way is no answer, like one that was never there. */
async function readWhole(response: Response): Promise<Blob> {
  try {
    return await response.blob()
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new ApiError(0, 'OFFLINE', null, null)
  }
}

export function postJson<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  return write<T>('POST', path, body, signal)
}

export function patchJson<T>(path: string, body: unknown): Promise<T> {
  return write<T>('PATCH', path, body)
}

export function putJson<T>(path: string, body: unknown): Promise<T> {
  return write<T>('PUT', path, body)
}

export async function deleteJson(path: string): Promise<void> {
  const response = await send(path, { method: 'DELETE' })
  if (!response.ok) throw await refusal(response)
}

async function write<T>(method: 'POST' | 'PUT' | 'PATCH', path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  const response = await send(path, {
    method,
    signal,
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw await refusal(response)
  return (await response.json()) as T
}

/** Health says what it knows with 503 too: that answer is a state, not an error. */
export async function getEvenIfUnavailable<T extends { status: string }>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await send(path, { signal, headers: { accept: 'application/json' } })
  const body = (await response.clone().json().catch(() => null)) as T | null
  if (body && typeof body.status === 'string') return body
  throw await refusal(response)
}
