import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import compression from 'compression'
import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Router } from 'express'
import helmet from 'helmet'
import { pinoHttp } from 'pino-http'
import { ZodError } from 'zod'
import { guardBrowser } from './auth/browser-guard.middleware.ts'
import type { ErrorReply } from './contract/common.ts'
import { InputRefused } from './core/problems.ts'
import { AppError } from './errors.ts'
import type { Log } from './log.ts'

export interface AppParts {
  log: Log
  /** Routers under /api/v1, in order. */
  routers: Router[]
  /** Where the built client lies. */
  clientDirectory: string
  /** False while samples load: nobody is shown half a list. */
  isReady: () => boolean
}

/** Puts the thin HTTP skin together: headers, the API, the client, and one place where refusals become replies. */
export function createApp({ log, routers, clientDirectory, isReady }: AppParts): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('etag', 'strong')
  app.use((_request, response, next) => {
    response.locals.nonce = randomBytes(16).toString('base64')
    next()
  })
  app.use(helmet({ contentSecurityPolicy: false, strictTransportSecurity: false }))
  app.use((_request, response, next) => {
    response.setHeader('Content-Security-Policy', contentSecurityPolicy(String(response.locals.nonce)))
    next()
  })
  app.use(pinoHttp({ logger: log, autoLogging: false }))
  // Server-sent events must not wait in the compressor's buffer.
  app.use(compression({ filter: (request, response) => !request.path.endsWith('/events') && compression.filter(request, response) }))
  app.use('/api/v1', (request, _response, next) => {
    if (isReady() || ['/health', '/openapi.json'].includes(request.path)) return next()
    throw new AppError('STARTING', '服务正在启动，请稍候', 'The service is starting: try again in a moment')
  })
  app.use('/api/v1', guardBrowser, readBody, ...routers, (request) => {
    throw new AppError('ROUTE_UNKNOWN', `没有接口 ${request.method} ${request.originalUrl}`, `No such address: ${request.method} ${request.originalUrl}`)
  })
  serveClient(app, clientDirectory)
  app.use(replyToErrors(log))
  return app
}

const smallBody = express.json({ limit: '1mb' })
/** A reported figure may carry its attachment: 5 MB, a third more as base64. */
const bodyWithAttachment = express.json({ limit: '8mb' })

/** Twenty thousand corrected cells of a file. */
const bodyWithEdits = express.json({ limit: '8mb' })

const readBody: RequestHandler = (request, response, next) => {
  const read = /^\/regions\/\d{6}\/reported\//.test(request.path) ? bodyWithAttachment : /^\/counties\/\d{6}\/import-drafts\//.test(request.path) ? bodyWithEdits : smallBody
  read(request, response, next)
}

/** Nothing is fetched from elsewhere: the product runs on intranets. MapLibre starts its worker from our own origin. */
function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'self'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "worker-src 'self' blob:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "frame-ancestors 'none'",
    "form-action 'self'",
  ].join('; ')
}

function serveClient(app: Express, directory: string): void {
  app.use('/assets', express.static(join(directory, 'assets'), { immutable: true, maxAge: '1y', index: false }))
  app.use(express.static(directory, { index: false }))
  app.get(/^\/(?!api\/).*/, (request, response, next) => {
    if (/\.[a-z0-9]+$/i.test(request.path)) return next()
    const page = readPage(directory)
    if (page === undefined) {
      throw new AppError('INTERNAL', '页面尚未构建，请运行 npm run build', 'The client has not been built: run npm run build')
    }
    response.setHeader('Cache-Control', 'no-store')
    response.type('html').send(page.replaceAll('__CSP_NONCE__', String(response.locals.nonce)))
  })
}

function readPage(directory: string): string | undefined {
  try {
    return readFileSync(join(directory, 'index.html'), 'utf8')
  } catch {
    return undefined
  }
}

function replyToErrors(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error)
    const requestId = String(request.id)
    const { status, reply } = toReply(error)
    if (status >= 500 && status !== 503) log.error({ err: error, requestId }, 'request failed')
    if (status === 503) response.setHeader('Retry-After', '2')
    response.setHeader('Cache-Control', 'no-store')
    response.status(status).json({ error: { ...reply, requestId } })
  }
}

function toReply(error: unknown): { status: number; reply: Omit<ErrorReply['error'], 'requestId'> } {
  if (error instanceof AppError) return { status: error.status, reply: { code: error.code, message: error.words } }
  if (error instanceof InputRefused) {
    const message = { zh: '输入未通过检查', en: 'The input was refused' }
    return { status: 422, reply: { code: 'INPUT_REFUSED', message, problems: error.problems } }
  }
  if (error instanceof ZodError) {
    const problems = error.issues.map((issue) => ({
      code: 'BAD_REQUEST',
      severity: 'error' as const,
      column: issue.path.join('.'),
      message: { zh: `参数 ${issue.path.join('.') || '（整体）'} 不合要求`, en: issue.message },
    }))
    return { status: 400, reply: { code: 'BAD_REQUEST', message: { zh: '请求参数不正确', en: 'The request is not right' }, problems } }
  }
  if (isBodyError(error)) {
    if (error.status === 415) {
      return { status: 415, reply: { code: 'NOT_JSON', message: { zh: '请求内容的字符集或编码不受支持', en: 'The charset or encoding of the body is not supported' } } }
    }
    if (error.status === 413) {
      return { status: 413, reply: { code: 'PAYLOAD_TOO_LARGE', message: { zh: '请求内容过大', en: 'The request body is too large' } } }
    }
    return { status: 400, reply: { code: 'BAD_REQUEST', message: { zh: '请求内容无法解析', en: 'The request body cannot be read' } } }
  }
  const message = { zh: '服务器内部错误，请把请求编号交给管理员', en: 'Internal error: give the request id to support' }
  return { status: 500, reply: { code: 'INTERNAL', message } }
}

/** What Express' own parsers throw: a status of 4xx, set by them. */
function isBodyError(error: unknown): error is Error & { status: number } {
  return error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status >= 400 && error.status < 500
}
