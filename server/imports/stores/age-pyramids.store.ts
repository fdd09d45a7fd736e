import type { ImportRecord } from '../../core/imports/report.ts'
import { countOf, dayOf, textOf, type TableStore } from './store.ts'
import type { UnitFinder } from './unit-finder.ts'

/** One record a township (or the county) and age group. */
export const agePyramidStore: TableStore = {
  dataKind: 'age_pyramids',
  table: 'age_pyramids',
  codeColumn: 'pyramid_code',
  geometryColumns: [],
  fields: ['unitCode', 'township', 'ageGroup', 'male', 'female', 'asOf', 'source'],
  keyOf: (record, units) => `${unitIdOf(record, units) ?? 'county'}/${String(record.fields.ageGroup)}`,
  state(record, units) {
    const { fields } = record
    const [from, to] = String(fields.ageGroup).split('-')
    return {
      columns: {
        unit_id: unitIdOf(record, units),
        age_from: parseInt(from, 10),
        age_to: to === undefined ? undefined : Number(to),
        male: countOf(fields.male),
        female: countOf(fields.female),
        as_of: dayOf(fields.asOf),
        source: textOf(fields.source),
      },
      defaults: {},
      assumes: [],
    }
  },
}

/** Undefined for the county as a whole, and for what is no unit of the county: the plan refuses those rows first. */
export function unitIdOf(record: ImportRecord, units: UnitFinder): string | undefined {
  return units.isWhole(record) ? undefined : units.find(record).township?.id
}
