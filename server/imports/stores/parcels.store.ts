import { toEwkb, toMulti } from '../ewkb.ts'
import { areaOf, textOf, type TableStore } from './store.ts'

const misuse: Readonly<Record<string, boolean>> = { yes: true, no: false }

/** `facilityIdOf`: the facility that a row names by code or name; the doctor has refused rows that name none. */
export function createParcelStore(facilityIdOf: (word: string) => string | undefined): TableStore {
  return {
    dataKind: 'parcels',
    table: 'land_parcels',
    codeColumn: 'parcel_code',
    geometryColumns: ['boundary'],
    fields: ['code', 'name', 'landUseCode', 'areaM2', 'phase', 'facility', 'misused', 'note'],
    state({ fields, geometry }) {
      const facility = textOf(fields.facility)
      return {
        columns: {
          parcel_code: textOf(fields.code) ?? textOf(fields.name),
          land_use: textOf(fields.landUseCode),
          area_m2: areaOf(fields.areaM2),
          phase: textOf(fields.phase),
          facility_id: facility === undefined ? undefined : facilityIdOf(facility),
          misused: misuse[textOf(fields.misused) ?? ''],
          note: textOf(fields.note),
          boundary: geometry && toEwkb(toMulti(geometry)),
        },
        defaults: { phase: 'current', demo: false },
        assumes: [{ column: 'phase', zh: '未填现状或规划，地块按「现状」存', en: 'Current or planned is not said: the parcel is kept as current' }],
      }
    },
  }
}
