import type { Transaction } from 'kysely'
import type { SiteChange } from '../../server/core/scenarios/changes.ts'
import type { OverlaySite } from '../../server/db/facility-sites.ts'
import type { Schema } from '../../server/db/schema.ts'
import * as scenarios from '../../server/scenarios/scenarios.repository.ts'
import * as spots from '../../server/scenarios/spots.repository.ts'
import { at, county, id } from './given.ts'

type Call = (tx: Transaction<Schema>) => Promise<unknown>

const changes: SiteChange[] = [{ id, kind: 'close', facilityId: id }]

export const overlay: OverlaySite[] = [
  { id, facilityCode: 'S-1', types: ['day_care'], unitId: null, status: 'operating', currentUse: 'eldercare', lon: 116, lat: 26, placed: true },
]

export const scenarioCalls: Record<string, Record<string, Call[]>> = {
  'scenarios/scenarios.repository': {
    lockScenarios: [(tx) => scenarios.lockScenarios(tx, county)],
    insertScenario: [(tx) => scenarios.insertScenario(tx, { countyCode: county, id, name: '', note: '', parentId: null, baseline: {}, actorId: '', at })],
    replaceSteps: [(tx) => scenarios.replaceSteps(tx, county, id, { step: 1, changes, label: { zh: '', en: '' }, actorId: '', at }, 100)],
    updateScenario: [
      (tx) => scenarios.updateScenario(tx, county, id, { revision: 2, actorId: '', at, step: 1 }),
      (tx) => scenarios.updateScenario(tx, county, id, { revision: 2, actorId: '', at, name: '', note: '', archived: true, baseline: { facilities: 1 } }),
    ],
    listScenarios: [(tx) => scenarios.listScenarios(tx, county)],
    findScenario: [(tx) => scenarios.findScenario(tx, county, id)],
    lockScenario: [(tx) => scenarios.lockScenario(tx, county, id)],
    countOpenScenarios: [(tx) => scenarios.countOpenScenarios(tx, county)],
  },
  'scenarios/spots.repository': {
    listSpots: [(tx) => spots.listSpots(tx, county, 1, [[116, 26]])],
  },
}
