import { getResolution } from 'h3-js'
import { measures, type Counts, type Measure } from '../core/coverage/summarise.ts'
import { checkCells, type PopulationCell } from '../core/population/cell-source.ts'
import { packPeople, unpackPeople } from '../core/population/people-blocks.ts'
import { rasterToCells, type PopulationRaster } from '../core/population/raster-source.ts'
import { InputRefused } from '../core/problems.ts'
import type { Db, Tx } from '../db/schema.ts'
import { stableUuid } from '../hashing.ts'
import { endPopulationCells, insertPopulationCells, listPopulationCells } from './population.repository.ts'

/** People by H3 cell, or rasters of them by measure, which become cells of one resolution here and are never stored. */
export type CellSource = { cells: readonly PopulationCell[] } | { rasters: Partial<Record<Measure, PopulationRaster>>; resolution: number }

/**
 * Stores a county's people by cell as of a version of its kind `population`, in place of what earlier versions had; the
 * caller writes the version itself. Returns the people stored, by measure: those of the table, or of the rasters to the
 * nearest person. Refuses a table with every row that is wrong.
 */
export async function storePopulationCells(tx: Tx, countyCode: number, version: number, source: CellSource): Promise<Record<Measure, number>> {
  const cells = 'cells' in source ? source.cells : cellsOfRasters(source.rasters, source.resolution)
  const problems = checkCells(cells)
  if (problems.length > 0) throw new InputRefused(problems)
  await endPopulationCells(tx, countyCode, version)
  const resolutions = [...new Set(cells.map(({ cell }) => getResolution(cell)))].sort((a, b) => a - b)
  const total: Record<Measure, number> = { residents: 0, residents_60_plus: 0, residents_80_plus: 0, households: 0 }
  for (const measure of measures) {
    for (const resolution of resolutions) {
      const rows = cells.flatMap(({ cell, counts }) => {
        const people = counts[measure]
        return people !== null && getResolution(cell) === resolution ? [[cell, people] as const] : []
      })
      for (const [, people] of rows) total[measure] += people
      const blocks = packPeople(rows, resolution).map(({ parent, people }) => ({
        ...{ measure, resolution, parent, people },
        id: stableUuid(`${countyCode}/population_cells/${measure}/${resolution}/${parent}`),
      }))
      await insertPopulationCells(tx, countyCode, version, blocks)
    }
  }
  return total
}

/** The H3 table of a version, each cell once. */
export async function readPopulationCells(db: Db | Tx, countyCode: number, version: number): Promise<PopulationCell[]> {
  const counts = new Map<string, Counts>()
  for (const block of await listPopulationCells(db, countyCode, version)) {
    for (const [cell, people] of unpackPeople(block, block.resolution)) {
      const own = counts.get(cell) ?? { residents: null, residents_60_plus: null, residents_80_plus: null, households: null }
      counts.set(cell, { ...own, [block.measure]: people })
    }
  }
  return [...counts].map(([cell, own]) => ({ cell, counts: own })).sort((a, b) => (a.cell < b.cell ? -1 : 1))
}

function cellsOfRasters(rasters: Partial<Record<Measure, PopulationRaster>>, resolution: number): PopulationCell[] {
  const counts = new Map<string, Counts>()
  for (const measure of measures) {
    const raster = rasters[measure]
    if (!raster) continue
    for (const { cell, people } of rasterToCells(raster, resolution)) {
      const own = counts.get(cell) ?? { residents: null, residents_60_plus: null, residents_80_plus: null, households: null }
      counts.set(cell, { ...own, [measure]: people })
    }
  }
  return [...counts].map(([cell, own]) => ({ cell, counts: own }))
}
