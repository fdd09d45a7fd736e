import type { ElevationGrid } from '../core/network/elevation-grid.ts'
import type { Db, Tx } from '../db/schema.ts'
import { validAt } from '../versions/versions.repository.ts'
import { decodeHeights } from './elevation-codec.ts'

export interface NewElevationGrid {
  id: string
  grid: Omit<ElevationGrid, 'metres'>
  /** As `encodeHeights` gives them. */
  heights: Uint8Array
  heightsHash: string
}

export async function insertElevationGrid(tx: Tx, countyCode: number, version: number, { id, grid, heights, heightsHash }: NewElevationGrid): Promise<void> {
  await tx
    .insertInto('elevation_grids')
    .values({
      county_code: countyCode,
      id,
      valid_from_version: version,
      valid_to_version: null,
      west: grid.west,
      north: grid.north,
      lon_step: grid.lonStep,
      lat_step: grid.latStep,
      column_count: grid.columns,
      row_count: grid.rows,
      heights,
      heights_hash: heightsHash,
    })
    .execute()
}

/** A county has one grid at a time: the one in force ends where the next version begins. */
export async function endElevationGrids(tx: Tx, countyCode: number, version: number): Promise<void> {
  await tx
    .updateTable('elevation_grids')
    .set({ valid_to_version: version })
    .where('county_code', '=', countyCode)
    .where('valid_to_version', 'is', null)
    .execute()
}

export async function findElevationGrid(db: Db | Tx, countyCode: number, version: number): Promise<ElevationGrid | undefined> {
  const row = await db
    .selectFrom('elevation_grids')
    .select(['west', 'north', 'lon_step as lonStep', 'lat_step as latStep', 'column_count as columns', 'row_count as rows', 'heights'])
    .where('county_code', '=', countyCode)
    .where(validAt(version))
    .executeTakeFirst()
  if (!row) return undefined
  const { heights, ...grid } = row
  return { ...grid, metres: decodeHeights(heights, grid.columns * grid.rows) }
}
