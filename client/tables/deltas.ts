import { formatCount, formatElders, formatMeasure } from '../format.ts'

/** A difference with its sign; the minus is a true one, as wide as the plus. */
export function signed(difference: number): string {
  return difference > 0 ? `+${formatCount(difference)}` : difference < 0 ? `−${formatCount(-difference)}` : '0'
}

/** The same of elders: a change by 1 to 9 persons is not shown exactly. */
export function signedElders(difference: number): string {
  return difference > 0 ? `+${formatElders(difference)}` : difference < 0 ? `−${formatElders(-difference)}` : '0'
}

const least = 0.1

/** A difference of shares as percentage points with one decimal, to the nearest; one that would read as none says so. */
export function signedPoints(difference: number): string {
  const points = Math.abs(difference) * 100
  if (points < 1e-9) return '0'
  const sign = difference > 0 ? '+' : '−'
  return points < least / 2 ? `${sign}<${least}` : `${sign}${points.toFixed(1)}`
}

/** A difference of any other figure, without its unit. */
export function signedMeasure(difference: number): string {
  if (Math.abs(difference) < 1e-9) return '0'
  return `${difference > 0 ? '+' : '−'}${formatMeasure(Number(Math.abs(difference).toPrecision(12)), 'down')}`
}
