import { Router, type Response } from 'express'
import { actorOf } from '../auth/auth.middleware.ts'
import { uuid, z } from '../contract/common.ts'
import { tileEncoding } from '../contract/tile-layers.ts'
import { parseCountyCode } from '../county-code.ts'
import { AppError } from '../errors.ts'
import type { TilesService } from './tiles.service.ts'

const whole = z.coerce.number().int().min(0)

export function tilesRoutes(tiles: TilesService): Router {
  const router = Router()

  router.get('/counties/:code/runs/:runId/tiles/:encoding/:layer/:z/:x/:y.mvt', async (request, response) => {
    const { code, runId, encoding, layer, z, x, y } = request.params
    requireEncoding(encoding)
    const bytes = await tiles.getRunTile(actorOf(request), parseCountyCode(code), uuid.parse(runId), layer, whole.parse(z), whole.parse(x), whole.parse(y))
    sendTile(response, bytes)
  })

  router.get('/counties/:code/versions/:version/tiles/:encoding/:layer/:z/:x/:y.mvt', async (request, response) => {
    const { code, version, encoding, layer, z, x, y } = request.params
    requireEncoding(encoding)
    const bytes = await tiles.getBaseTile(actorOf(request), parseCountyCode(code), whole.parse(version), layer, whole.parse(z), whole.parse(x), whole.parse(y))
    sendTile(response, bytes)
  })

  router.get('/regions/:code/evaluations/:evaluationId/tiles/:encoding/:ruleId/:z/:x/:y.mvt', async (request, response) => {
    const { code, evaluationId, encoding, ruleId, z, x, y } = request.params
    requireEncoding(encoding)
    const bytes = await tiles.getFailingTile(actorOf(request), parseCountyCode(code), uuid.parse(evaluationId), ruleId, whole.parse(z), whole.parse(x), whole.parse(y))
    sendTile(response, bytes)
  })

  return router
}

/** An address of an earlier encoding is gone: its bytes must not become those of this one. */
function requireEncoding(encoding: string): void {
  if (encoding !== tileEncoding) throw new AppError('LAYER_UNKNOWN', `没有 ${encoding} 编码的瓦片，现为 ${tileEncoding}`, `No tiles of encoding ${encoding}; it is ${tileEncoding} now`)
}

/** A tile never changes under its address: its run or version stands in the path, and how it is written. */
function sendTile(response: Response, bytes: Uint8Array): void {
  response.setHeader('Cache-Control', 'private, max-age=31536000, immutable')
  response.type('application/vnd.mapbox-vector-tile')
  if (bytes.length === 0) response.status(204).end()
  else response.send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
}
