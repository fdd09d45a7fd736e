/** Sums of doubles differ from the sums of the decimals they stand for; a micrometre is far above that error. */
const micrometresPerMetre = 1e6

/** A limit that includes walks exactly as long as it, whatever the rounding of their sum. */
export function inclusiveLimit(limitMetres: number): number {
  return limitMetres + 0.5 / micrometresPerMetre
}

/** A walk as it is compared and shown: to the micrometre, so that 333.3 + 333.3 + 333.4 is 1000. */
export function roundToMicrometre(metres: number): number {
  return Math.round(metres * micrometresPerMetre) / micrometresPerMetre
}
