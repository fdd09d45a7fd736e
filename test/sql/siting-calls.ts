import type { Transaction } from 'kysely'
import type { StartOptimisation } from '../../server/contract/optimisations.ts'
import type { Schema } from '../../server/db/schema.ts'
import * as optimisations from '../../server/siting/optimisations.repository.ts'
import { listFreeParcels } from '../../server/siting/parcels.repository.ts'
import { at, county, id, words } from './given.ts'

type Call = (tx: Transaction<Schema>) => Promise<unknown>

export const sitingCalls: Record<string, Record<string, Call[]>> = {
  'siting/optimisations.repository': {
    lockOptimisations: [(tx) => optimisations.lockOptimisations(tx, county)],
    insertOptimisation: [
      (tx) =>
        optimisations.insertOptimisation(tx, {
          ...{ countyCode: county, id, runId: id, request: {} as StartOptimisation, inputVersions: {}, inputHash: 'h', methodLine: words, actorId: '', at },
        }),
    ],
    findOptimisation: [(tx) => optimisations.findOptimisation(tx, county, id)],
    listOptimisations: [(tx) => optimisations.listOptimisations(tx, county, 1)],
    listSameOptimisations: [(tx) => optimisations.listSameOptimisations(tx, county, 'h')],
    findOptimisationResult: [(tx) => optimisations.findOptimisationResult(tx, county, id)],
    publishOptimisation: [
      (tx) => optimisations.publishOptimisation(tx, county, id, { result: {}, resultHash: 'h', objective: 1, siteCount: 1, proven: true, at }),
    ],
    endOptimisation: [(tx) => optimisations.endOptimisation(tx, county, id, 'failed')],
  },
  'siting/parcels.repository': {
    listFreeParcels: [(tx) => listFreeParcels(tx, county, 1)],
  },
}
