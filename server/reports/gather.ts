import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Actor } from '../auth/actor.ts'
import type { OutputWish } from '../contract/outputs.ts'
import type { ScenarioRecord, SiteChange } from '../contract/scenarios.ts'
import { siteCheck, type SiteCheck } from '../contract/what-if.ts'
import { listPlaces, listSummaries, type Run } from '../coverage/coverage.repository.ts'
import type { CoverageService } from '../coverage/coverage.service.ts'
import type { Db } from '../db/schema.ts'
import { AppError } from '../errors.ts'
import type { ExistingSitesService } from '../ledgers/existing-sites.service.ts'
import { listUnits, type Unit } from '../regions/regions.repository.ts'
import type { RegionsService } from '../regions/regions.service.ts'
import { requireRevision } from '../scenarios/pin-scenario.ts'
import type { ScenariosService } from '../scenarios/scenarios.service.ts'
import { listSpots } from '../scenarios/spots.repository.ts'
import { findNewestVersion, listNewestVersions } from '../versions/versions.repository.ts'
import { checkSites } from '../what-if/site-checks.service.ts'
import type { WhatIfService } from '../what-if/what-if.service.ts'
import { isPlacing, type Material, type Site } from './material.ts'
import { effectOf, given, pinOf } from './site-effect.ts'
import { sitesOf } from './sites.ts'

export interface Sources {
  db: Db
  regions: RegionsService
  scenarios: ScenariosService
  coverage: CoverageService
  existingSites: ExistingSitesService
  whatIfs: WhatIfService
  now: () => Date
}

export interface Wish extends Pick<OutputWish, 'run' | 'revision'> {
  countyCode: number
  scenarioId: string
  /** Circles as surfaces, for the layers. */
  circles: boolean
  /** Vetoes and preferences, for the report: what is asked of control areas is logged. */
  checks: boolean
}

/** A contour takes some hundred milliseconds: beyond so many sites nobody would wait for it. */
export const mostCircles = 100

/** Asks everything a file is made of, one site after another, so that others are heard in between. */
export async function gather(sources: Sources, actor: Actor, wish: Wish, signal: AbortSignal): Promise<Material> {
  const { db, regions, scenarios, existingSites } = sources
  const { countyCode, scenarioId } = wish
  const scenario = await scenarios.get(actor, countyCode, scenarioId)
  if (wish.revision !== undefined) requireRevision(scenario, wish.revision)
  const { code, name, nameEn, demo, bbox, attribution } = await regions.get(actor, countyCode)
  const run = await runOf(sources, actor, wish)
  const unitsVersion = run?.input_versions.units ?? (await findNewestVersion(db, countyCode, 'units'))?.version
  const units = unitsVersion === undefined ? [] : await listUnits(db, countyCode, unitsVersion)
  const existing = await existingSites.get(actor, countyCode, scenario.baseline)
  const sites = await withTownships(db, countyCode, unitsVersion ?? 0, units, sitesOf(scenario, existing))
  if (run) await addEffects(sources, actor, wish, run, scenario, sites, signal)
  if (wish.checks) await addChecks(sources, actor, countyCode, sites)
  const total = run ? ((await sources.whatIfs.answer(actor, countyCode, run.id, { changes: scenario.changes, pin: null }, signal)) ?? null) : null
  const places = run ? await listPlaces(db, countyCode, run.id) : []
  const sums = run ? await listSummaries(db, countyCode, run.id) : []
  signal.throwIfAborted()
  return {
    county: { code, name, nameEn, demo, bbox, attribution },
    ...{ scenario, run, sites, total, units },
    places: new Map(places.map((place) => [place.placeId, place])),
    unitSums: sums.filter(({ scope, limit_metres: limit }) => scope === 'unit' && limit === run!.parameters.limitMetres),
  }
}

/** The run that was named, else the newest over the data as they are; none is no reason to keep the sites from anybody. */
async function runOf({ coverage }: Sources, actor: Actor, { countyCode, run }: Wish): Promise<Run | null> {
  if (run !== undefined) return coverage.getPublished(actor, countyCode, run)
  return coverage.getPublished(actor, countyCode).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'NO_PUBLISHED_RUN') return null
    throw error
  })
}

/** The township or street around each site, by its boundary. */
async function withTownships(db: Db, countyCode: number, unitsVersion: number, units: readonly Unit[], sites: Site[]): Promise<Site[]> {
  const byId = new Map(units.map((unit) => [unit.id, unit]))
  const townshipOf = (id: string | null): string | null => {
    for (let unit = id === null ? undefined : byId.get(id); unit; unit = unit.parentId === null ? undefined : byId.get(unit.parentId)) {
      if (unit.level !== 'village' && unit.level !== 'community') return unit.name
    }
    return null
  }
  const placed = sites.filter(({ location }) => location !== null)
  const spots = placed.length === 0 ? [] : await listSpots(db, countyCode, unitsVersion, placed.map(({ location }) => location!))
  return sites.map((site) => ({ ...site, township: townshipOf(spots[placed.indexOf(site)]?.unitId ?? null) }))
}

async function addEffects({ whatIfs }: Sources, actor: Actor, { countyCode, circles }: Wish, run: Run, { changes }: ScenarioRecord, sites: Site[], signal: AbortSignal): Promise<void> {
  let contours = 0
  for (const site of sites) {
    const pin = site.misfit ? null : pinOf(site)
    if (!pin) continue
    const others: SiteChange[] = changes.filter(({ id }) => id !== site.change.id)
    // What has been answered once is kept in memory: dragging and printing ask the same.
    const together = await whatIfs.answer(actor, countyCode, run.id, { changes: others, pin }, signal)
    const without = await whatIfs.answer(actor, countyCode, run.id, { changes: others, pin: null }, signal)
    signal.throwIfAborted()
    site.effect = effectOf(together!, without!)
    if (circles && site.effect.limitMetres !== null && contours++ < mostCircles) {
      site.circle = (await whatIfs.outline(actor, countyCode, run.id, { changes: [], pin: { location: pin.location, facilityTypes: pin.facilityTypes } }, signal)) ?? null
    }
    await nextTurn()
  }
}

/** As the card beside a pin asks them: against the newest data, each site with its own figures. */
async function addChecks({ db, now }: Sources, actor: Actor, countyCode: number, sites: Site[]): Promise<void> {
  const asked = sites.filter((site) => isPlacing(site) && site.location !== null && site.after.types.length > 0)
  const newest = await listNewestVersions(db, countyCode)
  const versions = Object.fromEntries(newest.map(({ kind, version }) => [kind, version]))
  const replies = await checkSites(db, actor, countyCode, versions, asked.map(toCheck), now())
  asked.forEach((site, index) => (site.checks = replies[index]))
}

function toCheck({ change, location, after }: Site): SiteCheck {
  return siteCheck.parse({
    location,
    facilityTypes: after.types,
    build: change.kind === 'convert' ? 'convert' : 'new',
    ...given('floorAreaM2', after.floorAreaM2),
    // The card beside a facility that moves does not ask about its old plot.
    ...given('landAreaM2', change.kind === 'move' ? null : after.landAreaM2),
    ...given('beds', after.beds),
  })
}
