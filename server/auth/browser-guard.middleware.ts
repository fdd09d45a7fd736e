import type { Request, RequestHandler } from 'express'
import { isLoopback } from '../config.ts'
import { AppError } from '../errors.ts'

/**
 * Keeps other web pages from using this server through the user's browser. On loopback there is no password, so a page
 * from anywhere could send requests here: its Origin gives it away, and a name that merely points at 127.0.0.1 does by
 * its Host. Writes carry JSON, which no page can send elsewhere without asking first.
 */
export const guardBrowser: RequestHandler = (request, _response, next) => {
  const host = hostName(request.headers.host)
  if (host !== undefined && !isLoopback(host)) {
    throw new AppError('ORIGIN_NOT_ALLOWED', `不接受以 ${host} 为名的访问`, `Requests for the host ${host} are not served`)
  }
  if (request.method === 'GET' || request.method === 'HEAD') return next()
  const { origin } = request.headers
  if (origin !== undefined && origin !== `${request.protocol}://${request.headers.host}`) {
    throw new AppError('ORIGIN_NOT_ALLOWED', `不接受来自 ${origin} 的写入`, `Writes from ${origin} are not accepted`)
  }
  const carriesBody = Number(request.headers['content-length'] ?? 0) > 0 || request.headers['transfer-encoding'] !== undefined
  if (carriesBody && !request.is('application/json') && !isUpload(request)) {
    throw new AppError('NOT_JSON', '请求内容应为 JSON（Content-Type: application/json）', 'Send JSON, with Content-Type: application/json')
  }
  next()
}

/**
 * Files come as forms, which a page of elsewhere can send without asking first: where a browser says whence a request
 * comes, it must be from here. Its Origin has been checked already, and browsers send one with every form.
 */
function isUpload(request: Request): boolean {
  const site = request.headers['sec-fetch-site']
  const isFromHere = site === undefined || site === 'same-origin'
  return isFromHere && /\/counties\/\d{6}\/(imports(\/examine)?|import-drafts)$/.test(request.path) && Boolean(request.is('multipart/form-data'))
}

/** The name in a Host header, without port and brackets. */
function hostName(header: string | undefined): string | undefined {
  if (header === undefined) return undefined
  const bracketed = /^\[([^\]]+)\]/.exec(header)
  return bracketed ? bracketed[1] : header.replace(/:\d+$/, '')
}
