import { requireCounty, type Actor } from '../auth/actor.ts'
import type { SiteCheck, SiteCheckReply } from '../contract/what-if.ts'
import type { PolicyPack } from '../core/policy/pack.ts'
import { refuse } from '../core/problems.ts'
import type { Db, Tx } from '../db/schema.ts'
import { AppError } from '../errors.ts'
import { findBuiltInPack, listBuiltInPacks, readPackOrRefuse } from '../policies/load-packs.ts'
import { findStoredPack, listStoredPacks } from '../policies/policies.repository.ts'
import { requireKnownCounty } from '../regions/known-county.ts'
import { findCounty } from '../regions/regions.repository.ts'
import { listNewestVersions } from '../versions/versions.repository.ts'
import { checkSpareBeds } from './checks/beds-check.ts'
import type { Question } from './checks/check.ts'
import { checkAreas, checkLandUse } from './checks/land-checks.ts'
import { checkIdlePremises, checkMedical } from './checks/neighbour-checks.ts'
import { checkControlAreas, checkCounty, checkDevelopmentBoundary } from './checks/place-checks.ts'
import { checkWalkableRoad } from './checks/road-check.ts'
import { listSitePlaces, type SiteShape } from './site-checks.repository.ts'

export interface SiteChecksService {
  /** One site against the newest data of the county. */
  check(actor: Actor, countyCode: number, site: SiteCheck): Promise<SiteCheckReply>
}

export function createSiteChecksService(db: Db, now: () => Date): SiteChecksService {
  return {
    async check(actor, countyCode, site) {
      requireCounty(actor, countyCode)
      return db.transaction().execute(async (tx) => {
        await requireKnownCounty(tx, countyCode)
        const newest = await listNewestVersions(tx, countyCode)
        const [reply] = await checkSites(tx, actor, countyCode, Object.fromEntries(newest.map(({ kind, version }) => [kind, version])), [site], now())
        return reply
      })
    },
  }
}

/**
 * Vetoes and preferences of sites under study, one reply a site in their order; one statement a check, however many sites.
 * Control areas answer touched or not and by how many m², and the question is logged in the transaction that asks it:
 * inside one give `tx`, else one is opened. `versions` are those of the kinds of data, one left out where the county has
 * none: what depends on it is unknown, and never passes.
 */
export async function checkSites(
  db: Db | Tx,
  actor: Actor,
  countyCode: number,
  versions: Readonly<Partial<Record<string, number>>>,
  sites: readonly SiteCheck[],
  at: Date,
): Promise<SiteCheckReply[]> {
  requireCounty(actor, countyCode)
  if (sites.length === 0) return []
  sites.forEach(refuseOpenRings)
  if (!isTransaction(db)) return db.transaction().execute((tx) => checkSites(tx, actor, countyCode, versions, sites, at))
  const question: Question = { tx: db, countyCode, versions, sites, packs: await findPacks(db, countyCode, sites) }
  const shapes = sites.map(({ location, boundary }): SiteShape => boundary ?? { type: 'Point', coordinates: location })
  const places = await listSitePlaces(db, countyCode, versions.units ?? 0, shapes, sites.map(({ location }) => location))
  if (places.some(({ valid }) => !valid)) throw crossedBoundary()
  // One after another: a transaction has one connection.
  const answers = [
    checkCounty(places),
    await checkControlAreas(question, shapes, actor, at),
    await checkLandUse(question, shapes),
    checkAreas(question),
    await checkMedical(question),
    await checkSpareBeds(question, places),
    await checkIdlePremises(question),
    await checkWalkableRoad(question, places),
    await checkDevelopmentBoundary(question, shapes),
  ]
  return sites.map((_, index) => {
    const checks = answers.flatMap((answer) => answer[index])
    return { vetoed: checks.some(({ outcome }) => outcome === 'veto'), checks }
  })
}

function isTransaction(db: Db | Tx): db is Tx {
  return db.isTransaction
}

/** The plan that a site names, else the county's own, else its prefecture's; null where there is none. */
async function findPacks(tx: Tx, countyCode: number, sites: readonly SiteCheck[]): Promise<(PolicyPack | null)[]> {
  const found = new Map<string | undefined, PolicyPack | null>()
  for (const { packId } of sites) {
    if (!found.has(packId)) found.set(packId, packId === undefined ? await findOwnPack(tx, countyCode) : await getPack(tx, packId))
  }
  return sites.map(({ packId }) => found.get(packId)!)
}

async function getPack(tx: Tx, id: string): Promise<PolicyPack> {
  const builtIn = findBuiltInPack(id)
  if (builtIn) return builtIn.pack
  const stored = await findStoredPack(tx, id)
  if (!stored) throw new AppError('POLICY_UNKNOWN', `没有政策包「${id}」`, `No policy pack “${id}”`)
  return readPackOrRefuse(Buffer.from(stored.yaml))
}

async function findOwnPack(tx: Tx, countyCode: number): Promise<PolicyPack | null> {
  const county = await findCounty(tx, countyCode)
  const known = [...listBuiltInPacks().map(({ pack }) => pack), ...(await listStoredPacks(tx)).map(({ summary }) => summary)]
  const own = [countyCode, county?.parentCode].flatMap((code) => known.find(({ region }) => Number(region.code) === code) ?? [])
  return own.length > 0 ? getPack(tx, own[0].id) : null
}

function refuseOpenRings({ boundary }: SiteCheck): void {
  for (const ring of boundary?.coordinates ?? []) {
    const [first, last] = [ring[0], ring.at(-1)]
    if (ring.length >= 4 && first[0] === last![0] && first[1] === last![1]) continue
    throw refuse('BOUNDARY_OPEN', '用地范围的每一环至少四个点，且首尾相同', 'Every ring of the boundary needs at least four points, the last the same as the first', { column: 'boundary' })
  }
}

function crossedBoundary() {
  return refuse('BOUNDARY_CROSSED', '用地范围自相交', 'The boundary crosses itself', { column: 'boundary', fix: { zh: '请重新勾画', en: 'Draw it again' } })
}
