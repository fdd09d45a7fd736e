import type { Bilingual } from '../contract/common.ts'

/** Raised whenever the same inputs may give other results: part of every run's hash. */
export const coverageMethodVersion = 1

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
  dayCareLimitMetres: number
  maxAccessMetres: { city: number; country: number }
  cellResolution: number
  methodLine: Bilingual
}
