import { countyCode } from './contract/common.ts'

/** A county code from an address or the command line, as the number that keys every row. */
export function parseCountyCode(text: unknown): number {
  return Number(countyCode.parse(text))
}
