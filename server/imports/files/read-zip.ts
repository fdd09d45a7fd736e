import type { RawFile } from '../../core/imports/raw-table.ts'
import { refuse, type Problem } from '../../core/problems.ts'
import { readWithGdal } from './gdal.ts'
import { problem, type ReadContext } from './limits.ts'
import { readShapefiles, type ShapefileParts } from './read-shapefile.ts'
import { readXlsx } from './read-xlsx.ts'
import { extensionOf } from './sniff.ts'
import { openZip, type ZipArchive } from './zip.ts'

type ParseContent = (name: string, bytes: Buffer, context: ReadContext) => Promise<RawFile>

/** Reads what an archive holds: a workbook, shapefile layers, a geodatabase, or one file of any other format. */
export async function readZip(name: string, bytes: Buffer, context: ReadContext, parseContent: ParseContent): Promise<RawFile> {
  const zip = await openZip(bytes, context.limits)
  const parts = new Set(zip.names.map((part) => part.toLowerCase()))
  refuseOffice(zip, parts)
  if (parts.has('[content_types].xml') || parts.has('xl/workbook.xml')) {
    if ([...parts].some((part) => part.startsWith('xl/'))) return readXlsx(zip, context)
    throw refuse(
      'XLSX_CORRUPT',
      '不是 Excel 工作簿（可能是 Word 等其他 Office 文件），或已损坏',
      'Not an Excel workbook (perhaps another Office file), or a damaged one',
      { fix: { zh: '请提供原始表格（.xlsx）', en: 'Provide the original table (.xlsx)' } },
    )
  }
  // Every entry is unpacked before any is judged: one that lies about its size taints the whole.
  const files = await readAll(zip)
  if (files.size === 0) throw nothingKnown(zip.names)
  const left = (taken: readonly string[]) => sayLeft([...files.keys()].filter((file) => data.has(extensionOf(file)) && !taken.includes(file)))
  const geodatabase = [...files.keys()].find((file) => /\.gdb\/[^/]+\.gdbtable$/i.test(file))
  if (geodatabase) return withNotes(await readGeodatabase(files, geodatabase, context), left([]))
  const shapes = [...files.keys()].filter((file) => extensionOf(file) === 'shp')
  if (shapes.length > 0)
    return withNotes(
      readShapefiles(
        shapes.map((shp) => gatherParts(files, shp, shapes)),
        context,
      ),
      left([...files.keys()].filter((file) => extensionOf(file) === 'dbf')),
    )
  // Beside data a text is a note about it.
  const all = [...files].filter(([file]) => readable.has(extensionOf(file)))
  const known = all.length > 1 && all.some(([file]) => extensionOf(file) !== 'txt') ? all.filter(([file]) => extensionOf(file) !== 'txt') : all
  const chosen = known.length > 1 ? known.filter(([file]) => file.split('/').pop() === 'doc.kml') : known
  const nested = [...files].filter(([file, content]) => packed.has(extensionOf(file)) || content.toString('latin1', 0, 4) === 'PK\x03\x04')
  if (chosen.length === 1) {
    const [file, content] = chosen[0]
    if (content.toString('latin1', 0, 2) === 'PK') throw nestedArchive(file)
    const read = await parseContent(file.split('/').pop() ?? name, content, context)
    return withNotes(read, left([file]))
  }
  if (known.length > 1) {
    const names = known.map(([file]) => file).join('、')
    throw refuse(
      'ZIP_SEVERAL',
      `压缩包内有 ${known.length} 个可导入的文件`,
      `The archive holds ${known.length} files that could be imported`,
      {
        value: names.slice(0, 200),
        fix: { zh: '请解压后逐个导入', en: 'Unpack it and import them one by one' },
      },
    )
  }
  throw nested.length > 0 ? nestedArchive(nested[0][0]) : nothingKnown(zip.names)
}

/** Office files are archives too: these are told by what is in them, and can be saved as what we read. */
function refuseOffice({ names }: ZipArchive, parts: ReadonlySet<string>): void {
  const what = parts.has('xl/workbook.bin') ? 'XLSB' : parts.has('mimetype') && parts.has('content.xml') ? 'ODS' : undefined
  if (!what) return
  throw refuse('FORMAT_UNSUPPORTED', `不支持 ${what} 文件`, `${what} files are not supported`, {
    value: names[0].slice(0, 100),
    fix: { zh: '请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入', en: 'Open it in Excel or WPS, save it as .xlsx and import' },
  })
}

function withNotes(file: RawFile, notes: readonly Problem[]): RawFile {
  return { ...file, problems: [...file.problems, ...notes] }
}

/** Data that lies in the archive and is not read is not passed over in silence. */
function sayLeft(files: readonly string[]): Problem[] {
  if (files.length === 0) return []
  const names = files.map((file) => file.split('/').pop()).join('、')
  return [
    problem('warning', 'ZIP_LEFT', `压缩包内另有文件未读取：${names.slice(0, 200)}`, `Other files of the archive were not read: ${names.slice(0, 200)}`, {
      fix: { zh: '如需导入，请解压后单独导入', en: 'To import them, unpack and import them by themselves' },
    }),
  ]
}

function nestedArchive(file: string) {
  return refuse('ZIP_NESTED', `压缩包里的“${file.split('/').pop()}”还是压缩包或 Excel 工作簿，不逐层打开`, `“${file}” is itself an archive or a workbook, which is not opened within another`, {
    value: file.slice(0, 200),
    fix: { zh: '请先解压，再直接导入其中的文件', en: 'Unpack it and import the file itself' },
  })
}

/** Archives within archives are not entered: that is how a small file grows without end. */
const readable = new Set([
  'csv',
  'txt',
  'tsv',
  'xls',
  'et',
  'gpkg',
  'geojson',
  'json',
  'geojsonl',
  'ndjson',
  'kml',
  'dxf',
  'fgb',
  'tif',
  'tiff',
  'dbf',
])

const packed = new Set(['zip', 'rar', '7z', 'xlsx', 'xlsm', 'kmz', 'gz'])
/** What somebody may have meant to import: read by itself, or after unpacking. */
const data = new Set([...readable, ...packed].filter((extension) => extension !== 'txt' && extension !== 'json'))

async function readAll(zip: ZipArchive): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>()
  for (const name of zip.names) {
    const content = await zip.read(name)
    if (!isJunk(name)) files.set(name, content)
  }
  return files
}

/** What macOS and Windows leave beside the files that were meant. */
function isJunk(name: string): boolean {
  return /(^|\/)(__MACOSX\/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/i.test(name)
}

function gatherParts(files: Map<string, Buffer>, shp: string, shapes: string[]): ShapefileParts {
  const stem = shp.slice(0, -4).toLowerCase()
  const part = (extension: string) => [...files].find(([file]) => file.toLowerCase() === `${stem}.${extension}`)?.[1]
  const fileName = (path: string) => path.slice(0, -4).split('/').pop()!
  const isAlone = shapes.every((other) => other === shp || fileName(other) !== fileName(shp))
  // Two folders may each hold a layer of the same name.
  const name = isAlone ? fileName(shp) : shp.slice(0, -4)
  return { name, shp: files.get(shp)!, dbf: part('dbf'), shx: part('shx'), prj: part('prj'), cpg: part('cpg'), loose: false, repacked: shp.includes('/') || !part('shx') }
}

function readGeodatabase(files: Map<string, Buffer>, table: string, context: ReadContext): Promise<RawFile> {
  const folder = table.slice(0, table.lastIndexOf('/') + 1)
  const inside = [...files].filter(([file]) => file.startsWith(folder))
  return readWithGdal(
    new Map(inside.map(([file, content]) => [`data.gdb/${file.slice(folder.length)}`, content])),
    'data.gdb',
    'gdb',
    context,
  )
}

function nothingKnown(names: string[]) {
  return refuse('ZIP_NO_DATA', '压缩包内没有可识别的数据文件', 'The archive holds no data file that is known', {
    value: names.slice(0, 10).join('、').slice(0, 200),
    fix: {
      zh: '请压缩 Shapefile 全套、FileGDB 文件夹，或 csv、gpkg、geojson、kml 等单个文件',
      en: 'Pack a whole shapefile, a .gdb folder, or one csv, gpkg, geojson or kml',
    },
  })
}
