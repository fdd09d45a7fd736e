import { Router } from 'express'
import { actorOf } from '../auth/auth.middleware.ts'
import { policyUpload, policyVersionQuery } from '../contract/policies.ts'
import { toPolicyDetail, type PoliciesService } from './policies.service.ts'

export function policiesRoutes(policies: PoliciesService): Router {
  const router = Router()

  router.get('/policies', async (request, response) => {
    response.json(await policies.list(actorOf(request)))
  })

  router.get('/policies/:id', async (request, response) => {
    const { version } = policyVersionQuery.parse(request.query)
    response.json(toPolicyDetail(await policies.get(actorOf(request), request.params.id, version)))
  })

  router.post('/policies/validate', (request, response) => {
    response.json(policies.check(actorOf(request), policyUpload.parse(request.body).yaml))
  })

  router.put('/policies/:id', async (request, response) => {
    const stored = await policies.store(actorOf(request), request.params.id, policyUpload.parse(request.body).yaml)
    response.status(stored.created ? 201 : 200).json(stored)
  })

  return router
}
