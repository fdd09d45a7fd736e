import { cellToChildPos, cellToChildrenSize, cellToParent, childPosToCell } from 'h3-js'
import { levelsPerBlock } from '../coverage/blocks.ts'

/**
 * People of cells as blocks (scale.md): one a parent four levels up, one little-endian count a child in `cellToChildPos`
 * order, of 16 bits, or of 32 in a block where any cell holds more. The largest value of the width says that the cell is
 * not in the block: nobody of ours is known there. Which width it is, the number of bytes says.
 */
export interface PeopleBlock {
  parent: string
  people: Uint8Array
}

const absent = { 2: 0xffff, 4: 0xffffffff } as const

/** Packs cells of one resolution, sorted by parent. */
export function packPeople(cells: Iterable<readonly [cell: string, people: number]>, resolution: number): PeopleBlock[] {
  const byParent = new Map<string, [position: number, people: number][]>()
  for (const [cell, people] of cells) {
    if (!(Number.isInteger(people) && people >= 0 && people < absent[4])) throw new Error(`expected a whole number of people in ${cell}, got ${people}`)
    const parent = cellToParent(cell, resolution - levelsPerBlock)
    const entry = [cellToChildPos(cell, resolution - levelsPerBlock), people] as [number, number]
    const entries = byParent.get(parent)
    if (entries) entries.push(entry)
    else byParent.set(parent, [entry])
  }
  return [...byParent].sort(([a], [b]) => (a < b ? -1 : 1)).map(([parent, entries]) => {
    const width = entries.some(([, people]) => people >= absent[2]) ? 4 : 2
    const size = cellToChildrenSize(parent, resolution)
    const bytes = new Uint8Array(size * width).fill(0xff)
    const view = new DataView(bytes.buffer)
    for (const [position, people] of entries) {
      if (width === 2) view.setUint16(position * 2, people, true)
      else view.setUint32(position * 4, people, true)
    }
    return { parent, people: bytes }
  })
}

/** Counts in child order, −1 where the cell is not in the block. */
export function readPeople({ parent, people }: PeopleBlock, resolution: number): Float64Array {
  const size = cellToChildrenSize(parent, resolution)
  const width = people.length / size
  if (width !== 2 && width !== 4) throw new Error(`expected 2 or 4 bytes a child of ${parent}, got ${width}`)
  const view = new DataView(people.buffer, people.byteOffset, people.byteLength)
  return Float64Array.from({ length: size }, (_, i) => {
    const value = width === 2 ? view.getUint16(i * 2, true) : view.getUint32(i * 4, true)
    return value === absent[width] ? -1 : value
  })
}

/** The cells of a block with their people. */
export function unpackPeople(block: PeopleBlock, resolution: number): [cell: string, people: number][] {
  const cells: [string, number][] = []
  readPeople(block, resolution).forEach((people, position) => {
    if (people >= 0) cells.push([childPosToCell(position, block.parent, resolution), people])
  })
  return cells
}
