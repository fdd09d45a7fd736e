import { boxOfRegion, type Box } from '../core/coverage/places.ts'
import { randomUUID } from 'node:crypto'
import { writeAudit } from '../audit/audit.repository.ts'
import { requireCounty, requireRole, type Actor } from '../auth/actor.ts'
import type { ElevationGrid } from '../core/network/elevation-grid.ts'
import { refuse } from '../core/problems.ts'
import type { DataSource, Db } from '../db/schema.ts'
import { canonicalJson, sha256Hex } from '../hashing.ts'
import { requireKnownCounty } from '../regions/known-county.ts'
import { getCountyBoundary } from '../regions/regions.repository.ts'
import { findNewestVersion, findVersion, insertVersion, lockKind, type DataVersion } from '../versions/versions.repository.ts'
import { encodeHeights } from './elevation-codec.ts'
import { endElevationGrids, insertElevationGrid } from './elevation.repository.ts'

export interface NewElevation {
  /** As the reader of the file gives it; heights are kept to the centimetre. */
  raster: ElevationGrid
  dataDate: string | null
  sources: DataSource[]
}

export interface ElevationService {
  /** Stores a county's elevation model as a new version of the kind `elevation`; runs that use slopes pin it. */
  storeElevation(actor: Actor, countyCode: number, elevation: NewElevation): Promise<DataVersion>
}

export function createElevationService(db: Db, now: () => Date): ElevationService {
  return {
    async storeElevation(actor, countyCode, { raster, dataDate, sources }) {
      requireCounty(actor, countyCode)
      requireRole(actor, 'planner', 'reviewer')
      const { metres, ...grid } = raster
      if (metres.length !== grid.columns * grid.rows) throw new Error(`expected ${grid.columns} × ${grid.rows} heights, got ${metres.length}`)
      const heights = encodeHeights(metres)
      const heightsHash = sha256Hex(heights)
      return db.transaction().execute(async (tx) => {
        await lockKind(tx, countyCode, 'elevation')
        await requireKnownCounty(tx, countyCode)
        refuseElsewhere(raster, boxOfRegion((await getCountyBoundary(tx, countyCode)).coordinates))
        const version = ((await findNewestVersion(tx, countyCode, 'elevation'))?.version ?? 0) + 1
        const at = now()
        await endElevationGrids(tx, countyCode, version)
        await insertElevationGrid(tx, countyCode, version, { id: randomUUID(), grid, heights, heightsHash })
        await insertVersion(tx, {
          countyCode,
          kind: 'elevation',
          version,
          action: 'import',
          restoredVersion: null,
          dataDate,
          rowCount: 1,
          contentHash: sha256Hex(canonicalJson({ grid, heightsHash })),
          sources,
          actorId: actor.id,
          at,
        })
        const detail = { kind: 'elevation', version, columns: grid.columns, rows: grid.rows, bytes: heights.length }
        await writeAudit(tx, actor, { countyCode, at, action: 'version.import', entityKind: 'data_version', entityId: `elevation/${version}`, detail })
        return (await findVersion(tx, countyCode, 'elevation', version))!
      })
    },
  }
}

/** A model of somewhere else would make every street flat: nothing of it lies in the county. */
function refuseElsewhere({ west, north, lonStep, latStep, columns, rows }: ElevationGrid, [boxWest, boxSouth, boxEast, boxNorth]: Box): void {
  const east = west + (columns - 1) * lonStep
  const south = north - (rows - 1) * latStep
  if (west <= boxEast && east >= boxWest && south <= boxNorth && north >= boxSouth) return
  throw refuse('DEM_OUTSIDE', '高程数据与本县范围没有交集', 'The elevation model does not touch the county', {
    value: [west, south, east, north].map((degrees) => degrees.toFixed(4)).join(', '),
    fix: { zh: '请确认文件的范围和坐标系（EPSG:4326 或 EPSG:4490，经度在前）', en: 'Check the file’s extent and CRS (EPSG:4326 or EPSG:4490)' },
  })
}
