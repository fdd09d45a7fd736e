import { writeArrayBuffer } from 'geotiff'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { elevationAt } from '../../server/core/network/elevation-grid.ts'
import { decodeHeights, encodeHeights } from '../../server/network/elevation-codec.ts'
import { readHeights, readHeightsFromBytes } from '../../server/network/files/geotiff-heights.ts'
import { codesOf, sharedFile } from './road-files.ts'

const portoAlegre = sharedFile('data/porto-alegre/poa_elevation.tif')

/** A 3 × 2 raster whose first cell's corner is 116 E, 26.2 N, with cells of 0.1°. */
function tiff(values: number[], metadata: Record<string, unknown> = {}): Uint8Array {
  return new Uint8Array(
    writeArrayBuffer(Float32Array.from(values) as never, {
      width: 3,
      height: 2,
      ModelPixelScale: [0.1, 0.1, 0],
      ModelTiepoint: [0, 0, 0, 116, 26.2, 0],
      GTModelTypeGeoKey: 2,
      GTRasterTypeGeoKey: 1,
      GeographicTypeGeoKey: 4326,
      ...metadata,
    } as never),
  )
}

const heights = [1, 2, 3, 4, 5, 6]

describe('a GeoTIFF of heights', () => {
  it('is placed by the centres of its cells', async () => {
    const grid = await readHeightsFromBytes('dem.tif', tiff(heights))
    expect([...grid.metres]).toEqual(heights)
    expect(grid).toMatchObject({ columns: 3, rows: 2, lonStep: 0.1, latStep: 0.1 })
    expect([grid.west, grid.north]).toEqual([expect.closeTo(116.05, 12), expect.closeTo(26.15, 12)])
    expect(elevationAt(grid, 116.15, 26.05)).toBeCloseTo(5, 4)
  })

  it('whose cells are points is placed by those points', async () => {
    const grid = await readHeightsFromBytes('dem.tif', tiff(heights, { GTRasterTypeGeoKey: 2 }))
    expect([grid.west, grid.north]).toEqual([116, 26.2])
  })

  it('has no height where it says so, nor where none can be', async () => {
    const grid = await readHeightsFromBytes('dem.tif', tiff([7, -9999, -32768, 9500, NaN, 8], { GDAL_NODATA: '7' }))
    expect([...grid.metres]).toEqual([NaN, NaN, NaN, NaN, NaN, 8])
  })

  it('may be in CGCS2000', async () => {
    expect((await readHeightsFromBytes('dem.tif', tiff(heights, { GeographicTypeGeoKey: 4490 }))).columns).toBe(3)
  })

  it.each([
    ['in metres of a projection', tiff(heights, { GTModelTypeGeoKey: 1, ProjectedCSTypeGeoKey: 4547, GeographicTypeGeoKey: undefined }), 'CRS_UNSUPPORTED'],
    ['without a known system', tiff(heights, { GeographicTypeGeoKey: 32767 }), 'CRS_UNSUPPORTED'],
    ['without any height', tiff([NaN, NaN, NaN, -9999, -9999, -9999]), 'DEM_EMPTY'],
    ['that is none', Buffer.from('not a picture'), 'DEM_NOT_READABLE'],
    ['that is cut short', tiff(heights).slice(0, 200), 'DEM_NOT_READABLE'],
    ['of no bytes', new Uint8Array(0), 'DEM_NOT_READABLE'],
  ])('%s is refused', async (_, bytes, code) => {
    expect(await codesOf(readHeightsFromBytes('dem.tif', bytes))).toEqual([code])
  })

  it('that is not there is refused', async () => {
    expect(await codesOf(readHeights('/nowhere/dem.tif'))).toEqual(['FILE_NOT_READABLE'])
  })
})

describe('heights in the database', () => {
  it('come back to the centimetre, gaps where they were', () => {
    const height = fc.oneof(fc.float({ min: -400, max: 8900, noNaN: true }), fc.constant(NaN))
    fc.assert(
      fc.property(fc.array(height, { maxLength: 200 }), (values) => {
        const metres = Float32Array.from(values)
        const back = decodeHeights(encodeHeights(metres), metres.length)
        back.forEach((value, i) => {
          if (Number.isNaN(metres[i])) expect(value).toBeNaN()
          else expect(Math.abs(value - metres[i])).toBeLessThanOrEqual(0.0056)
        })
      }),
    )
  })

  it('of another size are our own mistake, and said so', () => {
    const bytes = encodeHeights(Float32Array.of(1, 2, 3))
    expect(() => decodeHeights(bytes, 4)).toThrow(/expected heights of 4 cells, got 3/)
    expect(() => decodeHeights(bytes, 2)).toThrow()
  })
})

describe.skipIf(!portoAlegre)('Porto Alegre, GeoTIFF', () => {
  it('has the size, the place and the hills of its source', async () => {
    const grid = await readHeights(portoAlegre ?? '')
    expect([grid.columns, grid.rows]).toEqual([413, 403])
    // The file's corner is 51.254861111 W, 29.997638889 S, its cells are one arc second.
    expect(grid.west).toBeCloseTo(-51.254861111 + 0.5 / 3600, 7)
    expect(grid.north).toBeCloseTo(-29.997638889 - 0.5 / 3600, 7)
    // Read apart from this product as what it is: bytes, one a cell, uncompressed, from offset 542 on.
    const of = (join: (a: number, b: number) => number) => grid.metres.reduce(join)
    expect([of((a, b) => Math.min(a, b)), of((a, b) => Math.max(a, b)), of((a, b) => a + b)]).toEqual([0, 255, 7916486])
    // One or two bytes a cell.
    expect(encodeHeights(grid.metres).length / grid.metres.length).toBeLessThan(2)
  })
})
