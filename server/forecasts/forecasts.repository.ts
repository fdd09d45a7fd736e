import type { Selectable } from 'kysely'
import type { AskForecast, ForecastResult } from '../contract/forecasts.ts'
import type { ForecastTable } from '../db/forecast-tables.ts'
import type { Db, Tx } from '../db/schema.ts'

export type Forecast = Omit<Selectable<ForecastTable>, 'parameters' | 'result'> & { parameters: AskForecast; result: ForecastResult }

export interface NewForecast {
  countyCode: number
  id: string
  parameters: AskForecast
  inputVersions: Record<string, number>
  inputHash: string
  result: ForecastResult
  resultHash: string
  dataDate: string | null
  demo: boolean
  actorId: string
  at: Date
}

export async function insertForecast(tx: Tx, forecast: NewForecast): Promise<void> {
  await tx
    .insertInto('forecasts')
    .values({
      county_code: forecast.countyCode,
      id: forecast.id,
      parameters: JSON.stringify(forecast.parameters),
      input_versions: JSON.stringify(forecast.inputVersions),
      input_hash: forecast.inputHash,
      result: JSON.stringify(forecast.result),
      result_hash: forecast.resultHash,
      data_date: forecast.dataDate,
      demo: forecast.demo,
      actor_id: forecast.actorId,
      created_at: forecast.at,
    })
    .execute()
}

export async function findForecast(db: Db | Tx, countyCode: number, id: string): Promise<Forecast | undefined> {
  const row = await db.selectFrom('forecasts').selectAll().where('county_code', '=', countyCode).where('id', '=', id).executeTakeFirst()
  return row as Forecast | undefined
}

/** The forecasts of a county, newest first. */
export async function listForecasts(db: Db | Tx, countyCode: number, limit: number): Promise<Forecast[]> {
  const rows = await db.selectFrom('forecasts').selectAll().where('county_code', '=', countyCode).orderBy('created_at', 'desc').orderBy('id').limit(limit).execute()
  return rows as Forecast[]
}
