import { applyEdits, noEdits, type EditedFile } from '../core/imports/edits.ts'
import type { ImportKind } from '../core/imports/field.ts'
import { plainText } from '../core/imports/plain-text.ts'
import type { RawFile } from '../core/imports/raw-table.ts'
import { viewTable, type TableView } from '../core/imports/table-view.ts'
import { AppError } from '../errors.ts'
import { canonicalJson, sha256Hex } from '../hashing.ts'
import { toDoctorOptions, type ImportOptions } from './import-options.ts'

/** A file as its reader made it, and as the user has put it right. */
export interface EditedReading extends EditedFile {
  /** Of the file as it was read; undefined where it has no table. */
  view: TableView | undefined
}

const mostNamed = 5

/** Refuses edits that name what the file has not: nothing is done with half of them. */
export function editFile(raw: RawFile, kind: ImportKind, options: ImportOptions): EditedReading {
  const view = viewTable(raw, kind, toDoctorOptions(options))
  const { unknown, ...edited } = applyEdits(raw, view, options.edits ?? noEdits)
  if (unknown.length > 0) {
    const named = (language: 'zh' | 'en') => unknown.slice(0, mostNamed).map(({ what }) => what[language])
    const more = unknown.length > mostNamed ? unknown.length - mostNamed : 0
    throw new AppError(
      'BAD_REQUEST',
      `修改与文件不符：${named('zh').join('；')}${more ? `；另有 ${more} 处` : ''}`,
      `The edits do not fit the file: ${named('en').join('; ')}${more ? `; and ${more} more` : ''}`,
    )
  }
  return { ...edited, view }
}

/** By what an office's table is known again: its column names in their order, whatever their width, case or spaces. */
export function signHeader(view: TableView | undefined): string | null {
  if (!view || view.headers.every((parts) => parts.length === 0)) return null
  return sha256Hex(canonicalJson(view.headers.map((parts) => plainText(parts.join(' ')))))
}
