/** How much a person counts at a distance: the three members of the family that planners use. */
export type Decay =
  | { method: '2sfca' }
  | { method: 'e2sfca'; bands: readonly Band[] }
  | { method: 'gaussian' }

/** A zone of the catchment: walks up to this length (inclusive) that no earlier band holds. */
export interface Band {
  upToMetres: number
  /** 0 to 1. */
  weight: number
}

/**
 * Weights of the three zones of E2SFCA, falling as a Gaussian does (W. Luo and Y. Qi, An enhanced two-step floating catchment
 * area (E2SFCA) method for measuring spatial accessibility to primary care physicians, Health & Place 15(4), 2009,
 * 1100–1107, doi 10.1016/j.healthplace.2009.06.002; the same three stand as the default in PySAL's `access`,
 * enhanced_two_stage_fca). Their zones are 0–10, 10–20 and 20–30 minutes by car. A walk of an elder has no such zones:
 * that they are thirds of the catchment here is our own declaration, printed beside every result, and can be changed.
 */
export const luoQiWeights = [1, 0.68, 0.22] as const

/** Three equal zones of a catchment with Luo and Qi's weights; their edges to the centimetre. */
export function defaultBands(limitMetres: number): Band[] {
  return luoQiWeights.map((weight, i) => ({
    upToMetres: i === 2 ? limitMetres : Math.round((limitMetres * (i + 1) * 100) / 3) / 100,
    weight,
  }))
}

/**
 * Weight of a walk, 0 to 1, never rising with its length; 0 beyond the limit.
 * - 2SFCA: 1 inside (W. Luo and F. Wang, Environment and Planning B 30(6), 2003, 865–884, doi 10.1068/b29120).
 * - E2SFCA: the weight of the walk's band (Luo and Qi 2009, as above).
 * - Gaussian: (e^(−½ (d/d₀)²) − e^(−½)) ÷ (1 − e^(−½)), 1 at the door and 0 at the limit d₀ (D. Dai, Black residential
 *   segregation, disparities in spatial access to health care facilities, and late-stage breast cancer diagnosis in
 *   metropolitan Detroit, Health & Place 16(5), 2010, 1038–1052, doi 10.1016/j.healthplace.2010.06.012).
 */
export function decayFunction(decay: Decay, limitMetres: number): (metres: number) => number {
  switch (decay.method) {
    case '2sfca':
      return (metres) => (metres <= limitMetres ? 1 : 0)
    case 'e2sfca':
      return (metres) => (metres <= limitMetres ? (decay.bands.find(({ upToMetres }) => metres <= upToMetres)?.weight ?? 0) : 0)
    case 'gaussian': {
      const atLimit = Math.exp(-0.5)
      return (metres) => (metres < limitMetres ? (Math.exp(-0.5 * (metres / limitMetres) ** 2) - atLimit) / (1 - atLimit) : 0)
    }
  }
}
