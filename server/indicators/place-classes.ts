import { boundaryWords, noBoundaryWords, statisticalWords, withPlaceClasses } from '../core/indicators/place-classes.ts'
import { classByBoundary, type PlaceClasses, type PlaceClassRule } from '../core/policy/place-class.ts'
import type { ClassesBy, CountyLedger } from '../core/policy/ledger.ts'
import type { SiteChange } from '../core/scenarios/changes.ts'
import type { Tx } from '../db/schema.ts'
import { listInsideShares } from '../ledgers/development-boundaries.repository.ts'
import { loadScenarioEffects } from '../scenarios/scenario-facilities.ts'

export interface ClassifiedPlaces {
  ledger: CountyLedger
  /** Empty where the ledger's own classes hold. */
  classes: PlaceClasses
  classesBy: ClassesBy
}

/**
 * The county's ledger with city and country as the pack tells them apart. Where the pack goes by 城镇开发边界 and the pinned
 * versions hold none, the ledger's own classes stay, and that is said with every result that depends on it.
 */
export async function classifyPlaces(
  tx: Tx,
  countyCode: number,
  versions: Readonly<Partial<Record<string, number>>>,
  rule: PlaceClassRule,
  ledger: CountyLedger,
  changes?: readonly SiteChange[],
): Promise<ClassifiedPlaces> {
  const asInLedger = { ledger, classes: new Map() }
  if (rule.by === 'statistical') return { ...asInLedger, classesBy: { words: statisticalWords, isOverridden: false } }
  const { development_boundary: developmentBoundary, units = 0, residential_areas: residentialAreas = 0, settlements = 0, facilities = 0 } = versions
  const { overlay } = await loadScenarioEffects(tx, countyCode, versions, changes)
  const laidOver = { units, residentialAreas, settlements, facilities }
  const by = rule.by === 'boundary_share' ? 'share' : 'point'
  const shares = developmentBoundary === undefined ? [] : await listInsideShares(tx, countyCode, { developmentBoundary, ...laidOver }, by, overlay)
  // A version that holds no part of a boundary is as good as none: nothing is listed then.
  if (shares.length === 0) return { ...asInLedger, classesBy: { words: noBoundaryWords, isOverridden: false } }
  const classes = classByBoundary(shares, rule)
  const classified = withPlaceClasses(ledger, classes)
  return { ledger: classified, classes, classesBy: { words: boundaryWords(ledger, classified, classes, rule, developmentBoundary!), isOverridden: true } }
}
