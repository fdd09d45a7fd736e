import { describe, expect, it } from 'vitest'
import { systemActor } from '../../server/auth/actor.ts'
import type { ElevationGrid } from '../../server/core/network/elevation-grid.ts'
import type { DataSource } from '../../server/db/schema.ts'
import { createElevationService } from '../../server/network/elevation.service.ts'
import { findElevationGrid } from '../../server/network/elevation.repository.ts'
import { insertRegion } from '../../server/regions/regions.repository.ts'
import { createVersionsService } from '../../server/versions/versions.service.ts'
import { describeOnBothEngines } from './engines.ts'

const county = 360735
const at = new Date('2026-01-02T03:04:05Z')
const source: DataSource = { origin: 'test', licence: 'test', crs: 'EPSG:4326', date: '2020-01-01', file: 'dem.tif', sha256: null, synthetic: true, assumptions: [] }

function raster(height: number, west = 116): ElevationGrid {
  return { west, north: 26.4, lonStep: 0.1, latStep: 0.1, columns: 3, rows: 2, metres: Float32Array.of(height, 1.25, NaN, -3, 4, 5) }
}

describeOnBothEngines('a county’s heights', (open) => {
  const service = () => createElevationService(open().db, () => at)
  const store = (grid: ElevationGrid) => service().storeElevation(systemActor, county, { raster: grid, dataDate: '2020-01-01', sources: [source] })

  it('are versions, each as it was stored', async () => {
    await open().db.transaction().execute((tx) =>
      insertRegion(tx, {
        code: county,
        name: '示例县',
        nameEn: 'Sample',
        level: 'county',
        parentCode: null,
        validFrom: '2020-01-01',
        source,
        boundary: { type: 'MultiPolygon', coordinates: [[[[116, 26], [116.2, 26], [116.2, 26.3], [116, 26.3], [116, 26]]]] },
      }),
    )
    const first = await store(raster(100))
    const second = await store(raster(200))
    expect([first, second]).toMatchObject([
      { kind: 'elevation', version: 1, action: 'import', data_date: '2020-01-01', row_count: 1 },
      { kind: 'elevation', version: 2 },
    ])
    expect(first.content_hash).not.toBe(second.content_hash)
    expect(await findElevationGrid(open().db, county, 1)).toEqual(raster(100))
    expect(await findElevationGrid(open().db, county, 2)).toEqual(raster(200))
    expect(await findElevationGrid(open().db, county + 1, 1)).toBeUndefined()
  })

  it('can be rolled back, and every version between stays readable', async () => {
    const made = await createVersionsService(open().db, () => at).rollBack(systemActor, county, 'elevation', 1)
    expect(made).toMatchObject({ kind: 'elevation', version: 3, action: 'rollback', restored_version: 1, row_count: 1 })
    expect(await findElevationGrid(open().db, county, 3)).toEqual(raster(100))
    expect(await findElevationGrid(open().db, county, 2)).toEqual(raster(200))
  })

  describe('are refused', () => {
    it('where none of them lies in the county', async () => {
      await expect(store(raster(100, 100))).rejects.toMatchObject({ problems: [{ code: 'DEM_OUTSIDE' }] })
      expect(await findElevationGrid(open().db, county, 3)).toEqual(raster(100))
    })

    it('for a county that is not known, and from someone without the right', async () => {
      const elevation = { raster: raster(100), dataDate: null, sources: [] }
      await expect(service().storeElevation(systemActor, 110101, elevation)).rejects.toMatchObject({ code: 'COUNTY_UNKNOWN' })
      const stranger = { ...systemActor, counties: [110101] }
      await expect(service().storeElevation(stranger, county, elevation)).rejects.toMatchObject({ code: 'COUNTY_NOT_ALLOWED' })
      const reader = { ...systemActor, roles: [] }
      await expect(service().storeElevation(reader, county, elevation)).rejects.toMatchObject({ code: 'ROLE_NOT_ALLOWED' })
    })
  })
})
