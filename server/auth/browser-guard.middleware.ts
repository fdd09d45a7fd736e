import type { RequestHandler } from 'express'
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
  if (carriesBody && !request.is('application/json')) {
    throw new AppError('NOT_JSON', '请求内容应为 JSON（Content-Type: application/json）', 'Send JSON, with Content-Type: application/json')
  }
  next()
}

/** The name in a Host header, without port and brackets. */
function hostName(header: string | undefined): string | undefined {
  if (header === undefined) return undefined
  const bracketed = /^\[([^\]]+)\]/.exec(header)
  return bracketed ? bracketed[1] : header.replace(/:\d+$/, '')
}
