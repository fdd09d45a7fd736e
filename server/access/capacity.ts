import type { AccessReply, AskAccess } from '../contract/access.ts'
import { divide, parseDecimal } from '../core/exact.ts'
import { formatCountyCode } from '../county-code.ts'
import type { QualifyingFacility } from '../coverage/inputs.ts'

export interface CountedFacility extends QualifyingFacility {
  capacity: number
}

/** Facilities whose capacity the ledger gives, and by name those whose it does not: unknown is not none. */
export function splitByCapacity(facilities: readonly QualifyingFacility[], ask: Pick<AskAccess, 'capacity' | 'm2PerPlace'>) {
  const counted: CountedFacility[] = []
  const missing: AccessReply['missingCapacity'] = []
  for (const facility of facilities) {
    const capacity = capacityOf(facility, ask)
    if (capacity !== null) counted.push({ ...facility, capacity })
    else missing.push({ id: facility.id, name: facility.name, code: formatCountyCode(facility.countyCode), types: facility.types })
  }
  return { counted, missing: missing.sort((a, b) => (a.name < b.name ? -1 : 1)) }
}

/** Whole places: 59.9 m² at 6 m² a place is nine, in exact fractions. */
function capacityOf(facility: QualifyingFacility, { capacity, m2PerPlace }: Pick<AskAccess, 'capacity' | 'm2PerPlace'>): number | null {
  if (capacity === 'beds') return facility.beds
  if (capacity === 'nursing_beds') return facility.nursingBeds
  if (facility.floorAreaM2 === null) return null
  const places = divide(parseDecimal(facility.floorAreaM2), parseDecimal(String(m2PerPlace)))
  return Number(places.n / places.d)
}
