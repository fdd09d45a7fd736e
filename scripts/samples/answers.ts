import { areaAnswers } from './answers-area.ts'
import { coverageAnswers, serves } from './answers-coverage.ts'
import { ledgerAnswers } from './answers-ledgers.ts'
import { isInside } from './geometry.ts'
import { polygonsIntersect } from './voronoi.ts'
import type { County, Unit } from './types.ts'

/** What an analyst must find in a sample. Computed here with naive methods; nothing of the product is imported. */
export function computeAnswers(county: County) {
  return {
    coverage: coverageAnswers(county),
    areaPer100Households: areaAnswers(county),
    townshipCoverage: townshipAnswers(county),
    ledgers: ledgerAnswers(county),
    troubles: county.troubles,
  }
}

/** Point in polygon; a unit of unknown place is judged by the code on the facility. */
export function townshipAnswers(county: County) {
  const units = county.units.filter(
    (unit) => county.unitCoverage.levels.includes(unit.level) && isAskedFor(county, unit),
  )
  const sites = county.facilities.filter(
    (f) => serves(f) && f.types.some((type) => county.unitCoverage.facilityTypes.includes(type)),
  )
  const hasSite = (unit: Unit) =>
    sites.some((f) =>
      unit.geometry ? f.point !== null && isInside(f.point, unit.geometry) : f.unitCode === unit.unitCode,
    )
  const covered = units.filter(hasSite).map((unit) => unit.unitCode)
  const failing = units.filter((unit) => !hasSite(unit)).map((unit) => unit.unitCode)
  return { covered, failing, total: units.length }
}

function isAskedFor(county: County, unit: Unit): boolean {
  if (!county.studyArea || !unit.geometry) return true
  return polygonsIntersect(unit.geometry, county.studyArea.geometry)
}
