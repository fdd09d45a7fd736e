import type { WhatIfReply } from '../../server/contract/what-if.ts'
import { formatAreaSum, formatCount, formatRateInterval, missing } from '../format.ts'

type Indicator = WhatIfReply['indicators'][number]

/** A share as its interval; counts and m² as what they count, with the whole where there is one. */
export function indicatorText({ numerator, denominator, lower, upper }: Indicator['before'], unit: Indicator['unit']): string {
  if (unit === 'share') return lower === null ? missing : formatRateInterval(lower, upper)
  if (unit === 'm2') return `${formatAreaSum(numerator)} m²`
  return denominator > 0 ? `${formatCount(numerator)} / ${formatCount(denominator)}` : formatCount(numerator)
}
