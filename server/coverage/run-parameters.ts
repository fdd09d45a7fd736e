import type { Bilingual } from '../contract/common.ts'
import type { AppliedScenario } from '../core/scenarios/changes.ts'
import { fastestFactor } from '../core/network/slopes.ts'

/** Raised whenever the same inputs may give other results: part of every run's hash. */
export const coverageMethodVersion = 4

/** Everything that, with the pinned versions, decides a run's results; stored with it, never changed. */
export interface RunParameters {
  methodVersion: number
  profile: string
  limitMetres: number
  bandMetres: number[]
  method: 'network' | 'straight-line'
  /** Only for the straight line. */
  detourFactor: number | null
  facilityTypes: string[]
  /** Whether reaching any of the types is enough, or every one is needed. */
  need: 'any' | 'all'
  /** The limit of each counted type. */
  typeLimitsMetres: Record<string, number>
  maxAccessMetres: { city: number; country: number }
  cellResolution: number
  /** No stairs; left out, as in older runs, where stairs are taken. */
  stepsFree?: true
  /** Times by slope: every length of walk is then flat-equivalent. Left out where a walk is its length. */
  useSlope?: true
  /** What the run supposes to be changed, whole: part of its hash. Left out in runs over the data as they are. */
  scenario?: AppliedScenario
  methodLine: Bilingual
}

/** Places this near to the rim of the road data may have facilities beyond it: marked, not guessed at. */
export function edgeMetres({ limitMetres, useSlope }: RunParameters): number {
  return useSlope ? limitMetres / fastestFactor : limitMetres
}

/**
 * How far a walk within the limits may lead, in true metres: a type's own limit may be longer than the circle's, and
 * gently downhill one gets farther than on the flat.
 */
export function longestWalkMetres({ limitMetres, typeLimitsMetres, useSlope }: Pick<RunParameters, 'limitMetres' | 'typeLimitsMetres' | 'useSlope'>): number {
  const longest = Math.max(limitMetres, ...Object.values(typeLimitsMetres))
  return useSlope ? longest / fastestFactor : longest
}
