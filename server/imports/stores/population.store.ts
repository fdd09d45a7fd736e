import type { ImportRecord } from '../../core/imports/report.ts'
import { countOf, dayOf, textOf, type TableStore } from './store.ts'
import { isTownship, type UnitFinder } from './unit-finder.ts'

/**
 * People of a unit. A township's are everybody's by the census (`unit`), a community's or village's those of a place; a row
 * whose unit the county does not have is kept as people without a known place, and counts in every denominator.
 */
export const populationStore: TableStore = {
  dataKind: 'population',
  table: 'population_counts',
  codeColumn: 'id',
  geometryColumns: [],
  fields: ['name', 'unitCode', 'township', 'community', 'residents', 'residents60Plus', 'residents80Plus', 'households', 'asOf', 'source', 'lon', 'lat', 'crs'],
  keyOf: (record, units) => {
    const { role, unitId, name } = placeOf(record, units)
    return `${role}/${unitId ?? name ?? ''}`
  },
  storedKeyOf: ({ role, unit_id: unitId, name }) => `${String(role)}/${String(unitId ?? name ?? '')}`,
  state(record, units) {
    const { fields } = record
    const { role, unitId, name } = placeOf(record, units)
    return {
      columns: {
        role,
        unit_id: unitId,
        name,
        residents: countOf(fields.residents),
        residents_60_plus: countOf(fields.residents60Plus),
        residents_80_plus: countOf(fields.residents80Plus),
        households: countOf(fields.households),
        as_of: dayOf(fields.asOf),
        source: textOf(fields.source),
      },
      defaults: role !== 'unlocated' ? {} : { reason: { zh: '本县没有所填的单元', en: 'The county has no such unit' } },
      assumes: [],
    }
  },
}

function placeOf(record: ImportRecord, units: UnitFinder): { role: string; unitId: string | undefined; name: string | undefined } {
  // The whole county's row is its published total, to which everything else is scaled.
  if (units.isWhole(record)) return { role: 'control_total', unitId: undefined, name: undefined }
  const { township, community } = units.find(record)
  const unit = community ?? township
  if (unit) return { role: isTownship(unit) ? 'unit' : 'place', unitId: unit.id, name: undefined }
  const { fields } = record
  const name = textOf(fields.community) ?? textOf(fields.township) ?? textOf(fields.name) ?? textOf(fields.unitCode)
  return { role: 'unlocated', unitId: undefined, name }
}
