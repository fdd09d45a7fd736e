import type { ImportKind } from './field.ts'
import { guessColumns } from './guess-columns.ts'
import type { RawFile, RawTable } from './raw-table.ts'
import { readHeader } from './table-header.ts'

/** Fewer columns than these say nothing: 名称 and 备注 head any table. */
const fewestColumns = 2

/**
 * The kinds that a file could be, likeliest first: those whose columns it has. A column that many kinds have speaks for
 * none of them, so each weighs by how few kinds know it; exactly named ones weigh most. A road network and a raster tell by themselves.
 */
export function proposeKinds(file: RawFile, kinds: readonly ImportKind[]): string[] {
  if (file.roads) return kinds.filter(({ id }) => id === 'roads').map(({ id }) => id)
  if (file.raster && file.tables.length === 0) return kinds.filter(({ raster }) => raster).map(({ id }) => id)
  const weightOf = weighFields(kinds)
  return kinds
    .map((kind) => ({ kind, score: Math.max(0, ...file.tables.map((table) => scoreTable(table, kind, weightOf))) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ kind }) => kind.id)
}

function weighFields(kinds: readonly ImportKind[]): (name: string) => number {
  const counts = new Map<string, number>()
  for (const { fields } of kinds) for (const { name } of fields) counts.set(name, (counts.get(name) ?? 0) + 1)
  return (name) => 1 / counts.get(name)!
}

function scoreTable(table: RawTable, kind: ImportKind, weightOf: (name: string) => number): number {
  if (table.rows.length === 0 || !takesGeometry(table, kind)) return 0
  const head = readHeader(table, kind, { answers: { HEADER_MERGED: 'accept' } })
  if ('rejected' in head) return 0
  const { mapped } = guessColumns(head.columns, kind.fields, true)
  const found = mapped.flatMap(({ field, by }) => (field ? [{ field, share: by === 'exact' ? 1 : 0.5 }] : []))
  if (found.length < Math.min(fewestColumns, head.columns.length)) return 0
  if (kind.oneOf && !found.some(({ field }) => kind.oneOf!.includes(field.name))) return 0
  const missing = kind.fields.filter(({ required, name }) => required && !found.some(({ field }) => field.name === name)).length
  return found.reduce((sum, { field, share }) => sum + share * weightOf(field.name), 0) / (1 + missing)
}

function takesGeometry(table: RawTable, kind: ImportKind): boolean {
  const type = geometryTypeOf(table)
  if (type === null) return true
  return kind.geometry !== 'none' && (kind.geometryTypes.length === 0 || kind.geometryTypes.some((taken) => taken.replace('Multi', '') === type.replace('Multi', '')))
}

/** Of the first row that has one: a layer is of one type. */
export function geometryTypeOf({ rows }: RawTable): string | null {
  return rows.find(({ geometry }) => geometry !== null)?.geometry?.type ?? null
}
