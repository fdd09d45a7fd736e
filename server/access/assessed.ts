import type { AccessReply } from '../contract/access.ts'
import type { Run } from '../coverage/coverage.repository.ts'
import type { Facility } from '../facilities/facilities.repository.ts'
import type { Unit } from '../regions/regions.repository.ts'
import type { AccessParameters } from './access-parameters.ts'
import type { CountedFacility } from './capacity.ts'
import type { AccessResult } from './compute.ts'
import type { LoadedDemand } from './demand.ts'

/** Everything that a reply is made of. */
export interface Assessed {
  run: Run
  parameters: AccessParameters
  units: readonly Unit[]
  demand: LoadedDemand
  facilities: readonly CountedFacility[]
  missing: AccessReply['missingCapacity']
  withoutPlace: readonly Facility[]
  /** Whole people of each place who need a place. */
  need: Uint32Array
  result: AccessResult
}
