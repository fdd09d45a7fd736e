import { cellToBoundary, cellToChildren, cellToParent } from 'h3-js'
import { describe, expect, it } from 'vitest'
import { cellCentres, cellsOfRegion } from '../../server/core/coverage/cells.ts'
import type { MultiPolygonCoordinates } from '../../server/core/coverage/places.ts'
import type { Counts } from '../../server/core/coverage/summarise.ts'
import { ownCells, type PopulationCell } from '../../server/core/population/cell-source.ts'
import { packPeople, unpackPeople } from '../../server/core/population/people-blocks.ts'
import { cellsOfPlace } from '../../server/core/population/place-source.ts'
import { layOutSources } from '../../server/core/population/surface.ts'
import { geodesicMetres } from '../../server/core/geodesic.ts'
import { portoAlegreRows } from './porto-alegre.ts'

/* People by H3 cell as others have published them (r5r's Porto Alegre): ids, centres and counts that we did not make. */

const rows = portoAlegreRows('hexgrid.csv.gz').map(([id, lon, lat, population]) => ({ id, lon: Number(lon), lat: Number(lat), population: Number(population) }))
const nobody: Counts = { residents: null, residents_60_plus: null, residents_80_plus: null, households: null }
const table: PopulationCell[] = rows.map(({ id, population }) => ({ cell: id, counts: { ...nobody, residents: population } }))
const inhabited = new Map(rows.filter(({ population }) => population > 0).map(({ id, population }) => [id, population]))
const total = 812_935

const city: MultiPolygonCoordinates = [[[[-51.4, -30.3], [-51, -30.3], [-51, -29.9], [-51.4, -29.9], [-51.4, -30.3]]]]
const layOut = (resolution: number, region = city) =>
  layOutSources({
    resolution,
    places: [],
    units: [],
    cells: ownCells(table, resolution, region, []),
    whole: { name: 'Porto Alegre', boundary: region, control: null, unlocated: nobody },
  })
const shown = (surface: ReturnType<typeof layOut>) =>
  new Map(surface.cells.map((cell, i) => [cell, surface.measures.residents.people[i]] as const).filter(([, people]) => people > 0))
const byParent = (resolution: number) => {
  const sums = new Map<string, number>()
  for (const [cell, people] of inhabited) sums.set(cellToParent(cell, resolution), (sums.get(cellToParent(cell, resolution)) ?? 0) + people)
  return sums
}

describe('the H3 grid of Porto Alegre', () => {
  it('is all there, with the people its makers count', () => {
    expect([rows.length, new Set(rows.map(({ id }) => id)).size]).toEqual([1227, 1227])
    expect(rows.reduce((sum, { population }) => sum + population, 0)).toBe(total)
  })

  it('has every id from its own centre, and every centre from its id to a metre', () => {
    expect(rows.filter(({ id, lon, lat }) => cellsOfPlace({ lon, lat, footprint: null }, 9)[0].cell !== id)).toEqual([])
    const centres = cellCentres(rows.map(({ id }) => id))
    const farthest = Math.max(...rows.map(({ lon, lat }, i) => geodesicMetres(lon, lat, centres.lon[i], centres.lat[i])))
    expect(farthest).toBeLessThan(1)
  })

  it('has every id from the outline of its cell alone', () => {
    expect(rows.filter(({ id }) => cellsOfRegion([[cellToBoundary(id, true)]], 9).join() !== id)).toEqual([])
  })

  it('laid out at its own resolution is itself, person by person', () => {
    const surface = layOut(9)
    expect(shown(surface)).toEqual(inhabited)
    expect(surface.measures.residents).toMatchObject({ located: total, counted: total, unlocated: 0, factor: 1 })
  })

  it('sums up to coarser cells, and spreads evenly over finer ones', () => {
    for (const resolution of [7, 8]) expect(shown(layOut(resolution))).toEqual(byParent(resolution))
    const fine = shown(layOut(10))
    for (const [cell, people] of inhabited) {
      const parts = cellToChildren(cell, 10).map((child) => fine.get(child) ?? 0)
      expect(parts.reduce((a, b) => a + b, 0)).toBe(people)
      expect(Math.max(...parts) - Math.min(...parts)).toBeLessThanOrEqual(1)
    }
  })

  it('cut in two has each person on one side', () => {
    const side = (west: number, east: number): MultiPolygonCoordinates => [[[[west, -30.3], [east, -30.3], [east, -29.9], [west, -29.9], [west, -30.3]]]]
    const located = [side(-51.4, -51.2), side(-51.2, -51)].map((region) => layOut(9, region).measures.residents.located)
    expect(Math.min(...located)).toBeGreaterThan(100_000)
    expect(located[0] + located[1]).toBe(total)
  })

  it('comes back whole from the blocks it is stored in', () => {
    const blocks = packPeople(rows.map(({ id, population }) => [id, population] as const), 9)
    const back = new Map(blocks.flatMap((block) => unpackPeople(block, 9)))
    expect(back).toEqual(new Map(rows.map(({ id, population }) => [id, population])))
  })
})
