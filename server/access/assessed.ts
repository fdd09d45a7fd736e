import type { AccessReply } from '../contract/access.ts'
import type { Run } from '../coverage/coverage.repository.ts'
import type { Facility } from '../facilities/facilities.repository.ts'
import type { Unit } from '../regions/regions.repository.ts'
import type { AccessParameters } from './access-parameters.ts'
import type { CountedFacility } from './capacity.ts'
import type { AccessResult } from './compute.ts'
import type { AccessDemand, LoadedDemand } from './demand.ts'
import type { OutsidePeople } from './outside.ts'

/** Everything that a reply is made of. */
export interface Assessed {
  run: Run
  parameters: AccessParameters
  units: readonly Unit[]
  demand: LoadedDemand
  outside: OutsidePeople
  /** Places outside, in the order in which they follow `demand.places` in `need` and `result`. */
  outsiders: readonly (AccessDemand & { countyCode: number })[]
  facilities: readonly CountedFacility[]
  missing: AccessReply['missingCapacity']
  withoutPlace: readonly Facility[]
  /** Whole people of each place who need a place. */
  need: Uint32Array
  result: AccessResult
  /** The run's versions and those of the neighbours. */
  inputVersions: Record<string, number>
  inputHash: string
}
