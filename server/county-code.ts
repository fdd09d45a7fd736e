import { countyCode } from './contract/common.ts'

/** A county code from an address or the command line, as the number that keys every row. */
export function parseCountyCode(text: unknown): number {
  return Number(countyCode.parse(text))
}

/** The number that keys every row as the six digits by which people and addresses know it. */
export function formatCountyCode(code: number): string {
  return String(code).padStart(6, '0')
}
