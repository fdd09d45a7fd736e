import type { WhatIf, WhatIfReply } from '../contract/what-if.ts'
import type { SiteChange } from '../contract/scenarios.ts'
import { geodesicCircle } from '../core/geodesic.ts'
import { snapToNetwork, type Snap } from '../core/network/snap.ts'
import { improvedPlaces, type GroupLimits } from '../core/what-if/covered-places.ts'
import { deltaOf, sumPeople } from '../core/what-if/delta.ts'
import { reachedStreets, type Line } from '../core/what-if/reached-streets.ts'
import { walksFromSite, walksStraight, walkTo, type Walks } from '../core/what-if/walks-from-site.ts'
import { geodesicMetres } from '../core/geodesic.ts'
import { roundToMicrometre } from '../core/network/limits.ts'
import { isInEldercareUse, qualify, type QualifyingFacility } from '../coverage/inputs.ts'
import type { Facility } from '../facilities/facilities.repository.ts'
import { AppError } from '../errors.ts'
import { misfitWords } from '../scenarios/scenario-words.ts'
import { movedIndicators } from './indicators.ts'
import { changedFacilities, variantOf, type Variant, type World } from './world.ts'

export type PinAnswer = Omit<WhatIfReply, 'computeMs'>
type Pin = NonNullable<WhatIf['pin']>

/** The pin as a site, and how it reaches; or why it reaches nobody. */
export interface PinSite {
  /** The record as a run would hold it; undefined where the pin lies outside the county. */
  facility: Facility | undefined
  qualifying: QualifyingFacility | undefined
  snap: Snap | undefined
  reason: WhatIfReply['reason']
}

/** Ids of what a pin would be if it were saved; they leave no answer. */
const pinId = '00000000-0000-4000-8000-00000000a000'
const retypeId = '00000000-0000-4000-8000-00000000a001'
const straightVertices = 180

/**
 * What a list of changes and a pin mean against their run, exactly as a run over the changed data would say it. The changes
 * are computed whole and kept; the pin costs one bounded search.
 */
export function answerPin(world: World, { changes, pin }: WhatIf): PinAnswer {
  const { places, before, data } = world
  const changed = variantOf(world, pin?.replacesFacilityId ? [...changes, closing(pin.replacesFacilityId)] : changes)
  const site = pin ? placePin(world, changes, pin) : undefined
  const circle = site?.qualifying ? circleOf(world, changed, site.qualifying, site.snap) : noCircle
  const improved = site?.qualifying ? improvedPlaces(places, changed.state, circle.walks, groupLimits(world, site.qualifying)) : new Map<number, number>()
  const delta = deltaOf(places, before.state, changed.state, improved, circle.walks)
  const own = site?.facility ? [...changed.own.filter(({ id }) => id !== site.facility!.id), site.facility] : changed.own
  const sum = (list: readonly number[]) => sumPeople(places.counts, list)
  const ids = (list: readonly number[]) => list.map((place) => data.places[place].id)
  return {
    runId: data.runId,
    snapped: site?.snap ? { point: roundPoint([site.snap.lon, site.snap.lat]), accessMetres: site.snap.accessMetres } : null,
    reason: site?.reason ?? null,
    limitMetres: site?.qualifying?.limitMetres ?? null,
    inCircle: sum(delta.inCircle),
    overlap: sum(delta.overlap),
    gained: sum(delta.gained),
    lost: sum(delta.lost),
    gainedPlaceIds: ids(delta.gained),
    lostPlaceIds: ids(delta.lost),
    overlaps: circle.overlaps,
    streets: { type: 'MultiLineString', coordinates: circle.lines.map((line) => line.map(roundPoint)) },
    // Where a pin is a facility dragged, its closing is ours and no change of the scenario.
    misfits: changed.misfits.flatMap(({ changeId, reason }) => (changeId === pinId ? [] : [{ changeId, reason, message: misfitWords(reason) }])),
    indicators: movedIndicators(world, { own, placeMetres: (place) => improved.get(place) ?? changed.state.placeMetres[place] }),
  }
}

/** The pin as an added site, or as the facility that it moves (and whose types it takes). */
export function placePin(world: World, changes: readonly SiteChange[], pin: Pin): PinSite {
  const { data, unitById } = world
  const facility = pin.replacesFacilityId ? movedFacility(world, changes, pin, pin.replacesFacilityId) : addedFacility(world, pin)
  if (!facility) return { ...noSite, reason: 'outside_county' }
  if (!isInEldercareUse(facility)) return { ...noSite, facility, reason: 'not_operating' }
  const [qualifying] = qualify([facility], data.parameters, unitById).facilities
  if (!qualifying) return { ...noSite, facility, reason: 'type_not_counted' }
  if (!data.network) return { facility, qualifying, snap: undefined, reason: null }
  const snap = snapToNetwork(data.network.graph, qualifying.lon, qualifying.lat, qualifying.maxAccessMetres)
  return snap ? { facility, qualifying, snap, reason: null } : { ...noSite, facility, reason: 'no_walkable_road' }
}

const noSite: PinSite = { facility: undefined, qualifying: undefined, snap: undefined, reason: null }

function addedFacility(world: World, { location, facilityTypes, floorAreaM2, beds }: Pin): Facility | undefined {
  return changedFacilities(world, [], [{ id: pinId, kind: 'add', name: '', location, facilityTypes, floorAreaM2, beds }]).facilities.at(0)
}

function movedFacility(world: World, changes: readonly SiteChange[], pin: Pin, facilityId: string): Facility | undefined {
  const { location, facilityTypes, floorAreaM2, beds } = pin
  const facility = variantOf(world, changes).own.find(({ id }) => id === facilityId)
  if (!facility) throw new AppError('BAD_REQUEST', `没有可移动的设施 ${facilityId}`, `No facility ${facilityId} to move`)
  if (facility.status === 'closed') return facility
  if (!world.spots.spotOf(...location).inCounty) return undefined
  const [moved] = changedFacilities(world, [facility], [
    { id: pinId, kind: 'move', facilityId, location },
    { id: retypeId, kind: 'retype', facilityId, facilityTypes },
    { id: pinId, kind: 'resize', facilityId, floorAreaM2 },
    { id: pinId, kind: 'capacity', facilityId, beds },
  ]).facilities
  return moved
}

/** Where a facility is dragged, it stands no longer where it stood. */
function closing(facilityId: string): SiteChange {
  return { id: pinId, kind: 'close', facilityId }
}

interface Circle {
  walks: Walks
  overlaps: WhatIfReply['overlaps']
  lines: Line[]
}

const noCircle: Circle = { walks: { points: [], metres: [] }, overlaps: [], lines: [] }

function circleOf(world: World, changed: Variant, site: QualifyingFacility, snap: Snap | undefined): Circle {
  const { data, byEdge, work, points, pointIndex } = world
  const { limitMetres, lon, lat } = site
  const neighbours = (metresTo: (facility: QualifyingFacility, i: number) => number) =>
    changed.facilities
      .map((facility, i) => ({ facilityId: facility.id, name: facility.name, metres: metresTo(facility, i) }))
      .filter(({ metres }) => metres <= limitMetres)
      .sort((a, b) => a.metres - b.metres || (a.facilityId < b.facilityId ? -1 : 1))
  if (!data.network) {
    const detourFactor = data.parameters.detourFactor ?? 1
    return {
      walks: walksStraight(lon, lat, limitMetres, points, pointIndex, detourFactor),
      overlaps: neighbours((facility) => roundToMicrometre(detourFactor * geodesicMetres(facility.lon, facility.lat, lon, lat))),
      lines: [geodesicCircle(lon, lat, limitMetres / detourFactor, straightVertices)],
    }
  }
  const { graph, pointSnaps } = data.network
  const walks = walksFromSite(graph, snap!, limitMetres, pointSnaps, byEdge!, work!)
  return {
    walks,
    overlaps: neighbours((_, i) => (changed.snaps[i] ? walkTo(graph, snap!, changed.snaps[i], work!) : Infinity)),
    lines: reachedStreets(graph, snap!, limitMetres, work!),
  }
}

/** How far the pin reaches in each group: its own limit where any type is enough, else that of each of its types. */
function groupLimits({ data: { parameters } }: World, { types, limitMetres }: QualifyingFacility): GroupLimits {
  if (parameters.need === 'any') return [limitMetres]
  return parameters.facilityTypes.map((type) => (types.includes(type) ? parameters.typeLimitsMetres[type] : null))
}

/** A centimetre: what is drawn needs no more, and half the bytes are digits. */
function roundPoint([lon, lat]: [number, number]): [number, number] {
  return [Math.round(lon * 1e7) / 1e7, Math.round(lat * 1e7) / 1e7]
}
