import Flatbush from 'flatbush'
import { cellToBoundary } from 'h3-js'
import { unpackBlock, type Block } from '../core/coverage/blocks.ts'
import { encodeLayers } from './mvt.ts'
import { tileExtent, toUnitSquare, type TileAddress } from './tile-math.ts'

/** The cells of a run ready to be cut into tiles: boundaries computed once, in the unit square of Web Mercator. */
export interface CellTileSource {
  index: Flatbush | undefined
  rings: Float64Array[]
  tags: Record<string, string | number>[]
}

/** Cells may reach this far over a tile's rim (in tile units), so that outlines do not end at it. */
const bufferUnits = 64

export function prepareCells(blocks: Block[]): CellTileSource {
  const cells = blocks.flatMap((block) => unpackBlock(block))
  const rings = cells.map(({ cell }) => {
    const corners = cellToBoundary(cell, true)
    return Float64Array.from(corners.flatMap(([lon, lat]) => toUnitSquare(lon, lat)))
  })
  const tags = cells.map(({ cell, travelMetres, hasRoad, edge }) => ({
    h: cell,
    ...(travelMetres === undefined ? {} : { m: travelMetres }),
    ...(hasRoad ? {} : { u: 1 }),
    ...(edge ? { e: 1 } : {}),
  }))
  if (cells.length === 0) return { index: undefined, rings, tags }
  const index = new Flatbush(cells.length)
  for (const ring of rings) index.add(...boxOf(ring))
  index.finish()
  return { index, rings, tags }
}

/** One tile of cells as MVT; empty bytes where no cell touches it. */
export function encodeCells(source: CellTileSource, { z, x, y }: TileAddress): Uint8Array {
  const side = 2 ** z
  const rim = bufferUnits / tileExtent
  const found = source.index?.search((x - rim) / side, (y - rim) / side, (x + 1 + rim) / side, (y + 1 + rim) / side) ?? []
  if (found.length === 0) return new Uint8Array(0)
  const features = found
    .sort((a, b) => a - b)
    .map((i) => {
      const ring: [number, number][] = []
      for (let k = 0; k < source.rings[i].length; k += 2) {
        const px = Math.round((source.rings[i][k] * side - x) * tileExtent)
        const py = Math.round((source.rings[i][k + 1] * side - y) * tileExtent)
        ring.push([px, py])
      }
      return { type: 3 as const, geometry: [ring], tags: source.tags[i] }
    })
  return encodeLayers({ cells: features })
}

function boxOf(ring: Float64Array): [number, number, number, number] {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let k = 0; k < ring.length; k += 2) {
    box[0] = Math.min(box[0], ring[k])
    box[1] = Math.min(box[1], ring[k + 1])
    box[2] = Math.max(box[2], ring[k])
    box[3] = Math.max(box[3], ring[k + 1])
  }
  return box
}
