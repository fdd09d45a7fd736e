import { ledgerKinds } from '../db/ledger-tables.ts'
import type { Db, DataKind, Tx } from '../db/schema.ts'
import { canonicalJson, sha256Hex } from '../hashing.ts'
import { listNewestVersions, lockKind } from '../versions/versions.repository.ts'
import { loadAges } from './sample-ages.ts'
import { loadLedgers } from './sample-ledgers.ts'
import type { LoadContext } from './load-context.ts'
import type { Sample, SampleManifest } from './sample-files.ts'

/** What a sample has gained since the first that shipped, and the file that it stands in. */
const additions: readonly { kinds: readonly DataKind[]; path: string; load(context: LoadContext): Promise<void> }[] = [
  { kinds: ledgerKinds, path: 'ledgers.json', load: loadLedgers },
  { kinds: ['age_pyramids'], path: 'age_pyramid.csv', load: loadAges },
]

/**
 * Whether a store that an earlier product has filled lacks kinds of data that the sample now ships with. A county in
 * which anything was imported, rolled back or edited is its office’s own, and nothing is put into it.
 */
export async function lacksAdditions(db: Db | Tx, manifest: SampleManifest): Promise<boolean> {
  return (await findLacking(db, manifest)).length > 0
}

/** Adds them in one transaction; false where the stored places are not those that the additions speak of. */
export async function loadAdditions(db: Db, sample: Sample, at: Date): Promise<boolean> {
  const county = Number(sample.manifest.county.code)
  return db.transaction().execute(async (tx) => {
    // As when a sample is loaded whole: two processes that start at once add once.
    await lockKind(tx, county, 'units')
    const lacking = await findLacking(tx, sample.manifest)
    if (lacking.length === 0 || !(await holdsTheSamePlaces(tx, county, sample))) return false
    for (const { load } of lacking) await load({ tx, county, sample, at, version: 1 })
    return true
  })
}

async function findLacking(db: Db | Tx, { county, files }: SampleManifest) {
  const stored = await listNewestVersions(db, Number(county.code))
  if (stored.length === 0 || stored.some(({ action }) => action !== 'sample')) return []
  const kinds = new Set<DataKind>(stored.map(({ kind }) => kind))
  return additions.filter((addition) => files.some(({ path }) => path === addition.path) && !addition.kinds.some((kind) => kinds.has(kind)))
}

/** Rows of the additions name units, areas and facilities by ids made from the codes of these files. */
async function holdsTheSamePlaces(tx: Tx, county: number, { units, residentialAreas, facilities }: Sample): Promise<boolean> {
  const stored = new Map((await listNewestVersions(tx, county)).map((version) => [version.kind, version.content_hash]))
  const shipped: [DataKind, unknown][] = [['units', units.features], ['residential_areas', residentialAreas.features], ['facilities', facilities.features]]
  return shipped.every(([kind, content]) => stored.get(kind) === sha256Hex(canonicalJson(content)))
}
