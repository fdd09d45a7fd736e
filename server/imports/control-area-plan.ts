import type { Polygon, MultiPolygon } from 'geojson'
import type { ControlLayer } from '../db/ledger-tables.ts'
import { canonicalJson, sha256Hex, stableUuid } from '../hashing.ts'
import { endControlAreasExcept, findStoredControlAreas, insertControlAreas } from '../ledgers/control-areas.repository.ts'
import type { PlanMaterial } from './examine-import.ts'
import { toEwkb, toMulti } from './ewkb.ts'
import type { ImportPlan } from './import-plan.ts'
import { listGeometryFaults } from './records.repository.ts'

const layers: Record<string, ControlLayer> = { farmland: 'permanent_basic_farmland', ecology: 'ecological_redline', hazard: 'hazard' }

/**
 * Control areas may be classified: what is stored is never read back (domain.md, Controlled layers). An area is known by
 * what it is, its layer, name and outline; a changed outline is another area, and the old one ends with `replace` only.
 */
export async function planControlAreas({ db, countyCode, baseVersion, records, options }: PlanMaterial): Promise<ImportPlan> {
  const problems: ImportPlan['problems'] = []
  const faults = new Map(
    (await listGeometryFaults(db, records.map(({ geometry }) => toEwkb(toMulti(geometry!))))).map((fault) => [fault.index, fault.reason]),
  )
  const areas = new Map<string, Parameters<typeof insertControlAreas>[3][number]>()
  records.forEach(({ row, fields, geometry }, i) => {
    const layer = layers[String(fields.control)]
    const fault = faults.get(i)
    if (!layer || fault !== undefined) {
      problems.push({
        code: layer ? 'GEOM_INVALID' : 'CONTROL_LAYER',
        severity: 'error',
        row,
        ...(fault === undefined ? {} : { value: fault }),
        message: layer
          ? { zh: '面无效，管控区不作自动修复', en: 'The surface is invalid; control areas are never mended' }
          : { zh: '管控类型应为永久基本农田、生态保护红线或灾害', en: 'Expected farmland, ecological redline or hazard' },
      })
      return
    }
    const name = String(fields.name ?? fields.code ?? '')
    const id = stableUuid(`${countyCode}/control_areas/${canonicalJson([layer, name, geometry])}`)
    areas.set(id, { id, layer, name, demo: false, boundary: geometry as Polygon | MultiPolygon })
  })
  const stored = new Set(await findStoredControlAreas(db, countyCode, baseVersion, [...areas.keys()]))
  const fresh = [...areas.values()].filter(({ id }) => !stored.has(id))
  return {
    dataKind: 'control_areas',
    changes: { inserted: fresh.length, updated: 0, unchanged: stored.size, ended: 0 },
    always: options.replace,
    problems,
    assumptions: [],
    async write(tx, version) {
      if (options.replace) await endControlAreasExcept(tx, countyCode, version, [...areas.keys()])
      await insertControlAreas(tx, countyCode, version, fresh)
      return sha256Hex(canonicalJson({ baseVersion, replace: options.replace, areas: [...areas.keys()].sort() }))
    },
  }
}
