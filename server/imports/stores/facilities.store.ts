import { toEwkb } from '../ewkb.ts'
import { areaOf, countOf, textOf, type TableStore } from './store.ts'

const checks = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => `check${number}`)

export const facilityStore: TableStore = {
  dataKind: 'facilities',
  table: 'facilities',
  codeColumn: 'facility_code',
  geometryColumns: ['location'],
  fields: [
    ...['code', 'name', 'types', 'unitCode', 'township', 'community', 'address', 'lon', 'lat', 'crs', 'floorAreaM2', 'landAreaM2', 'beds'],
    ...['nursingBeds', 'residentsIn', 'status', 'currentUse', 'tenure', 'operatorKind', 'acquisition', 'grade', 'eldersServed'],
    ...['medicalPartner', ...checks],
  ],
  state(record, units) {
    const { fields, geometry } = record
    const { township, community } = units.find(record)
    const checked = checks.map((check) => (fields[check] === 'yes' ? true : fields[check] === 'no' ? false : null))
    return {
      columns: {
        facility_code: textOf(fields.code),
        name: textOf(fields.name),
        facility_types: Array.isArray(fields.types) ? [...(fields.types as string[])] : undefined,
        unit_id: (community ?? township)?.id,
        address: textOf(fields.address),
        floor_area_m2: areaOf(fields.floorAreaM2),
        land_area_m2: areaOf(fields.landAreaM2),
        beds: countOf(fields.beds),
        nursing_beds: countOf(fields.nursingBeds),
        residents_in_care: countOf(fields.residentsIn),
        status: textOf(fields.status),
        current_use: textOf(fields.currentUse),
        tenure: textOf(fields.tenure),
        operator_kind: textOf(fields.operatorKind),
        acquisition: textOf(fields.acquisition),
        rating: ratingOf(textOf(fields.grade)),
        elders_served: countOf(fields.eldersServed),
        medical_partner: textOf(fields.medicalPartner),
        four_helps_five_haves: checked.some((one) => one !== null) ? checked : undefined,
        location: geometry?.type === 'Point' ? toEwkb(geometry) : undefined,
      },
      defaults: { status: 'operating', current_use: 'eldercare', demo: false },
      assumes: [
        { column: 'status', zh: '未填运营状态，按「运营」计', en: 'No status is given: taken as operating' },
        { column: 'current_use', zh: '未填现状用途，按「养老」计', en: 'No current use is given: taken as eldercare' },
      ],
    }
  },
}

/** 等级评定: 一 to 五级 (or stars) is 1 to 5, 未达级 is 0; other words are no grade. */
export function ratingOf(grade: string | undefined): number | undefined {
  if (grade === undefined) return undefined
  if (/未达级|未评定|无等级/.test(grade)) return 0
  const digit = /([1-5一二三四五])\s*(星|级|[aA])/.exec(grade)?.[1]
  if (digit === undefined) return undefined
  const chinese = '一二三四五'.indexOf(digit)
  return chinese >= 0 ? chinese + 1 : Number(digit)
}
