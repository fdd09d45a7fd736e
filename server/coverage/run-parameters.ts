import type { Bilingual } from '../contract/common.ts'
import { straightLineDetourFactor, type CircleProfile } from '../core/coverage/profiles.ts'

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

/** How far, how measured and by whose word: printed with every result (domain.md, Service-circle profiles). */
export function methodLineOf(profile: CircleProfile, hasRoads: boolean): Bilingual {
  return hasRoads
    ? { zh: `步行路网 ${profile.limitMetres} m · ${profile.name.zh}`, en: `Walking network ${profile.limitMetres} m · ${profile.name.en}` }
    : {
        zh: `直线距离 × ${straightLineDetourFactor}（无路网）${profile.limitMetres} m · ${profile.name.zh}`,
        en: `Straight line × ${straightLineDetourFactor} (no road data) ${profile.limitMetres} m · ${profile.name.en}`,
      }
}
