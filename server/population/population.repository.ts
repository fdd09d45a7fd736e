import type { PopulationCountTable } from '../db/population-tables.ts'
import type { Bilingual, Db, Measure, Tx } from '../db/schema.ts'
import { validAt } from '../versions/versions.repository.ts'

export interface PopulationCount {
  id: string
  /**
   * control_total: a published total; place: people of a unit outside listed residential areas; unit: everybody of a
   * township or street, by the census; unlocated: no known place.
   */
  role: PopulationCountTable['role']
  unitId: string | null
  name: string | null
  reason: Bilingual | null
  asOf: string | null
  source: string | null
  residents: number | null
  residents60Plus: number | null
  residents80Plus: number | null
  households: number | null
}

export async function insertPopulation(tx: Tx, countyCode: number, version: number, counts: PopulationCount[]): Promise<void> {
  for (let i = 0; i < counts.length; i += 500) {
    await tx
      .insertInto('population_counts')
      .values(
        counts.slice(i, i + 500).map((count) => ({
          county_code: countyCode,
          id: count.id,
          valid_from_version: version,
          valid_to_version: null,
          role: count.role,
          unit_id: count.unitId,
          name: count.name,
          reason: count.reason && JSON.stringify(count.reason),
          as_of: count.asOf,
          source: count.source,
          residents: count.residents,
          residents_60_plus: count.residents60Plus,
          residents_80_plus: count.residents80Plus,
          households: count.households,
        })),
      )
      .execute()
  }
}

export async function listPopulation(db: Db | Tx, countyCode: number, version: number): Promise<PopulationCount[]> {
  return db
    .selectFrom('population_counts')
    .select([
      'id',
      'role',
      'unit_id as unitId',
      'name',
      'reason',
      'as_of as asOf',
      'source',
      'residents',
      'residents_60_plus as residents60Plus',
      'residents_80_plus as residents80Plus',
      'households',
    ])
    .where('county_code', '=', countyCode)
    .where(validAt(version))
    .orderBy('id')
    .execute()
}

/** A block of an H3 table; `id` follows from what it holds. */
export interface PopulationCellBlock {
  id: string
  measure: Measure
  resolution: number
  parent: string
  people: Uint8Array
}

export async function insertPopulationCells(tx: Tx, countyCode: number, version: number, blocks: PopulationCellBlock[]): Promise<void> {
  for (let i = 0; i < blocks.length; i += 50) {
    await tx
      .insertInto('population_cells')
      .values(blocks.slice(i, i + 50).map((block) => ({ ...block, county_code: countyCode, valid_from_version: version, valid_to_version: null })))
      .execute()
  }
}

/** Ends the H3 table that earlier versions left. */
export async function endPopulationCells(tx: Tx, countyCode: number, version: number): Promise<void> {
  await tx
    .updateTable('population_cells')
    .set({ valid_to_version: version })
    .where('county_code', '=', countyCode)
    .where('valid_to_version', 'is', null)
    .where('valid_from_version', '<', version)
    .execute()
}

export async function listPopulationCells(db: Db | Tx, countyCode: number, version: number): Promise<PopulationCellBlock[]> {
  return db
    .selectFrom('population_cells')
    .select(['id', 'measure', 'resolution', 'parent', 'people'])
    .where('county_code', '=', countyCode)
    .where(validAt(version))
    .orderBy('measure')
    .orderBy('resolution')
    .orderBy('parent')
    .execute()
}
