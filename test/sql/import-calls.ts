import type { Transaction } from 'kysely'
import type { Schema } from '../../server/db/schema.ts'
import * as mappings from '../../server/imports/import-mappings.repository.ts'
import * as diff from '../../server/imports/version-diff/version-diff.repository.ts'
import { county, id } from './given.ts'

type Call = (tx: Transaction<Schema>) => Promise<unknown>

const columns = [
  { name: 'name', type: 'text' },
  { name: 'facility_types', type: '_text' },
  { name: 'location', type: 'geometry' },
]
const said = { mapping: [], crs: null, encoding: null, actorId: 'a', at: new Date(0) }

/** Drafts, what offices told of their tables, and comparisons of versions. */
export const importCalls: Record<string, Record<string, Call[]>> = {
  'imports/import-mappings.repository': {
    rememberMapping: [(tx) => mappings.rememberMapping(tx, county, 'facilities', 'x', said)],
    findMapping: [(tx) => mappings.findMapping(tx, county, 'facilities', 'x')],
    forgetMappings: [(tx) => mappings.forgetMappings(tx, county, 'facilities')],
  },
  'imports/version-diff/version-diff.repository': {
    listRecordColumns: [(tx) => diff.listRecordColumns(tx, 'facilities')],
    countDifferences: [(tx) => diff.countDifferences(tx, 'facilities', columns, county, 1, 2)],
    listDifferingIds: [(tx) => diff.listDifferingIds(tx, 'facilities', columns, county, 1, 2, 10)],
    listRecordWords: [(tx) => diff.listRecordWords(tx, 'facilities', columns, county, 1, [id])],
    listNamesOfIds: [(tx) => diff.listNamesOfIds(tx, county, [id])],
  },
}
