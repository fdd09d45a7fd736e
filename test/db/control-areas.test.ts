import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { systemActor } from '../../server/auth/actor.ts'
import { insertControlAreas, listControlLayers, listShapeOverlaps } from '../../server/ledgers/control-areas.repository.ts'
import * as controlAreas from '../../server/ledgers/control-areas.repository.ts'
import { noteControlQuestion } from '../../server/ledgers/control-questions.ts'
import { describeOnBothEngines } from './engines.ts'

const county = 999901

/** A box of thousandths of a degree at the equator, where 0.001° × 0.001° is 111.32 m × 110.574 m = 12,309 m². */
function box(west: number, south: number, east: number, north: number) {
  const ring = [[west, south], [east, south], [east, north], [west, north], [west, south]].map(([x, y]) => [x / 1000, y / 1000])
  return { type: 'Polygon' as const, coordinates: [ring] }
}

describeOnBothEngines('control areas', (open) => {
  it('answer by how many m² a shape lies on each layer, their overlaps counted once, and a point with 0 m²', async () => {
    const area = (layer: 'permanent_basic_farmland' | 'hazard', boundary: ReturnType<typeof box>) => ({ id: randomUUID(), layer, name: '示例', demo: true, boundary })
    await open().db.transaction().execute((tx) =>
      insertControlAreas(tx, county, 1, [
        area('permanent_basic_farmland', box(0, 0, 4, 4)),
        area('permanent_basic_farmland', box(2, 0, 6, 4)),
        area('hazard', box(5, 0, 6, 1)),
      ]),
    )
    expect(await listControlLayers(open().db, county, 1)).toEqual(['hazard', 'permanent_basic_farmland'])
    const point = { type: 'Point' as const, coordinates: [0.001, 0.001] }
    // The first shape covers x 3 to 6: three cells of farmland (in both areas from 3 to 4), one of hazard; the third lies outside.
    const found = await listShapeOverlaps(open().db, county, 1, [box(3, 0, 7, 1), point, box(10, 10, 11, 11)])
    expect(found.map(({ index, layer }) => [index, layer])).toEqual([[0, 'hazard'], [0, 'permanent_basic_farmland'], [1, 'permanent_basic_farmland']])
    expect(found.map(({ areaM2 }) => Math.round(areaM2 / 12_309))).toEqual([1, 3, 0])
    expect(Math.abs(found[1].areaM2 / (3 * 12_309) - 1)).toBeLessThan(0.001)
    expect(found[2].areaM2).toBe(0)
    expect(await listShapeOverlaps(open().db, 999902, 1, [box(3, 0, 7, 1)])).toEqual([])
  })

  it('have no function that gives their geometry', () => {
    // The two of an import name areas that the caller holds already, by ids, and end the others unseen.
    const ofImports = ['endControlAreasExcept', 'findStoredControlAreas']
    const known = [...ofImports, 'insertControlAreas', 'listControlLayers', 'listFacilityOverlaps', 'listShapeOverlaps']
    expect(Object.keys(controlAreas).sort()).toEqual(known.sort())
  })

  it('log who asked, about what, and not the answer', async () => {
    const question = { countyCode: county, at: new Date(0), about: 'shape' as const, id: 'site-1', controlAreasVersion: 1, asked: 3 }
    await open().db.transaction().execute((tx) => noteControlQuestion(tx, systemActor, question))
    const rows = await open().db.selectFrom('audit_log').selectAll().where('county_code', '=', county).execute()
    expect(rows.map(({ action, actor_id, entity_id, detail }) => [action, actor_id, entity_id, detail])).toEqual([
      ['control_areas.ask', systemActor.id, 'site-1', { controlAreasVersion: 1, asked: 3 }],
    ])
  })
})
