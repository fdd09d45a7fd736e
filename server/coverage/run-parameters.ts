import type { Bilingual } from '../contract/common.ts'

/** Raised whenever the same inputs may give other results: part of every run's hash. */
export const coverageMethodVersion = 3

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
  methodLine: Bilingual
}
