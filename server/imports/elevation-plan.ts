import { findCrs, resolveCrs } from '../core/imports/crs.ts'
import { refuse } from '../core/problems.ts'
import { canonicalJson, sha256Hex, stableUuid } from '../hashing.ts'
import { decodeHeights, encodeHeights } from '../network/elevation-codec.ts'
import { endElevationGrids, findElevationGrid, insertElevationGrid } from '../network/elevation.repository.ts'
import type { PlanMaterial } from './examine-import.ts'
import type { ImportPlan } from './import-plan.ts'

/** Beyond the lowest shore and the highest summit numbers are no metres above the sea: no data, as the doctor has said. */
const possibleMetres = { least: -500, most: 9000 }

/** A county has one elevation model at a time, kept to the centimetre. */
export async function planElevation({ db, countyCode, baseVersion, raw, options }: PlanMaterial): Promise<ImportPlan> {
  const { raster } = raw
  if (!raster) throw new Error('expected a raster, which the doctor asks for')
  const named = options.crs === undefined ? undefined : findCrs(options.crs)
  const declared = named ? { crs: named } : resolveCrs(raster.crs)
  if (!('crs' in declared) || !declared.crs.geographic || declared.crs.approximate)
    throw refuse('RASTER_CRS', '高程栅格需为经纬度（EPSG:4490 或 EPSG:4326）', 'An elevation raster must be in degrees (EPSG:4490 or EPSG:4326)', {
      fix: { zh: '请先重投影到 EPSG:4490 再导入', en: 'Warp it to EPSG:4490 and import again' },
    })
  const [west, south, east, north] = raster.bounds
  const lonStep = (east - west) / raster.width
  const latStep = (north - south) / raster.height
  const { least, most } = possibleMetres
  const metres = Float32Array.from(raster.values, (value) => (value >= least && value <= most ? value : NaN))
  const grid = { west: west + lonStep / 2, north: north - latStep / 2, lonStep, latStep, columns: raster.width, rows: raster.height }
  const heights = encodeHeights(metres)
  const before = await findElevationGrid(db, countyCode, baseVersion)
  const hashOf = (place: typeof grid, values: Float32Array) => sha256Hex(canonicalJson([place, sha256Hex(new Uint8Array(values.buffer))]))
  const isSame = before !== undefined && hashOf(placeOf(before), before.metres) === hashOf(grid, decodeHeights(heights, metres.length))
  return {
    dataKind: 'elevation',
    changes: { inserted: before ? 0 : 1, updated: before && !isSame ? 1 : 0, unchanged: isSame ? 1 : 0, ended: 0 },
    problems: [],
    assumptions: [],
    async write(tx, version) {
      const heightsHash = sha256Hex(heights)
      await endElevationGrids(tx, countyCode, version)
      await insertElevationGrid(tx, countyCode, version, { id: stableUuid(`${countyCode}/elevation/grid/${version}`), grid, heights, heightsHash })
      return sha256Hex(canonicalJson({ grid, heightsHash }))
    },
  }
}

function placeOf({ west, north, lonStep, latStep, columns, rows }: Parameters<typeof insertElevationGrid>[3]['grid']) {
  return { west, north, lonStep, latStep, columns, rows }
}
