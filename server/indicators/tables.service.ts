import type { Actor } from '../auth/actor.ts'
import type { AreaRow, PlaceRow } from '../contract/tables.ts'
import { listPlaces, type Run } from '../coverage/coverage.repository.ts'
import type { CoverageService } from '../coverage/coverage.service.ts'
import type { Db } from '../db/schema.ts'
import { listFacilities } from '../facilities/facilities.repository.ts'
import { listUnits } from '../regions/regions.repository.ts'
import { listAreaResults, listUnitCoverage } from './indicators.repository.ts'

export interface ResultTablesService {
  listPlaces(actor: Actor, countyCode: number, runId: string): Promise<PlaceRow[]>
  listAreas(actor: Actor, countyCode: number, runId: string): Promise<AreaRow[]>
  listUnits(actor: Actor, countyCode: number, runId: string): Promise<UnitRow[]>
}

export interface UnitRow {
  id: string
  name: string
  level: string
  covered: boolean
  judgedBy: 'boundary' | 'code'
  facilities: { id: string; name: string }[]
}

/** The tables beside the map: the same stored rows that the summaries and the tiles are made of. */
export function createResultTablesService(db: Db, coverage: CoverageService): ResultTablesService {
  return {
    async listPlaces(actor, countyCode, runId) {
      const run = await coverage.getPublished(actor, countyCode, runId)
      const unitName = await unitNames(db, run)
      return (await listPlaces(db, countyCode, run.id)).map((place) => ({
        id: place.placeId,
        kind: place.placeKind,
        name: place.name,
        unitName: unitName(place.unitId),
        placeClass: place.placeClass,
        verdict: place.verdict,
        reason: place.reason,
        travelMetres: place.travelMetres,
        accessMetres: place.accessMetres,
        edge: place.edge,
        residents: place.residents,
        residents60Plus: place.residents60Plus,
        households: place.households,
        location: [place.lon, place.lat],
      }))
    },

    async listAreas(actor, countyCode, runId) {
      const run = await coverage.getPublished(actor, countyCode, runId)
      const unitName = await unitNames(db, run)
      return (await listAreaResults(db, countyCode, run.id)).map(({ residentialAreaId, unitId, detail, ...record }) => ({
        id: residentialAreaId,
        ...record,
        unitName: unitName(unitId),
        ...detail,
      }))
    },

    async listUnits(actor, countyCode, runId) {
      const run = await coverage.getPublished(actor, countyCode, runId)
      const version = run.input_versions.facilities
      const facilities = version ? await listFacilities(db, countyCode, version) : []
      const nameOf = new Map(facilities.map((facility) => [facility.id, facility.name]))
      return (await listUnitCoverage(db, countyCode, run.id)).map((unit) => ({
        id: unit.unitId,
        name: unit.name,
        level: unit.level,
        covered: unit.facilityIds.length > 0,
        judgedBy: unit.judgedBy,
        facilities: unit.facilityIds.map((id) => ({ id, name: nameOf.get(id) ?? id })),
      }))
    },
  }
}

async function unitNames(db: Db, run: Run): Promise<(unitId: string | null) => string | null> {
  const units = await listUnits(db, run.county_code, run.input_versions.units)
  const byId = new Map(units.map((unit) => [unit.id, unit.name]))
  return (unitId) => (unitId ? (byId.get(unitId) ?? null) : null)
}
