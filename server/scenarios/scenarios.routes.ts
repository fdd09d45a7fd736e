import { Router, type Request } from 'express'
import { actorOf } from '../auth/auth.middleware.ts'
import { uuid } from '../contract/common.ts'
import { changeScenario, createScenario, editScenario, stepScenario } from '../contract/scenarios.ts'
import { parseCountyCode } from '../county-code.ts'
import type { ScenariosService } from './scenarios.service.ts'

export function scenariosRoutes(scenarios: ScenariosService): Router {
  const router = Router()
  const about = (request: Request<{ code: string; id: string }>) => [actorOf(request), parseCountyCode(request.params.code), uuid.parse(request.params.id)] as const

  router.get('/counties/:code/scenarios', async (request, response) => {
    response.json(await scenarios.list(actorOf(request), parseCountyCode(request.params.code)))
  })

  router.post('/counties/:code/scenarios', async (request, response) => {
    const wish = createScenario.parse(request.body)
    response.status(201).json(await scenarios.create(actorOf(request), parseCountyCode(request.params.code), wish))
  })

  router.get('/counties/:code/scenarios/:id', async (request, response) => {
    response.json(await scenarios.get(...about(request)))
  })

  router.patch('/counties/:code/scenarios/:id', async (request, response) => {
    response.json(await scenarios.edit(...about(request), editScenario.parse(request.body)))
  })

  router.put('/counties/:code/scenarios/:id/changes', async (request, response) => {
    response.json(await scenarios.change(...about(request), changeScenario.parse(request.body)))
  })

  for (const step of ['undo', 'redo', 'rebase'] as const) {
    router.post(`/counties/:code/scenarios/:id/${step}`, async (request, response) => {
      response.json(await scenarios[step](...about(request), stepScenario.parse(request.body).revision))
    })
  }

  return router
}
