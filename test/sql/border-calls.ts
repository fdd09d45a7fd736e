import type { Transaction } from 'kysely'
import type { Schema } from '../../server/db/schema.ts'
import * as border from '../../server/regions/border.repository.ts'

type Call = (tx: Transaction<Schema>) => Promise<unknown>

export const borderCalls: Record<string, Record<string, Call[]>> = {
  'regions/border.repository': {
    findAcrossBorder: [(tx) => border.findAcrossBorder(tx, 360735, { lon: [116.3], lat: [26.3] }, 1000)],
  },
}
