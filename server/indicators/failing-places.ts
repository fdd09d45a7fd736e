import type { Geometry } from 'geojson'
import type { FailingUnit } from '../core/policy/result.ts'
import type { Tx } from '../db/schema.ts'
import { loadScenarioEffects } from '../scenarios/scenario-facilities.ts'
import type { Evaluation, PlacedFailing } from './evaluations.repository.ts'
import { listAreaPlaces, listFacilityPlaces, listParcelPlaces, listPremisesPlaces, listRegisterAreas, listSettlementPlaces, listUnitPlaces, type Placed } from './failing-places.repository.ts'

/** A county as a unit, or a site that the clause names and nobody has entered, is in no table: its id is no key of a row. */
const rowId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Where a failing unit stands: its boundary where that is known, else its point; a control area is never among them. */
export async function placesOfFailing(tx: Tx, evaluation: Evaluation, failing: PlacedFailing[]): Promise<void> {
  const counties = new Set(failing.map(({ unit }) => unit.countyCode))
  for (const countyCode of counties) {
    const versions = evaluation.input_versions[countyCode]
    // A county without data fails by its name alone.
    if (!versions) continue
    const own = failing.filter(({ unit }) => unit.countyCode === countyCode)
    await placeCounty(tx, Number(countyCode), versions, own)
    await placeScenario(tx, Number(countyCode), versions, evaluation, own)
  }
}

/** Sites that a scenario supposes, or has moved, stand in no table where it puts them. */
async function placeScenario(tx: Tx, countyCode: number, versions: Record<string, number>, { parameters }: Evaluation, failing: PlacedFailing[]): Promise<void> {
  const { overlay } = await loadScenarioEffects(tx, countyCode, versions, parameters.scenario?.changes)
  const spotOf = new Map(overlay.flatMap(({ id, placed, lon, lat }) => (placed && lon !== null && lat !== null ? [[id, [lon, lat]] as const] : [])))
  for (const one of failing) {
    const spot = one.unit.entity === 'facility' ? spotOf.get(one.unit.id) : undefined
    if (spot) one.place = { type: 'Point', coordinates: [...spot] }
  }
}

async function placeCounty(tx: Tx, countyCode: number, versions: Record<string, number>, failing: PlacedFailing[]): Promise<void> {
  const idsOf = (...entities: FailingUnit['entity'][]) => [...new Set(failing.filter(({ unit }) => entities.includes(unit.entity)).map(({ unit }) => unit.id))].filter((id) => rowId.test(id))
  const find = async (kind: string, ids: string[], list: (tx: Tx, countyCode: number, version: number, ids: string[]) => Promise<Placed[]>) =>
    versions[kind] === undefined || ids.length === 0 ? [] : list(tx, countyCode, versions[kind], ids)
  const registered = versions.register === undefined ? [] : await listRegisterAreas(tx, countyCode, versions.register, idsOf('register_entry'))
  const areaIds = [...idsOf('residential_area', 'place'), ...registered.map(({ areaId }) => areaId)]
  const placed = [
    ...(await find('units', idsOf('unit', 'place'), listUnitPlaces)),
    ...(await find('residential_areas', areaIds, listAreaPlaces)),
    ...(await find('facilities', idsOf('facility'), listFacilityPlaces)),
    ...(await find('settlements', idsOf('settlement'), listSettlementPlaces)),
    ...(await find('parcels', idsOf('parcel'), listParcelPlaces)),
    ...(await find('premises', idsOf('premises'), listPremisesPlaces)),
  ]
  const placeOf = new Map<string, Geometry>(placed.map(({ id, place }) => [id, place]))
  for (const { id, areaId } of registered) {
    const place = placeOf.get(areaId)
    if (place) placeOf.set(id, place)
  }
  for (const one of failing) one.place = placeOf.get(one.unit.id) ?? null
}
