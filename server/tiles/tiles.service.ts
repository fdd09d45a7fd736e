import { GeoJSONVT } from '@maplibre/geojson-vt'
import type { Feature } from 'geojson'
import { requireCounty, type Actor } from '../auth/actor.ts'
import { baseTileLayers, failingTileLayer, runTileLayers, type BaseTileLayer, type RunTileLayer } from '../contract/tile-layers.ts'
import type { Block } from '../core/coverage/blocks.ts'
import { readPeople } from '../core/population/people-blocks.ts'
import { listBlocks, listPlaces, type BlockRow, type PlaceResult } from '../coverage/coverage.repository.ts'
import type { CoverageService } from '../coverage/coverage.service.ts'
import { listPopulationBlocks } from '../coverage/run-details.repository.ts'
import type { PopulationBlockTable } from '../db/population-tables.ts'
import type { DataKind, Db } from '../db/schema.ts'
import { AppError } from '../errors.ts'
import type { FailingRow } from '../indicators/evaluations.repository.ts'
import type { EvaluationsService } from '../indicators/evaluations.service.ts'
import { createLruCache } from '../lru.ts'
import { findVersion } from '../versions/versions.repository.ts'
import { baseLayerLoaders, type TileFeatures } from './base-layers.ts'
import { encodeCells, prepareCells, preparePeople, type CellTileSource } from './cell-tiles.ts'
import { encodeLayers } from './mvt.ts'
import type { PeopleCells } from './people-cells.ts'
import { requireTile, tileExtent, type TileAddress } from './tile-math.ts'

export interface TilesService {
  /** Tiles of a published run; they never change, because runs never do. */
  getRunTile(actor: Actor, countyCode: number, runId: string, layer: string, z: number, x: number, y: number): Promise<Uint8Array>
  /** Tiles of one version of a kind of data; versions never change either. */
  getBaseTile(actor: Actor, countyCode: number, version: number, layer: string, z: number, x: number, y: number): Promise<Uint8Array>
  /** Units that fail a rule of a published evaluation, in layer `failing`; evaluations never change either. */
  getFailingTile(actor: Actor, regionCode: number, evaluationId: string, ruleId: string, z: number, x: number, y: number): Promise<Uint8Array>
}

type Cutter = (address: TileAddress) => Uint8Array

export function createTilesService(db: Db, coverage: CoverageService, evaluations: Pick<EvaluationsService, 'listFailing'>): TilesService {
  const cutters = createLruCache<Promise<Cutter>>(16)

  return {
    async getRunTile(actor, countyCode, runId, layerName, z, x, y) {
      requireCounty(actor, countyCode)
      const address = requireTile(z, x, y)
      if (!Object.hasOwn(runTileLayers, layerName)) throw unknownLayer(layerName)
      const layer = layerName as RunTileLayer
      const run = await coverage.getPublished(actor, countyCode, runId)
      const cut = await cutters.get(`run/${countyCode}/${run.id}/${layer}`, () => runCutter(db, countyCode, run.id, layer))
      return cut(address)
    },

    async getBaseTile(actor, countyCode, version, layerName, z, x, y) {
      requireCounty(actor, countyCode)
      const address = requireTile(z, x, y)
      if (!Object.hasOwn(baseTileLayers, layerName)) throw unknownLayer(layerName)
      const layer = layerName as BaseTileLayer
      const cut = await cutters.get(`base/${countyCode}/${version}/${layer}`, async () => {
        const kind: DataKind = baseTileLayers[layer].kind
        if (!(await findVersion(db, countyCode, kind, version))) {
          throw new AppError('VERSION_UNKNOWN', `没有 ${kind} 第 ${version} 版`, `No version ${version} of ${kind}`)
        }
        return featureCutter(await baseLayerLoaders[layer](db, countyCode, version), baseTileLayers[layer].maxzoom)
      })
      return cut(address)
    },

    async getFailingTile(actor, regionCode, evaluationId, ruleId, z, x, y) {
      requireCounty(actor, regionCode)
      const address = requireTile(z, x, y)
      const cut = await cutters.get(`failing/${regionCode}/${evaluationId}/${ruleId}`, async () => {
        const failing = await evaluations.listFailing(actor, regionCode, evaluationId, ruleId)
        return featureCutter({ failing: failing.flatMap(toFailingFeature) }, failingTileLayer.maxzoom)
      })
      return cut(address)
    },
  }
}

function toFailingFeature({ entity, entityId, name, state, place }: FailingRow): Feature[] {
  return place ? [{ type: 'Feature', properties: { id: entityId, entity, name, state }, geometry: place }] : []
}

async function runCutter(db: Db, countyCode: number, runId: string, layer: RunTileLayer): Promise<Cutter> {
  if (layer === 'cells') {
    const source: CellTileSource = prepareCells((await listBlocks(db, countyCode, runId)).map(toBlock))
    return (address) => encodeCells(source, address)
  }
  if (layer === 'people') {
    const source = preparePeople(toPeople(await listPopulationBlocks(db, countyCode, runId)))
    return (address) => encodeCells(source, address)
  }
  const places = (await listPlaces(db, countyCode, runId)).map(toFeature)
  return featureCutter({ places }, runTileLayers.places.maxzoom)
}

/**
 * Base layers are cut in the process, whatever the database: the embedded one has no ST_AsMVT, and on 45,000 roads a warm
 * tile takes a tenth of its time (the first one about as long, once a layer and version).
 */
function featureCutter(layers: TileFeatures, maxZoom: number): Cutter {
  const indexes = Object.entries(layers).map(([name, features]) => {
    const options = { maxZoom, indexMaxZoom: 5, indexMaxPoints: 0, extent: tileExtent, tolerance: 2, buffer: 64 }
    return [name, new GeoJSONVT({ type: 'FeatureCollection', features }, options)] as const
  })
  return ({ z, x, y }) =>
    encodeLayers(Object.fromEntries(indexes.map(([name, index]) => [name, index.getTile(z, x, y)?.features ?? []])))
}

function toBlock(row: BlockRow): Block {
  // A copy, because bytes from the driver need not start at an even address.
  const values = row.travel_metres.slice()
  return { parent: row.parent, resolution: row.resolution, travelMetres: new Uint16Array(values.buffer), edgeMarks: row.edge_marks }
}

/** The blocks of one parent together; a measure of which nobody is known anywhere is not known. */
function toPeople(rows: readonly PopulationBlockTable[]): PeopleCells[] {
  const ofMeasure = (measure: PopulationBlockTable['measure']) => {
    const people = new Map(rows.filter((row) => row.measure === measure).map((row) => [row.parent, readPeople(row, row.resolution)]))
    return [...people.values()].some((values) => values.some((count) => count > 0)) ? people : undefined
  }
  const [residents, elders] = [ofMeasure('residents'), ofMeasure('residents_60_plus')]
  const parents = new Map(rows.map(({ parent, resolution }) => [parent, resolution]))
  return [...parents].map(([parent, resolution]) => ({ parent, resolution, residents: residents?.get(parent) ?? null, elders: elders?.get(parent) ?? null }))
}

/** Counts of elders below this never leave the server in a tile (domain.md, Privacy). */
const smallestShownElders = 10

function toFeature(place: PlaceResult): Feature {
  const elders = place.residents60Plus
  return {
    type: 'Feature',
    properties: {
      id: place.placeId,
      kind: place.placeKind,
      name: place.name,
      verdict: place.verdict,
      ...(place.travelMetres === null ? {} : { m: Math.ceil(place.travelMetres) }),
      ...(place.residents === null ? {} : { r: place.residents }),
      ...(elders === null || elders < smallestShownElders ? {} : { r60: elders }),
      ...(place.households === null ? {} : { hh: place.households }),
      ...(place.edge ? { e: 1 } : {}),
    },
    geometry: { type: 'Point', coordinates: [place.lon, place.lat] },
  }
}

function unknownLayer(layer: string): AppError {
  return new AppError('LAYER_UNKNOWN', `没有图层 ${layer}`, `No layer ${layer}`)
}
