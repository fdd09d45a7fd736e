import ExcelJS from 'exceljs'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Geometry } from 'geojson'
import { findCrs } from '../../../server/core/imports/crs.ts'
import { examine, type DoctorOptions } from '../../../server/core/imports/doctor.ts'
import { findImportKind } from '../../../server/core/imports/kinds.ts'
import type { RawCell, RawFile, RawTable } from '../../../server/core/imports/raw-table.ts'
import type { ImportContext } from '../../../server/core/imports/region.ts'
import type { Report } from '../../../server/core/imports/report.ts'
import { defaultLimits } from '../../../server/imports/files/limits.ts'
import { parseFile } from '../../../server/imports/files/parse-file.ts'

/** A county of 0.2° × 0.2° with two townships, west and east, their border on 116.3° E. */
export const county: ImportContext = {
  region: { code: '360735', name: '示例县', boundary: [[box(116.2, 26.2, 116.4, 26.4)]] },
  units: [
    { code: '360735100000', name: '西镇', boundary: [[box(116.2, 26.2, 116.3, 26.4)]] },
    { code: '360735101000', name: '东镇', boundary: [[box(116.3, 26.2, 116.4, 26.4)]] },
  ],
  records: [],
  places: [],
  roads: null,
  today: '2026-11-22',
}

export const nowhere: ImportContext = { ...county, region: null, units: [] }

export function box(west: number, south: number, east: number, north: number): [number, number][] {
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ]
}

export type Options = Partial<Omit<DoctorOptions, 'crs'>> & { crs?: string }

export function examineFile(kind: string, file: RawFile, options: Options = {}, context: ImportContext = county): Report {
  const { crs, ...rest } = options
  return examine(file, findImportKind(kind)!, { map: [], answers: {}, ...rest, crs: crs === undefined ? undefined : findCrs(crs) }, context)
}

/** Rows as a csv would give them, the first being the header. */
export function tableOf(rows: RawCell[][], more: Partial<RawTable> = {}): RawFile {
  const table: RawTable = {
    name: 'sheet',
    headers: null,
    rows: rows.map((cells, i) => ({ number: i + 1, cells, geometry: null })),
    merges: [],
    spatial: false,
    crs: null,
    encoding: null,
    ...more,
  }
  return { format: 'csv', tables: [table], raster: null, problems: [] }
}

/** Features with a name each, as GeoJSON gives them. */
export function layerOf(geometries: (Geometry | null)[], more: Partial<RawTable> = {}, format = 'geojson'): RawFile {
  const rows = geometries.map((geometry, i) => ({ number: i + 1, cells: [`示例${String.fromCharCode(65 + i)}`], geometry }))
  return {
    format,
    tables: [
      {
        name: 'layer',
        headers: ['标注'],
        rows,
        merges: [],
        spatial: true,
        crs: { epsg: 4490, text: 'EPSG:4490', from: 'gpkg' },
        encoding: null,
        ...more,
      },
    ],
    raster: null,
    problems: [],
  }
}

/** A workbook as an office would send it: real bytes, really read. */
export async function workbook(rows: RawCell[][], merges: string[] = []): Promise<RawFile> {
  const book = new ExcelJS.Workbook()
  const sheet = book.addWorksheet('台账')
  for (const row of rows) sheet.addRow(row)
  for (const range of merges) sheet.mergeCells(range)
  const folder = mkdtempSync(join(tmpdir(), 'yiquan-doctor-'))
  try {
    const path = join(folder, 'ledger.xlsx')
    writeFileSync(path, Buffer.from(await book.xlsx.writeBuffer()))
    return await parseFile(path, { limits: defaultLimits })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** code → rows, for short expectations. */
export function codesOf(report: Report): Record<string, number[]> {
  const found: Record<string, number[]> = {}
  for (const { code, row } of report.problems) (found[code] ??= []).push(row ?? 0)
  for (const { code } of report.questions) found[`${code}?`] = []
  return found
}
