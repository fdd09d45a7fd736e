import { readFile, readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { RawFile } from '../../core/imports/raw-table.ts'
import { InputRefused, refuse, type Problem } from '../../core/problems.ts'
import { readWithGdal } from './gdal.ts'
import { problem, type ReadContext } from './limits.ts'
import { readCsv } from './read-csv.ts'
import { readDxf } from './read-dxf.ts'
import { readGeojson } from './read-geojson.ts'
import { readGeotiff } from './read-geotiff.ts'
import { readGpkg } from './read-gpkg.ts'
import { readKml } from './read-kml.ts'
import { readLooseDbf, readShapefiles } from './read-shapefile.ts'
import { readZip } from './read-zip.ts'
import { readRoadFile } from './roads.ts'
import { extensionOf, sniff } from './sniff.ts'

/**
 * Reads a file within this process. Never throws for what the file holds: a file that cannot be used comes back without
 * tables, with the reasons. Only `readFile` calls it on strangers' files, from a process of its own.
 */
export async function parseFile(path: string, context: ReadContext): Promise<RawFile> {
  try {
    // Provinces of roads are streamed, never held; by their name alone, for their reader looks at the content itself.
    if (/\.(pbf|osm|graphml)(\.gz)?$/i.test(path)) return finish(await readNamedRoads(path, context), context)
    const bytes = await readBytes(path, context)
    const file = await parseBytes(path, bytes, context)
    if (context.layer !== undefined || file.tables.length < 2) return finish(file, context)
    // Problems name rows but no table: those listed are the first table's, until the user chooses another.
    const first = await parseBytes(path, bytes, { ...context, layer: file.tables[0].name })
    const choice = file.problems.filter(({ code }) => code === 'SHEET_CHOICE')
    return finish({ ...file, problems: [...choice, ...first.problems] }, context)
  } catch (error) {
    if (!(error instanceof InputRefused)) throw error
    return { format: formatOf(path), tables: [], raster: null, problems: cap(error.problems) }
  }
}

async function parseBytes(path: string, bytes: Buffer, context: ReadContext): Promise<RawFile> {
  const name = basename(path)
  const format = sniff(name, bytes)
  if (format === 'shp' || format === 'dbf' || format === 'sidecar') return readLoose(path, bytes, format, context)
  if (format === 'roads') return readRoadFile(path, context)
  if (format === 'gzip') return parseContent(name.replace(/\.gz$/i, ''), gunzip(bytes, context), context)
  return parseContent(name, bytes, context)
}

/** Formats that stand in one run of bytes, be it a file or an archive's entry. */
async function parseContent(name: string, bytes: Buffer, context: ReadContext): Promise<RawFile> {
  const format = sniff(name, bytes)
  const layer = name.slice(0, name.length - extensionOf(name).length).replace(/\.$/, '') || name
  switch (format) {
    case 'zip':
      return readZip(layer, bytes, context, parseContent)
    case 'ole': {
      // Loaded when needed: the library is large.
      const { readXls } = await import('./read-xls.ts')
      return readXls(bytes, context)
    }
    case 'sqlite':
      return readGpkg(bytes, context)
    case 'fgb':
      return readWithGdal(new Map([['layer.fgb', bytes]]), 'layer.fgb', 'fgb', context)
    case 'tif':
      return readGeotiff(bytes, context)
    case 'json':
      return readGeojson(layer, bytes, context)
    case 'kml':
      return readKml(layer, bytes, context)
    case 'dxf':
      return readDxf(layer, bytes, context)
    case 'csv':
      return readCsv(layer, bytes, context)
    case 'shp':
      return readShapefiles([{ name: layer, shp: bytes, loose: true }], context)
    case 'dbf':
      return readLooseDbf(layer, bytes, undefined, context)
    case 'roads':
    case 'gzip':
    case 'sidecar':
      throw refuse('FORMAT_UNSUPPORTED', `“${name}”不能在压缩包内单独读取`, `“${name}” cannot be read on its own within an archive`, {
        fix: { zh: '请解压后单独导入', en: 'Unpack it and import it by itself' },
      })
  }
}

async function readNamedRoads(path: string, context: ReadContext): Promise<RawFile> {
  const info = await stat(path).catch(() => undefined)
  if (info?.size === 0) throw refuse('EMPTY', '文件是空的', 'The file is empty')
  return readRoadFile(path, context)
}

/** A shapefile's parts lie beside each other under one name; whichever was named, the .shp is meant. */
async function readLoose(path: string, bytes: Buffer, format: 'shp' | 'dbf' | 'sidecar', context: ReadContext): Promise<RawFile> {
  const folder = dirname(path)
  const stem = basename(path).replace(/\.[^.]+$/, '')
  const siblings = await readdir(folder).catch(() => [] as string[])
  const sibling = async (extension: string): Promise<Buffer | undefined> => {
    const found = siblings.find((candidate) => candidate.toLowerCase() === `${stem}.${extension}`.toLowerCase())
    return found === undefined ? undefined : readBytes(join(folder, found), context)
  }
  const shp = format === 'shp' ? bytes : await sibling('shp')
  const cpg = await sibling('cpg')
  if (!shp) {
    if (format === 'dbf') return readLooseDbf(stem, bytes, cpg, context)
    throw refuse(
      'SHP_NO_SHP',
      `“${basename(path)}”只是 Shapefile 的一部分，缺少 .shp`,
      `“${basename(path)}” is only a part of a shapefile; the .shp is missing`,
      {
        fix: { zh: '请把 .shp、.shx、.dbf、.prj、.cpg 一起压缩后导入', en: 'Pack .shp, .shx, .dbf, .prj and .cpg together and import' },
      },
    )
  }
  return readShapefiles(
    [{ name: stem, shp, dbf: await sibling('dbf'), shx: await sibling('shx'), prj: await sibling('prj'), cpg, loose: true }],
    context,
  )
}

async function readBytes(path: string, { limits }: ReadContext): Promise<Buffer> {
  try {
    const info = await stat(path)
    if (!info.isFile()) throw notReadable(path)
    if (info.size > limits.maxBytes) {
      throw refuse(
        'FILE_TOO_LARGE',
        `文件超过 ${Math.round(limits.maxBytes / 1024 ** 2)} MB 的上限`,
        `The file exceeds the limit of ${Math.round(limits.maxBytes / 1024 ** 2)} MB`,
      )
    }
    return await readFile(path)
  } catch (error) {
    if (error instanceof InputRefused) throw error
    throw notReadable(path)
  }
}

function gunzip(bytes: Buffer, { limits }: ReadContext): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: Math.min(limits.maxUnpackedBytes, 512 * 1024 ** 2) })
  } catch (error) {
    const tooLarge = error instanceof RangeError
    throw refuse(
      tooLarge ? 'ZIP_BOMB' : 'GZIP_CORRUPT',
      tooLarge ? '压缩内容膨胀过大，已停止读取' : '压缩文件损坏或不完整',
      tooLarge ? 'The compressed content swells beyond the limit' : 'The compressed file is damaged or cut short',
    )
  }
}

/** What holds for every format: a choice among several layers, and an end to the list of problems. The first is the default. */
function finish(file: RawFile, context: ReadContext): RawFile {
  const { tables, problems } = file
  if (tables.length === 0 && !file.raster && !file.roads && !problems.some(({ severity }) => severity === 'error')) {
    throw new InputRefused([problem('error', 'EMPTY', '文件没有数据', 'The file holds no data'), ...problems])
  }
  const names = tables.map(({ name }) => name)
  if (context.layer !== undefined && tables.length > 0) {
    const chosen = tables.filter(({ name }) => name === context.layer)
    if (chosen.length > 0) return { ...file, tables: chosen, problems: cap(problems) }
    throw refuse('LAYER_UNKNOWN', `没有名为“${context.layer}”的工作表或图层`, `There is no sheet or layer “${context.layer}”`, {
      value: context.layer,
      fix: { zh: `可选：${names.join('、')}`, en: `Available: ${names.join(', ')}` },
    })
  }
  if (tables.length > 1 && !problems.some(({ code }) => code === 'SHEET_CHOICE')) {
    problems.push(
      problem(
        'warning',
        'SHEET_CHOICE',
        `文件有 ${tables.length} 个工作表或图层，未选择时只取第一个“${names[0]}”`,
        `The file has ${tables.length} sheets or layers: the first, “${names[0]}”, is taken unless you choose another`,
        { value: names.join('、').slice(0, 200), fix: { zh: `可选：${names.join('、')}`, en: `Available: ${names.join(', ')}` } },
      ),
    )
  }
  return { ...file, problems: cap(problems) }
}

const maxProblems = 50_000

function cap(problems: Problem[]): Problem[] {
  if (problems.length <= maxProblems) return problems
  const rest = problems.length - maxProblems
  return [
    ...problems.slice(0, maxProblems),
    problem(
      'error',
      'PROBLEMS_TRUNCATED',
      `另有 ${rest} 处问题未列出，请先修正已列出的`,
      `${rest} further problems are not listed: mend those listed first`,
    ),
  ]
}

function formatOf(path: string): string {
  return extensionOf(path) || 'unknown'
}

function notReadable(path: string): InputRefused {
  return refuse('FILE_NOT_READABLE', `文件无法读取：${basename(path)}`, `The file cannot be read: ${basename(path)}`, {
    fix: { zh: '请检查文件路径和读取权限', en: 'Check the path and the permission to read it' },
  })
}
