import { insideTester } from '../core/population/locate.ts'
import type { Candidate } from '../core/siting/candidates.ts'
import type { Run } from '../coverage/coverage.repository.ts'
import { findStudyAreaOfRun } from '../coverage/study-area.ts'
import type { Db, Tx } from '../db/schema.ts'
import { findUnitCoverage } from '../indicators/indicators.repository.ts'
import { loadUnitTree } from '../indicators/judge-units.ts'
import { listUnitBoundaries } from '../regions/regions.repository.ts'
import type { CountyForSiting } from './county.ts'

export interface TownshipTarget {
  townships: { id: string; name: string; lon: number | null; lat: number | null; hasSite: boolean }[]
  /** Townships without a facility by the candidates that stand inside: township index, candidate index. */
  pairs: { township: number; candidate: number }[]
  /** Townships known without a boundary: judged by the code on the facility. */
  byCode: string[]
}

/**
 * Who has an operating qualifying facility inside (domain.md, Admin-unit coverage), after the changes, and which
 * candidates stand inside those who have none. A point on a boundary belongs to the unit whose outline holds it.
 */
export async function findTownshipTarget(db: Db | Tx, run: Run, county: CountyForSiting, facilityTypes: readonly string[], candidates: readonly Candidate[]): Promise<TownshipTarget> {
  const { units: unitsVersion, facilities: facilitiesVersion, study_areas: studyVersion } = run.input_versions
  const tree = await loadUnitTree(db, run)
  const study = await findStudyAreaOfRun(db, run)
  const found = await findUnitCoverage(db, {
    countyCode: run.county_code,
    unitsVersion,
    facilitiesVersion: facilitiesVersion ?? 0,
    study: study && { id: study.id, version: studyVersion },
    levels: ['township', 'street'],
    facilityTypes,
    carried: tree.carried,
  })
  const inForce = found.filter(({ unitId }) => tree.resolve(unitId)?.unitId === unitId)
  const boundaries = new Map((await listUnitBoundaries(db, run.county_code, unitsVersion)).map(({ id, boundary }) => [id, insideTester(boundary.coordinates)]))
  const changed = changedSince(county)
  const isInside = (unitId: string, spot: { lon: number | null; lat: number | null; unitId: string | null }) => {
    const tester = boundaries.get(unitId)
    if (tester) return spot.lon !== null && spot.lat !== null && tester(spot.lon, spot.lat)
    return county.townshipOf(spot.unitId) === unitId
  }
  const townships = inForce.map(({ unitId, name, facilityIds }) => {
    const unit = county.unitById.get(unitId)
    const kept = facilityIds.some((id) => !changed.ids.has(id))
    const gained = changed.standing.some((facility) => facility.types.some((type) => facilityTypes.includes(type)) && isInside(unitId, facility))
    return { id: unitId, name, lon: unit?.lon ?? null, lat: unit?.lat ?? null, hasSite: kept || gained }
  })
  const pairs = townships.flatMap(({ id, hasSite }, township) =>
    hasSite ? [] : candidates.flatMap((candidate, index) => (isInside(id, candidate) ? [{ township, candidate: index }] : [])),
  )
  return { townships, pairs, byCode: townships.filter(({ id }) => !boundaries.has(id)).map(({ name }) => name) }
}

/** Facilities that the changes touch, and those of them that operate now. */
function changedSince({ facilities, facilitiesBefore }: CountyForSiting) {
  const before = new Map(facilitiesBefore.map((facility) => [facility.id, facility]))
  const touched = facilities.filter((facility) => before.get(facility.id) !== facility)
  return { ids: new Set(touched.map(({ id }) => id)), standing: touched.filter(({ status, currentUse }) => status === 'operating' && currentUse === 'eldercare') }
}
