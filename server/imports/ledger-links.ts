import { createReferenceFinder, type Found, type ReferenceFinder } from '../core/imports/references.ts'
import type { Problem } from '../core/problems.ts'
import type { Db } from '../db/schema.ts'
import { listFacilities } from '../facilities/facilities.repository.ts'
import { listUnits } from '../regions/regions.repository.ts'
import { listResidentialAreas } from '../residential/residential.repository.ts'
import type { CountyContext } from './import-context.ts'

/** From what rows call things to the ids under which they are stored. */
export interface LedgerLinks {
  find: ReferenceFinder
  areaIdOf(code: string): string
  unitIdOf(code: string): string
  facilityIdOf(code: string): string
  areaNameOf(id: string): string
  unitNameOf(id: string): string
  /** Decimal m²; null where not known. */
  floorAreaOf(facilityId: string): string | null
  /** YYYY-MM-DD: what is done after it is a plan. */
  today: string
}

/** The newest versions of what a ledger may speak of. */
export async function loadLedgerLinks(db: Db, countyCode: number, county: CountyContext): Promise<LedgerLinks> {
  const areas = await listResidentialAreas(db, countyCode, county.versionOf('residential_areas'))
  const units = await listUnits(db, countyCode, county.versionOf('units'))
  const facilities = await listFacilities(db, countyCode, county.versionOf('facilities'))
  const { references, today } = county.context
  return {
    find: createReferenceFinder(references ?? { units: [], areas: [], facilities: [] }),
    areaIdOf: lookUp('residential area', areas.map(({ areaCode, id }) => [areaCode, id])),
    unitIdOf: lookUp('unit', units.map(({ unitCode, id }) => [unitCode, id])),
    facilityIdOf: lookUp('facility', facilities.map(({ facilityCode, id }) => [facilityCode, id])),
    areaNameOf: lookUp('residential area', areas.map(({ id, name }) => [id, name])),
    unitNameOf: lookUp('unit', units.map(({ id, name }) => [id, name])),
    floorAreaOf: lookUp('facility', facilities.map(({ id, floorAreaM2 }) => [id, floorAreaM2])),
    today,
  }
}

/** What the doctor has let pass is there; that it is not refuses the row all the same, and never the process. */
export function codeOr(found: Found, row: number, problems: Problem[]): string | undefined {
  if ('code' in found) return found.code
  const { code, message, column, value, fix } = found.problem
  problems.push({ code, severity: 'error', row, column, value, message, fix })
  return undefined
}

function lookUp<T>(what: string, pairs: readonly (readonly [string, T])[]): (key: string) => T {
  const map = new Map(pairs)
  return (key) => {
    if (!map.has(key)) throw new Error(`expected a stored ${what}, got ${key}`)
    return map.get(key)!
  }
}
