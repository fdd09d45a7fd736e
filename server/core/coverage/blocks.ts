import { cellToChildPos, cellToParent, childPosToCell, cellToChildrenSize } from 'h3-js'

/**
 * Cells of a run stored as blocks (scale.md): one block an H3 parent four levels up, one 16-bit value a child in
 * `cellToChildPos` order. A parent may span counties: children of others hold `notOwned`.
 */
export interface Block {
  parent: string
  resolution: number
  /**
   * Whole metres rounded up, so that a value keeps a limit exactly when the walk does; or a sentinel: beyond the limit
   * (`notReached`) and no road near enough to tell (`noRoad`) are different things.
   */
  travelMetres: Uint16Array
  /** One bit a child, 1 where the road data stops within the limit. */
  edgeMarks: Uint8Array
}

export const notOwned = 0xffff
export const notReached = 0xfffe
export const noRoad = 0xfffd
export const levelsPerBlock = 4
const longestMetres = 0xfffc

export interface CellValues {
  cells: string[]
  /** Infinity where not reached, NaN where no walkable road is near enough. */
  travelMetres: ArrayLike<number>
  edge: ArrayLike<number>
}

/** Packs cells of one resolution into blocks, sorted by parent. Throws on a walk longer than a block can hold. */
export function packBlocks(values: CellValues, resolution: number): Block[] {
  const blocks = new Map<string, Block>()
  values.cells.forEach((cell, i) => {
    const parent = cellToParent(cell, resolution - levelsPerBlock)
    let block = blocks.get(parent)
    if (!block) {
      const size = cellToChildrenSize(parent, resolution)
      block = {
        parent,
        resolution,
        travelMetres: new Uint16Array(size).fill(notOwned),
        edgeMarks: new Uint8Array(Math.ceil(size / 8)),
      }
      blocks.set(parent, block)
    }
    const position = cellToChildPos(cell, resolution - levelsPerBlock)
    block.travelMetres[position] = encodeMetres(values.travelMetres[i])
    if (values.edge[i]) block.edgeMarks[position >> 3] |= 1 << (position & 7)
  })
  return [...blocks.values()].sort((a, b) => (a.parent < b.parent ? -1 : 1))
}

export interface BlockCell {
  cell: string
  /** Undefined where not reached. */
  travelMetres: number | undefined
  hasRoad: boolean
  edge: boolean
}

/** The cells a block owns. */
export function unpackBlock(block: Block): BlockCell[] {
  const cells: BlockCell[] = []
  block.travelMetres.forEach((value, position) => {
    if (value === notOwned) return
    cells.push({
      cell: childPosToCell(position, block.parent, block.resolution),
      travelMetres: value > longestMetres ? undefined : value,
      hasRoad: value !== noRoad,
      edge: (block.edgeMarks[position >> 3] & (1 << (position & 7))) !== 0,
    })
  })
  return cells
}

function encodeMetres(metres: number): number {
  if (metres === Infinity) return notReached
  if (Number.isNaN(metres)) return noRoad
  const whole = Math.ceil(metres)
  if (!(whole >= 0 && whole <= longestMetres)) throw new Error(`expected 0 to ${longestMetres} metres, got ${metres}`)
  return whole
}
