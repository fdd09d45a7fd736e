import { Router } from 'express'
import { actorOf } from '../auth/auth.middleware.ts'
import { uuid } from '../contract/common.ts'
import { askForecast, type ForecastList, type ForecastReply, type LifeTableList } from '../contract/forecasts.ts'
import { formatCountyCode, parseCountyCode } from '../county-code.ts'
import type { Forecast } from './forecasts.repository.ts'
import type { ForecastsService } from './forecasts.service.ts'

export function forecastsRoutes(forecasts: ForecastsService): Router {
  const router = Router()

  router.get('/counties/:code/forecasts', async (request, response) => {
    const list = await forecasts.list(actorOf(request), parseCountyCode(request.params.code))
    response.json(list.map((forecast) => ({ ...toRecord(forecast), residents60Plus: forecast.result.county.years.map(({ residents60Plus }) => residents60Plus) })) satisfies ForecastList)
  })

  router.post('/counties/:code/forecasts', async (request, response) => {
    const ask = askForecast.parse(request.body ?? {})
    response.status(201).json(toReply(await forecasts.create(actorOf(request), parseCountyCode(request.params.code), ask)))
  })

  router.get('/counties/:code/forecasts/:forecastId', async (request, response) => {
    response.json(toReply(await forecasts.get(actorOf(request), parseCountyCode(request.params.code), uuid.parse(request.params.forecastId))))
  })

  router.get('/life-tables', (_request, response) => {
    response.json(forecasts.listLifeTables().map(({ table: _table, ...rest }) => rest) satisfies LifeTableList)
  })

  return router
}

function toReply(forecast: Forecast): ForecastReply {
  return { ...toRecord(forecast), parameters: { ...forecast.parameters }, result: forecast.result }
}

function toRecord(forecast: Forecast) {
  return {
    id: forecast.id,
    code: formatCountyCode(forecast.county_code),
    years: forecast.result.years,
    baseYear: forecast.result.baseYear,
    inputVersions: forecast.input_versions,
    inputHash: forecast.input_hash,
    resultHash: forecast.result_hash,
    dataDate: forecast.data_date,
    demo: forecast.demo,
    actorId: forecast.actor_id,
    createdAt: forecast.created_at.toISOString(),
  }
}
