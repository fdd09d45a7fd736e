/** A unit with the qualifying facilities that stand inside it (or carry its code, where its boundary is unknown). */
export interface UnitSubject {
  unitId: string
  name: string
  level: string
  judgedBy: 'boundary' | 'code'
  facilityIds: string[]
}

export interface UnitCoverage {
  covered: number
  total: number
  /** Null where there is no unit: a zero denominator is no data. */
  rate: number | null
  failing: UnitSubject[]
  /** Units whose place is unknown: judged by the code on the facility, and said so. */
  unknownPlace: number
}

/** Share of units with at least one operating qualifying facility inside (domain.md, Admin-unit coverage). */
export function unitCoverage(units: UnitSubject[]): UnitCoverage {
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
