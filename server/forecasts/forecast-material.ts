import type { AskForecast } from '../contract/forecasts.ts'
import type { ReadPyramids } from '../core/forecast/pyramids.ts'
import type { BaseUnit } from './base-people.ts'
import type { ChosenLifeTable } from './choose-life-table.ts'
import type { Standard } from './standards.ts'

/** Everything that a forecast is made of. */
export interface ForecastMaterial {
  ask: AskForecast
  baseYear: number
  units: readonly BaseUnit[]
  ages: ReadPyramids
  standards: readonly Standard[]
  lifeTable: ChosenLifeTable | null
  /** Of the pack that was asked for its standard; null where none was. */
  packTitle: string | null
  hasStudyArea: boolean
}
