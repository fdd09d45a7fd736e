import fc from 'fast-check'
import { cellToParent, gridDisk, latLngToCell } from 'h3-js'
import { describe, expect, test } from 'vitest'
import { notOwned, packBlocks, unpackBlock } from '../../server/core/coverage/blocks.ts'
import { cellCentres, cellsOfRegion } from '../../server/core/coverage/cells.ts'

describe('blocks', () => {
  const centre = latLngToCell(26.3, 116.3, 9)
  const around = gridDisk(centre, 30).sort()

  test('give back every cell with its walk, in any mixture', () => {
    const walk = fc.oneof(fc.constant(Infinity), fc.constant(NaN), fc.integer({ min: 0, max: 65532 }))
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...around), walk, fc.boolean()), { maxLength: 200 }), (drawn) => {
        const byCell = new Map(drawn.map(([cell, metres, edge]) => [cell, { metres, edge }]))
        const cells = [...byCell.keys()]
        const blocks = packBlocks(
          { cells, travelMetres: cells.map((cell) => byCell.get(cell)!.metres), edge: cells.map((cell) => (byCell.get(cell)!.edge ? 1 : 0)) },
          9,
        )
        const back = blocks.flatMap(unpackBlock)
        expect(new Set(back.map(({ cell }) => cell))).toEqual(new Set(cells))
        for (const { cell, travelMetres, hasRoad, edge } of back) {
          expect([travelMetres ?? (hasRoad ? Infinity : NaN), edge]).toEqual([byCell.get(cell)!.metres, byCell.get(cell)!.edge])
        }
      }),
      { numRuns: 50 },
    )
  })

  test('have 2,401 children and leave those of other counties alone', () => {
    const [block] = packBlocks({ cells: [centre], travelMetres: [12], edge: [0] }, 9)
    expect(block.parent).toBe(cellToParent(centre, 5))
    expect(block.travelMetres).toHaveLength(2401)
    expect([...block.travelMetres].filter((value) => value !== notOwned)).toEqual([12])
  })

  test('round up, so that a walk a millimetre over a limit never keeps it', () => {
    const [block] = packBlocks({ cells: [centre], travelMetres: [1000.001], edge: [0] }, 9)
    expect(unpackBlock(block)[0].travelMetres).toBe(1001)
    const [exact] = packBlocks({ cells: [centre], travelMetres: [1000], edge: [0] }, 9)
    expect(unpackBlock(exact)[0].travelMetres).toBe(1000)
  })

  test('refuse a walk they cannot hold', () => {
    expect(() => packBlocks({ cells: [centre], travelMetres: [70_000], edge: [0] }, 9)).toThrow(/65532/)
  })
})

describe('cells of a region', () => {
  const square = (west: number, south: number, size: number) => [
    [
      [west, south],
      [west + size, south],
      [west + size, south + size],
      [west, south + size],
      [west, south],
    ],
  ]

  test('are those whose centre lies inside, each once', () => {
    const cells = cellsOfRegion([square(116.3, 26.3, 0.05)], 9)
    const { lon, lat } = cellCentres(cells)
    expect(new Set(cells).size).toBe(cells.length)
    expect(cells.length).toBeGreaterThan(100)
    for (let i = 0; i < cells.length; i++) {
      expect(lon[i]).toBeGreaterThan(116.3)
      expect(lon[i]).toBeLessThan(116.35)
      expect(lat[i]).toBeGreaterThan(26.3)
      expect(lat[i]).toBeLessThan(26.35)
    }
  })

  test('of two neighbours share none', () => {
    const west = cellsOfRegion([square(116.3, 26.3, 0.05)], 9)
    const east = cellsOfRegion([square(116.35, 26.3, 0.05)], 9)
    expect(west.filter((cell) => east.includes(cell))).toEqual([])
    expect(cellsOfRegion([square(116.3, 26.3, 0.05), square(116.35, 26.3, 0.05)], 9)).toHaveLength(west.length + east.length)
  })
})
