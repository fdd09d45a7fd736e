import { cellToLatLng, gridDisk, latLngToCell } from 'h3-js'
import { expect, it } from 'vitest'
import { measures, type Counts } from '../../server/core/coverage/summarise.ts'
import type { PopulationCell } from '../../server/core/population/cell-source.ts'
import { InputRefused } from '../../server/core/problems.ts'
import type { Run } from '../../server/coverage/coverage.repository.ts'
import { loadInputs } from '../../server/coverage/inputs.ts'
import { summariseRun } from '../../server/coverage/summaries.ts'
import { layOutRun, toPopulationBlocks } from '../../server/coverage/surface.ts'
import type { Db } from '../../server/db/schema.ts'
import { stableUuid } from '../../server/hashing.ts'
import { insertPopulation, type PopulationCount } from '../../server/population/population.repository.ts'
import { readPopulationCells, storePopulationCells } from '../../server/population/population.service.ts'
import { insertRegion, insertUnits } from '../../server/regions/regions.repository.ts'
import { countRecords, restoreRecords } from '../../server/versions/versions.repository.ts'
import { describeOnBothEngines } from './engines.ts'

const county = 999001
const box = (west: number, east: number) => ({
  type: 'Polygon' as const,
  coordinates: [[[west, 26], [east, 26], [east, 26.05], [west, 26.05], [west, 26]]],
})
const words = { zh: '', en: '' }
const source = { origin: '', licence: '', crs: '', date: null, file: null, sha256: null, synthetic: true, assumptions: [] }
const idOf = (key: string) => stableUuid(`${county}/${key}`)
const people = (residents: number): Counts => ({ residents, residents_60_plus: null, residents_80_plus: null, households: null })
const cell = (lon: number, lat: number, resolution = 9) => latLngToCell(lat, lon, resolution)

/** Two townships with boundaries, one without; a village of 300 in the west, whose census says 1,000. */
async function insertCounty(db: Db): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await insertRegion(tx, { code: county, name: '测', nameEn: 'Test', level: 'county', parentCode: null, validFrom: '2020-01-01', source, boundary: box(116, 116.1) })
    const unit = (key: string, boundary: ReturnType<typeof box> | null, parent: string | null = null, centre: [number, number] | null = null) => ({
      ...{ id: idOf(key), unitCode: key, name: key, level: parent ? ('village' as const) : ('township' as const), parentId: parent && idOf(parent) },
      ...{ urbanRuralCode: null, placeClass: null, boundaryNote: null, demo: true, centre, boundary },
    })
    await insertUnits(tx, county, 1, [
      unit('west', box(116, 116.05)),
      unit('east', box(116.05, 116.1)),
      unit('lost', null),
      unit('village', null, 'west', [116.02, 26.02]),
    ])
    const row = (role: PopulationCount['role'], key: string | null, residents: number, households: number | null = null): PopulationCount => ({
      ...{ id: idOf(`${role}/${key}`), role, unitId: key && idOf(key), name: key, reason: words, asOf: null, source: 'census' },
      ...{ residents, residents60Plus: null, residents80Plus: null, households },
    })
    await insertPopulation(tx, county, 1, [row('place', 'village', 300, 100), row('unit', 'west', 1000), row('unlocated', 'west', 50), row('unit', 'lost', 80), row('unit', 'nowhere', 7)])
  })
}

const run = (populationVersion: number): Run =>
  ({
    ...{ county_code: county, id: idOf('run'), profile: 'p', data_date: '2024-12-31', input_versions: { units: 1, population: populationVersion } },
    parameters: { method: 'straight-line', cellResolution: 9, bandMetres: [1000], limitMetres: 1000, facilityTypes: [], typeLimitsMetres: {} },
  }) as unknown as Run

describeOnBothEngines('the sources of the population surface', (open) => {
  const table: PopulationCell[] = [
    { cell: cell(116.07, 26.01, 8), counts: { ...people(4000), residents_60_plus: 800 } },
    { cell: cell(116.01, 26.01, 10), counts: people(70_000) },
    { cell: cell(117, 27, 9), counts: people(9) },
  ]

  it('are kept by version, and go back with it', async () => {
    const { db } = open()
    await insertCounty(db)
    const store = (version: number, cells: PopulationCell[]) => db.transaction().execute((tx) => storePopulationCells(tx, county, version, { cells }))
    expect(await store(2, table)).toEqual({ residents: 74_009, residents_60_plus: 800, residents_80_plus: 0, households: 0 })
    await store(3, table.slice(0, 1))
    expect(await readPopulationCells(db, county, 1)).toEqual([])
    expect(await readPopulationCells(db, county, 2)).toEqual([...table].sort((a, b) => (a.cell < b.cell ? -1 : 1)))
    expect(await readPopulationCells(db, county, 3)).toEqual(table.slice(0, 1))
    await db.transaction().execute(async (tx) => {
      await restoreRecords(tx, 'population_cells', county, 2, 4)
      // One row a measure and parent: three of residents, one of elders.
      expect(await countRecords(tx, 'population_cells', county, 4)).toBe(4)
    })
    expect(await readPopulationCells(db, county, 4)).toEqual(await readPopulationCells(db, county, 2))
  })

  it('are refused as a whole when a row is wrong', async () => {
    const { db } = open()
    const wrong = db.transaction().execute((tx) => storePopulationCells(tx, county, 9, { cells: [...table, { cell: 'x', counts: people(1) }] }))
    await expect(wrong).rejects.toThrow(InputRefused)
    expect(await readPopulationCells(db, county, 9)).toEqual(await readPopulationCells(db, county, 4))
  })

  it('come from rasters to the person', async () => {
    const { db } = open()
    const raster = { west: 116, north: 26.05, pixelWidth: 0.01, pixelHeight: 0.01, columns: 2, rows: 2, values: [10.4, 0.3, -1, 99.9], noData: -1 }
    const stored = await db.transaction().execute((tx) => storePopulationCells(tx, county, 10, { rasters: { residents: raster }, resolution: 9 }))
    expect(stored.residents).toBe(111)
    const cells = await readPopulationCells(db, county, 10)
    expect(cells.reduce((sum, { counts }) => sum + counts.residents!, 0)).toBe(111)
  })

  it('are each used where no better one speaks, and every person is in the run’s denominator', async () => {
    const { db } = open()
    const inputs = await loadInputs(db, run(2))
    const laidOut = layOutRun(run(2), inputs)
    const of = (name: string) => laidOut.units.find((row) => row.name === name && row.measure === 'residents')
    expect(of('west')).toMatchObject({ fromPlaces: 300, fromCensus: 650, spreadOver: 'households', fromCells: 0, cellsUnused: 70_000, unlocated: 50, located: 950 })
    expect(of('east')).toMatchObject({ fromPlaces: 0, fromCensus: 0, fromCells: 4000, located: 4000 })
    expect(of('lost')).toMatchObject({ located: 0, unlocated: 80 })
    expect(laidOut.problems.map(({ code, unit }) => [code, unit])).toEqual([['UNIT_UNKNOWN', 'nowhere']])
    const places = [{ placeId: idOf('village'), unitId: idOf('west'), communityId: idOf('village'), placeClass: 'country', residents: 300, travelMetres: 10 }] as never
    const whole = summariseRun(run(2), inputs, places, laidOut.withoutVerdict).find(({ scope, measure }) => scope === 'county' && measure === 'residents')!
    expect([whole.known, whole.unlocated]).toEqual([300, 50 + 650 + 4000 + 80 + 7])
    // The elders of the table are known in the east alone.
    expect(laidOut.surface.measures.residents_60_plus.located).toBe(800)
  })

  it('are stored with the run as blocks that hold exactly its people', async () => {
    const inputs = await loadInputs(open().db, run(2))
    const laidOut = layOutRun(run(2), inputs)
    const blocks = toPopulationBlocks(run(2), laidOut)
    expect(new Set(blocks.map(({ measure }) => measure))).toEqual(new Set(measures))
    const disk = new Set(gridDisk(cell(116.07, 26.01, 9), 6))
    const shown = laidOut.surface.cells.filter((_, i) => laidOut.surface.measures.residents_60_plus.people[i] > 0)
    expect(shown.every((one) => disk.has(one) && cellToLatLng(one)[1] > 116.05)).toBe(true)
  })
})
