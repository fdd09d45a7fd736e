import type { AskAccess } from '../contract/access.ts'
import { withinBoxes } from '../core/access/outsiders.ts'
import type { Run } from '../coverage/coverage.repository.ts'
import { loadDemand, loadInputs } from '../coverage/inputs.ts'
import type { Db } from '../db/schema.ts'
import { AppError } from '../errors.ts'
import { formatCountyCode } from '../county-code.ts'
import { findAcrossBorder } from '../regions/border.repository.ts'
import { listNeighbourCodes } from '../regions/regions.repository.ts'
import { findNewestVersion, findVersion } from '../versions/versions.repository.ts'
import type { CountedFacility } from './capacity.ts'
import { cellsOf, placesOf, type AccessDemand } from './demand.ts'

const kindsOfPeople = ['units', 'residential_areas', 'population'] as const

/** A neighbouring county whose land a facility's catchment reaches. */
export interface Neighbour {
  code: number
  name: string
  /** `no_people`: nothing of its people is stored; `no_places`: its people are, but where they live is not. */
  state: 'counted' | 'no_people' | 'no_places'
  /** Its places that may be in reach; the walk decides. */
  places: AccessDemand[]
}

export interface OutsidePeople {
  neighbours: Neighbour[]
  /** The county's own people outside the study area of the run. */
  restOfCounty: AccessDemand[]
  /** Of the neighbours whose people were counted. */
  pinned: NeighbourPin[]
  /** Facilities whose catchment crosses the border to land of no county that is known. */
  facilitiesBesideNobody: number
}

export interface NeighbourPin {
  county: number
  kind: (typeof kindsOfPeople)[number]
  version: number
  contentHash: string
}

export interface PinnedNeighbours {
  /** All that a catchment may reach, those without people too. */
  codes: number[]
  pins: NeighbourPin[]
}

export const pinKey = ({ county, kind }: Pick<NeighbourPin, 'county' | 'kind'>) => `${kind}@${formatCountyCode(county)}`

/**
 * The versions of the people of every county that a catchment may reach: the newest, or those that `asked` names. The run
 * pins none of them, since coverage needs none: they are pinned with the answer. A facility counts up to `reachMetres`
 * beyond the border, and serves as far again.
 */
export async function pinNeighbours(db: Db, county: number, reachMetres: number, asked: AskAccess['neighbourVersions']): Promise<PinnedNeighbours> {
  const codes = await listNeighbourCodes(db, county, 2 * reachMetres)
  const pins: NeighbourPin[] = []
  for (const code of codes) {
    for (const kind of kindsOfPeople) {
      const key = pinKey({ county: code, kind })
      const wished = asked?.[key]
      if (asked && wished === undefined) continue
      const found = wished === undefined ? await findNewestVersion(db, code, kind) : await findVersion(db, code, kind, wished)
      if (wished !== undefined && !found) throw new AppError('VERSION_UNKNOWN', `没有 ${key} 第 ${wished} 版`, `No version ${wished} of ${key}`)
      if (found) pins.push({ county: code, kind, version: found.version, contentHash: found.content_hash })
    }
  }
  return { codes, pins }
}

/**
 * Whom the facilities serve beside those whom the run judges: people of neighbouring counties, and of the county itself
 * outside the run's study area. They stand in the demand of step one and are shown nowhere.
 */
export async function loadOutside(db: Db, run: Run, facilities: readonly CountedFacility[], reachMetres: number, ask: Pick<AskAccess, 'weight' | 'demand'>, { pins }: PinnedNeighbours): Promise<OutsidePeople> {
  const spots = { lon: facilities.map(({ lon }) => lon), lat: facilities.map(({ lat }) => lat) }
  const across = await findAcrossBorder(db, run.county_code, spots, reachMetres)
  const near = (places: AccessDemand[]) => withinBoxes(places, spots, reachMetres)
  const result: OutsidePeople = { neighbours: [], restOfCounty: near(await loadRestOfCounty(db, run, ask)), pinned: [], facilitiesBesideNobody: across.pointsBesideNobody }
  for (const { code, name } of across.counties) {
    const own = pins.filter(({ county }) => county === code)
    const isKnown = own.some(({ kind }) => kind === 'units') && own.some(({ kind }) => kind !== 'units')
    const places = isKnown ? await loadNeighbour(db, run, code, own, ask) : []
    const state = places.length > 0 ? 'counted' : isKnown ? 'no_places' : 'no_people'
    if (state === 'counted') result.pinned.push(...own)
    result.neighbours.push({ code, name, state, places: near(places) })
  }
  return result
}

/** A neighbour's people as the question counts them: by place, or by cell. */
async function loadNeighbour(db: Db, run: Run, code: number, own: readonly NeighbourPin[], { weight, demand }: Pick<AskAccess, 'weight' | 'demand'>): Promise<AccessDemand[]> {
  const pins = Object.fromEntries(own.map(({ kind, version }) => [kind, version]))
  if (demand === 'places') return placesOf((await loadDemand(db, code, pins, { id: null })).places, run, weight)
  const parameters = { ...run.parameters, method: 'straight-line', facilityTypes: [], typeLimitsMetres: {}, useSlope: false, scenario: undefined }
  const theirs = { ...run, county_code: code, input_versions: pins, study_area_id: null, parameters } as unknown as Run
  return cellsOf(theirs, await loadInputs(db, theirs), weight).places
}

/** By place, whatever the question: the cells of a study area hold nobody but its own people. */
async function loadRestOfCounty(db: Db, run: Run, { weight }: Pick<AskAccess, 'weight'>): Promise<AccessDemand[]> {
  if (!run.input_versions.study_areas) return []
  const [whole, own] = [await loadDemand(db, run.county_code, run.input_versions, { id: null }), await loadDemand(db, run.county_code, run.input_versions, { id: run.study_area_id })]
  const judged = new Set(own.places.map(({ id }) => id))
  return placesOf(whole.places.filter(({ id }) => !judged.has(id)), run, weight)
}
