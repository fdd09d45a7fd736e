import { pointOf } from '../../core/imports/draft.ts'
import { toEwkb, toMulti } from '../ewkb.ts'
import { areaOf, countOf, isSurface, textOf, type TableStore } from './store.ts'

export const settlementStore: TableStore = {
  dataKind: 'settlements',
  table: 'settlements',
  codeColumn: 'settlement_code',
  geometryColumns: ['boundary', 'location'],
  fields: ['code', 'name', 'unitCode', 'township', 'community', 'residents', 'lon', 'lat', 'crs'],
  state(record, units) {
    const { fields, geometry } = record
    const { township, community } = units.find(record)
    return {
      columns: {
        settlement_code: textOf(fields.code),
        name: textOf(fields.name),
        unit_id: (community ?? township)?.id,
        residents: countOf(fields.residents),
        boundary: geometry && isSurface(geometry) ? toEwkb(toMulti(geometry)) : undefined,
        location: geometry?.type === 'Point' ? toEwkb(geometry) : undefined,
      },
      defaults: { kind: /安置/.test(String(fields.name ?? '')) ? 'resettlement_site' : 'natural_village', demo: false },
      assumes: [
        {
          column: 'kind',
          zh: '按名称区分：名称含「安置」的为安置点，其余为自然村',
          en: 'By their names: those with 安置 are resettlement sites, the others natural villages',
        },
      ],
    }
  },
}

export const premisesStore: TableStore = {
  dataKind: 'premises',
  table: 'idle_premises',
  codeColumn: 'premises_code',
  geometryColumns: ['location'],
  fields: [
    ...['code', 'name', 'formerUse', 'unitCode', 'township', 'community', 'address', 'floorAreaM2', 'landAreaM2', 'owner'],
    ...['lon', 'lat', 'crs'],
  ],
  state(record, units) {
    const { fields, geometry } = record
    const { township, community } = units.find(record)
    const at = pointOf(record)
    const outline = isSurface(geometry)
    return {
      columns: {
        premises_code: textOf(fields.code),
        name: textOf(fields.name),
        kind: textOf(fields.formerUse),
        unit_id: (community ?? township)?.id,
        owner: textOf(fields.owner),
        address: textOf(fields.address),
        floor_area_m2: areaOf(fields.floorAreaM2),
        land_area_m2: areaOf(fields.landAreaM2),
        location: at && toEwkb({ type: 'Point', coordinates: [...at] }),
      },
      defaults: { kind: 'other', status: 'idle', demo: false },
      assumes: [],
      makes: outline
        ? [{ column: 'location', zh: '闲置用房只存点位：面取外接矩形中心', en: 'Premises are kept as points: an outline’s middle is taken' }]
        : [],
    }
  },
}
