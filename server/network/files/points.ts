import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import { InputRefused, refuse, type Problem } from '../../core/problems.ts'
import { decodeUtf8 } from './road-source.ts'

export interface PointRow {
  id: string
  lon: number
  lat: number
}

/** Reads a CSV of points with the columns id, lon, lat (degrees). Every bad row is named. */
export async function readPoints(path: string): Promise<PointRow[]> {
  const problems: Problem[] = []
  const points = (await readRows(path, ['id', 'lon', 'lat'])).map(({ cells: [id, lonText, latText], row }) => {
    const lon = readDegrees(lonText, 180, row, 'lon', problems)
    const lat = readDegrees(latText, 90, row, 'lat', problems)
    return { id, lon, lat }
  })
  if (problems.length > 0) throw new InputRefused(problems)
  return points
}

/** Reads a CSV with a column `node`: labels of an edge list's nodes. */
export async function readNodes(path: string): Promise<{ node: string; row: number }[]> {
  return (await readRows(path, ['node'])).map(({ cells: [node], row }) => ({ node, row }))
}

async function readRows(path: string, columns: string[]): Promise<{ cells: string[]; row: number }[]> {
  let bytes: Buffer
  try {
    bytes = await readFile(path)
  } catch {
    throw refuse('FILE_NOT_READABLE', `无法读取文件 ${path}`, `Cannot read ${path}`, { value: path })
  }
  // Blank lines are rows of the user's file: numbered first, left out afterwards.
  const [first, ...rows] = parseCsv(decodeUtf8(bytes), path)
    .map((cells, i) => ({ cells, row: i + 1 }))
    .filter(({ cells }) => cells.length > 1 || cells[0].trim() !== '')
  const header = first?.cells.map((name) => name.trim().toLowerCase()) ?? []
  const missing = columns.filter((name) => !header.includes(name))
  if (missing.length > 0) {
    throw refuse('COLUMN_MISSING', `缺少列 ${missing.join('、')}`, `Missing column ${missing.join(', ')}`, {
      row: 1,
      value: path,
      fix: { zh: `表头应包含 ${columns.join(',')}`, en: `The header must have ${columns.join(',')}` },
    })
  }
  const positions = columns.map((name) => header.indexOf(name))
  return rows.map(({ cells, row }) => ({ cells: positions.map((at) => (cells[at] ?? '').trim()), row }))
}

function parseCsv(text: string, path: string): string[][] {
  try {
    return parse(text, { bom: true, relax_column_count: true })
  } catch (error) {
    throw refuse('CSV_BROKEN', `CSV 格式错误：${path}`, `Broken CSV: ${error instanceof Error ? error.message : path}`, { value: path })
  }
}

function readDegrees(text: string, most: number, row: number, column: string, problems: Problem[]): number {
  const value = text === '' ? NaN : Number(text)
  if (Math.abs(value) <= most) return value
  problems.push({
    code: 'COORD_OUT_OF_RANGE',
    severity: 'error',
    row,
    column,
    value: text,
    message: { zh: `应为 −${most} 到 ${most} 的度数`, en: `Expected degrees from −${most} to ${most}` },
  })
  return NaN
}
