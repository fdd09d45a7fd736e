import { planControlAreas } from './control-area-plan.ts'
import { planElevation } from './elevation-plan.ts'
import type { Planner } from './examine-import.ts'
import { ledgerPlanners } from './ledger-planners.ts'
import { planParcels } from './parcels-plan.ts'
import { planPopulation } from './population-plan.ts'
import { planResidential } from './residential-plan.ts'
import { planRoads } from './roads-plan.ts'
import { facilityStore } from './stores/facilities.store.ts'
import { premisesStore, settlementStore } from './stores/ledgers.store.ts'
import type { TableStore } from './stores/store.ts'
import { planTable } from './table-plan.ts'

/** One line a kind of import that can be stored; a kind that is not here is examined only. */
export const planners: Readonly<Record<string, Planner>> = {
  facilities: ofTable(facilityStore),
  residential_areas: { dataKind: 'residential_areas', plan: planResidential },
  settlements: ofTable(settlementStore),
  idle_premises: ofTable(premisesStore),
  land_parcels: { dataKind: 'parcels', plan: planParcels },
  control_areas: { dataKind: 'control_areas', plan: planControlAreas },
  population: { dataKind: 'population', plan: planPopulation },
  roads: { dataKind: 'roads', plan: planRoads },
  elevation: { dataKind: 'elevation', plan: planElevation },
  ...ledgerPlanners,
}

function ofTable(store: TableStore): Planner {
  return {
    dataKind: store.dataKind,
    plan: ({ db, countyCode, kind, baseVersion, records, options, county }) =>
      planTable(db, store, { countyCode, kind, baseVersion, records, replace: options.replace }, county.units),
  }
}
