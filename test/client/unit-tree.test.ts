import { describe, expect, it } from 'vitest'
import type { UnitSummaryRow } from '../../server/contract/run-details.ts'
import { belongsTo, boundsOf, buildUnitTree, pathTo, summaryAt } from '../../client/tables/unit-tree.ts'
import { placeRow } from './place-rows.ts'

const measure = { covered: 1, known: 2, unlocated: 0, rateLower: 0.5, rateUpper: 0.5, missingPlaces: 0 }
function summary(scope: UnitSummaryRow['scope'], scopeId: string, parentId: string | null, limitMetres = 1000): UnitSummaryRow {
  return {
    scope, scopeId, name: { zh: scopeId, en: scopeId }, level: scope === 'unit' ? 'township' : null, parentId, limitMetres,
    residents: measure, residents60Plus: measure, residents80Plus: measure, households: measure,
  }
}

const tree = buildUnitTree([
  summary('county', 'whole', null),
  summary('unit', 'town', 'absent', 1000),
  summary('unit', 'town', 'absent', 720),
  summary('unit', 'village', 'town'),
  summary('unit', 'unknown', null),
  summary('place_class', 'city', null),
])

describe('the tree of units', () => {
  it('hangs each unit under its parent, and at the top where the parent has no row', () => {
    expect(tree.whole?.id).toBe('whole')
    expect(tree.roots.map((node) => node.id)).toEqual(['town', 'unknown'])
    expect(tree.roots[0].children.map((node) => node.id)).toEqual(['village'])
    expect(tree.classes.map((node) => node.id)).toEqual(['city'])
  })
  it('keeps one row a limit, ascending, and answers with the run’s own', () => {
    expect(tree.roots[0].byLimit.map((row) => row.limitMetres)).toEqual([720, 1000])
    expect(summaryAt(tree.roots[0], 720).limitMetres).toBe(720)
    expect(summaryAt(tree.roots[0], 650).limitMetres).toBe(1000)
  })
  it('leads from the top to a unit, and nowhere for one it does not know', () => {
    expect(pathTo(tree, 'village').map((node) => node.id)).toEqual(['town', 'village'])
    expect(pathTo(tree, 'nobody')).toEqual([])
  })
  it('counts a place to its unit, to those above, and a village to itself', () => {
    const inTown = belongsTo(tree, 'town')
    const inVillage = belongsTo(tree, 'village')
    const area = placeRow({ id: 'area', unitId: 'town' })
    const village = placeRow({ id: 'village', kind: 'unit', unitId: 'town' })
    expect([area, village].map(inTown)).toEqual([true, true])
    expect([area, village].map(inVillage)).toEqual([false, true])
    expect(inTown(placeRow({ id: 'stray', unitId: null }))).toBe(false)
  })
})

describe('the box around places', () => {
  it('holds all of them with a margin, and some land around a single one', () => {
    const [west, south, east, north] = boundsOf([placeRow({ id: 'a', location: [114, 22] }), placeRow({ id: 'b', location: [114.1, 22.2] })]) ?? []
    expect(west).toBeCloseTo(113.99)
    expect(south).toBeCloseTo(21.98)
    expect(east).toBeCloseTo(114.11)
    expect(north).toBeCloseTo(22.22)
    expect(boundsOf([placeRow({ id: 'a', location: [114, 22] })])).toEqual([113.997, 21.997, 114.003, 22.003])
  })
  it('is none where no place is located', () => {
    expect(boundsOf([placeRow({ id: 'a', location: null })])).toBeUndefined()
  })
})
