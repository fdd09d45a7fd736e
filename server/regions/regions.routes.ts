import { Router } from 'express'
import { actorOf } from '../auth/auth.middleware.ts'
import { baseTileAddress, baseTileLayers, type BaseTileLayer } from '../contract/tile-layers.ts'
import type { CountyDetail } from '../contract/counties.ts'
import { parseCountyCode } from '../county-code.ts'
import { toDataVersion } from '../versions/versions.reply.ts'
import type { RegionsService } from './regions.service.ts'

export function regionsRoutes(regions: RegionsService): Router {
  const router = Router()

  router.get('/counties', async (request, response) => {
    response.json(await regions.list(actorOf(request)))
  })

  router.get('/counties/:code', async (request, response) => {
    const { newest, ...county } = await regions.get(actorOf(request), parseCountyCode(request.params.code))
    // Both are of the kind study_areas, of which a version may hold one sort without the other.
    const empty: BaseTileLayer[] = [
      ...(county.studyArea ? [] : (['study_area'] as const)),
      ...(county.studyAreas.some(({ kind }) => kind === 'planning_unit') ? [] : (['planning_units'] as const)),
    ]
    const layers = (Object.keys(baseTileLayers) as BaseTileLayer[]).filter((layer) => !empty.includes(layer)).flatMap((layer) => {
      const version = newest.find((one) => one.kind === baseTileLayers[layer].kind)?.version
      return version === undefined ? [] : [{ layer, version, tiles: baseTileAddress(county.code, version, layer) }]
    })
    const reply: CountyDetail = { ...county, versions: newest.map(toDataVersion), layers }
    response.json(reply)
  })

  return router
}
