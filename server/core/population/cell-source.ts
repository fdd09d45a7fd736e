import { cellToChildren, cellToLatLng, cellToParent, getResolution, isValidCell } from 'h3-js'
import type { MultiPolygonCoordinates } from '../coverage/places.ts'
import { measures, type Counts, type Measure } from '../coverage/summarise.ts'
import type { Problem } from '../problems.ts'
import { apportion } from './apportion.ts'
import { insideTester } from './locate.ts'

/** One row of an H3 table: whole people of a cell, null where the table does not say. */
export interface PopulationCell {
  cell: string
  counts: Counts
}

/** Tables may be of these resolutions (a cell of 250 km² to one of 300 m²), and may mix them where cells do not overlap. */
export const coarsestResolution = 5
export const finestResolution = 12

/** A part of the county by which sources are chosen: a township or street, or the whole study area. */
export interface Patch {
  unitId: string | null
  boundary: MultiPolygonCoordinates
}

export interface OwnedCells {
  /** People by cell of the surface, by measure, of each unit; null is the county outside every unit. */
  byUnit: Map<string | null, Record<Measure, Map<string, number>>>
  /** People of cells outside the region: they belong to the neighbours. */
  outside: Record<Measure, number>
}

/**
 * The people of an H3 table that are the region's own, on the surface's resolution. A cell at least as fine belongs where
 * its centre lies and sums up to its parent; a coarser one is spread evenly, to the person, over those of its children
 * whose centres lie in the region. Invariant, by measure: people in = people owned + people outside.
 */
export function ownCells(table: readonly PopulationCell[], resolution: number, region: MultiPolygonCoordinates, patches: readonly Patch[]): OwnedCells {
  const inRegion = insideTester(region)
  const patchAt = locator(patches)
  const byUnit: OwnedCells['byUnit'] = new Map()
  const outside = zeros()
  const put = (unitId: string | null, measure: Measure, cell: string, people: number) => {
    if (people === 0) return
    let own = byUnit.get(unitId)
    if (!own) byUnit.set(unitId, (own = emptyMaps()))
    own[measure].set(cell, (own[measure].get(cell) ?? 0) + people)
  }
  for (const { cell, counts } of table) {
    const fine = getResolution(cell) >= resolution
    const parts = fine ? [cell] : cellToChildren(cell, resolution)
    const owned = parts.flatMap((part) => {
      const [lat, lon] = cellToLatLng(part)
      if (!inRegion(lon, lat)) return []
      return [{ cell: fine ? cellToParent(part, resolution) : part, unitId: patchAt(lon, lat)?.unitId ?? null }]
    })
    for (const measure of measures) {
      const people = counts[measure] ?? 0
      if (people === 0) continue
      if (owned.length === 0) outside[measure] += people
      else if (owned.length === 1) put(owned[0].unitId, measure, owned[0].cell, people)
      else apportion(people, owned.map(() => 1)).forEach((part, i) => put(owned[i].unitId, measure, owned[i].cell, part))
    }
  }
  return { byUnit, outside }
}

/**
 * Everything wrong with a table as its rows stand (row 1 is the header): no cell of a resolution we take, no whole number,
 * a cell twice, or within another one of the table, which would count its people twice.
 */
export function checkCells(table: readonly PopulationCell[]): Problem[] {
  const problems: Problem[] = []
  const problem = (code: string, row: number, value: string, zh: string, en: string) =>
    problems.push({ code, severity: 'error', row: row + 2, value, message: { zh, en } })
  const seen = new Set<string>()
  table.forEach(({ cell, counts }, row) => {
    if (!isValidCell(cell)) return problem('H3_CELL_INVALID', row, cell, `不是 H3 单元编号：${cell}`, `Not an H3 cell: ${cell}`)
    const resolution = getResolution(cell)
    if (resolution < coarsestResolution || resolution > finestResolution) {
      return problem('H3_RESOLUTION', row, cell, `H3 分辨率 ${resolution} 不在 ${coarsestResolution}–${finestResolution} 之间`, `H3 resolution ${resolution} is not within ${coarsestResolution}–${finestResolution}`)
    }
    if (seen.has(cell)) problem('H3_CELL_REPEATED', row, cell, `单元 ${cell} 出现两次`, `Cell ${cell} is there twice`)
    seen.add(cell)
    for (const measure of measures) {
      const count = counts[measure]
      if (count !== null && !(Number.isInteger(count) && count >= 0 && count < 2 ** 32 - 1)) {
        problem('COUNT_INVALID', row, String(count), `人数须为不小于 0 的整数：${count}`, `Expected a whole number of people, 0 or more: ${count}`)
      }
    }
  })
  table.forEach(({ cell }, row) => {
    if (!isValidCell(cell)) return
    for (let resolution = getResolution(cell) - 1; resolution >= coarsestResolution; resolution--) {
      const parent = cellToParent(cell, resolution)
      if (seen.has(parent)) return problem('H3_CELLS_OVERLAP', row, cell, `单元 ${cell} 在同表的 ${parent} 之内，人口会重复计算`, `Cell ${cell} lies within ${parent} of the same table: its people would count twice`)
    }
  })
  return problems
}

/** The first patch that holds a point. */
function locator(patches: readonly Patch[]): (lon: number, lat: number) => Patch | undefined {
  const tested = patches.map((patch) => ({ patch, isWithin: insideTester(patch.boundary) }))
  return (lon, lat) => tested.find(({ isWithin }) => isWithin(lon, lat))?.patch
}

function zeros(): Record<Measure, number> {
  return { residents: 0, residents_60_plus: 0, residents_80_plus: 0, households: 0 }
}

function emptyMaps(): Record<Measure, Map<string, number>> {
  return { residents: new Map(), residents_60_plus: new Map(), residents_80_plus: new Map(), households: new Map() }
}
