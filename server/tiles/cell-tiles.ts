import { cellToBoundary } from 'h3-js'
import type { Block } from '../core/coverage/blocks.ts'
import { encodeCellLayer } from './cell-layer.ts'
import { boxOf, type Box, type CellSheet } from './cell-sheet.ts'
import { coverageSheet } from './parent-cells.ts'
import { peopleSheet, type PeopleCells } from './people-cells.ts'
import { tileExtent, toUnitSquare, type TileAddress } from './tile-math.ts'

/** The cells of a run ready to be cut into tiles: a block is unpacked when a tile first touches it, once a resolution. */
export interface CellTileSource {
  readonly layer: string
  readonly blocks: readonly BlockSource[]
  /** Width of a cell in the unit square, by levels above the run's resolution: 0, 1, 2. */
  readonly cellWidths: readonly number[]
}

interface BlockSource {
  readonly box: Box
  /** By levels up. */
  readonly sheets: (CellSheet | undefined)[]
  makeSheet(levelsUp: number): CellSheet
}

/** Cells may reach this far over a tile's rim (in tile units), so that outlines do not end at it. */
const bufferUnits = 64
const smallestCellPixels = 6
const mostLevelsUp = 2
/** Of the map, not of the screen: MapLibre draws a vector tile 512 pixels wide. */
const tilePixels = 512

/** The layer `cells`: how far it is to walk. */
export function prepareCells(blocks: readonly Block[]): CellTileSource {
  return prepare('cells', blocks, coverageSheet)
}

/** The layer `people`: how many live there. */
export function preparePeople(blocks: readonly PeopleCells[]): CellTileSource {
  return prepare('people', blocks, peopleSheet)
}

function prepare<B extends { parent: string }>(layer: string, blocks: readonly B[], sheetOfBlock: (block: B, levelsUp: number) => CellSheet): CellTileSource {
  const sources = blocks.map((block): BlockSource => ({ box: boxOfBlock(block.parent), sheets: [], makeSheet: (levelsUp) => sheetOfBlock(block, levelsUp) }))
  const levels = Array.from({ length: mostLevelsUp + 1 }, (_, levelsUp) => levelsUp)
  return { layer, blocks: sources, cellWidths: levels.map((levelsUp) => cellWidth(sources, levelsUp)) }
}

/** One tile of cells as MVT; empty bytes where no cell touches it. */
export function encodeCells(source: CellTileSource, address: TileAddress): Uint8Array {
  const levelsUp = levelsUpAt(source, address.z)
  const side = 2 ** address.z
  const rim = bufferUnits / tileExtent
  const box: Box = [(address.x - rim) / side, (address.y - rim) / side, (address.x + 1 + rim) / side, (address.y + 1 + rim) / side]
  const sheets = source.blocks.filter((block) => touches(block.box, box)).map((block) => sheetOf(block, levelsUp))
  return encodeCellLayer(source.layer, sheets, address, box)
}

/**
 * The run's own cells where they are six pixels wide, else their parents, at most two levels up. One answer for a whole
 * zoom: were it each tile's own, neighbouring tiles could show different resolutions.
 */
export function levelsUpAt({ cellWidths }: CellTileSource, z: number): number {
  const wideEnough = cellWidths.findIndex((width) => width * 2 ** z * tilePixels >= smallestCellPixels)
  return wideEnough === -1 ? mostLevelsUp : wideEnough
}

function sheetOf(block: BlockSource, levelsUp: number): CellSheet {
  block.sheets[levelsUp] ??= block.makeSheet(levelsUp)
  return block.sheets[levelsUp]
}

/** All cells of a run are about as wide: the first one speaks for them. */
function cellWidth(blocks: readonly BlockSource[], levelsUp: number): number {
  for (const block of blocks) {
    const { count, boxes } = sheetOf(block, levelsUp)
    if (count > 0) return boxes[2] - boxes[0]
  }
  return 0
}

/**
 * Children lie partly outside their parent: with edge 1 their centres are at most 0.66 from its centre, theirs again at
 * most 0.66 / √7, …, in all 1.06, and half its box is at least 0.86. A quarter of the whole box more holds them all.
 */
function boxOfBlock(parent: string): Box {
  const [x0, y0, x1, y1] = boxOf(cornersOf(parent))
  const [marginX, marginY] = [(x1 - x0) / 4, (y1 - y0) / 4]
  return [x0 - marginX, y0 - marginY, x1 + marginX, y1 + marginY]
}

function cornersOf(cell: string): number[] {
  return cellToBoundary(cell, true).flatMap(([lon, lat]) => toUnitSquare(lon, lat))
}

function touches(a: Box, b: Box): boolean {
  return a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1]
}
