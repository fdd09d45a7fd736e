import { cellToChildrenSize, cellToParent, childPosToCell } from 'h3-js'
import { elderClasses } from '../contract/tile-layers.ts'
import { createCellSheet, type CellSheet } from './cell-sheet.ts'

/** People of the cells of one H3 parent, in `cellToChildPos` order; −1 where the cell is not the run's. */
export interface PeopleCells {
  parent: string
  resolution: number
  /** Null where the county counts nobody of the measure: not known is not nobody. */
  residents: Float64Array | null
  elders: Float64Array | null
}

/** The cells of a block that anybody lives in, or their parents, with the attributes of the layer `people` (tile-layers.ts). */
export function peopleSheet({ parent, resolution, residents, elders }: PeopleCells, levelsUp: number): CellSheet {
  const cells: string[] = []
  const sums: { residents: number; elders: number; count: number }[] = []
  const length = (residents ?? elders)?.length ?? 0
  for (let start = 0, size = 1; start < length; start += size) {
    const child = childPosToCell(start, parent, resolution)
    const cell = levelsUp === 0 ? child : cellToParent(child, resolution - levelsUp)
    if (levelsUp > 0) size = cellToChildrenSize(cell, resolution)
    const sum = { residents: sumOf(residents, start, start + size), elders: sumOf(elders, start, start + size), count: 0 }
    if (sum.residents + sum.elders === 0) continue
    for (let i = start; i < start + size; i++) if ((residents ?? elders)![i] >= 0) sum.count++
    cells.push(cell)
    sums.push(sum)
  }
  const values = (of: (sum: (typeof sums)[number]) => number) => Int32Array.from(sums, of)
  return createCellSheet(cells, [
    ...(residents ? [{ name: 'p', values: values((sum) => sum.residents) }] : []),
    ...(elders ? [{ name: 'o', values: values((sum) => classOf(sum.elders)) }] : []),
    ...(levelsUp > 0
      ? [
          { name: 'n', values: values(({ count }) => count) },
          { name: 'r', values: values(() => resolution - levelsUp) },
        ]
      : []),
  ])
}

function sumOf(people: Float64Array | null, start: number, end: number): number {
  let sum = 0
  if (people) for (let i = start; i < end; i++) if (people[i] > 0) sum += people[i]
  return sum
}

function classOf(elders: number): number {
  return elderClasses.findLast((least) => elders >= least)!
}
