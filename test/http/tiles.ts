import { randomUUID } from 'node:crypto'
import { VectorTile } from '@mapbox/vector-tile'
import { getResolution, isValidCell, polygonToCells } from 'h3-js'
import { PbfReader } from 'pbf'
import { describe, expect, it } from 'vitest'
import { countyDetail } from '../../server/contract/counties.ts'
import { runNotes } from '../../server/contract/run-details.ts'
import { placeList } from '../../server/contract/tables.ts'
import { elderClasses, tileEncoding } from '../../server/contract/tile-layers.ts'
import { findStudyArea } from '../../server/regions/study-areas.repository.ts'
import type { TestService } from '../service.ts'
import { ask, askRefused, futian, getPublished, sampleCounties } from './client.ts'

const zoom = 12

interface Feature {
  type: number
  properties: Record<string, string | number | boolean>
}

/** Attributes promised in tile-layers.ts: always there, and there when known. The study area's name comes besides. */
const promised: Record<string, { always: string[]; known: string[] }> = {
  cells: { always: ['h'], known: ['m', 'u', 'e'] },
  people: { always: ['h'], known: ['p', 'o'] },
  places: { always: ['id', 'kind', 'name', 'verdict'], known: ['m', 'r', 'r60', 'hh', 'e'] },
  boundary: { always: ['code'], known: [] },
  study_area: { always: ['name'], known: [] },
  planning_units: { always: ['id', 'name'], known: ['code', 'p'] },
  planning_unit_labels: { always: ['id', 'name'], known: ['code', 'p'] },
  development_boundary: { always: ['id', 'code'], known: ['name', 'zone'] },
  units: { always: ['id', 'name', 'level'], known: ['approx'] },
  unit_labels: { always: ['id', 'name', 'level'], known: ['approx'] },
  roads: { always: ['c'], known: [] },
  facilities: { always: ['id', 'name', 'types', 'status', 'use'], known: ['beds', 'area'] },
  residential_areas: { always: ['id', 'name'], known: ['hh', 'r'] },
}

export function checkTiles(running: () => TestService): void {
  describe.each(sampleCounties)('the tiles of %i', (county) => {
    const runTiles = async (layer: string) => `/counties/${county}/runs/${(await getPublished(running(), county)).runId}/tiles/${tileEncoding}/${layer}`
    const features = async (base: string) => readTiles(running(), base, await coverOf(running(), county, zoom))

    it('of a run hold its cells, people and places with the promised attributes', async () => {
      for (const layer of ['cells', 'people', 'places']) expectPromised(await features(await runTiles(layer)), [layer])
    })

    it('of every data version hold their layers with the promised attributes', async () => {
      const { layers } = await ask(running(), `/counties/${county}`, countyDetail)
      expect(layers.length).toBeGreaterThan(3)
      for (const { layer, tiles } of layers) {
        const base = tiles.replace(/^\/api\/v1|\/\{z\}.*$/g, '')
        expectPromised(await features(base), layer === 'units' ? ['units', 'unit_labels'] : [layer])
      }
    })

    it('show every place once, with the verdict and the whole metres of the table', async () => {
      const { runId } = await getPublished(running(), county)
      const rows = await ask(running(), `/counties/${county}/runs/${runId}/places`, placeList)
      const shown = byKey((await features(await runTiles('places'))).places, 'id')
      expect([...shown.keys()].sort()).toEqual(rows.map(({ id }) => id).sort())
      for (const row of rows) {
        const { verdict, name, r, m } = shown.get(row.id)!
        expect([name, verdict, r ?? null, m ?? null]).toEqual([
          row.name,
          row.verdict,
          row.residents,
          row.travelMetres && Math.ceil(row.travelMetres),
        ])
      }
    })

    it('never show a count of elders below ten, though there are such places', async () => {
      const { runId } = await getPublished(running(), county)
      const rows = await ask(running(), `/counties/${county}/runs/${runId}/places`, placeList)
      const few = rows.filter(({ residents60Plus }) => residents60Plus !== null && residents60Plus < 10)
      const shown = byKey((await features(await runTiles('places'))).places, 'id')
      for (const { id } of few) expect(shown.get(id)).not.toHaveProperty('r60')
      for (const { r60 } of shown.values()) if (r60 !== undefined) expect(r60).toBeGreaterThanOrEqual(10)
      // The law holds of nothing if no place is that small.
      expect(few.length).toBeGreaterThan(0)
    })

    it('show the people of the surface, every one of them once, and elders by class only', async () => {
      const { runId } = await getPublished(running(), county)
      const { surface } = await ask(running(), `/counties/${county}/runs/${runId}/notes`, runNotes)
      const shown = [...byKey((await features(await runTiles('people'))).people, 'h').values()]
      const located = surface.find(({ measure }) => measure === 'residents')!.located
      expect(shown.reduce((sum, { p }) => sum + Number(p), 0)).toBe(located)
      expect(located).toBeGreaterThan(0)
      for (const { o } of shown) expect(elderClasses).toContain(o)
      expect(shown.some(({ o }) => o === 1)).toBe(true)
    })

    it('hold the cells of the region, none farther than the limit', async () => {
      const { coverage } = await getPublished(running(), county)
      const shown = byKey((await features(await runTiles('cells'))).cells, 'h')
      const resolutions = new Set([...shown.keys()].map((cell) => (isValidCell(cell) ? getResolution(cell) : -1)))
      expect([...resolutions]).toEqual([coverage.method === 'network' ? 10 : 9])
      for (const { m, u } of shown.values()) {
        if (m !== undefined) expect(m).toBeLessThanOrEqual(coverage.limitMetres)
        // A cell without a road is not a far one: it has no walk at all.
        if (u !== undefined) expect([u, m]).toEqual([1, undefined])
      }
      if (county !== futian) return
      const study = (await findStudyArea(running().service.handle.db, county, 1))!
      const expected = study.boundary.coordinates.flatMap((polygon) => polygonToCells(polygon, 10, true))
      expect([...shown.keys()].sort()).toEqual([...new Set(expected)].sort())
    })

    it('come twice as the same bytes, private and immutable', async () => {
      for (const layer of ['cells', 'people', 'places']) {
        const base = await runTiles(layer)
        const [x, y] = (await coverOf(running(), county, 9))[0]
        const [first, second] = [await getTile(running(), `${base}/9/${x}/${y}.mvt`), await getTile(running(), `${base}/9/${x}/${y}.mvt`)]
        expect(first.bytes.length).toBeGreaterThan(0)
        expect(first.bytes.equals(second.bytes)).toBe(true)
        for (const directive of ['private', 'immutable', 'max-age=31536000']) expect(first.cache).toContain(directive)
        expect(first.type).toBe('application/vnd.mapbox-vector-tile')
      }
    })

    it('are 204 where there is nothing', async () => {
      for (const base of [await runTiles('cells'), await runTiles('places'), `/counties/${county}/versions/1/tiles/${tileEncoding}/units`]) {
        const { status, bytes, cache } = await getTile(running(), `${base}/14/0/0.mvt`)
        expect([status, bytes.length]).toEqual([204, 0])
        expect(cache).toContain('immutable')
      }
    })

    it('are refused for layers, runs and versions that do not exist', async () => {
      const { runId } = await getPublished(running(), county)
      const tile = '8/1/1.mvt'
      const refusals: [string, string][] = [
        [`runs/${runId}/tiles/${tileEncoding}/units/${tile}`, 'LAYER_UNKNOWN'],
        [`runs/${runId}/tiles/${tileEncoding}/__proto__/${tile}`, 'LAYER_UNKNOWN'],
        // An address cached before the bytes changed must not get the new ones.
        [`runs/${runId}/tiles/e1/cells/${tile}`, 'LAYER_UNKNOWN'],
        [`versions/1/tiles/e1/units/${tile}`, 'LAYER_UNKNOWN'],
        [`runs/${randomUUID()}/tiles/${tileEncoding}/cells/${tile}`, 'RUN_UNKNOWN'],
        [`versions/1/tiles/${tileEncoding}/cells/${tile}`, 'LAYER_UNKNOWN'],
        [`versions/1/tiles/${tileEncoding}/constructor/${tile}`, 'LAYER_UNKNOWN'],
        [`versions/77/tiles/${tileEncoding}/units/${tile}`, 'VERSION_UNKNOWN'],
        [`versions/${Number.MAX_SAFE_INTEGER}/tiles/${tileEncoding}/units/${tile}`, 'VERSION_UNKNOWN'],
      ]
      for (const [path, code] of refusals) {
        const { status, error } = await askRefused(running(), `/counties/${county}/${path}`)
        expect([path, status, error.code]).toEqual([path, 404, code])
      }
    })

    it('are refused outside the pyramid and for addresses that are no numbers', async () => {
      const base = await runTiles('cells')
      for (const address of ['23/0/0', '2/4/0', '2/0/4', '40/0/0']) {
        const { status, error } = await askRefused(running(), `${base}/${address}.mvt`)
        expect([address, status, error.code]).toEqual([address, 400, 'TILE_OUT_OF_RANGE'])
      }
      for (const address of ['-1/0/0', '1.5/0/0', 'a/0/0', '2/NaN/0', '2/0/1e99', '2/0/%00']) {
        expect((await askRefused(running(), `${base}/${address}.mvt`)).status, address).toBe(400)
      }
    })
  })
}

interface Tile {
  status: number
  bytes: Buffer
  cache: string
  type: string | null
}

async function getTile(service: TestService, path: string): Promise<Tile> {
  const response = await fetch(`${service.api}${path}`)
  const { status, headers } = response
  expect([200, 204], `${path} answered ${status}`).toContain(status)
  return {
    status,
    bytes: Buffer.from(await response.arrayBuffer()),
    cache: headers.get('cache-control') ?? '',
    type: headers.get('content-type'),
  }
}

/** The tiles of a zoom that the county's box touches. */
async function coverOf(service: TestService, county: number, z: number): Promise<[x: number, y: number][]> {
  const { bbox } = await ask(service, `/counties/${county}`, countyDetail)
  const [west, south, east, north] = bbox
  const column = (lon: number) => Math.floor((lon / 360 + 0.5) * 2 ** z)
  const row = (lat: number) => Math.floor((0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI)) * 2 ** z)
  const tiles: [number, number][] = []
  for (let x = column(west); x <= column(east); x++) for (let y = row(north); y <= row(south); y++) tiles.push([x, y])
  return tiles
}

/** All features of the tiles, by layer. Tiles overlap by a buffer, so one thing may come several times. */
async function readTiles(service: TestService, base: string, tiles: [number, number][]): Promise<Record<string, Feature[]>> {
  const layers: Record<string, Feature[]> = {}
  for (const [x, y] of tiles) {
    const { bytes } = await getTile(service, `${base}/${zoom}/${x}/${y}.mvt`)
    const decoded = new VectorTile(new PbfReader(bytes))
    for (const [name, layer] of Object.entries(decoded.layers)) {
      expect(layer.version).toBe(2)
      for (let i = 0; i < layer.length; i++) {
        const feature = layer.feature(i)
        expect(feature.loadGeometry().length).toBeGreaterThan(0)
        ;(layers[name] ??= []).push({ type: feature.type, properties: feature.properties })
      }
    }
  }
  return layers
}

function expectPromised(layers: Record<string, Feature[]>, names: string[]): void {
  expect(Object.keys(layers).sort()).toEqual([...names].sort())
  for (const name of names) {
    const { always, known } = promised[name]
    const present = new Set(layers[name].flatMap(({ properties }) => Object.keys(properties)))
    expect(
      [...present].filter((key) => !always.includes(key) && !known.includes(key)),
      name,
    ).toEqual([])
    for (const { properties } of layers[name]) for (const key of always) expect(properties[key], `${name}.${key}`).toBeDefined()
  }
}

function byKey(features: Feature[], key: string): Map<string, Feature['properties']> {
  return new Map(features.map(({ properties }) => [String(properties[key]), properties]))
}
