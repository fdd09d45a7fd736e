/** A unit with the qualifying facilities that stand inside it (or carry its code, where its boundary is unknown). */
export interface UnitSubject {
  unitId: string
  name: string
  level: string
  judgedBy: 'boundary' | 'code'
  facilityIds: string[]
}

export interface UnitCoverage<Unit extends UnitSubject = UnitSubject> {
  covered: number
  total: number
  /** Null where there is no unit: a zero denominator is no data. */
  rate: number | null
  failing: Unit[]
  /** Units whose place is unknown: judged by the code on the facility, and said so. */
  unknownPlace: number
}

/** Share of units with at least one operating qualifying facility inside (domain.md, Admin-unit coverage). */
export function unitCoverage<Unit extends UnitSubject>(units: Unit[]): UnitCoverage<Unit> {
  const failing = units.filter((unit) => unit.facilityIds.length === 0)
  const covered = units.length - failing.length
  return {
    covered,
    total: units.length,
    rate: units.length > 0 ? covered / units.length : null,
    failing,
    unknownPlace: units.filter((unit) => unit.judgedBy === 'code').length,
  }
}

export const denominators = ['county', 'township_and_street', 'township', 'street', 'urban_town', 'community', 'village', 'settlement'] as const
/** The units that an indicator divides by; the four of township level that the plans use are separate indicators. */
export type Denominator = (typeof denominators)[number]

/** What counts in a community or village, for which offices declare no types of their own: ours, and said so in the label. */
export const communityFacilityTypes: readonly string[] = ['day_care', 'community_center', 'community_complex', 'embedded_home']
export const villageFacilityTypes: readonly string[] = ['mutual_aid']

export interface DenominatorUnit extends UnitSubject {
  /** Whether a place in it is covered in the run; null where it has none there. */
  reached: boolean | null
  urbanTown: boolean
}

export interface DenominatorCoverage extends UnitCoverage<DenominatorUnit> {
  denominator: Denominator
  label: { zh: string; en: string }
  facilityTypes: readonly string[]
  /** Failing units that are reached all the same; null where that is known of none of them. */
  reachedFromOutside: number | null
}

/** Every denominator over the units judged with its types; `declaredTypes` are those of the county's settings. */
export function coverageByDenominator(units: DenominatorUnit[], declaredTypes: readonly string[]): DenominatorCoverage[] {
  return denominators.map((denominator) => {
    const result = unitCoverage(units.filter((unit) => belongs[denominator](unit)))
    const known = result.failing.filter(({ reached }) => reached !== null)
    const unanswered = result.total === 0 || (result.failing.length > 0 && known.length === 0)
    return {
      denominator,
      label: labels[denominator],
      facilityTypes: ownTypes[denominator] ?? declaredTypes,
      ...result,
      reachedFromOutside: unanswered ? null : known.filter(({ reached }) => reached).length,
    }
  })
}

const ownTypes: Partial<Record<Denominator, readonly string[]>> = { community: communityFacilityTypes, village: villageFacilityTypes }

const belongs: Record<Denominator, (unit: DenominatorUnit) => boolean> = {
  county: ({ level }) => level === 'county',
  township_and_street: ({ level }) => level === 'township' || level === 'street',
  township: ({ level }) => level === 'township',
  street: ({ level }) => level === 'street',
  urban_town: ({ urbanTown }) => urbanTown,
  community: ({ level }) => level === 'community',
  village: ({ level }) => level === 'village',
  settlement: ({ level }) => level === 'settlement',
}

const labels: Record<Denominator, { zh: string; en: string }> = {
  county: { zh: '县（区）', en: 'The county' },
  township_and_street: { zh: '乡镇＋街道', en: 'Townships and streets' },
  township: { zh: '乡镇', en: 'Townships' },
  street: { zh: '街道', en: 'Streets' },
  urban_town: {
    zh: '城区镇（辖有城乡分类 11x 社区或村的乡镇，不含街道；规划未列名单）',
    en: 'Urban-area towns (townships holding a community or village of class 11x; no streets; the plans name none)',
  },
  community: {
    zh: '社区（合格类型为系统默认：日间照料、社区养老服务中心、综合体、嵌入式，非规划规定）',
    en: 'Communities (types by default, not by a plan: day care, community centre, complex, embedded home)',
  },
  village: {
    zh: '行政村（合格类型为系统默认：村级互助养老服务设施，非规划规定）',
    en: 'Villages (type by default, not by a plan: mutual-aid site)',
  },
  settlement: { zh: '安置点（尚无台账）', en: 'Resettlement sites (no ledger yet)' },
}
