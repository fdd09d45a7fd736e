import geodesic from 'geographiclib-geodesic'
import * as turf from '@turf/turf'
import type { Polygon } from 'geojson'
import { serves } from './answers-coverage.ts'
import { add, parseDecimal, print, zero, type Exact } from './exact.ts'
import { geodesicMetres, isInside, nearestOnRing, ringsOf, type LonLat, type Polygonal, type Ring } from './geometry.ts'
import type { County, Facility, Ledgers, ResidentialArea } from './types.ts'

export const settlementPointMetres = 200
export const poolingGapMetres = 50

type Located = Facility & { point: LonLat }

/** What the ledgers hold, counted plainly: loops over rows, no product code, no database. */
export function ledgerAnswers(county: County) {
  const ledgers = county.ledgers!
  return {
    note: 'Sums are over operating sites in eldercare use; an empty field is counted as unfilled, never as 0. Areas and metres are geodesic; compare with the tolerance given.',
    rows: Object.fromEntries(Object.entries(ledgers).map(([kind, rows]) => [kind, (rows as unknown[]).length])),
    facilities: facilityAnswers(county),
    settlements: settlementAnswers(county, ledgers),
    controlAreas: { toleranceShare: 0.001, overlaps: overlapAnswers(county, ledgers) },
    nearestHealthCentre: { toleranceMetres: 0.01, rows: healthCentreAnswers(county) },
    stages: stageAnswers(ledgers),
    register: registerAnswers(county, ledgers),
    communityRooms: roomAnswers(ledgers),
    land: landAnswers(county, ledgers),
    pooling: poolingAnswers(county, ledgers),
  }
}

function facilityAnswers(county: County) {
  const sites = county.facilities.filter(serves)
  const of = (type: string) => sites.filter((site) => site.types.includes(type))
  const nine = of('mutual_aid').map((site) => site.ledger.fourHelpsFiveHaves)
  const homes = of('township_home')
  const hospitals = county.facilities.filter(({ ledger }) => ledger.medicalKind === 'general_hospital' && (ledger.hospitalGrade ?? 0) >= 2)
  const sum = (rows: Facility[], field: (site: Facility) => number | null) => ({
    known: rows.reduce((total, site) => total + (field(site) ?? 0), 0),
    unfilled: rows.filter((site) => field(site) === null).length,
  })
  return {
    beds: sites.reduce((total, site) => total + site.beds, 0),
    nursingBeds: sites.reduce((total, site) => total + site.nursingBeds, 0),
    medicalIntegrated: { sites: of('medical_integrated').length, medicalBeds: sum(of('medical_integrated'), (site) => site.medicalBeds) },
    fourHelps: {
      whole: nine.filter((list) => list?.every((one) => one === true)).length,
      lacking: nine.filter((list) => list?.includes(false)).length,
      notFilledIn: nine.filter((list) => list === null || (!list.includes(false) && list.includes(null))).length,
    },
    townshipHomes: {
      sites: homes.length,
      beds: homes.reduce((total, site) => total + site.beds, 0),
      residentsInCare: sum(homes, (site) => site.ledger.residentsInCare),
      ratedOneOrTwo: homes.filter(({ ledger }) => ledger.rating === 1 || ledger.rating === 2).length,
      notRated: homes.filter(({ ledger }) => ledger.rating === null).length,
    },
    hospitalsOfGrade2: {
      sites: hospitals.length,
      withGeriatrics: hospitals.filter(({ ledger }) => ledger.geriatrics === true).length,
      notFilledIn: hospitals.filter(({ ledger }) => ledger.geriatrics === null).length,
    },
    eldersServedAtMealPoints: sum(of('meal_point'), (site) => site.ledger.eldersServed),
    publicProjects: county.facilities
      .filter(({ ledger }) => ledger.project === 'new' || ledger.project === 'expansion')
      .map((site) => ({ id: site.id, beds: site.beds, nursingBeds: site.nursingBeds })),
  }
}

function settlementAnswers(county: County, { settlements }: Ledgers) {
  const sites = county.facilities.filter((site): site is Located => site.point !== null)
  return settlements.map(({ id, kind, residents, point, boundary }) => ({
    id,
    kind,
    residents,
    facilityIds: sites
      .filter((site) => (boundary ? isInside(site.point, boundary) : geodesicMetres(site.point, point!) <= settlementPointMetres))
      .map((site) => site.id)
      .sort(),
  }))
}

function overlapAnswers(county: County, { controlAreas, parcels }: Ledgers) {
  return county.facilities.flatMap((site) => {
    const own = parcels.filter((row) => row.facilityId === site.id && row.phase === 'current' && row.boundary)
    if (own.length === 0 && !site.point) return []
    const layers = [...new Set(controlAreas.map(({ layer }) => layer))].sort()
    return layers.flatMap((layer) => {
      const areas = controlAreas.filter((area) => area.layer === layer)
      const shared = own.length > 0 ? areas.flatMap((area) => own.map((row) => sharedM2(row.boundary!, area.boundary))) : areas.map((area) => (isInside(site.point!, area.boundary) ? 0 : null))
      const touching = shared.filter((m2) => m2 !== null)
      return touching.length > 0 ? [{ facilityId: site.id, layer, areaM2: Math.round(touching.reduce((a, b) => a + b, 0) * 100) / 100 }] : []
    })
  })
}

/** m² on the ellipsoid that two polygons share; null where they do not meet. */
function sharedM2(a: Polygonal, b: Polygonal): number | null {
  const both = turf.intersect(turf.featureCollection([turf.feature(a as Polygon), turf.feature(b as Polygon)]))
  if (!both) return null
  return ringsOf(both.geometry as Polygonal).reduce((sum, [ring]) => sum + ringM2(ring), 0)
}

function ringM2(ring: Ring): number {
  const polygon = geodesic.Geodesic.WGS84.Polygon(false)
  for (const [lon, lat] of ring.slice(0, -1)) polygon.AddPoint(lat, lon)
  return Math.abs(polygon.Compute(false, true).area!)
}

function healthCentreAnswers(county: County) {
  const centres = county.facilities.filter((site): site is Located => site.ledger.medicalKind === 'township_health_centre' && site.point !== null)
  const homes = county.facilities.filter((site): site is Located => site.types.includes('township_home') && serves(site) && site.point !== null)
  return homes.map((home) => {
    const metres = (site: Located) => geodesicMetres(home.point, site.point)
    const nearest = [...centres].sort((a, b) => metres(a) - metres(b))[0]
    return { from: home.id, to: nearest?.id ?? null, metres: nearest ? Math.round(metres(nearest) * 1000) / 1000 : null }
  })
}

function stageAnswers({ syncStages }: Ledgers) {
  const byArea = new Map<string, Ledgers['syncStages']>()
  for (const row of syncStages) byArea.set(row.residentialAreaId, [...(byArea.get(row.residentialAreaId) ?? []), row])
  const areas = [...byArea.values()]
  return {
    areasWithRows: areas.length,
    allFourDone: areas.filter((rows) => rows.length === 4 && rows.every(({ state }) => state === 'done')).length,
    breached: areas.filter((rows) => rows.some(({ state }) => state === 'breach')).length,
  }
}

function registerAnswers({ dataDate }: County, { register }: Ledgers) {
  const since2014 = register.filter(({ builtYear }) => builtYear !== null && builtYear >= 2014)
  return {
    since2014: since2014.length,
    yearNotFilledIn: register.filter(({ builtYear }) => builtYear === null).length,
    done: since2014.filter(({ state }) => state === 'done').length,
    overdue: since2014.filter(({ state, deadline }) => state !== 'done' && deadline !== null && deadline < dataDate).map(({ id }) => id),
  }
}

function roomAnswers({ communityRooms }: Ledgers) {
  const sum = (values: (string | null)[]) => print(values.reduce<Exact>((total, m2) => (m2 === null ? total : add(total, parseDecimal(m2))), zero))
  return {
    floorAreaM2: sum(communityRooms.map((row) => row.floorAreaM2)),
    eldercareFreeM2: sum(communityRooms.map((row) => row.eldercareFreeM2)),
    notFilledIn: communityRooms.filter((row) => row.eldercareFreeM2 === null).length,
  }
}

function landAnswers(county: County, { parcels }: Ledgers) {
  return {
    misused: parcels.filter(({ misused }) => misused === true).map(({ id }) => id),
    notFilledIn: parcels.filter(({ misused }) => misused === null).map(({ id }) => id),
    withLandArea: county.facilities.filter((site) => site.landAreaM2 !== null && serves(site)).length,
  }
}

function poolingAnswers(county: County, { poolingGroups }: Ledgers) {
  return poolingGroups.map(({ id, residentialAreaIds }) => {
    const [one, other] = residentialAreaIds.map((areaId) => county.areas.find((area) => area.id === areaId)!)
    return { id, gapWithin50Metres: one.ring && other.ring ? gapMetres(one, other) <= poolingGapMetres : null }
  })
}

/** Convex rings that do not touch: the gap is between a corner of one and the outline of the other. */
function gapMetres(one: ResidentialArea, other: ResidentialArea): number {
  const from = (a: Ring, b: Ring) => Math.min(...a.map((corner) => geodesicMetres(corner, nearestOnRing(corner, b))))
  return Math.min(from(one.ring!, other.ring!), from(other.ring!, one.ring!))
}

