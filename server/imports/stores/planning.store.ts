import { toEwkb, toMulti } from '../ewkb.ts'
import { areaOf, countOf, textOf, type TableStore } from './store.ts'

/** 详细规划单元: study areas that wait to be chosen; the one that came with the county is none of them. */
export const planningUnitStore: TableStore = {
  dataKind: 'study_areas',
  table: 'study_areas',
  codeColumn: 'area_code',
  geometryColumns: ['boundary'],
  fields: ['code', 'name', 'plannedResidents', 'areaM2'],
  isOwn: ({ kind }) => kind === 'planning_unit',
  keyOf: ({ fields }) => String(fields.code),
  state({ fields, geometry }) {
    const code = textOf(fields.code)
    const name = textOf(fields.name)
    return {
      columns: {
        area_code: code,
        name,
        name_en: name,
        planned_residents: countOf(fields.plannedResidents),
        stated_area_m2: areaOf(fields.areaM2),
        boundary: geometry && toEwkb(toMulti(geometry)),
      },
      // A unit without a name goes by its code.
      defaults: { kind: 'planning_unit', name: code, name_en: code },
      assumes: [],
    }
  },
}

/** 城镇开发边界. */
export const developmentBoundaryStore: TableStore = {
  dataKind: 'development_boundary',
  table: 'development_boundaries',
  codeColumn: 'boundary_code',
  geometryColumns: ['boundary'],
  fields: ['code', 'name', 'zone', 'areaM2'],
  state({ fields, geometry }) {
    return {
      columns: {
        boundary_code: textOf(fields.code),
        name: textOf(fields.name),
        zone: textOf(fields.zone),
        stated_area_m2: areaOf(fields.areaM2),
        boundary: geometry && toEwkb(toMulti(geometry)),
      },
      defaults: { demo: false },
      assumes: [],
    }
  },
}
