import fc from 'fast-check'
import { cellToBoundary, cellToChildren, cellToLatLng, cellToParent, getResolution, gridDisk, latLngToCell } from 'h3-js'
import { describe, expect, test } from 'vitest'
import { isInside } from '../../server/core/checks/placement.ts'
import type { MultiPolygonCoordinates } from '../../server/core/coverage/places.ts'
import { measures, type Counts } from '../../server/core/coverage/summarise.ts'
import { checkCells, ownCells, type PopulationCell } from '../../server/core/population/cell-source.ts'
import { insideTester } from '../../server/core/population/locate.ts'
import { packPeople, unpackPeople } from '../../server/core/population/people-blocks.ts'
import type { SurfacePlace } from '../../server/core/population/place-source.ts'
import { rasterToCells, type PopulationRaster } from '../../server/core/population/raster-source.ts'
import { layOutSources, type SurfaceInput } from '../../server/core/population/surface.ts'
import type { SurfaceUnit } from '../../server/core/population/unit-people.ts'
import { InputRefused } from '../../server/core/problems.ts'

const nobody: Counts = { residents: null, residents_60_plus: null, residents_80_plus: null, households: null }
const people = (residents: number | null, households: number | null = null): Counts => ({ ...nobody, residents, households })

function box(west: number, south: number, east: number, north: number): MultiPolygonCoordinates {
  return [[[[west, south], [east, south], [east, north], [west, north], [west, south]]]]
}

/** Two townships side by side, each 0.05° square, in a county a little larger than both. */
const westBox = box(116, 26, 116.05, 26.05)
const eastBox = box(116.05, 26, 116.1, 26.05)
const county = box(115.99, 25.99, 116.11, 26.06)
const unit = (id: string, boundary: MultiPolygonCoordinates | null, more: Partial<SurfaceUnit> = {}): SurfaceUnit => ({
  ...{ id, name: id, boundary, census: null, control: null, unlocated: nobody },
  ...more,
})
const dwelling = (id: string, unitId: string | null, lon: number, lat: number, counts: Counts, footprint: MultiPolygonCoordinates | null = null) => ({
  ...{ id, unitId, lon, lat, footprint, counts },
})
const whole = { name: 'county', boundary: county, control: null, unlocated: nobody }
const resolution = 9
const layOut = (input: Partial<SurfaceInput>) => layOutSources({ resolution, places: [], units: [], cells: null, whole, ...input })
const sum = (values: Iterable<number>) => [...values].reduce((a, b) => a + b, 0)
const at = (lon: number, lat: number, level = resolution) => latLngToCell(lat, lon, level)

describe('the census of a township', () => {
  test('is spread over the dwellings that are not counted, by their households', () => {
    // 1,000 by the census, 400 counted in a, 60 without a place: 540 left for b and c, 100 and 200 households.
    const surface = layOut({
      units: [unit('west', westBox, { census: people(1000), unlocated: people(60) })],
      places: [
        dwelling('a', 'west', 116.01, 26.01, people(400, 130)),
        dwelling('b', 'west', 116.02, 26.02, people(null, 100)),
        dwelling('c', 'west', 116.03, 26.03, people(null, 200)),
      ],
    })
    const { residents } = surface.measures
    const by = Object.fromEntries(surface.cells.map((cell, i) => [cell, residents.people[i]]))
    expect(by).toEqual({ [at(116.01, 26.01)]: 400, [at(116.02, 26.02)]: 180, [at(116.03, 26.03)]: 360 })
    expect(residents.units[0]).toMatchObject({ fromPlaces: 400, fromCensus: 540, spreadOver: 'households', unlocated: 60, located: 940, factor: 1 })
    expect(residents).toMatchObject({ counted: 940, located: 940, unlocated: 60, missingPlaces: 2 })
  })

  test('is spread by footprint where households are not known, and over the unit’s cells where nothing is', () => {
    const small = box(116.01, 26.01, 116.011, 26.011)
    const large = box(116.02, 26.02, 116.022, 26.022)
    const byFootprint = layOut({
      units: [unit('west', westBox, { census: people(500) })],
      places: [dwelling('s', 'west', 116.0105, 26.0105, people(null), small), dwelling('l', 'west', 116.021, 26.021, people(null), large)],
    }).measures.residents
    expect(byFootprint.units[0].spreadOver).toBe('footprints')
    // The large one is twice as wide and twice as high: four fifths of them.
    const surface = layOut({ units: [unit('west', westBox, { census: people(500) })] })
    expect(surface.measures.residents.units[0]).toMatchObject({ spreadOver: 'cells', fromCensus: 500 })
    for (const cell of surface.cells) {
      const [lat, lon] = cellToLatLng(cell)
      expect(lon >= 116 && lon <= 116.05 && lat >= 26 && lat <= 26.05).toBe(true)
    }
    expect(Math.max(...surface.measures.residents.people) - Math.min(...surface.measures.residents.people)).toBeLessThanOrEqual(1)
  })

  test('stays without a place where the unit has neither a dwelling nor a boundary', () => {
    const { residents } = layOut({ units: [unit('west', null, { census: people(500) })] }).measures
    expect([residents.located, residents.unlocated, residents.units[0].unplaced]).toEqual([0, 500, 500])
  })

  test('below what its places count is a warning, and the places’ counts stand', () => {
    const surface = layOut({
      units: [unit('west', westBox, { census: people(100) })],
      places: [dwelling('a', 'west', 116.01, 26.01, people(130))],
    })
    expect(surface.measures.residents.located).toBe(130)
    expect(surface.problems).toMatchObject([{ code: 'CENSUS_BELOW_COUNTED', column: 'west', value: '30' }])
  })
})

describe('an H3 table', () => {
  const centre = at(116.05, 26.02, 8)
  const disk = gridDisk(centre, 2)

  test('gives finer cells to their parents, and coarser ones to their children, every person once', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(36), fc.constantFrom(7, 8, 9, 10, 11), fc.nat(3000)), { maxLength: 12 }), (rows) => {
        const table: PopulationCell[] = rows.map(([i, level, count]) => {
          const [lat, lon] = cellToLatLng(disk[i % disk.length])
          return { cell: at(lon, lat, level), counts: people(count) }
        })
        const owned = ownCells(table, resolution, county, [{ unitId: 'west', boundary: westBox }, { unitId: 'east', boundary: eastBox }])
        const inside = sum([...owned.byUnit.values()].flatMap(({ residents }) => [...residents.values()]))
        expect(inside + owned.outside.residents).toBe(sum(rows.map(([, , count]) => count)))
        for (const { residents } of owned.byUnit.values()) for (const cell of residents.keys()) expect(getResolution(cell)).toBe(resolution)
      }),
    )
  })

  test('owns no cell outside the county, and nothing of a child outside it', () => {
    const far = at(117, 26, 9)
    const owned = ownCells([{ cell: far, counts: people(70) }], resolution, county, [])
    expect([owned.byUnit.size, owned.outside.residents]).toEqual([0, 70])
    // A coarse cell over the border: all its people, on those of its children that are the county's.
    const border = at(115.99, 26.02, 7)
    const over = ownCells([{ cell: border, counts: people(1000) }], resolution, county, []).byUnit.get(null)!.residents
    expect(sum(over.values())).toBe(1000)
    expect(over.size).toBeLessThan(cellToChildren(border, resolution).length)
    for (const cell of over.keys()) expect(cellToLatLng(cell)[1]).toBeGreaterThan(115.99)
  })

  test('speaks only for units of which neither places nor census speak', () => {
    const table = [
      { cell: at(116.01, 26.01), counts: people(300) },
      { cell: at(116.07, 26.01), counts: people(500) },
    ]
    const units = [unit('west', westBox), unit('east', eastBox, { unlocated: people(20) })]
    const { residents } = layOut({
      units,
      cells: ownCells(table, resolution, county, units.map(({ id, boundary }) => ({ unitId: id, boundary: boundary! }))),
      places: [dwelling('a', 'west', 116.02, 26.02, people(280))],
    }).measures
    expect(residents.units[0]).toMatchObject({ fromPlaces: 280, fromCells: 0, cellsUnused: 300 })
    // The table holds those without a place too: 480 stand in its cell.
    expect(residents.units[1]).toMatchObject({ fromCells: 480, cellsUnused: 0, located: 480, unlocated: 20 })
    expect(residents.located + residents.unlocated).toBe(280 + 500)
  })

  test('is refused with every row that is wrong', () => {
    const cell = at(116, 26, 9)
    const codes = checkCells([
      { cell: 'nonsense', counts: people(1) },
      { cell: at(116, 26, 4), counts: people(1) },
      { cell, counts: people(1.5) },
      { cell, counts: people(1) },
      { cell: cellToParent(cell, 7), counts: people(1) },
    ]).map(({ code, row }) => [code, row])
    expect(codes).toEqual([['H3_CELL_INVALID', 2], ['H3_RESOLUTION', 3], ['COUNT_INVALID', 4], ['H3_CELL_REPEATED', 5], ['H3_CELLS_OVERLAP', 4], ['H3_CELLS_OVERLAP', 5]])
    expect(checkCells([{ cell, counts: people(3) }])).toEqual([])
  })
})

test('a point lies in a region for the quick test exactly when it does for the plain one', () => {
  // On a grid, so that corners and points often share a latitude; with a hole and a second part.
  const grid = fc.tuple(fc.integer({ min: -8, max: 8 }), fc.integer({ min: -8, max: 8 }))
  const ring = fc.array(grid, { minLength: 3, maxLength: 9 }).map((corners) => [...corners, corners[0]].map(([x, y]) => [x / 4, y / 4]))
  const region = fc.array(fc.array(ring, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 2 })
  fc.assert(
    fc.property(region, fc.array(fc.tuple(fc.double({ min: -2.5, max: 2.5, noNaN: true }), fc.oneof(grid.map(([y]) => y / 4), fc.double({ min: -2.5, max: 2.5, noNaN: true }))), { minLength: 20 }), (polygons, points) => {
      const isWithin = insideTester(polygons)
      for (const [lon, lat] of points) expect(isWithin(lon, lat)).toBe(isInside(lon, lat, polygons))
    }),
    { numRuns: 300 },
  )
})

describe('published totals', () => {
  test('of a unit scale that unit, the county’s the others', () => {
    const { residents } = layOut({
      units: [unit('west', westBox, { control: people(220), unlocated: people(20) }), unit('east', eastBox)],
      places: [dwelling('a', 'west', 116.01, 26.01, people(100)), dwelling('b', 'east', 116.07, 26.01, people(50)), dwelling('c', 'east', 116.08, 26.01, people(50))],
      whole: { ...whole, control: people(520) },
    }).measures
    expect(residents.units.map(({ located, factor, controlTotal }) => [located, factor, controlTotal])).toEqual([
      [200, 2, 220],
      [300, 3, null],
      [0, null, null],
    ])
    expect([residents.located + residents.unlocated, residents.factor]).toEqual([520, 2.5])
  })

  test('where nobody is counted are spread, and said to be', () => {
    const surface = layOut({ whole: { ...whole, control: people(900), unlocated: people(100) } })
    expect(surface.measures.residents).toMatchObject({ located: 800, unlocated: 100, fromTotal: 800, factor: null, controlTotal: 900 })
    expect(surface.problems).toMatchObject([{ code: 'TOTAL_SPREAD', severity: 'warning' }])
    const ofUnit = layOut({ units: [unit('west', westBox, { control: people(70) })] })
    expect(ofUnit.measures.residents.units[0]).toMatchObject({ located: 70, fromTotal: 70, spreadOver: 'cells', factor: null })
    expect(ofUnit.problems).toMatchObject([{ code: 'TOTAL_SPREAD', column: 'west' }])
  })

  test('where nobody is counted and no boundary is known are without a place, never gone', () => {
    const surface = layOut({ units: [unit('west', null, { control: people(70) })], whole: { ...whole, boundary: null, control: people(90) } })
    expect(surface.measures.residents).toMatchObject({ located: 0, unlocated: 90 })
    expect(surface.problems.map(({ code, value }) => [code, value])).toEqual([['TOTAL_UNPLACED', '70'], ['TOTAL_UNPLACED', '20']])
  })

  test('smaller than those without a place are told, not obeyed, with people counted or without', () => {
    for (const places of [[], [dwelling('a', 'west', 116.01, 26.01, people(100))]]) {
      const surface = layOut({
        units: [unit('west', westBox, { control: people(5), unlocated: people(6) })],
        places,
        whole: { ...whole, control: people(5) },
      })
      expect(surface.problems.map(({ code, column }) => [code, column])).toEqual([['UNLOCATED_ABOVE_TOTAL', 'west'], ['UNLOCATED_ABOVE_TOTAL', 'county']])
      expect(surface.measures.residents).toMatchObject({ located: places.length * 100, unlocated: 6, controlTotal: null })
    }
  })

  test('of the units above the county’s are told', () => {
    const surface = layOut({ units: [unit('west', westBox, { control: people(70) })], whole: { ...whole, control: people(60) } })
    expect(surface.problems.map(({ code }) => code)).toEqual(['TOTAL_SPREAD', 'TOTALS_CONFLICT'])
    expect(surface.measures.residents.located).toBe(70)
  })
})

describe('all sources together', () => {
  const count = fc.option(fc.nat(4000), { nil: null })
  const aUnit = (id: string, boundary: MultiPolygonCoordinates) =>
    fc.record({ census: count, control: count, unlocated: fc.nat(300), bounded: fc.boolean() }).map(({ census, control, unlocated, bounded }) =>
      unit(id, bounded ? boundary : null, { census: people(census), control: people(control), unlocated: people(unlocated) }),
    )
  const places = fc.array(
    fc.tuple(fc.constantFrom('west', 'east', null), fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 400 }), count, count, fc.boolean()),
    { maxLength: 8 },
  )
  const table = fc.uniqueArray(fc.tuple(fc.nat(60), fc.nat(2000)), { maxLength: 6, selector: ([i]) => i })

  test('lose nobody and invent nobody, whatever is known', () => {
    fc.assert(
      fc.property(aUnit('west', westBox), aUnit('east', eastBox), places, table, count, (west, east, somePlaces, cells, total) => {
        const rows = cells.map(([i, residents]) => ({ cell: gridDisk(at(116.05, 26.02), 4)[i], counts: people(residents) }))
        const units = [west, east]
        const owned = ownCells(rows, resolution, county, units.flatMap(({ id, boundary }) => (boundary ? [{ unitId: id, boundary }] : [])))
        const surface = layOut({
          units,
          cells: owned,
          whole: { ...whole, control: people(total) },
          places: somePlaces.map(([unitId, x, y, residents, households, drawn], i): SurfacePlace & { unitId: string | null } => {
            const [lon, lat] = [116 + x / 10_000, 26 + y / 10_000]
            return dwelling(`${i}`, unitId, lon, lat, people(residents, households), drawn ? box(lon, lat, lon + 0.002, lat + 0.002) : null)
          }),
        })
        const { residents } = surface.measures
        expect(sum(residents.people)).toBe(residents.located)
        for (const { people: own, located, fromPlaces, fromCensus, fromCells, fromTotal, cellsUnused, factor, controlTotal, unit: of, unlocated } of residents.units) {
          expect(sum(own.values())).toBe(located)
          if (controlTotal !== null) expect(located + unlocated).toBe(controlTotal)
          else if (factor === 1) expect(located).toBe(fromPlaces + fromCensus + fromCells + fromTotal)
          const inTable = sum(owned.byUnit.get(of.id)?.residents.values() ?? [])
          if (cellsUnused === 0 && fromCells > 0) expect(fromCells).toBe(inTable - (of.unlocated.residents ?? 0))
          else expect(cellsUnused + fromCells).toBe(fromCells === 0 && cellsUnused === 0 ? 0 : inTable)
        }
        if (residents.controlTotal !== null) expect(residents.located + residents.unlocated).toBe(total)
        expect(surface.problems.every(({ severity }) => severity === 'warning')).toBe(true)
      }),
      { numRuns: 150 },
    )
  })
})

describe('a raster of people', () => {
  const raster = (values: number[], columns: number, more: Partial<PopulationRaster> = {}): PopulationRaster => ({
    ...{ west: 116, north: 26.05, pixelWidth: 0.0083, pixelHeight: 0.0083, columns, rows: values.length / columns, values, noData: -9999 },
    ...more,
  })

  test('becomes cells that hold its people to the person, whatever the size of its pixels', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 5000, noNaN: true }), { minLength: 6, maxLength: 6 }), fc.constantFrom(0.0003, 0.001, 0.0083), fc.constantFrom(8, 9, 10), (values, pixel, level) => {
        const cells = rasterToCells(raster(values, 3, { pixelWidth: pixel, pixelHeight: pixel }), level)
        expect(sum(cells.map((row) => row.people))).toBe(Math.round(sum(values)))
      }),
      { numRuns: 40 },
    )
  })

  test('gives a pixel to the cells it lies on, by area', () => {
    // One pixel that is exactly the box of a cell: the cell has its own share of it, its neighbours the corners.
    const cell = at(116.02, 26.02, 8)
    const ring = cellToBoundary(cell, true)
    const [lons, lats] = [ring.map(([lon]) => lon), ring.map(([, lat]) => lat)]
    const [west, east, south, north] = [Math.min(...lons), Math.max(...lons), Math.min(...lats), Math.max(...lats)]
    const cells = rasterToCells(raster([100_000], 1, { west, north, pixelWidth: east - west, pixelHeight: north - south }), 8)
    const shoelace = Math.abs(sum(ring.slice(1).map(([x, y], i) => (ring[i][0] - west) * (y - south) - (x - west) * (ring[i][1] - south)))) / 2
    const due = (100_000 * shoelace) / ((east - west) * (north - south))
    expect(Math.abs(cells.find((row) => row.cell === cell)!.people - due)).toBeLessThan(1)
    expect(cells.length).toBeGreaterThan(4)
    expect(cells.every((row) => gridDisk(cell, 1).includes(row.cell))).toBe(true)
  })

  test('takes no-data for nobody and refuses negative people by row and column', () => {
    expect(rasterToCells(raster([-9999, NaN, 12], 3), 9).reduce((all, row) => all + row.people, 0)).toBe(12)
    expect(() => rasterToCells(raster([5, 5, 5, -3], 2), 9)).toThrow(InputRefused)
    expect(() => rasterToCells(raster([5, 5, 5, -3], 2), 9)).toThrow(/row 2, column 2/)
  })
})

describe('people in blocks', () => {
  test('come back as they went in, of 16 bits or of 32', () => {
    const cells = gridDisk(at(116, 26, 10), 12)
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.nat(300), fc.nat(4_000_000_000)), { maxLength: cells.length }), (counts) => {
        const rows = counts.map((count, i) => [cells[i], count] as [string, number])
        const blocks = packPeople(rows, 10)
        const back = blocks.flatMap((block) => unpackPeople(block, 10))
        expect(new Map(back)).toEqual(new Map(rows))
      }),
    )
    expect(packPeople([[cells[0], 65_534]], 10)[0].people).toHaveLength(2 * 2401)
    expect(packPeople([[cells[0], 65_535]], 10)[0].people).toHaveLength(4 * 2401)
    expect(() => packPeople([[cells[0], 1.5]], 10)).toThrow(/whole number/)
  })
})

test('every measure has its own sources', () => {
  const surface = layOut({ units: [unit('west', westBox, { census: { ...people(100), households: 40 } })] })
  expect(measures.map((measure) => surface.measures[measure].located)).toEqual([100, 0, 0, 40])
})
