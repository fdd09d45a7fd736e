import type { Problem } from '../problems.ts'
import { checkFigures, checkUnits } from './consistency.ts'
import { createFindings, pointOf, type Draft, type Findings } from './draft.ts'
import { findDuplicates, type Duplicate } from './duplicates.ts'
import type { Bilingual, ImportKind } from './field.ts'
import { checkShape } from './geometry.ts'
import { guessColumns, type MappedColumn } from './guess-columns.ts'
import { hasOddName } from './odd-names.ts'
import { findPersonalColumns } from './personal-data.ts'
import { placeDrafts, type PlaceOptions } from './place.ts'
import { plainText } from './plain-text.ts'
import type { RawTable } from './raw-table.ts'
import { checkRequired, readFields } from './read-fields.ts'
import type { ImportContext } from './region.ts'
import { rejected, type Question, type Report } from './report.ts'
import { whyNotData } from './row-not-data.ts'
import { readHeader } from './table-header.ts'

export interface TableOptions extends PlaceOptions {
  map: readonly { column: string; field: string }[]
  /** Rows of the header, as the user has said. */
  header?: { fromRow: number; toRow: number }
}

/** What one sheet or layer becomes. `fromReader` are the reader's problems of its rows. */
export function examineTable(table: RawTable & { format: string }, kind: ImportKind, options: TableOptions, context: ImportContext, fromReader: readonly Problem[]): Report {
  const head = readHeader(table, kind, options)
  if ('rejected' in head) return rejected(kind.id, [...fromReader, head.rejected])
  const rows = table.rows.slice(head.dataIndex).filter(({ cells, geometry }) => table.spatial || geometry !== null || cells.some((cell) => !isEmpty(cell)))
  if (rows.length === 0) return rejected(kind.id, [...fromReader, emptyTable(table.name)])
  const drafts = rows.map(({ number }): Draft => ({ row: number, fields: {}, others: {}, geometry: null, refused: false, asked: false, crsWords: null }))
  const findings = createFindings(drafts)
  for (const problem of fromReader) findings.take(problem)
  const questions: Question[] = [...head.questions]

  const { mapped, unknown } = guessColumns(head.columns, kind.fields, kind.id !== 'layer', options.map)
  for (const { column, field } of unknown) findings.file('error', 'MAP_UNKNOWN', { zh: `--map ${column}=${field}：没有这一列或这个字段`, en: `--map ${column}=${field}: no such column or field` }, { value: `${column}=${field}` })
  questions.push(...askRepeated(mapped, options))
  const columns = dropPersonal(mapped, rows, findings, questions, options)
  noteOddNames(table, columns, findings)

  // A shapefile of lines or polygons has a shape for every record: an empty one is a broken drawing, not a row without a place.
  const hasEmptyShapes = table.format === 'shapefile' && rows.some(({ geometry }) => geometry !== null && !/Point/.test(geometry.type))
  const epoch1904 = table.date1904 ?? false
  drafts.forEach((draft, i) => {
    const { cells, geometry } = rows[i]
    const why = table.headers === null || !table.spatial ? whyNotData(cells, head.columns) : undefined
    if (why) return notData(draft, why, cells, findings)
    const at = readFields(draft, cells, columns, findings, { epoch1904, today: context.today, codes: options.answers.CODE_LOST_ZERO ?? options.answers.CODE_SCIENTIFIC })
    if (geometry === null && hasEmptyShapes && !draft.refused) {
      return findings.row('error', draft, 'GEOM_DEGENERATE', { zh: '图形是空的，没有任何折点', en: 'The shape is empty' }, { fix: { zh: '请在原软件中删除或补画该图形', en: 'Delete or draw it in the source' } })
    }
    readShape(draft, geometry, at, table.spatial || hasPlaceColumns(columns), kind, findings)
    if (!draft.refused) checkRequired(draft, kind.fields, findings)
    if (!draft.refused) checkFigures(draft, findings, kind.id === 'residential_areas')
  })
  const placed = placeDrafts(drafts, table, findings, options, context)
  if (placed.swapped) return rejectSwapped(kind.id, findings, drafts.length, table.name)
  questions.push(...placed.questions)
  checkUnits(drafts, findings, context)
  answerOutliers(drafts, findings, options, questions)
  askDuplicates(drafts, kind, findings, options, questions)
  return settle(table, kind, drafts, columns, findings, questions, placed.crs)
}

function readShape(draft: Draft, geometry: RawTable['rows'][number]['geometry'], at: { lon: number | null; lat: number | null }, spatial: boolean, kind: ImportKind, findings: Findings): void {
  if (draft.refused || kind.geometry === 'none') return
  const shape = geometry ?? (at.lon !== null && at.lat !== null ? ({ type: 'Point', coordinates: [at.lon, at.lat] } as const) : null)
  if (!shape) {
    if (!spatial) return
    const severity = kind.geometry === 'required' || (at.lon === null) !== (at.lat === null) ? 'error' : 'warning'
    findings.row(severity, draft, 'GEOM_MISSING', { zh: '没有位置', en: 'No location' }, { fix: { zh: '请补充坐标；没有位置的行计数时单列，不会放在 0, 0', en: 'Enter the coordinates; a row without a place is counted apart, never put at 0, 0' } })
    return
  }
  const checked = checkShape(shape)
  for (const { code, refuses, words, value, fix } of checked.findings) findings.row(refuses ? 'error' : 'warning', draft, code, words, { value, fix })
  if (!checked.geometry) return
  if (kind.geometryTypes.length > 0 && !kind.geometryTypes.includes(checked.geometry.type) && !(checked.geometry.type === 'MultiPoint' && kind.geometryTypes.includes('Point') && checked.geometry.coordinates.length === 1)) {
    findings.row('error', draft, 'GEOM_TYPE', { zh: `${kind.label.zh}不接受 ${checked.geometry.type}`, en: `${kind.label.en} take no ${checked.geometry.type}` }, { value: checked.geometry.type })
    return
  }
  draft.geometry = checked.geometry
}

function askRepeated(mapped: readonly MappedColumn[], options: TableOptions): Question[] {
  const given = new Set(mapped.filter(({ by }) => by === 'given').map(({ header }) => plainText(header)))
  const seen = new Map<string, MappedColumn[]>()
  for (const column of mapped) if (column.header !== '') seen.set(plainText(column.header), [...(seen.get(plainText(column.header)) ?? []), column])
  return [...seen].flatMap(([name, columns]): Question[] => {
    if (columns.length < 2 || given.has(name) || options.answers.CSV_DUPHEADER === 'first') return []
    const { header } = columns[0]
    return [
      {
        code: 'CSV_DUPHEADER',
        message: { zh: `有 ${columns.length} 列都叫「${header}」，请选择用哪一列`, en: `${columns.length} columns are called ${header}: choose which to use` },
        options: [{ value: 'first', label: { zh: '用第一列，其余另存', en: 'the first; the others keep a number' } }, ...columns.map(({ index }) => ({ value: `--map ${index + 1}=${columns[0].field?.name ?? '-'}`, label: { zh: `第 ${index + 1} 列`, en: `column ${index + 1}` } }))],
        option: '--answer CSV_DUPHEADER=first | --map',
      },
    ]
  })
}

function dropPersonal(mapped: MappedColumn[], rows: RawTable['rows'], findings: Findings, questions: Question[], options: TableOptions): MappedColumn[] {
  const headers = mapped.map(({ header }) => header)
  const personal = findPersonalColumns(headers, rows.map(({ cells }) => cells)).filter(({ index }) => mapped[index]?.by !== 'given')
  if (personal.length === 0) return withNumberedRepeats(mapped)
  const names = personal.map(({ index }) => headers[index] || `${index + 1}`)
  for (const { index, kind, precisionLost } of personal) {
    const what: Bilingual = kind === 'id_number' ? { zh: '身份证号', en: 'ID numbers' } : { zh: '姓名', en: "people's names" }
    const lost = precisionLost ? { zh: '（已按数值保存，末三位丢失）', en: ' (stored as numbers, the last digits are lost)' } : { zh: '', en: '' }
    findings.file('warning', 'PII_DETECTED', { zh: `「${headers[index]}」列是${what.zh}${lost.zh}，默认不导入`, en: `The column holds ${what.en}${lost.en}: left out by default` }, { column: headers[index] })
  }
  if (options.answers.PII_DETECTED !== 'drop') {
    questions.push({
      code: 'PII_DETECTED',
      message: { zh: `含个人信息的列：${names.join('、')}。本系统不存个人姓名和证件号，确认去除后导入其余列？`, en: `Columns with personal data: ${names.join(', ')}. They are never stored: import the others?` },
      options: [{ value: 'drop', label: { zh: '去除这些列', en: 'leave them out' } }],
      option: '--answer PII_DETECTED=drop',
    })
  }
  return withNumberedRepeats(mapped.filter(({ index }) => !personal.some((one) => one.index === index)))
}

/** Both columns of one name are kept, under names that tell them apart. */
function withNumberedRepeats(columns: MappedColumn[]): MappedColumn[] {
  const counts = new Map<string, number>()
  return columns.map((column) => {
    const seen = (counts.get(column.header) ?? 0) + 1
    counts.set(column.header, seen)
    return seen === 1 || column.field || column.header === '' ? column : { ...column, header: `${column.header}_${seen}` }
  })
}

function noteOddNames(table: RawTable & { format: string }, columns: readonly MappedColumn[], findings: Findings): void {
  for (const { header } of columns) {
    if (!hasOddName(header)) continue
    findings.file('warning', 'ATTR_NAME', { zh: `列名含有特殊字符，按文字原样保存：${header.slice(0, 60)}`, en: 'The column name holds special characters: kept as text' }, { column: header.slice(0, 200) })
  }
  if (table.spatial && table.format !== 'geojson' && hasOddName(table.name)) {
    findings.file('warning', 'ATTR_NAME', { zh: `图层名含有特殊字符，按文字处理：${table.name.slice(0, 60)}，请确认`, en: 'The name of the layer holds special characters: taken as text; please confirm' }, { value: table.name.slice(0, 200) })
  }
}

function notData(draft: Draft, why: Bilingual, cells: readonly unknown[], findings: Findings): void {
  const first = cells.find((cell) => cell !== null && String(cell).trim() !== '')
  findings.row('error', draft, 'ROW_NOT_DATA', { zh: `不是数据：${why.zh}`, en: `Not data: ${why.en}` }, { value: String(first ?? '').slice(0, 60), fix: { zh: '不会导入；如确为一条记录，请修改名称', en: 'It is not imported; rename it if it is a record' } })
}

function answerOutliers(drafts: readonly Draft[], findings: Findings, options: TableOptions, questions: Question[]): void {
  const found = findings.problems.filter(({ code }) => code === 'OUTLIER')
  if (found.length === 0) return
  const answer = options.answers.OUTLIER
  const rows = [...new Set(found.map(({ row }) => row!))]
  if (answer === 'keep' || answer === 'refuse') {
    for (const problem of found) problem.severity = answer === 'keep' ? 'warning' : 'error'
    for (const draft of drafts) if (rows.includes(draft.row)) [draft.asked, draft.refused] = [hasOtherQuestion(draft, findings), draft.refused || answer === 'refuse']
    return
  }
  questions.push({ code: 'OUTLIER', message: { zh: `${rows.length} 行的数值大得不寻常，请核对`, en: `${rows.length} rows hold unusually large figures: check them` }, options: [{ value: 'keep', label: { zh: '属实，保留', en: 'they are right' } }, { value: 'refuse', label: { zh: '不导入这些行', en: 'leave these rows out' } }], option: '--answer OUTLIER=keep|refuse', rows })
}

function hasOtherQuestion(draft: Draft, findings: Findings): boolean {
  return findings.problems.some(({ row, code, severity }) => row === draft.row && severity === 'question' && code !== 'OUTLIER')
}

const reasons: Readonly<Record<Duplicate['why'], Bilingual>> = {
  same_code: { zh: '编码相同', en: 'same code' },
  same_name_nearby: { zh: '名称相同、相距 200 m 以内', en: 'same name within 200 m' },
  same_name: { zh: '名称相同', en: 'same name' },
  similar_name_here: { zh: '名称相近、位置相同', en: 'similar name at one place' },
}

function askDuplicates(drafts: readonly Draft[], kind: ImportKind, findings: Findings, options: TableOptions, questions: Question[]): void {
  if (kind.id === 'roads') return
  const word = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : null)
  const rows = drafts.filter(({ refused }) => !refused).map((draft) => {
    const { fields } = draft
    const place = kind.id === 'population' ? [fields.h3, fields.unitCode, fields.name].map(word).find((one) => one !== null) : word(fields.code ?? (kind.id === 'regions' ? fields.unitCode : fields.indicator))
    const detail = [fields.phase, kind.id === 'reported_figures' ? fields.unitCode : null, fields.asOf && typeof fields.asOf === 'object' && 'day' in fields.asOf ? fields.asOf.day : null].map(word).filter((one) => one !== null)
    // Phases of one area bear one name at one place.
    const name = word(fields.name) === null ? null : [word(fields.name), ...(fields.phase == null ? [] : [word(fields.phase)])].join(' 期')
    const points = draft.geometry === null || /Point|Polygon/.test(draft.geometry.type)
    const within = kind.id === 'layer' || kind.id === 'reported_figures' ? null : (word(fields.unitCode) ?? word(fields.township) ?? '')
    return { row: draft.row, key: place ? [place, ...detail].join('|') : null, name: points && kind.id !== 'population' && kind.id !== 'regions' ? name : null, within, at: pointOf(draft) }
  })
  const found = findDuplicates(rows)
  if (found.length === 0) return
  const answer = options.answers.DUPLICATE
  const byRow = new Map(drafts.map((draft) => [draft.row, draft]))
  for (const { first, second, why } of found) {
    const severity = answer === 'keep_all' ? 'warning' : answer === 'keep_first' ? 'error' : 'question'
    findings.row(severity, byRow.get(second)!, 'DUPLICATE', { zh: `疑与第 ${first} 行重复：${reasons[why].zh}`, en: `Seems to repeat row ${first}: ${reasons[why].en}` }, { value: word(byRow.get(second)!.fields.name) ?? undefined, fix: { zh: '请确认是否同一处；重复的床位、户数会被计两次', en: 'Say whether they are one; its figures would count twice' } })
  }
  if (answer === 'keep_all' || answer === 'keep_first') return
  questions.push({ code: 'DUPLICATE', message: { zh: `${found.length} 行疑似重复，请选择`, en: `${found.length} rows seem to be entered twice` }, options: [{ value: 'keep_first', label: { zh: '只留先出现的', en: 'keep the first of each' } }, { value: 'keep_all', label: { zh: '都是不同的，全部保留', en: 'they differ: keep all' } }], option: '--answer DUPLICATE=keep_first|keep_all', rows: found.map(({ second }) => second) })
}

/** Questions without rows hold all rows back; nothing is accepted until they are answered. */
function settle(table: RawTable, kind: ImportKind, drafts: readonly Draft[], columns: readonly MappedColumn[], findings: Findings, questions: Question[], crs: { id: string; approximate?: string } | undefined): Report {
  const holdsAll = questions.some(({ rows }) => rows === undefined)
  const refused = drafts.filter((draft) => draft.refused).length
  const asked = drafts.filter((draft) => !draft.refused && (holdsAll || draft.asked)).length
  const accepted = drafts.filter((draft) => !draft.refused && !draft.asked && !holdsAll)
  const codes = findings.problems.filter(({ severity, code, row }) => severity === 'question' && row !== undefined && code.startsWith('CODE_'))
  if (codes.length > 0) {
    questions.push({ code: codes[0].code, message: { zh: `${codes.length} 个代码丢失了数位，请在原表改正后重新导入，或不导入这些行`, en: `${codes.length} codes have lost digits: correct them in the sheet, or leave these rows out` }, options: [{ value: 'refuse', label: { zh: '不导入这些行', en: 'leave these rows out' } }], option: `--answer ${codes[0].code}=refuse`, rows: [...new Set(codes.map(({ row }) => row!))] })
  }
  return {
    outcome: 'ok',
    rows: { read: drafts.length, accepted: accepted.length, refused, asked },
    problems: findings.problems,
    questions,
    records: accepted.map(({ row, fields, geometry, others }) => ({ row, table: table.name, fields, geometry, others })),
    mapping: columns.map(({ header, field, by }) => ({ column: header, field: field?.name ?? null, by })),
    summary: { kind: kind.id, crs: crs?.id ?? null, approximate: crs?.approximate !== undefined, withoutPlace: accepted.filter(({ geometry }) => geometry === null).length },
  }
}

function rejectSwapped(kind: string, findings: Findings, read: number, table: string): Report {
  const words: Bilingual = { zh: '经度、纬度写反了：按现有列，点都不在应在的地方；对调后吻合', en: 'Longitude and latitude stand the wrong way round: exchanged, the points fit' }
  return rejected(
    kind,
    [{ code: 'AXIS_SWAP', severity: 'error', message: words, value: table, fix: { zh: '请确认后用 --answer AXIS_SWAP=swap 对调，或改正列名', en: 'Use --answer AXIS_SWAP=swap, or correct the columns' } }, ...findings.problems],
    read,
  )
}

function hasPlaceColumns(columns: readonly MappedColumn[]): boolean {
  return columns.some(({ field }) => field?.value.type === 'longitude' || field?.value.type === 'latitude')
}

function emptyTable(name: string): Problem {
  return { code: 'EMPTY', severity: 'error', message: { zh: `「${name}」没有数据行，原有数据保持不变`, en: 'No rows of data; what is stored stays as it is' }, value: name }
}

function isEmpty(cell: unknown): boolean {
  return cell === null || (typeof cell === 'string' && plainText(cell) === '')
}
