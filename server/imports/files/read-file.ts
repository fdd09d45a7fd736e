import { basename } from 'node:path'
import type { RawFile } from '../../core/imports/raw-table.ts'
import { InputRefused } from '../../core/problems.ts'
import { readIsolated } from './isolated.ts'
import { defaultLimits, type ReadLimits } from './limits.ts'

export interface ReadFileOptions {
  /** The user's answer where the encoding was in question: a name such as 'GBK'. */
  encoding?: string
  /** The sheet or layer that the user chose. */
  layer?: string
  limits?: Partial<ReadLimits>
  signal?: AbortSignal
}

/**
 * Reads a file of any format that imports take, told apart by its content: xlsx, xls and et, delimited text, shapefile
 * (zip or loose), GeoPackage, FileGDB (zip), GeoJSON, KML and KMZ, DXF, FlatGeobuf, GeoTIFF, and road files for their
 * report. Runs in a process of its own.
 *
 * A file that cannot be used comes back without tables, raster or roads, its `problems` saying why. Throws only where
 * the reader itself has a bug or the signal aborts.
 */
export async function readFile(path: string, options: ReadFileOptions = {}): Promise<RawFile> {
  const limits = { ...defaultLimits, ...options.limits }
  try {
    return await readIsolated({ path, context: { limits, encoding: options.encoding, layer: options.layer } }, options.signal)
  } catch (error) {
    if (!(error instanceof InputRefused)) throw error
    return { format: /[^.]*$/.exec(basename(path))![0].toLowerCase(), tables: [], raster: null, problems: error.problems }
  }
}
