import type { Transaction } from 'kysely'
import type { Schema } from '../../server/db/schema.ts'
import * as siteChecks from '../../server/what-if/site-checks.repository.ts'
import { county } from './given.ts'

type Call = (tx: Transaction<Schema>) => Promise<unknown>

const point = { type: 'Point' as const, coordinates: [116, 26] }

export const whatIfCalls: Record<string, Record<string, Call[]>> = {
  'what-if/site-checks.repository': {
    listSitePlaces: [(tx) => siteChecks.listSitePlaces(tx, county, 1, [point], [[116, 26]])],
    listSiteLand: [(tx) => siteChecks.listSiteLand(tx, county, 1, [point])],
  },
}
