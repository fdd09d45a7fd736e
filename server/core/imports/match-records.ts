import { sameNameMetres } from '../checks/duplicate-areas.ts'
import { geodesicMetres } from '../geodesic.ts'
import { pointOf } from './draft.ts'
import { plainText } from './plain-text.ts'
import type { KnownRecord } from './region.ts'
import type { ImportRecord } from './report.ts'

/** Positions nearer than this are the same position written twice. */
const samePlaceMetres = 1

/** What storing the records would do. */
export function countChanges(
  records: readonly ImportRecord[],
  stored: readonly KnownRecord[],
): { insert: number; update: number; unchanged: number } {
  const findMatch = createMatcher(stored)
  const changes = { insert: 0, update: 0, unchanged: 0 }
  for (const record of records) {
    const match = findMatch(record)
    changes[!match ? 'insert' : isUnchanged(record, match) ? 'unchanged' : 'update']++
  }
  return changes
}

/** Which stored record a row speaks of: by code, else by the same name within 200 m (or without a place on either side). */
export function createMatcher<T extends KnownRecord>(stored: readonly T[]): (record: ImportRecord) => T | undefined {
  const byCode = new Map(stored.filter(({ code }) => code).map((record) => [plainText(record.code!), record]))
  const byName = new Map<string, T[]>()
  for (const record of stored) {
    const name = plainText(record.name)
    const same = byName.get(name)
    if (same) same.push(record)
    else byName.set(name, [record])
  }
  return (record) => {
    const { code, name } = record.fields
    const sameCode = typeof code === 'string' ? byCode.get(plainText(code)) : undefined
    if (sameCode || typeof name !== 'string') return sameCode
    const at = pointOf(record)
    return byName.get(plainText(name))?.find((other) => !at || !other.at || geodesicMetres(...at, ...other.at) <= sameNameMetres)
  }
}

/** Every field that the file states agrees with what is stored; fields it does not state are left as they are. */
function isUnchanged(record: ImportRecord, stored: KnownRecord): boolean {
  const at = pointOf(record)
  if (at && (!stored.at || geodesicMetres(...at, ...stored.at) > samePlaceMetres)) return false
  return Object.entries(record.fields).every(
    ([name, value]) => value === null || !(name in stored.fields) || JSON.stringify(value) === JSON.stringify(stored.fields[name]),
  )
}
