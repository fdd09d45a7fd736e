import type { Bilingual } from '../contract/common.ts'
import type { WorkInput } from './build-work.ts'
import type { OptimiseOutcome } from './optimise-in-worker.ts'
import type { TownshipTarget } from './township-target.ts'
import type { Excluded } from './veto-candidates.ts'

/** All that an answer is told from. */
export interface ComposeInput extends WorkInput {
  outcome: OptimiseOutcome
  excluded: readonly Excluded[]
  notes: readonly Bilingual[]
}

/** Townships without a facility in which no candidate stands. */
export function townshipsWithout({ townships, pairs }: TownshipTarget) {
  const served = new Set(pairs.map(({ township }) => township))
  return townships.filter(({ hasSite }, index) => !hasSite && !served.has(index))
}

/** Areas for which all their candidates together are too small. */
export function gapsBeyondReach({ target, priced }: Pick<ComposeInput, 'target' | 'priced'>) {
  if (target?.kind !== 'areas') return []
  const room = new Float64Array(target.areas.gaps.length)
  for (const { gap, candidate } of target.areas.pairs) room[gap] += Math.floor((priced[candidate].candidate.floorAreaM2 ?? 0) * 100 + 1e-6)
  return target.areas.gaps.filter(({ missing }, gap) => room[gap] < missing)
}
