/** Scale bars and ratios of printed maps. Pure. */

/** The lengths that a bar may have: 1, 2 and 5 times a power of ten. */
const stepsMetres = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000] as const
/** A ratio of more digits would promise what a map in Web Mercator cannot keep over a whole sheet. */
const ratioDigits = 3

/** The longest bar of a round length within so many pixels; the shortest there is where none fits. */
export function scaleBarOf(metresPerPixel: number, mostPixels: number): { metres: number; pixels: number } {
  const metres = [...stepsMetres].reverse().find((step) => step / metresPerPixel <= mostPixels) ?? stepsMetres[0]
  return { metres, pixels: metres / metresPerPixel }
}

/** N of 1:N for a picture of so many pixels printed so many millimetres wide, to three digits. */
export function scaleDenominatorOf(metresPerPixel: number, widthPixels: number, widthMillimetres: number): number {
  const denominator = (metresPerPixel * widthPixels) / (widthMillimetres / 1000)
  return Number(denominator.toPrecision(ratioDigits))
}
