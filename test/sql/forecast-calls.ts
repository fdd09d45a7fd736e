import type { Transaction } from 'kysely'
import { askForecast, type ForecastResult } from '../../server/contract/forecasts.ts'
import type { Schema } from '../../server/db/schema.ts'
import * as forecasts from '../../server/forecasts/forecasts.repository.ts'
import { insertAgePyramids, listAgePyramids } from '../../server/population/age-pyramids.repository.ts'
import { county, id } from './given.ts'

type Call = (tx: Transaction<Schema>) => Promise<unknown>

const forecast: forecasts.NewForecast = {
  ...{ countyCode: county, id, parameters: askForecast.parse({}), inputVersions: {}, inputHash: 'h', result: {} as ForecastResult },
  ...{ resultHash: 'h', dataDate: null, demo: true, actorId: '', at: new Date(0) },
}

export const forecastCalls: Record<string, Record<string, Call[]>> = {
  'forecasts/forecasts.repository': {
    insertForecast: [(tx) => forecasts.insertForecast(tx, forecast)],
    findForecast: [(tx) => forecasts.findForecast(tx, county, id)],
    listForecasts: [(tx) => forecasts.listForecasts(tx, county, 1)],
  },
  'population/age-pyramids.repository': {
    insertAgePyramids: [(tx) => insertAgePyramids(tx, county, 1, [{ id, code: 'county/85+', unitId: null, ageFrom: 85, ageTo: null, male: 1, female: 1, asOf: null, source: null }])],
    listAgePyramids: [(tx) => listAgePyramids(tx, county, 1)],
  },
}
