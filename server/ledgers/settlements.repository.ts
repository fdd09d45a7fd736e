import { sql } from 'kysely'
import type { MultiPolygon, Polygon } from 'geojson'
import { lonLatPoint, multiPolygonFromGeoJson } from '../db/postgis.ts'
import type { SettlementTable } from '../db/ledger-tables.ts'
import type { Db, Tx } from '../db/schema.ts'
import { validAt } from '../versions/versions.repository.ts'

/** A resettlement site (安置点) or a large natural village (自然村). */
export interface Settlement {
  id: string
  settlementCode: string
  name: string
  kind: SettlementTable['kind']
  unitId: string | null
  residents: number | null
  demo: boolean
  lon: number | null
  lat: number | null
  hasBoundary: boolean
}

export interface NewSettlement extends Omit<Settlement, 'hasBoundary'> {
  boundary: Polygon | MultiPolygon | null
}

export async function insertSettlements(tx: Tx, countyCode: number, version: number, settlements: NewSettlement[]): Promise<void> {
  for (let i = 0; i < settlements.length; i += 200) {
    await tx
      .insertInto('settlements')
      .values(
        settlements.slice(i, i + 200).map((settlement) => ({
          county_code: countyCode,
          id: settlement.id,
          valid_from_version: version,
          valid_to_version: null,
          settlement_code: settlement.settlementCode,
          name: settlement.name,
          kind: settlement.kind,
          unit_id: settlement.unitId,
          residents: settlement.residents,
          demo: settlement.demo,
          location: settlement.lon !== null && settlement.lat !== null ? lonLatPoint(settlement.lon, settlement.lat) : null,
          boundary: settlement.boundary && multiPolygonFromGeoJson(settlement.boundary),
        })),
      )
      .execute()
  }
}

export async function listSettlements(db: Db | Tx, countyCode: number, version: number): Promise<Settlement[]> {
  return db
    .selectFrom('settlements')
    .select([
      'id',
      'settlement_code as settlementCode',
      'name',
      'kind',
      'unit_id as unitId',
      'residents',
      'demo',
      sql<number | null>`ST_X(location)`.as('lon'),
      sql<number | null>`ST_Y(location)`.as('lat'),
      sql<boolean>`boundary is not null`.as('hasBoundary'),
    ])
    .where('county_code', '=', countyCode)
    .where(validAt(version))
    .orderBy(sql`settlement_code collate "C"`)
    .orderBy('id')
    .execute()
}
