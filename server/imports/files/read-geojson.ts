import type { Geometry } from 'geojson'
import type { RawCell, RawCrs, RawFile, RawRow } from '../../core/imports/raw-table.ts'
import { InputRefused, refuse, type Problem } from '../../core/problems.ts'
import { crsOfName } from './crs-of-text.ts'
import { asGeometry, findShapeFault } from './geometry-shape.ts'
import { createCellBudget, problem, tooManyColumns, type ReadContext } from './limits.ts'
import { badJson, exportAgain, parseJsonAt } from './strict-json.ts'
import { decodeText, encodingProblems } from './text-encoding.ts'

/** Reads GeoJSON: a collection, one feature, a bare geometry, or features one after the other (RFC 7946, RFC 8142). */
export function readGeojson(name: string, bytes: Buffer, context: ReadContext): RawFile {
  const decoded = decodeText(bytes, context.encoding)
  const problems: Problem[] = encodingProblems(decoded, 'question')
  const features = createFeatureRows(context, problems)
  const documents = readDocuments(decoded.text)
  for (const document of documents) {
    if (document instanceof BrokenLine) features.broken(document.problems)
    else addDocument(document, features)
  }
  const { rows, headers } = features.finish()
  if (rows.length === 0) throw refuse('EMPTY', '文件里没有要素', 'The file holds no feature')
  const table = { name, headers, rows, merges: [], spatial: true, crs: readCrs(documents[0]), encoding: decoded.encoding }
  return { format: 'geojson', tables: [table], raster: null, problems }
}

export type FeatureRows = ReturnType<typeof createFeatureRows>

/** Turns features into rows under the union of their property names, in the order of first occurrence. */
export function createFeatureRows(context: ReadContext, problems: Problem[], firstHeaders: string[] = []) {
  const headers = [...firstHeaders]
  const columnOf = new Map(headers.map((header, column) => [header, column]))
  const rows: RawRow[] = []
  const ids: (RawCell | undefined)[] = []
  const budget = createCellBudget(context.limits, 'TABLE_DIM')

  function column(key: string): number {
    const known = columnOf.get(key)
    if (known !== undefined) return known
    if (headers.length >= context.limits.maxColumns) throw tooManyColumns('TABLE_DIM', headers.length + 1, context.limits)
    columnOf.set(key, headers.length)
    headers.push(key)
    return headers.length - 1
  }

  function add(value: unknown): void {
    const number = rows.length + 1
    const row: RawRow = { number, cells: [], geometry: null }
    rows.push(row)
    if (!isObject(value) || value.type !== 'Feature') {
      problems.push(inFeature(number, 'JSON_SHAPE', '不是 Feature', 'is no Feature'))
      return
    }
    ids.length = rows.length
    ids[number - 1] = typeof value.id === 'string' || typeof value.id === 'number' ? value.id : undefined
    row.geometry = readGeometry(value.geometry, number, problems)
    if (value.properties !== null && value.properties !== undefined && !isObject(value.properties)) {
      problems.push(inFeature(number, 'JSON_SHAPE', '的 properties 不是对象', 'has properties that are no object'))
    } else if (value.properties) {
      for (const [key, cell] of Object.entries(value.properties)) row.cells[column(key.replaceAll('\0', '␀'))] = sound(toCell(cell), key)
    }
    budget.row(headers.length)

    /** Neither a NUL nor half a character can be stored: what would be lost in silence is said. */
    function sound(cell: RawCell, key: string): RawCell {
      if (typeof cell !== 'string') return cell
      if (cell.includes('\0')) {
        const at = { row: number, column: key.slice(0, 100), fix: { zh: '请删除该字符后重新导出', en: 'Remove it and export again' } }
        problems.push(problem('error', 'TEXT_NUL', '文字中有空字符（NUL）', 'The text holds a NUL character', at))
        return cell.replaceAll('\0', '␀')
      }
      const whole = cell.replace(halfCharacter, '□')
      if (whole === cell) return cell
      const words = ['有无法辨认的字符，此前转码时已丢失', 'Characters were lost in an earlier conversion'] as const
      problems.push(problem('warning', 'TEXT_DAMAGED', ...words, { row: number, column: key.slice(0, 100), value: whole.slice(0, 40) }))
      return whole
    }
  }

  return {
    add,
    /** A feature that could not even be parsed keeps its number. */
    broken(found: readonly Problem[]): void {
      const number = rows.length + 1
      rows.push({ number, cells: [], geometry: null })
      for (const one of found) problems.push({ ...one, row: number })
    },
    finish(): { rows: RawRow[]; headers: string[] } {
      if (ids.some((id) => id !== undefined) && !columnOf.has('id')) {
        const place = column('id')
        ids.forEach((id, index) => (rows[index].cells[place] = id ?? null))
      }
      for (const row of rows) row.cells = Array.from({ length: headers.length }, (_, i) => row.cells[i] ?? null)
      return { rows, headers }
    },
  }
}

const halfCharacter = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** A line that is no feature: only it is lost. */
class BrokenLine {
  constructor(readonly problems: readonly Problem[]) {}
}

/** One document, or one a line: then a line that is broken loses only itself. */
function readDocuments(text: string): unknown[] {
  const body = text.replaceAll('\u001e', ' ')
  const first = parseFirst(body)
  if (first && body.slice(first.end).trim() === '') return [first.value]
  const lines = body.split(/\r\n|\n|\r/)
  const isLined =
    lines.length > 1 && lines.filter((line) => /^\s*\{.*\}\s*$/.test(line)).length >= lines.filter((line) => line.trim() !== '').length / 2
  // Features follow one another, collections do not: what stands after one is damage.
  const isCollection = first !== undefined && isObject(first.value) && first.value.type === 'FeatureCollection'
  if (!isLined || isCollection || (first && body.slice(first.start, first.end).includes('\n'))) {
    throw badJson(text, first ? first.end + body.slice(first.end).search(/\S/) : 0)
  }
  const documents: unknown[] = []
  lines.forEach((line, index) => {
    if (line.trim() === '') return
    try {
      const document = parseJsonAt(line, 0)
      if (line.slice(document.end).trim() !== '') throw badJson(line, document.end)
      documents.push(document.value)
    } catch (error) {
      if (!(error instanceof InputRefused)) throw error
      documents.push(new BrokenLine(error.problems.map((found) => ({ ...found, message: atLine(found, index + 1) }))))
    }
  })
  return documents
}

/** Undefined where the first line alone does not parse but others may: a line-by-line file with a broken first line. */
function parseFirst(body: string) {
  try {
    return parseJsonAt(body, 0)
  } catch (error) {
    if (error instanceof InputRefused && /^\s*\{.*"Feature".*[^,]\s*(\r\n|\n|\r)\s*\{.*"Feature".*\}/.test(body.slice(0, 1_000_000)))
      return undefined
    throw error
  }
}

/** The parser has seen one line only, and calls it the first. */
function atLine({ message }: Problem, line: number) {
  return { zh: message.zh.replace('第 1 行', `文件第 ${line} 行`), en: message.en.replace('line 1', `line ${line} of the file`) }
}

function addDocument(value: unknown, features: FeatureRows): void {
  if (!isObject(value)) throw badShape('', '最外层不是对象', 'the outermost value is no object')
  if (value.type === 'FeatureCollection') {
    if (!Array.isArray(value.features)) throw badShape('features', '成员“features”不是数组', 'the member “features” is no array')
    for (const feature of value.features) features.add(feature)
  } else if (value.type === 'Feature') features.add(value)
  else if ('coordinates' in value || 'geometries' in value) features.add({ type: 'Feature', properties: null, geometry: value })
  else if ('geometryType' in value || 'spatialReference' in value)
    throw badShape('geometryType', '是 Esri JSON，请在 ArcGIS 中导出为 GeoJSON 或 Shapefile', 'it is Esri JSON: export it as GeoJSON or shapefile')
  else if (value.type === 'Topology') throw badShape('type', '是 TopoJSON，请导出为 GeoJSON', 'it is TopoJSON: export it as GeoJSON')
  else
    throw badShape(
      'type',
      '成员“type”不是 FeatureCollection、Feature 或几何',
      'the member “type” is no FeatureCollection, Feature or geometry',
    )
}

function readGeometry(value: unknown, number: number, problems: Problem[]): Geometry | null {
  if (value === null || value === undefined) return null
  const fault = findShapeFault(value)
  if (!fault) return asGeometry(value)
  problems.push({
    ...inFeature(number, fault.code, `的几何无法读取：${fault.zh}`, `has a geometry that cannot be read: ${fault.en}`),
    value: fault.value,
  })
  return null
}

function toCell(value: unknown): RawCell {
  if (value === null || value === undefined) return null
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'string') return value === '' ? null : value
  if (typeof value === 'boolean') return value
  return JSON.stringify(value)
}

/** The old `crs` member (GeoJSON 2008): RFC 7946 removed it, files still carry it. */
function readCrs(document: unknown): RawCrs | null {
  if (!isObject(document) || document.crs === undefined || document.crs === null) return null
  const properties = isObject(document.crs) ? document.crs.properties : undefined
  const name = isObject(properties) ? String(properties.name ?? properties.code ?? '') : ''
  return { epsg: crsOfName(name), text: name === '' ? JSON.stringify(document.crs).slice(0, 500) : name.slice(0, 500), from: 'geojson' }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function inFeature(row: number, code: string, zh: string, en: string): Problem {
  return problem('error', code, `第 ${row} 个要素${zh}`, `Feature ${row} ${en}`, { row })
}

function badShape(member: string, zh: string, en: string): InputRefused {
  return refuse('JSON_SHAPE', `不是 GeoJSON：${zh}`, `Not GeoJSON: ${en}`, { column: member || undefined, fix: exportAgain })
}
