import { Router } from 'express'
import type { Health } from './contract/counties.ts'
import { createOpenApiDocument } from './contract/openapi.ts'

/** What the process can say of itself; `health` is asked anew at every request. */
export function healthRoutes(health: () => Health): Router {
  const router = Router()
  let document: object | undefined

  router.get('/health', (_request, response) => {
    const state = health()
    response.setHeader('Cache-Control', 'no-store')
    if (state.status !== 'ok') response.setHeader('Retry-After', '1')
    response.status(state.status === 'ok' ? 200 : 503).json(state)
  })

  router.get('/openapi.json', (_request, response) => {
    document ??= createOpenApiDocument(health().version)
    response.json(document)
  })

  return router
}
