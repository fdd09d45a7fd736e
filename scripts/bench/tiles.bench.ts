import { VectorTile } from '@mapbox/vector-tile'
import { PbfReader } from 'pbf'
import { packBlocks } from '../../server/core/coverage/blocks.ts'
import { cellsOfRegion } from '../../server/core/coverage/cells.ts'
import { encodeCells, prepareCells } from '../../server/tiles/cell-tiles.ts'
import { toUnitSquare, type TileAddress } from '../../server/tiles/tile-math.ts'
import { createRandom } from '../samples/random.ts'
import { measureInRounds, type Figure, type Task } from './figures.ts'

const resolution = 10
/** About Heihe: so far north a tile of zoom 12 holds some 2,500 cells of resolution 10. */
const [west, south, east, north] = [127.3, 50.4, 127.7, 50.7]

/** A county of 60,000 cells: a tile of its own cells and one of their parents, with everything unpacked and with nothing. */
export async function benchTiles(): Promise<Figure[]> {
  const blocks = packBlocks(randomCells(), resolution)
  const ready = prepareCells(blocks)
  const cells = tileAt(12)
  const parents = tileAt(9)
  const tile = (name: string, address: TileAddress, note: string): Task => ({
    name,
    note,
    repeat: 20,
    run: () => ({ proof: proofOf(encodeCells(ready, address)) }),
  })
  const cold: Task = {
    name: 'tiles.cells.cold',
    note: `from ${blocks.length} blocks as stored to the first tile`,
    run: () => ({ proof: proofOf(encodeCells(prepareCells(blocks), cells)) }),
  }
  const tasks = [tile('tiles.cells.warm', cells, countCells(encodeCells(ready, cells))), tile('tiles.parents.warm', parents, countCells(encodeCells(ready, parents))), cold]
  return measureInRounds(tasks, { rounds: 20, warmUp: 3, longestSeconds: 20 })
}

function randomCells() {
  const ring: [number, number][] = [[west, south], [east, south], [east, north], [west, north], [west, south]]
  const cells = cellsOfRegion([[ring]], resolution)
  const random = createRandom(1)
  return {
    cells,
    travelMetres: cells.map(() => (random.chance(0.3) ? Infinity : random.chance(0.05) ? NaN : random.integer(0, 1000))),
    edge: cells.map(() => (random.chance(0.05) ? 1 : 0)),
  }
}

function tileAt(z: number): TileAddress {
  const [x, y] = toUnitSquare((west + east) / 2, (south + north) / 2).map((unit) => Math.floor(unit * 2 ** z))
  return { z, x, y }
}

function proofOf(bytes: Uint8Array): { bytes: number } {
  return { bytes: bytes.length }
}

function countCells(bytes: Uint8Array): string {
  return `${new VectorTile(new PbfReader(bytes)).layers.cells.length} cells`
}
