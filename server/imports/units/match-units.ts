import { groupBy } from '../../core/group-by.ts'
import { endOfUnitRow } from '../../core/imports/units/check-unit-rows.ts'
import type { ImportRecord } from '../../core/imports/report.ts'
import { stableUuid } from '../../hashing.ts'
import type { ChangedRecord } from '../geometry-check.ts'
import type { RecordColumns } from '../records.repository.ts'
import { dayOf } from '../stores/store.ts'

export interface MatchedUnit {
  record: ImportRecord
  code: string
  id: string
  /** What is stored of it; undefined for a unit that is new. */
  before: RecordColumns | undefined
}

export type ChangedUnit = ChangedRecord & { unit: MatchedUnit }

/**
 * Which stored unit each row speaks of. A code leads to its unit, and the unit's id follows from its code, as the samples
 * make it, so that whatever names the unit goes on naming it. Where a code has passed from one unit to another, the days tell them
 * apart, and the later bearer gets an id of its own.
 */
export function matchUnits(countyCode: number, records: readonly ImportRecord[], stored: readonly RecordColumns[]): MatchedUnit[] {
  const ofCode = groupBy(stored, ({ unit_code: code }) => String(code))
  const taken = new Set<string>()
  const ids = new Set(stored.map(({ id }) => String(id)))
  return records.map((record) => {
    const code = String(record.fields.unitCode)
    const free = (ofCode.get(code) ?? []).filter(({ id }) => !taken.has(String(id)))
    const from = dayOf(record.fields.validFrom)
    const before = free.find(({ valid_from: day }) => from !== undefined && day === from) ?? free.find((unit) => mayBeOne(record, unit))
    if (before) {
      taken.add(String(before.id))
      return { record, code, id: String(before.id), before }
    }
    const plain = stableUuid(`${countyCode}/unit/${code}`)
    const id = ids.has(plain) ? stableUuid(`${countyCode}/unit/${code}/${from ?? String(record.fields.name)}`) : plain
    ids.add(id)
    return { record, code, id, before: undefined }
  })
}

/** Not one unit where the one ends before the other begins: the code was given away. */
function mayBeOne({ fields }: ImportRecord, { valid_from: storedFrom, valid_to: storedTo }: RecordColumns): boolean {
  const [from, to] = [dayOf(fields.validFrom), endOfUnitRow(fields)]
  const apart = (from !== undefined && storedTo != null && from >= String(storedTo)) || (to !== null && storedFrom != null && String(storedFrom) >= to)
  return !apart
}
