import { findColumns } from '../../network/files/edge-list.ts'
import { refuse, type InputRefused } from '../../core/problems.ts'

export type SniffedFormat =
  'zip' | 'gzip' | 'ole' | 'sqlite' | 'fgb' | 'tif' | 'shp' | 'dbf' | 'sidecar' | 'json' | 'kml' | 'dxf' | 'roads' | 'csv'

/** What a file is by its first bytes, and only where those say nothing by its name. Throws for what we cannot read. */
export function sniff(name: string, bytes: Buffer): SniffedFormat {
  const extension = extensionOf(name)
  if (bytes.length === 0) throw refuse('EMPTY', '文件是空的', 'The file is empty')
  const start = bytes.subarray(0, 64)
  const latin = start.toString('latin1')
  if (latin.startsWith('PK')) return 'zip'
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'gzip'
  if (latin.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return 'ole'
  // Workbooks older than the container: a BIFF record of kind BOF, versions 2 to 5.
  if (/^\x09[\0\x02\x04\x08]/.test(latin)) return 'ole'
  if (latin.startsWith('SQLite format 3\0')) return 'sqlite'
  if (latin.startsWith('fgb')) return 'fgb'
  if (/^(II[*+]\0|MM\0[*+])/.test(latin)) return 'tif'
  if (start.subarray(4, 32).includes('OSMHeader') || /\.(osm|osh)\.pbf$/i.test(name)) return 'roads'
  if (bytes.length >= 4 && bytes.readInt32BE(0) === 9994) return extension === 'shx' ? 'sidecar' : 'shp'
  refuseKnown(latin, extension)
  // By name: formats without a mark of their own, or whose mark is broken.
  if (extension === 'dbf') return 'dbf'
  if (['prj', 'shx', 'cpg', 'sbn', 'sbx', 'qix'].includes(extension)) return 'sidecar'
  const binary = byName[extension]
  if (binary) return binary
  return sniffText(bytes, extension)
}

export function extensionOf(name: string): string {
  return /\.([^./\\]+)$/.exec(name)?.[1].toLowerCase() ?? ''
}

const byName: Record<string, SniffedFormat | undefined> = {
  zip: 'zip', xlsx: 'zip', xlsm: 'zip', kmz: 'zip', gpkg: 'sqlite', fgb: 'fgb', shp: 'shp', tif: 'tif', tiff: 'tif',
} // prettier-ignore

function sniffText(bytes: Buffer, extension: string): SniffedFormat {
  const text = looseText(bytes.subarray(0, 8192)).trimStart()
  if (/^[{\u001e]/.test(text)) return 'json'
  if (text.startsWith('[') && ['json', 'geojson', 'geojsonl', 'ndjson'].includes(extension)) return 'json'
  if (text.startsWith('<')) {
    if (/<(?:\w+:)?(osm|osmChange|graphml)[\s>]/.test(text)) return 'roads'
    if (/<(?:\w+:)?(kml|Document|Placemark|Folder)[\s>]/.test(text) || extension === 'kml') return 'kml'
    throw unknownXml(text)
  }
  if (/^(999\s*[\r\n]+[^\r\n]*[\r\n]+\s*)*0\s*[\r\n]+\s*SECTION/.test(text) || text.startsWith('AutoCAD Binary DXF') || extension === 'dxf')
    return 'dxf'
  if (['geojson', 'json', 'geojsonl', 'geojsons', 'ndjson'].includes(extension)) return 'json'
  if (extension === 'kml') return 'kml'
  if (['osm', 'graphml', 'pbf'].includes(extension)) return 'roads'
  return findColumns(text.split(/\r|\n/, 1)[0]) ? 'roads' : 'csv'
}

/** Enough of the text to see what it is, whatever its encoding: only its ASCII counts. */
function looseText(start: Buffer): string {
  if (start[0] === 0xff && start[1] === 0xfe) return start.toString('utf16le').slice(1)
  if (start[0] === 0xfe && start[1] === 0xff)
    return Buffer.from(start.subarray(0, start.length & ~1))
      .swap16()
      .toString('utf16le')
      .slice(1)
  return start.toString('latin1').replace(/^\xef\xbb\xbf/, '')
}

/** Files that people do send, each with what to do instead. */
function refuseKnown(latin: string, extension: string): void {
  if (/^AC10\d\d/.test(latin)) {
    throw unsupported('DWG', {
      zh: '请在 CAD 中另存为 DXF（R2010 或更早的 ASCII 格式）后再导入',
      en: 'Save it as DXF (ASCII, R2010 or earlier) in the CAD program and import',
    })
  }
  if (latin.startsWith('%PDF'))
    throw unsupported('PDF', { zh: '请提供原始表格（xlsx）或图层', en: 'Provide the original table (xlsx) or layer' })
  if (/^(\x89PNG|\xff\xd8\xff|GIF8|BM)/.test(latin) && !/^BM[ -~]{6}/.test(latin))
    throw unsupported('图片', { zh: '请提供 GeoTIFF 或矢量图层', en: 'Provide a GeoTIFF or a vector layer' })
  if (/^(Rar!|7z\xbc\xaf)/.test(latin)) throw unsupported('RAR/7z', { zh: '请改用 zip 压缩后再导入', en: 'Pack it as zip and import' })
  if (extension === 'mdb')
    throw unsupported('MDB', {
      zh: '请在 ArcGIS 中导出为 FileGDB（zip）或 Shapefile',
      en: 'Export it from ArcGIS as a file geodatabase (zip) or shapefile',
    })
}

function unsupported(what: string, fix: { zh: string; en: string }): InputRefused {
  return refuse('FORMAT_UNSUPPORTED', `不支持 ${what} 文件`, `${what === '图片' ? 'Pictures' : what} files are not supported`, { fix })
}

function unknownXml(text: string): InputRefused {
  const isSheet = /<html|<table|<Workbook/i.test(text)
  return refuse(
    'FORMAT_UNSUPPORTED',
    isSheet ? '文件是网页或 XML 表格，不是真正的 Excel 文件' : '是 XML，但不是可识别的格式',
    isSheet ? 'A web page or XML table, not a real Excel file' : 'XML, but of no kind that is known',
    {
      fix: isSheet
        ? { zh: '请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入', en: 'Open it in Excel or WPS, save it as .xlsx and import' }
        : { zh: '可用的 XML 格式：KML、OSM、GraphML', en: 'XML formats that are read: KML, OSM, GraphML' },
    },
  )
}
