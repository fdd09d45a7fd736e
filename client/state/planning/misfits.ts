import type { Misfit } from '../../../server/contract/scenarios.ts'
import type { WhatIfReply } from '../../../server/contract/what-if.ts'

/** A change that some data have no place for: those that the scenario speaks of, else only those of the run it is tried against. */
export interface ShownMisfit extends Misfit {
  against: 'baseline' | 'run'
}

/** Of each change one: what does not fit the scenario's own baseline does not fit at all. The run may be of other versions. */
export function shownMisfits(ofBaseline: readonly Misfit[], reply: Pick<WhatIfReply, 'misfits'> | undefined): ShownMisfit[] {
  const known = new Set(ofBaseline.map(({ changeId }) => changeId))
  return [
    ...ofBaseline.map((misfit) => ({ ...misfit, against: 'baseline' as const })),
    ...(reply?.misfits ?? []).filter(({ changeId }) => !known.has(changeId)).map((misfit) => ({ ...misfit, against: 'run' as const })),
  ]
}
