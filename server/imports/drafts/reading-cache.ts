import type { RawFile } from '../../core/imports/raw-table.ts'
import { positionsOf } from '../../core/imports/geometry.ts'

/** Files that have been read, so that the answer to a question does not read 100 MB again. Least used goes first. */
export interface ReadingCache {
  /** What `read` gives; kept under the draft, one reading each, where it fits. */
  get(draftId: string, key: string, read: () => Promise<RawFile>): Promise<RawFile>
  forget(draftId: string): void
}

export function createReadingCache(mostBytes: number): ReadingCache {
  const kept = new Map<string, { key: string; file: RawFile; bytes: number }>()
  let total = 0
  const forget = (draftId: string) => {
    total -= kept.get(draftId)?.bytes ?? 0
    kept.delete(draftId)
  }
  return {
    forget,
    async get(draftId, key, read) {
      const known = kept.get(draftId)
      if (known?.key === key) {
        kept.delete(draftId)
        kept.set(draftId, known)
        return known.file
      }
      const file = await read()
      const bytes = estimateBytes(file)
      forget(draftId)
      if (bytes > mostBytes) return file
      for (const [oldest] of kept) if (total + bytes > mostBytes) forget(oldest)
      kept.set(draftId, { key, file, bytes })
      total += bytes
      return file
    },
  }
}

/** A cell costs its pointer and, where it is text, a header and one or two bytes a character; a position an array of two. */
const cellBytes = 8
const textBytes = 16
const positionBytes = 48
const rowBytes = 120

function estimateBytes({ tables, raster, roads }: RawFile): number {
  let bytes = (raster ? raster.values.byteLength : 0) + (roads ? 10_000 : 0)
  for (const { rows } of tables) {
    for (const { cells, geometry } of rows) {
      bytes += rowBytes + cells.length * cellBytes
      for (const cell of cells) if (typeof cell === 'string') bytes += textBytes + 2 * cell.length
      if (geometry) bytes += positionsOf(geometry).length * positionBytes
    }
  }
  return bytes
}
