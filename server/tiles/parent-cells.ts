import { cellToChildrenSize, cellToParent, childPosToCell } from 'h3-js'
import { noRoad, notOwned, notReached, type Block } from '../core/coverage/blocks.ts'
import { createCellSheet, type CellSheet } from './cell-sheet.ts'

/** A cell as the map shows it: one of the run's own, or a parent of some of them (tile-layers.ts has the rule). */
export interface ShownCell {
  cell: string
  /** Whole metres, undefined where not reached. */
  travelMetres: number | undefined
  hasRoad: boolean
  edge: boolean
  /** How many of the run's cells it stands for, 1 for one of its own, and how many of them are reached. */
  count: number
  reachedCount: number
}

/** The same, ready to be cut into tiles: the attributes of the layer `cells` (tile-layers.ts). */
export function coverageSheet(block: Block, levelsUp: number): CellSheet {
  const cells = cellsOfBlock(block, levelsUp)
  const values = (of: (cell: ShownCell) => number) => Int32Array.from(cells, of)
  const parents = [
    // Down to whole percents, so that 100 says all.
    { name: 's', values: values(({ count, reachedCount }) => Math.floor((reachedCount * 100) / count)) },
    { name: 'n', values: values(({ count }) => count) },
    { name: 'r', values: values(() => block.resolution - levelsUp) },
  ]
  return createCellSheet(
    cells.map(({ cell }) => cell),
    [
      { name: 'm', values: values(({ travelMetres }) => travelMetres ?? -1) },
      { name: 'u', values: values(({ hasRoad }) => (hasRoad ? -1 : 1)) },
      { name: 'e', values: values(({ edge }) => (edge ? 1 : -1)) },
      ...(levelsUp > 0 ? parents : []),
    ],
  )
}

/**
 * The cells of a block, or their parents some levels up (0 to 4). In `cellToChildPos` order the children of a parent
 * stand one after the other, so that one pass suffices; cells of other counties are not counted.
 */
export function cellsOfBlock(block: Block, levelsUp: number): ShownCell[] {
  const { travelMetres: values, edgeMarks, parent, resolution } = block
  const cells: ShownCell[] = []
  for (let start = 0, size = 1; start < values.length; start += size) {
    if (levelsUp === 0 && values[start] === notOwned) continue
    const child = childPosToCell(start, parent, resolution)
    const cell = levelsUp === 0 ? child : cellToParent(child, resolution - levelsUp)
    if (levelsUp > 0) size = cellToChildrenSize(cell, resolution)
    const shown = summarise(values, start, start + size)
    if (shown.count > 0) cells.push({ cell, ...shown, edge: anyMark(edgeMarks, start, start + size) })
  }
  return cells
}

function summarise(values: Uint16Array, start: number, end: number): Omit<ShownCell, 'cell' | 'edge'> {
  let count = 0
  let noRoadCount = 0
  let reachedCount = 0
  for (let i = start; i < end; i++) {
    if (values[i] !== notOwned) count++
    if (values[i] === noRoad) noRoadCount++
    if (isReached(values[i])) reachedCount++
  }
  return { count, reachedCount, hasRoad: noRoadCount * 2 <= count, travelMetres: median(values, start, end, count) }
}

/** Sentinels are the largest values, so that in order the unreached come last: the middle one is a walk or is none. */
function median(values: Uint16Array, start: number, end: number, count: number): number | undefined {
  const middle = end - start === 1 ? values[start] : values.slice(start, end).sort()[Math.ceil(count / 2) - 1]
  return isReached(middle) ? middle : undefined
}

function isReached(value: number): boolean {
  return value !== noRoad && value !== notReached && value !== notOwned
}

function anyMark(marks: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (marks[i >> 3] & (1 << (i & 7))) return true
  return false
}
