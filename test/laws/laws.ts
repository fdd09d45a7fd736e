import { addingAFacility } from './adding-a-facility.law.ts'
import { axesSwapped } from './axes-swapped.law.ts'
import { border } from './border.law.ts'
import { bruteForce } from './brute-force.law.ts'
import { datumMixed } from './datum-mixed.law.ts'
import { doubleCounting } from './double-counting.law.ts'
import { edgeEffect } from './edge-effect.law.ts'
import { farSnapping } from './far-snapping.law.ts'
import { h3CentreLoss } from './h3-centre-loss.law.ts'
import type { Law } from './law.ts'
import { missingHouseholds } from './missing-households.law.ts'
import { missingYearClass } from './missing-year-class.law.ts'
import { networkIslands } from './network-islands.law.ts'
import { noNan } from './no-nan.law.ts'
import { sameHash } from './same-hash.law.ts'
import { silentRepair } from './silent-repair.law.ts'
import { trueMetres } from './true-metres.law.ts'
import { wrongAggregation } from './wrong-aggregation.law.ts'

/** In the order of promises.md; the last row, the engine, is three laws, and the border is a law of its own. */
export const laws: readonly Law[] = [
  datumMixed,
  axesSwapped,
  trueMetres,
  h3CentreLoss,
  edgeEffect,
  border,
  networkIslands,
  farSnapping,
  doubleCounting,
  missingHouseholds,
  missingYearClass,
  wrongAggregation,
  silentRepair,
  noNan,
  addingAFacility,
  bruteForce,
  sameHash,
]
