import type { Problem } from '../problems.ts'
import { askPair, findPairColumn, readPair } from './coordinate-pair.ts'
import { checkFigures, checkUnits } from './consistency.ts'
import { createFindings, pointOf, type Draft, type Findings } from './draft.ts'
import type { Bilingual, ImportKind } from './field.ts'
import { checkShape } from './geometry.ts'
import { guessColumns, type MappedColumn } from './guess-columns.ts'
import { placeDrafts, type PlaceOptions } from './place.ts'
import { isBlankCell, plainText, showValue } from './plain-text.ts'
import type { RawCell, RawTable } from './raw-table.ts'
import { checkRequired, readFields } from './read-fields.ts'
import type { ImportContext } from './region.ts'
import { sampleSize } from './propose-crs.ts'
import { rejected, type Question, type Report, type ReportPlace } from './report.ts'
import { whyNotData } from './row-not-data.ts'
import { checkReferences } from './check-references.ts'
import { askMissing, askRepeated, dropPersonal, noteOddNames } from './table-columns.ts'
import { readHeader } from './table-header.ts'
import { checkUnitRows } from './units/check-unit-rows.ts'
import { answerOutliers, askDuplicates } from './table-questions.ts'

export interface TableOptions extends PlaceOptions {
  map: readonly { column: string; field: string }[]
  /** Columns as the office mapped them last time: a proposal, below what is said in `map`. */
  remembered?: readonly { column: string; field: string }[]
  /** Rows of the header, as the user has said. */
  header?: { fromRow: number; toRow: number }
}

/** What one sheet or layer becomes. `fromReader` are the reader's problems of its rows. */
export function examineTable(
  table: RawTable & { format: string },
  kind: ImportKind,
  options: TableOptions,
  context: ImportContext,
  fromReader: readonly Problem[],
): Report {
  const head = readHeader(table, kind, options)
  if ('rejected' in head) return rejected(kind.id, [...fromReader, head.rejected])
  const rows = table.rows
    .slice(head.dataIndex)
    .filter(({ cells, geometry }) => table.spatial || geometry !== null || cells.some((cell) => !isEmpty(cell)))
  if (rows.length === 0) return rejected(kind.id, [...fromReader, emptyTable(table.name)])
  const drafts = rows.map(({ number, placed }): Draft => ({
    row: number,
    placed,
    fields: {},
    others: {},
    geometry: null,
    refused: false,
    asked: false,
    crsWords: null,
  }))
  const findings = createFindings(drafts)
  for (const problem of fromReader) findings.take(problem)
  const questions: Question[] = [...head.questions]

  const { mapped, unknown } = guessColumns(head.columns, kind.fields, kind.id !== 'layer', options.map, options.remembered)
  for (const { column, field } of unknown)
    findings.file(
      'error',
      'MAP_UNKNOWN',
      { zh: `--map ${column}=${field}：没有这一列或这个字段`, en: `--map ${column}=${field}: no such column or field` },
      { value: `${column}=${field}` },
    )
  questions.push(...askRepeated(mapped, options.answers), ...askMissing(mapped, kind))
  const required = kind.fields.filter(({ required, name }) => required && mapped.some(({ field }) => field?.name === name))
  const columns = dropPersonal(mapped, rows, findings, questions, options.answers)
  noteOddNames(table, columns, findings)
  const pair = findPairColumn(columns, rows, kind, table.spatial)
  const isSplit = pair !== undefined && options.answers.COORD_ONE_COLUMN === 'split'
  if (pair && !isSplit && options.answers.COORD_ONE_COLUMN !== 'ignore') questions.push(askPair(pair))

  // A shapefile of lines or polygons has a shape for every record: an empty one is a broken drawing, not a row without a place.
  const hasEmptyShapes = table.format === 'shapefile' && rows.some(({ geometry }) => geometry !== null && !/Point/.test(geometry.type))
  const epoch1904 = table.date1904 ?? false
  drafts.forEach((draft, i) => {
    const { cells, geometry } = rows[i]
    const why = table.headers === null || !table.spatial ? whyNotData(cells, head.columns) : undefined
    if (why) return notData(draft, why, cells, findings)
    // What the cells say of a place is void where the user has put the row on the map.
    const read = draft.placed ? columns.filter(({ field }) => !isPlaceField(field)) : columns
    const at = readFields(draft, cells, read, findings, {
      epoch1904,
      today: context.today,
      codes: options.answers.CODE_LOST_ZERO ?? options.answers.CODE_SCIENTIFIC,
    })
    if (isSplit && !draft.placed) takePair(draft, cells[pair.index] ?? null, pair.header, at, findings)
    if (geometry === null && !draft.placed && hasEmptyShapes && !draft.refused) {
      return findings.row(
        'error',
        draft,
        'GEOM_DEGENERATE',
        { zh: '图形是空的，没有任何折点', en: 'The shape is empty' },
        { fix: { zh: '请在原软件中删除或补画该图形', en: 'Delete or draw it in the source' } },
      )
    }
    readShape(draft, draft.placed ? { type: 'Point', coordinates: [...draft.placed] } : geometry, at, table.spatial || isSplit || hasPlaceColumns(columns), kind, findings)
    if (!draft.refused) checkRequired(draft, required, findings)
    if (!draft.refused) checkFigures(draft, findings, kind.id === 'residential_areas')
  })
  const sample = takeSample(drafts)
  const placed = placeDrafts(drafts, table, findings, options, context)
  if (placed.swapped) return rejectSwapped(kind.id, findings, drafts.length, table.name)
  questions.push(...placed.questions)
  // Numbers of an unknown system are no places: what follows measures between places.
  if (!placed.converted) for (const draft of drafts) draft.geometry = null
  // A region's code is its own, and its border is what is being imported.
  if (kind.id === 'regions') checkUnitRows(drafts, findings, context)
  else if (!(kind.refers && context.references)) checkUnits(drafts, findings, context)
  checkReferences(drafts, kind, findings, context.references, options.answers, questions)
  answerOutliers(drafts, findings, options.answers, questions)
  askDuplicates(drafts, kind, findings, options.answers, questions)
  return { ...settle(table, kind, drafts, columns, findings, questions, placed.crs), places: listPlaces(drafts), sample }
}

function readShape(
  draft: Draft,
  geometry: RawTable['rows'][number]['geometry'],
  at: { lon: number | null; lat: number | null },
  spatial: boolean,
  kind: ImportKind,
  findings: Findings,
): void {
  if (draft.refused || kind.geometry === 'none') return
  const shape = geometry ?? (at.lon !== null && at.lat !== null ? ({ type: 'Point', coordinates: [at.lon, at.lat] } as const) : null)
  if (!shape) {
    if (!spatial) return
    const severity = kind.geometry === 'required' || (at.lon === null) !== (at.lat === null) ? 'error' : 'warning'
    findings.row(
      severity,
      draft,
      'GEOM_MISSING',
      { zh: '没有位置', en: 'No location' },
      {
        fix: {
          zh: '请补充坐标；没有位置的行计数时单列，不会放在 0, 0',
          en: 'Enter the coordinates; a row without a place is counted apart, never put at 0, 0',
        },
      },
    )
    return
  }
  const checked = checkShape(shape)
  for (const { code, refuses, words, value, fix } of checked.findings)
    findings.row(refuses ? 'error' : 'warning', draft, code, words, { value, fix })
  if (!checked.geometry) return
  if (
    kind.geometryTypes.length > 0 &&
    !kind.geometryTypes.includes(checked.geometry.type) &&
    !(checked.geometry.type === 'MultiPoint' && kind.geometryTypes.includes('Point') && checked.geometry.coordinates.length === 1)
  ) {
    findings.row(
      'error',
      draft,
      'GEOM_TYPE',
      { zh: `${kind.label.zh}不接受 ${checked.geometry.type}`, en: `${kind.label.en} take no ${checked.geometry.type}` },
      { value: checked.geometry.type },
    )
    return
  }
  draft.geometry = checked.geometry
}

function takePair(draft: Draft, cell: RawCell, column: string, at: { lon: number | null; lat: number | null }, findings: Findings): void {
  if (isBlankCell(cell)) return
  const read = readPair(cell)
  if (read) [at.lon, at.lat] = read
  else
    findings.row(
      'error',
      draft,
      'COORD_PARSE',
      { zh: '不是一对经纬度', en: 'not a longitude and a latitude' },
      { column, value: showValue(cell), fix: { zh: '请写成 116.3300,26.3100', en: 'Write 116.3300,26.3100' } },
    )
}

function notData(draft: Draft, why: Bilingual, cells: readonly unknown[], findings: Findings): void {
  const first = cells.find((cell) => cell !== null && String(cell).trim() !== '')
  findings.row(
    'error',
    draft,
    'ROW_NOT_DATA',
    { zh: `不是数据：${why.zh}`, en: `Not data: ${why.en}` },
    {
      value: String(first ?? '').slice(0, 60),
      fix: { zh: '不会导入；如确为一条记录，请修改名称', en: 'It is not imported; rename it if it is a record' },
    },
  )
}

/** Questions without rows hold all rows back; nothing is accepted until they are answered. */
function settle(
  table: RawTable,
  kind: ImportKind,
  drafts: readonly Draft[],
  columns: readonly MappedColumn[],
  findings: Findings,
  questions: Question[],
  crs: { id: string; approximate?: string } | undefined,
): Report {
  const holdsAll = questions.some(({ rows }) => rows === undefined)
  const refused = drafts.filter((draft) => draft.refused).length
  const asked = drafts.filter((draft) => !draft.refused && (holdsAll || draft.asked)).length
  const accepted = drafts.filter((draft) => !draft.refused && !draft.asked && !holdsAll)
  const codes = findings.problems.filter(
    ({ severity, code, row }) => severity === 'question' && row !== undefined && code.startsWith('CODE_'),
  )
  if (codes.length > 0) {
    questions.push({
      code: codes[0].code,
      message: {
        zh: `${codes.length} 个代码丢失了数位，请在原表改正后重新导入，或不导入这些行`,
        en: `${codes.length} codes have lost digits: correct them in the sheet, or leave these rows out`,
      },
      options: [{ value: 'refuse', label: { zh: '不导入这些行', en: 'leave these rows out' } }],
      option: `--answer ${codes[0].code}=refuse`,
      rows: [...new Set(codes.map(({ row }) => row!))],
    })
  }
  return {
    outcome: 'ok',
    rows: { read: drafts.length, accepted: accepted.length, refused, asked },
    problems: findings.problems,
    questions,
    records: accepted.map(({ row, fields, geometry, others }) => ({ row, table: table.name, fields, geometry, others })),
    mapping: columns.map(({ header, field, by }) => ({ column: header, field: field?.name ?? null, by })),
    summary: {
      kind: kind.id,
      crs: crs?.id ?? null,
      approximate: crs?.approximate !== undefined,
      withoutPlace: accepted.filter(({ geometry }) => geometry === null).length,
    },
  }
}

function rejectSwapped(kind: string, findings: Findings, read: number, table: string): Report {
  const words: Bilingual = {
    zh: '经度与纬度（或东、北坐标）写反了：按现有顺序，点都不在应在的地方；对调后吻合',
    en: 'Longitude and latitude (or east and north) stand the wrong way round: exchanged, the points fit',
  }
  return rejected(
    kind,
    [
      {
        code: 'AXIS_SWAP',
        severity: 'error',
        message: words,
        value: table,
        fix: { zh: '请确认后用 --answer AXIS_SWAP=swap 对调，或改正列名', en: 'Use --answer AXIS_SWAP=swap, or correct the columns' },
      },
      ...findings.problems,
    ],
    read,
  )
}

/** In the file's own numbers, spread over the file. */
function takeSample(drafts: readonly Draft[]): number[][] {
  const located = drafts.filter(({ geometry, placed, refused }) => geometry && !placed && !refused)
  const step = Math.ceil(located.length / sampleSize)
  return located.filter((_, i) => i % step === 0).map((draft) => [...pointOf(draft)!])
}

function listPlaces(drafts: readonly Draft[]): ReportPlace[] {
  return drafts.flatMap((draft) => {
    const at = pointOf(draft)
    const { name } = draft.fields
    return at && at.every(Number.isFinite) ? [{ row: draft.row, name: typeof name === 'string' ? name : null, at }] : []
  })
}

function isPlaceField(field: MappedColumn['field']): boolean {
  return field?.value.type === 'longitude' || field?.value.type === 'latitude' || field?.value.type === 'crs'
}

function hasPlaceColumns(columns: readonly MappedColumn[]): boolean {
  return columns.some(({ field }) => field?.value.type === 'longitude' || field?.value.type === 'latitude')
}

function emptyTable(name: string): Problem {
  return {
    code: 'EMPTY',
    severity: 'error',
    message: { zh: `「${name}」没有数据行，原有数据保持不变`, en: 'No rows of data; what is stored stays as it is' },
    value: name,
  }
}

function isEmpty(cell: unknown): boolean {
  return cell === null || (typeof cell === 'string' && plainText(cell) === '')
}
