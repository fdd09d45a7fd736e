import { formatCount, formatElders } from '../format.ts'

/** A difference with its sign; the minus is a true one, as wide as the plus. */
export function signed(difference: number): string {
  return difference > 0 ? `+${formatCount(difference)}` : difference < 0 ? `−${formatCount(-difference)}` : '0'
}

/** The same of elders: a change by 1 to 9 persons is not shown exactly. */
export function signedElders(difference: number): string {
  return difference > 0 ? `+${formatElders(difference)}` : difference < 0 ? `−${formatElders(-difference)}` : '0'
}
