import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeArrayBuffer } from 'geotiff'
import { cellToLatLng } from 'h3-js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '../../server/auth/actor.ts'
import { findImportKind } from '../../server/core/imports/kinds.ts'
import { examineImport } from '../../server/imports/examine-import.ts'
import type { ImportOptions } from '../../server/imports/import-options.ts'
import { planners } from '../../server/imports/planners.ts'
import { storeImport } from '../../server/imports/store-import.ts'
import { readPopulationCells } from '../../server/population/population.service.ts'
import { listResidentialBoundaries } from '../../server/residential/residential.repository.ts'
import { prepareImportTown } from '../import-town.ts'
import { describeOnBothEngines } from './engines.ts'

const county = 999001
const directory = mkdtempSync(join(tmpdir(), 'yiquan-mended-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

/** Units of 2e-5°, some 2 m, from a corner of the county. */
const at = (x: number, y: number) => [100.05 + x * 2e-5, 30.05 + y * 2e-5].map((value) => Number(value.toFixed(6)))
const ring = (...points: [number, number][]) => [...points, points[0]].map(([x, y]) => at(x, y))

/*
 *  D────────C     A square of 100 × 100 whose first edge begins `reach` too far west and whose last one ends `reach` too
 *  │        │     far south: they cross at the corner O, and the triangle E O A runs the other way round. Its area of
 *  │        │     reach²/2 counts against the square before and for it after: the change is reach² / (10,000 − reach²/2).
 * A┼O───────B
 *  E
 */
const twisted = (reach: number) => ring([-reach, 0], [100, 0], [100, 100], [0, 100], [0, -reach])
/** A square with a needle of no width on its upper edge. */
const spiked = ring([0, 0], [100, 0], [100, 100], [50, 100], [50, 150], [50, 100], [0, 100])
/** Two equal triangles, one the other way round: the areas cancel out. */
const bowTie = ring([0, 0], [100, 100], [100, 0], [0, 100])

describeOnBothEngines('what an import makes of shapes and pixels', (open) => {
  async function look(kindName: string, path: string, more: Partial<ImportOptions> = {}) {
    const kind = findImportKind(kindName)!
    const options: ImportOptions = { map: [], answers: {}, acceptRows: false, replace: false, ...more }
    const { signal } = new AbortController()
    const examined = await examineImport(open().db, county, kind, planners[kind.id], { path, name: 'x' }, options, '2026-01-02', signal)
    const task = { countyCode: county, kind: kind.id, fileName: 'x', actor: systemActor, options, jobId: '00000000-0000-4000-8000-00000000000a' }
    return { ...examined, commit: () => open().db.transaction().execute((tx) => storeImport(tx, task, examined, examined.plan!, new Date(0), signal)) }
  }

  beforeAll(() => prepareImportTown(open().db, county))

  describe('a surface that crosses itself', () => {
    const areas = (geometry: object) => {
      const path = join(directory, 'areas.geojson')
      const feature = { type: 'Feature', properties: { 编码: 'R0', 小区名称: '小区', 规划户数: 10 }, geometry }
      writeFileSync(path, JSON.stringify({ type: 'FeatureCollection', features: [feature] }))
      return path
    }
    const polygon = (coordinates: number[][]) => ({ type: 'Polygon', coordinates: [coordinates] })
    /** Two squares of 10,000, one `shift` east of the other: what both hold is counted twice before and once after. */
    const twoSquares = (shift: number) => ({ type: 'MultiPolygon', coordinates: [0, shift].map((x) => [ring([x, 0], [x + 100, 0], [x + 100, 100], [x, 100])]) })
    const lookAt = async (geometry: object) => {
      const { report, plan } = await look('residential_areas', areas(geometry), { crs: 'EPSG:4490' })
      return { report, plan, found: report.problems.filter(({ code }) => code.startsWith('GEOM_')) }
    }

    /** What was said of an area: before and after, in square metres. */
    const saidAreas = (zh: string) => [...zh.matchAll(/\d+\.\d(?=[^\d]*㎡| → )/g)].map(([text]) => Number(text)).slice(0, 2)

    it.each([
      ['in a small corner', polygon(twisted(2)), '0.04'],
      ['in a corner just below the limit', polygon(twisted(9)), '0.81'],
      ['in parts that overlap by one in two hundred', twoSquares(99), '0.50'],
    ])('%s is mended; the doctor and PostGIS say the same area before and after', async (_, geometry, change) => {
      const { plan, found } = await lookAt(geometry)
      expect(found.map(({ code, severity }) => [code, severity])).toEqual([['GEOM_REPAIRED', 'warning'], ['GEOM_MENDED', 'warning']])
      expect(found[1].message.zh).toContain(`（变化 ${change} %）`)
      const [doctor, database] = found.map(({ message }) => saidAreas(message.zh))
      expect([doctor.length, database.length]).toEqual([2, 2])
      doctor.forEach((area, i) => expect(area / database[i]).toBeCloseTo(1, 2))
      expect(plan?.changes).toMatchObject({ inserted: 1 })
    })

    it.each([
      ['only in a needle, which has no area,', polygon(spiked), '0.00'],
    ])('%s is mended by PostGIS alone', async (_, geometry, change) => {
      const { plan, found } = await lookAt(geometry)
      expect(found.map(({ code, severity }) => [code, severity])).toEqual([['GEOM_MENDED', 'warning']])
      expect(found[0].message.zh).toContain(`（变化 ${change} %）`)
      expect(plan?.changes).toMatchObject({ inserted: 1 })
    })

    it.each([
      ['in a corner just above the limit', polygon(twisted(10)), 'GEOM_SELFX', /\d/],
      ['all over, so that there is no area to compare with,', polygon(bowTie), 'GEOM_SELFX', /\d/],
      ['in parts that overlap by half', twoSquares(50), 'GEOM_SELFX', /由 \d+\.\d 变为 \d+\.\d ㎡（超过 1 %）/],
    ])('%s is refused, and nothing of the file may be stored', async (_, geometry, code, words) => {
      const { report, plan, found } = await lookAt(geometry)
      expect([report.outcome, plan, found.map(({ code, severity }) => [code, severity])]).toEqual(['rows', null, [[code, 'error']]])
      expect(found[0].message.zh).toMatch(words)
    })

    it('is stored as it was mended: valid, with the area that was said', async () => {
      const { commit, report } = await look('residential_areas', areas(polygon(twisted(2))), { crs: 'EPSG:4490' })
      await commit()
      const [{ boundary }] = await listResidentialBoundaries(open().db, county, 1)
      expect(boundary.coordinates).toHaveLength(2)
      // 2e-5° at 30.05° N are 1.9298 m eastwards and 2.2172 m northwards; mended it holds 10,002 such squares.
      const [, after] = /变为 (\d+\.\d) ㎡/.exec(report.problems.find(({ code }) => code === 'GEOM_MENDED')!.message.zh)!
      expect(Number(after) / (10_002 * 1.9298 * 2.2172)).toBeCloseTo(1, 2)
    })
  })

  describe('a raster of people', () => {
    /** 3 × 2 pixels of 0.01°, some 1 km, from 100.05° E, 30.07° N; the last has no data. */
    const raster = (values: number[], keys: Record<string, unknown> = {}) => {
      const metadata = {
        ...{ width: 3, height: 2, ModelPixelScale: [0.01, 0.01, 0], ModelTiepoint: [0, 0, 0, 100.05, 30.07, 0], GDAL_NODATA: '-1' },
        ...{ GTModelTypeGeoKey: 2, GTRasterTypeGeoKey: 1, GeographicTypeGeoKey: 4490, ...keys },
      }
      const path = join(directory, 'people.tif')
      writeFileSync(path, Buffer.from(writeArrayBuffer(Float32Array.from(values) as never, metadata as never)))
      return path
    }
    const values = [1000, 2000, 3000, 4000, 5000, -1]

    it('becomes H3 cells with the same people in all, each pixel’s where the pixel is', async () => {
      const { report, commit } = await look('population', raster(values))
      expect(report.outcome).toMatch(/ok|warn/)
      await commit()
      const cells = await readPopulationCells(open().db, county, 1)
      const people = cells.map(({ cell, counts }) => ({ at: cellToLatLng(cell), residents: counts.residents! }))
      const sum = (rows: typeof people) => rows.reduce((total, { residents }) => total + residents, 0)
      expect(sum(people)).toBe(15_000)
      expect(people.every(({ residents }) => Number.isInteger(residents))).toBe(true)
      const pixels = values.slice(0, 5).map((_, i) => {
        const [west, north] = [100.05 + (i % 3) * 0.01, 30.07 - Math.floor(i / 3) * 0.01]
        return sum(people.filter(({ at: [lat, lon] }) => lon >= west && lon < west + 0.01 && lat < north && lat >= north - 0.01))
      })
      // Cells of some 130 m that lie across an edge count for one side here: a tenth either way.
      pixels.forEach((found, i) => expect(Math.abs(found / values[i] - 1), `pixel ${i}: ${found}`).toBeLessThan(0.15))
      expect((await look('population', raster(values))).plan?.changes).toEqual({ inserted: 0, updated: 0, unchanged: cells.length, ended: 0 })
      expect((await look('population', raster([...values.slice(0, 4), 6000, -1]))).plan?.changes.updated).toBeGreaterThan(50)
    })

    it('in metres is refused, for warping it would change its people', async () => {
      const projected = raster(values, { GTModelTypeGeoKey: 1, ProjectedCSTypeGeoKey: 4547, GeographicTypeGeoKey: undefined, ModelTiepoint: [0, 0, 0, 500_000, 3_325_000, 0], ModelPixelScale: [1000, 1000, 0] })
      const { report, plan } = await look('population', projected)
      expect(plan).toBeNull()
      expect(report.problems.filter(({ severity }) => severity === 'error')).not.toEqual([])
    })
  })
})
