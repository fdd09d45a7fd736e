import { toEwkb, toMulti } from '../ewkb.ts'
import { countOf, dayOf, isSurface, textOf, type TableStore } from './store.ts'

export const residentialStore: TableStore = {
  dataKind: 'residential_areas',
  table: 'residential_areas',
  codeColumn: 'area_code',
  geometryColumns: ['boundary', 'entrances'],
  fields: [
    ...['code', 'name', 'unitCode', 'township', 'community', 'buildClass', 'planningConditionDate', 'permitDate', 'completionDate', 'phase'],
    ...['householdsPlanned', 'householdsCompleted', 'householdsOccupied', 'residents', 'residents60Plus', 'residents80Plus'],
    ...['lon', 'lat', 'crs'],
    // Kept as ledgers of their own (residential-plan.ts).
    ...['syncPlanned', 'syncBuilt', 'syncAccepted', 'syncHandedOver', 'handedOverOn', 'problemKind', 'remedy', 'remedyDue', 'responsibleUnit'],
  ],
  state(record, units) {
    const { fields, geometry } = record
    const { township, community } = units.find(record)
    const [completed, occupied] = [countOf(fields.householdsCompleted), countOf(fields.householdsOccupied)]
    return {
      columns: {
        area_code: textOf(fields.code),
        name: textOf(fields.name),
        unit_id: township?.id,
        community_id: community?.id,
        place_class: units.placeClassOf(record),
        build_class: textOf(fields.buildClass),
        permit_date: dayOf(fields.permitDate),
        planning_condition_date: dayOf(fields.planningConditionDate),
        completion_date: dayOf(fields.completionDate),
        phase: countOf(fields.phase),
        households_planned: countOf(fields.householdsPlanned),
        households_completed: completed,
        households_occupied: occupied,
        residents: countOf(fields.residents),
        residents_60_plus: countOf(fields.residents60Plus),
        residents_80_plus: countOf(fields.residents80Plus),
        // The households that live there now; the ledger's other figures are of the building, not of the people.
        households: occupied ?? completed,
        boundary: geometry && isSurface(geometry) ? toEwkb(toMulti(geometry)) : undefined,
        // A ledger's one point is where its office enters the area; demand is measured from there.
        entrances: geometry && !isSurface(geometry) ? toEwkb(toMulti(geometry)) : undefined,
      },
      defaults: { place_class: 'city', demo: false },
      assumes: [
        {
          column: 'place_class',
          zh: '所属单元没有城乡分类，按「城市」计（接入路网的最大距离 200 m）',
          en: 'The unit has no urban or rural class: taken as city (200 m to the network at most)',
        },
      ],
    }
  },
}
