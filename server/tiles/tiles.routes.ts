import { Router, type Response } from 'express'
import { actorOf } from '../auth/auth.middleware.ts'
import { uuid, z } from '../contract/common.ts'
import { parseCountyCode } from '../county-code.ts'
import type { TilesService } from './tiles.service.ts'

const whole = z.coerce.number().int().min(0)

export function tilesRoutes(tiles: TilesService): Router {
  const router = Router()

  router.get('/counties/:code/runs/:runId/tiles/:layer/:z/:x/:y.mvt', async (request, response) => {
    const { code, runId, layer, z, x, y } = request.params
    const bytes = await tiles.getRunTile(actorOf(request), parseCountyCode(code), uuid.parse(runId), layer, whole.parse(z), whole.parse(x), whole.parse(y))
    sendTile(response, bytes)
  })

  router.get('/counties/:code/versions/:version/tiles/:layer/:z/:x/:y.mvt', async (request, response) => {
    const { code, version, layer, z, x, y } = request.params
    const bytes = await tiles.getBaseTile(actorOf(request), parseCountyCode(code), whole.parse(version), layer, whole.parse(z), whole.parse(x), whole.parse(y))
    sendTile(response, bytes)
  })

  return router
}

/** A tile never changes under its address: its run or version stands in the path. */
function sendTile(response: Response, bytes: Uint8Array): void {
  response.setHeader('Cache-Control', 'private, max-age=31536000, immutable')
  response.type('application/vnd.mapbox-vector-tile')
  if (bytes.length === 0) response.status(204).end()
  else response.send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
}
