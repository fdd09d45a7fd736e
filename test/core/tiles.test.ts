import { createHash } from 'node:crypto'
import { VectorTile, type VectorTileFeature } from '@mapbox/vector-tile'
import { cellToBoundary, cellToChildren, cellToParent, getPentagons, getResolution, latLngToCell } from 'h3-js'
import { PbfReader } from 'pbf'
import { describe, expect, test } from 'vitest'
import { createRandom } from '../../scripts/samples/random.ts'
import { packBlocks, unpackBlock, type Block } from '../../server/core/coverage/blocks.ts'
import { elderClasses, tileEncoding } from '../../server/contract/tile-layers.ts'
import { packPeople, readPeople } from '../../server/core/population/people-blocks.ts'
import { encodeCells, levelsUpAt, prepareCells, preparePeople } from '../../server/tiles/cell-tiles.ts'
import { cellsOfBlock } from '../../server/tiles/parent-cells.ts'
import { tileExtent, toUnitSquare, type TileAddress } from '../../server/tiles/tile-math.ts'

/*
 * A county of H3 cells at resolution 10 about Futian, without a fifth of them (its neighbours'), of every kind: near,
 * far, without a road, with the edge of the road data. Its blocks have resolution 6.
 */
const resolution = 10
const town = latLngToCell(22.54, 114.05, 6)
const random = createRandom(10)
const cells = [town, latLngToCell(22.58, 114.1, 6)].flatMap((parent) => cellToChildren(parent, resolution)).filter(() => random.chance(0.8))
const travelMetres = cells.map((_, i) => (i % 5 === 0 ? Infinity : i % 7 === 0 ? NaN : random.integer(0, 1000)))
const edge = cells.map(() => (random.chance(0.05) ? 1 : 0))
const blocks = packBlocks({ cells, travelMetres, edge }, resolution)
const source = prepareCells(blocks)
const residents = cells.map((_, i) => (i % 3 === 0 ? 0 : (i * 37) % 900))
const elders = residents.map((count) => Math.floor(count / 8))
const counts = (values: number[]) => packPeople(cells.map((cell, i) => [cell, values[i]] as const), resolution)
const peopleBlocks = counts(residents).map((block, i) => ({
  ...{ parent: block.parent, resolution, residents: readPeople(block, resolution), elders: readPeople(counts(elders)[i], resolution) },
}))
const people = preparePeople(peopleBlocks)

interface Shown {
  properties: Record<string, string | number | boolean>
  ring: { x: number; y: number }[]
}

describe('the cells of a run in tiles', () => {
  test('are all there, each with what its block says, and no others', () => {
    const shown = byIndex(tilesAt(13))
    const expected = blocks.flatMap(unpackBlock).map(({ cell, travelMetres: m, hasRoad, edge: e }) => [
      cell,
      { h: cell, ...(m === undefined ? {} : { m }), ...(hasRoad ? {} : { u: 1 }), ...(e ? { e: 1 } : {}) },
    ])
    expect(shown).toEqual(Object.fromEntries(expected))
    expect(expected.length).toBe(cells.length)
  })

  test('stand where H3 has them, to half a unit of the tile, their rings clockwise as the specification has outer rings', () => {
    let looked = 0
    for (const { address, features } of tilesAt(13)) {
      for (const { properties, ring } of features) {
        const corners = cellToBoundary(String(properties.h), true).map(([lon, lat]) => toTile(address, lon, lat))
        const far = ring.filter((point) => !corners.some(([x, y]) => Math.abs(x - point.x) <= 0.5 && Math.abs(y - point.y) <= 0.5))
        expect([properties.h, far, ring.length]).toEqual([properties.h, [], 7])
        expect(doubleArea(ring)).toBeGreaterThan(0)
        looked++
      }
    }
    expect(looked).toBeGreaterThanOrEqual(cells.length)
  })

  test('come into every tile that they touch', () => {
    const tiles = tilesAt(13)
    for (const cell of cells.slice(0, 400)) {
      for (const [lon, lat] of cellToBoundary(cell, true)) {
        const tile = tiles.find(({ address }) => toTile(address, lon, lat).every((unit) => unit >= 0 && unit < tileExtent))!
        expect(tile.features.some(({ properties }) => properties.h === cell)).toBe(true)
      }
    }
  })

  test('are the same bytes each time, whichever tiles were asked for before', () => {
    const addresses = [9, 11, 12, 13, 15].flatMap((z) => coverOf(z).slice(0, 6))
    const bytes = addresses.map((address) => encodeCells(source, address))
    const fresh = prepareCells(blocks)
    for (const i of [...addresses.keys()].reverse()) expect(Buffer.compare(encodeCells(fresh, addresses[i]), bytes[i])).toBe(0)
  })

  test('are these bytes under this encoding: whoever changes them raises it', () => {
    // A cache keeps a tile for ever under its address, which carries the encoding (tile-layers.ts, tileEncoding).
    const hash = createHash('sha256')
    for (const z of [9, 11, 13]) for (const address of coverOf(z).slice(0, 8)) hash.update(encodeCells(source, address)).update(encodeCells(people, address))
    expect([tileEncoding, hash.digest('hex').slice(0, 16)]).toEqual(['e3', 'e8c64c36acf0aadf'])
  })

  test('are none where there are none', () => {
    expect(encodeCells(source, { z: 13, x: 0, y: 0 })).toEqual(new Uint8Array(0))
    expect(encodeCells(prepareCells([]), { z: 8, x: 0, y: 0 })).toEqual(new Uint8Array(0))
  })

  test.each([5, 6])('may have five corners or more than six, as about a pentagon of resolution %i', (parentResolution) => {
    for (const pentagon of getPentagons(parentResolution).filter((_, i) => i % 4 === 1)) {
      const children = cellToChildren(pentagon, parentResolution + 4)
      const about = prepareCells(packBlocks({ cells: children, travelMetres: children.map((_, i) => i % 1000), edge: [] }, parentResolution + 4))
      const shown = coverOf(10, children).flatMap((address) => decode(encodeCells(about, address)))
      for (const { properties, ring } of shown) {
        expect(new Set(ring.map(({ x, y }) => `${x} ${y}`)).size).toBe(cellToBoundary(String(properties.h)).length)
      }
      expect(shown.some(({ ring }) => ring.length !== 7)).toBe(true)
    }
  })
})

describe('the parents of cells in tiles', () => {
  test.each([
    [8, 8],
    [10, 8],
    [11, 9],
    [12, 10],
    [16, 10],
  ])('at zoom %i are of resolution %i: six pixels wide, or two levels up', (z, shownResolution) => {
    const resolutions = new Set(tilesAt(z, 2).flatMap(({ features }) => features.map(({ properties }) => getResolution(String(properties.h)))))
    expect([...resolutions]).toEqual([shownResolution])
    expect(levelsUpAt(source, z)).toBe(resolution - shownResolution)
  })

  test.each([
    [11, 9],
    [9, 8],
  ])('at zoom %i count each cell of the run once, and say of theirs how many are reached', (z, parentResolution) => {
    const shown = byIndex(tilesAt(z))
    const children = new Map<string, number[]>()
    cells.forEach((cell, i) => {
      const parent = cellToParent(cell, parentResolution)
      children.set(parent, [...(children.get(parent) ?? []), i])
    })
    expect(Object.keys(shown).sort()).toEqual([...children.keys()].sort())
    for (const [parent, those] of children) {
      const walks = those.map((i) => travelMetres[i])
      const reached = walks.filter((metres) => metres < Infinity).sort((a, b) => a - b)
      const half = Math.ceil(walks.length / 2)
      expect(shown[parent]).toEqual({
        h: parent,
        ...(reached.length >= half ? { m: reached[half - 1] } : {}),
        ...(walks.filter(Number.isNaN).length * 2 > walks.length ? { u: 1 } : {}),
        ...(those.some((i) => edge[i]) ? { e: 1 } : {}),
        s: Math.floor((100 * reached.length) / walks.length),
        n: walks.length,
        r: parentResolution,
      })
    }
    expect(Object.values(shown).reduce((sum, { n }) => sum + Number(n), 0)).toBe(cells.length)
  })

  test('colour nothing that fewer than half of their cells reach, and say 100 only of all', () => {
    // Of a parent's seven cells so many are reached, each after as many metres as its place; one of the rest has no road.
    const parent = cellToParent(cells[0], 9)
    const children = cellToChildren(parent, resolution)
    const parentOf = (reachedCount: number) => {
      const walks = children.map((_, i) => (i < reachedCount ? (i + 1) * 100 : i === 6 ? NaN : Infinity))
      return shownParent(packBlocks({ cells: children, travelMetres: walks, edge: [] }, resolution)[0])
    }
    expect(parentOf(3)).toEqual({ cell: parent, travelMetres: undefined, hasRoad: true, edge: false, count: 7, reachedCount: 3 })
    // Four of seven walk at most 400 m.
    expect(parentOf(4)).toMatchObject({ travelMetres: 400, reachedCount: 4 })
    expect(parentOf(7)).toMatchObject({ travelMetres: 400, reachedCount: 7 })
  })

  test('have no road where most of their cells have none', () => {
    const children = cellToChildren(cellToParent(cells[0], 9), resolution)
    const parentOf = (walks: number[]) => shownParent(packBlocks({ cells: children.slice(0, walks.length), travelMetres: walks, edge: [] }, resolution)[0])
    expect(parentOf([NaN, NaN, 50, 60])).toMatchObject({ hasRoad: true, travelMetres: 60, count: 4 })
    expect(parentOf([NaN, NaN, NaN, 60, 70])).toMatchObject({ hasRoad: false, travelMetres: undefined, count: 5 })
  })
})

describe('the people of a run in tiles', () => {
  const shownAt = (z: number) => byIndex(coverOf(z).map((address) => ({ features: decode(encodeCells(people, address), 'people') })))
  const sumOf = (values: readonly number[]) => values.reduce((a, b) => a + b, 0)

  test('are all there at every zoom, parents having the sums of their children', () => {
    for (const z of [13, 11, 9]) {
      const shown = Object.values(shownAt(z))
      expect(sumOf(shown.map(({ p }) => Number(p)))).toBe(sumOf(residents))
    }
    const parents = shownAt(11)
    const [parent, { p, n, r }] = Object.entries(parents)[5]
    const children = cells.flatMap((cell, i) => (cellToParent(cell, 9) === parent ? [residents[i]] : []))
    expect([p, n, r]).toEqual([sumOf(children), children.length, 9])
  })

  test('show elders by class and never their number', () => {
    const shown = shownAt(13)
    cells.forEach((cell, i) => {
      if (residents[i] + elders[i] === 0) return expect(shown[cell]).toBeUndefined()
      const { o } = shown[cell]
      expect(elderClasses).toContain(o)
      expect(Number(o) <= elders[i]).toBe(true)
      if (elders[i] > 0 && elders[i] < 10) expect(o).toBe(1)
    })
    for (const { o } of Object.values(shownAt(9))) expect(elderClasses).toContain(o)
  })

  test('have no elders where the county knows none, not nobody', () => {
    const unknown = preparePeople(peopleBlocks.map((block) => ({ ...block, elders: null })))
    const [feature] = coverOf(13).flatMap((address) => decode(encodeCells(unknown, address), 'people'))
    expect(Object.keys(feature.properties).sort()).toEqual(['h', 'p'])
  })
})

function shownParent(block: Block) {
  const shown = cellsOfBlock(block, 1)
  expect(shown).toHaveLength(1)
  return shown[0]
}

function tilesAt(z: number, most = Infinity): { address: TileAddress; features: Shown[] }[] {
  return coverOf(z)
    .slice(0, most)
    .map((address) => ({ address, features: decode(encodeCells(source, address)) }))
}

/** The tiles that the cells touch. */
function coverOf(z: number, those = cells): TileAddress[] {
  const addresses = new Map<string, TileAddress>()
  for (const cell of those) {
    for (const [lon, lat] of cellToBoundary(cell, true)) {
      const [x, y] = toUnitSquare(lon, lat).map((unit) => Math.floor(unit * 2 ** z))
      addresses.set(`${x} ${y}`, { z, x, y })
    }
  }
  return [...addresses.values()]
}

function decode(bytes: Uint8Array, name = 'cells'): Shown[] {
  if (bytes.length === 0) return []
  const { layers } = new VectorTile(new PbfReader(bytes))
  expect(Object.keys(layers)).toEqual([name])
  const layer = layers[name]
  expect([layer.version, layer.extent]).toEqual([2, tileExtent])
  return Array.from({ length: layer.length }, (_, i) => shownOf(layer.feature(i)))
}

function shownOf(feature: VectorTileFeature): Shown {
  const rings = feature.loadGeometry()
  expect([feature.type, rings.length]).toEqual([3, 1])
  return { properties: { ...feature.properties }, ring: rings[0] }
}

/** By index; a cell on the rim comes in several tiles and must be the same in each. */
function byIndex(tiles: { features: Shown[] }[]): Record<string, Shown['properties']> {
  const found: Record<string, Shown['properties']> = {}
  for (const { features } of tiles) {
    for (const { properties } of features) {
      const index = String(properties.h)
      if (found[index]) expect(properties).toEqual(found[index])
      found[index] = properties
    }
  }
  return found
}

function toTile({ z, x, y }: TileAddress, lon: number, lat: number): [number, number] {
  const [unitX, unitY] = toUnitSquare(lon, lat)
  return [(unitX * 2 ** z - x) * tileExtent, (unitY * 2 ** z - y) * tileExtent]
}

/** Twice the area by the surveyor's formula; positive for outer rings, y pointing down. */
function doubleArea(ring: readonly { x: number; y: number }[]): number {
  return ring.slice(1).reduce((sum, point, i) => sum + ring[i].x * point.y - point.x * ring[i].y, 0)
}
