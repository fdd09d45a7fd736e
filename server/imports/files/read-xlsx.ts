import type { RawFile, RawTable } from '../../core/imports/raw-table.ts'
import { refuse, type InputRefused, type Problem } from '../../core/problems.ts'
import { problem, type ReadContext } from './limits.ts'
import { hiddenSheets } from './sheet-habits.ts'
import { parseXml } from './safe-xml.ts'
import { isDateFormat } from './spreadsheet-dates.ts'
import { readSheet } from './xlsx-sheet.ts'
import { cellTooLong, decodeEscapes, longestCell } from './xlsx-text.ts'
import type { ZipArchive } from './zip.ts'

/**
 * Reads the sheets of a workbook: values as stored, formulas as their cached values, dates as ISO text. Read by our own
 * handlers over a streaming XML parser, because limits must hold while the text arrives, not once it is an object tree.
 */
export async function readXlsx(zip: ZipArchive, context: ReadContext): Promise<RawFile> {
  const problems: Problem[] = []
  const parts = createParts(zip)
  const workbookPath =
    (await readRelations(parts, '')).find((relation) => /\/officeDocument$/.test(relation.type))?.target ?? 'xl/workbook.xml'
  const book = await readWorkbook(parts, workbookPath)
  const relations = await readRelations(parts, workbookPath)
  const targetOf = (kind: string) => relations.find((relation) => relation.type.endsWith(`/${kind}`))?.target
  const strings = await readStrings(parts, targetOf('sharedStrings'))
  const dateStyles = await readDateStyles(parts, targetOf('styles'))
  noteOutsiders(zip, problems)
  if (book.strict)
    problems.push(problem('warning', 'XLSX_STRICT', '工作簿为 ISO 严格格式，已读取', 'The workbook is in the ISO strict form; it was read'))

  const tables: RawTable[] = []
  const hidden: RawTable[] = []
  for (const sheet of book.sheets) {
    const relation = relations.find(({ id }) => id === sheet.relationId)
    if (relation && !relation.type.endsWith('/worksheet')) continue
    if (!relation || !parts.has(relation.target))
      throw corrupt(`工作表“${sheet.name}”的内容缺失`, `The contents of the sheet “${sheet.name}” are missing`)
    if (context.layer !== undefined && sheet.name !== context.layer && book.sheets.some(({ name }) => name === context.layer)) continue
    const read = await readSheet(parts.stream(relation.target), {
      name: sheet.name,
      strings,
      dateStyles,
      date1904: book.date1904,
      limits: context.limits,
    })
    problems.push(...read.problems)
    if (read.table.rows.length === 0) continue
    if (sheet.hidden) hidden.push(read.table)
    else tables.push(read.table)
  }
  if (hidden.length > 0 && context.layer === undefined) problems.push(hiddenSheets(hidden))
  return { format: 'xlsx', tables: [...tables, ...hidden], raster: null, problems }
}

interface Parts {
  has(path: string): boolean
  stream(path: string): AsyncGenerator<Buffer, void, undefined>
}

/** Part names are matched whatever their case (ECMA-376 part 2, 6.2.2.3). */
function createParts(zip: ZipArchive): Parts {
  const nameOf = new Map(zip.names.map((name) => [name.toLowerCase(), name]))
  return {
    has: (path) => nameOf.has(path.toLowerCase()),
    stream(path) {
      const name = nameOf.get(path.toLowerCase())
      if (name === undefined) throw corrupt(`工作簿缺少 ${path}`, `The workbook lacks its part ${path}`)
      return zip.stream(name)
    },
  }
}

interface Relation {
  id: string
  type: string
  target: string
}

/** @param source the part whose relations are wanted; '' for those of the package */
async function readRelations(parts: Parts, source: string): Promise<Relation[]> {
  const folder = source.slice(0, source.lastIndexOf('/') + 1)
  const path = `${folder}_rels/${source.slice(folder.length)}.rels`
  if (!parts.has(path)) {
    if (source === '') return []
    throw corrupt(`工作簿缺少 ${path}`, `The workbook lacks its part ${path}`)
  }
  const relations: Relation[] = []
  await parseXml(
    parts.stream(path),
    {
      open(name, attributes) {
        if (name !== 'Relationship' || attributes.TargetMode === 'External') return
        relations.push({ id: attributes.Id ?? '', type: attributes.Type ?? '', target: resolvePart(folder, attributes.Target ?? '') })
      },
      close() {},
    },
    rulesOf(path),
  )
  return relations
}

function resolvePart(folder: string, target: string): string {
  const path: string[] = []
  for (const step of (target.startsWith('/') ? target : folder + target).split('/')) {
    if (step === '..') path.pop()
    else if (step !== '' && step !== '.') path.push(step)
  }
  return path.join('/')
}

async function readWorkbook(parts: Parts, path: string) {
  const sheets: { name: string; relationId: string; hidden: boolean }[] = []
  let date1904 = false
  let strict = false
  await parseXml(
    parts.stream(path),
    {
      open(name, attributes) {
        if (name === 'workbook') strict = Object.values(attributes).some((value) => value.startsWith('http://purl.oclc.org/ooxml/'))
        if (name === 'workbookPr') date1904 = ['1', 'true', 'on'].includes(attributes.date1904)
        if (name !== 'sheet') return
        const relationId = Object.entries(attributes).find(([key]) => /:id$/.test(key))?.[1] ?? ''
        sheets.push({ name: attributes.name ?? '', relationId, hidden: attributes.state === 'hidden' || attributes.state === 'veryHidden' })
      },
      close() {},
    },
    rulesOf(path),
  )
  if (sheets.length === 0) throw corrupt('工作簿里没有工作表', 'The workbook holds no sheet')
  return { sheets, date1904, strict }
}

/** Rich runs joined; phonetic guides (`rPh`) are no part of the text. */
async function readStrings(parts: Parts, path: string | undefined): Promise<string[]> {
  const strings: string[] = []
  if (path === undefined || !parts.has(path)) return strings
  let current = ''
  let inText = false
  let phonetic = 0
  await parseXml(
    parts.stream(path),
    {
      open(name) {
        if (name === 'si') current = ''
        else if (name === 'rPh') phonetic++
        else if (name === 't') inText = phonetic === 0
      },
      close(name) {
        if (name === 't') inText = false
        else if (name === 'rPh') phonetic--
        else if (name === 'si') strings.push(decodeEscapes(current))
      },
      text(text) {
        if (!inText) return
        current += text
        if (current.length > longestCell) throw cellTooLong()
      },
    },
    rulesOf(path),
  )
  return strings
}

/** For each cell style, whether its number format is a date. */
async function readDateStyles(parts: Parts, path: string | undefined): Promise<boolean[]> {
  const dateStyles: boolean[] = []
  if (path === undefined || !parts.has(path)) return dateStyles
  const codes = new Map<number, string>()
  const formatIds: number[] = []
  let inCellFormats = false
  await parseXml(
    parts.stream(path),
    {
      open(name, attributes) {
        if (name === 'numFmt') codes.set(Number(attributes.numFmtId), attributes.formatCode ?? '')
        else if (name === 'cellXfs') inCellFormats = true
        else if (name === 'xf' && inCellFormats) formatIds.push(Number(attributes.numFmtId ?? 0))
      },
      close(name) {
        if (name === 'cellXfs') inCellFormats = false
      },
    },
    rulesOf(path),
  )
  for (const id of formatIds) dateStyles.push(isDateFormat(id, codes.get(id)))
  return dateStyles
}

function noteOutsiders(zip: ZipArchive, problems: Problem[]): void {
  const outsiders = zip.names.filter((name) => /^xl\/(externalLinks\/|connections\.xml|xmlMaps\.xml|queryTables\/)/i.test(name))
  if (outsiders.length > 0) {
    problems.push(
      problem(
        'warning',
        'XML_EXTERNAL',
        '工作簿引用外部文件或网址，未读取',
        'The workbook refers to outside files or addresses, which were not followed',
        { value: outsiders.join(', ').slice(0, 200) },
      ),
    )
  }
  if (zip.names.some((name) => /vbaProject\.bin$/i.test(name))) {
    problems.push(problem('warning', 'XLSX_MACRO', '工作簿含宏，未执行', 'The workbook contains macros, which were not run'))
  }
}

function rulesOf(path: string) {
  return { name: path, code: 'XLSX_CORRUPT' }
}

function corrupt(zh: string, en: string): InputRefused {
  return refuse('XLSX_CORRUPT', zh, en, {
    fix: { zh: '请用 Excel 或 WPS 打开并另存为新的 .xlsx 后再导入', en: 'Open it in Excel or WPS, save it as a new .xlsx and import' },
  })
}
