import { findFacility } from '../core/imports/kinds/land-parcels.ts'
import type { PlanMaterial } from './examine-import.ts'
import type { ImportPlan } from './import-plan.ts'
import { loadLedgerLinks } from './ledger-links.ts'
import { createParcelStore } from './stores/parcels.store.ts'
import { planTable } from './table-plan.ts'

/** Parcels are records of their own that may name a facility. */
export async function planParcels({ db, countyCode, kind, baseVersion, records, options, county }: PlanMaterial): Promise<ImportPlan> {
  const links = await loadLedgerLinks(db, countyCode, county)
  const store = createParcelStore((word) => {
    const found = findFacility(word, links.find)
    return 'code' in found ? links.facilityIdOf(found.code) : undefined
  })
  return planTable(db, store, { countyCode, kind, baseVersion, records, replace: options.replace }, county.units)
}
