import { Router, type Request, type Response } from 'express'
import { actorOf } from '../auth/auth.middleware.ts'
import { uuid } from '../contract/common.ts'
import { drawingQuery, layersQuery, scenarioReportQuery } from '../contract/outputs.ts'
import { parseCountyCode } from '../county-code.ts'
import { layerFormats, type LayerFormat, type OutputFile, type ReportsService } from './reports.service.ts'

const types: Record<LayerFormat | 'xlsx', string> = {
  gpkg: 'application/geopackage+sqlite3',
  'shp.zip': 'application/zip',
  dxf: 'image/vnd.dxf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

export function reportsRoutes(reports: ReportsService): Router {
  const router = Router()
  const about = (request: Request<{ code: string; id: string }>) => [actorOf(request), parseCountyCode(request.params.code), uuid.parse(request.params.id)] as const

  for (const format of layerFormats) {
    router.get(`/counties/:code/scenarios/:id/layers.${format}`, async (request: Request<{ code: string; id: string }>, response) => {
      const wish = (format === 'dxf' ? drawingQuery : layersQuery).parse(request.query)
      await hand(response, types[format], (signal) => reports.layers(...about(request), format, wish, signal))
    })
  }

  router.get('/counties/:code/scenarios/:id/report.xlsx', async (request, response) => {
    const wish = scenarioReportQuery.parse(request.query)
    await hand(response, types.xlsx, (signal) => reports.workbook(...about(request), wish, signal))
  })

  return router
}

/** Whoever goes away stops the work; nobody is there to be told of it. */
async function hand(response: Response, type: string, make: (signal: AbortSignal) => Promise<OutputFile>): Promise<void> {
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  try {
    const { name, bytes } = await make(gone.signal)
    response.attachment(name).type(type).setHeader('cache-control', 'no-store')
    response.send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  } catch (error) {
    if (!gone.signal.aborted) throw error
  }
}
