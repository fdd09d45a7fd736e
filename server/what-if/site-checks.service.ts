import type { Actor } from '../auth/actor.ts'
import type { SiteCheck, SiteCheckReply } from '../contract/what-if.ts'
import type { Db, Tx } from '../db/schema.ts'

/**
 * Vetoes and preferences of sites under study, one reply a site in their order; one statement a check, however many sites.
 * Control areas answer touched or not and by how many m², and the question is logged in the transaction that asks it:
 * inside one give `tx`, else one is opened.
 */
export async function checkSites(
  db: Db | Tx,
  actor: Actor,
  countyCode: number,
  versions: Readonly<Record<string, number>>,
  sites: readonly SiteCheck[],
  at: Date,
): Promise<SiteCheckReply[]> {
  throw new Error(`expected the checks to be written, got ${[db, actor, countyCode, versions, sites, at].length}`)
}
