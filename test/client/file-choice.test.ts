import { expect, it } from 'vitest'
import { pathOfFile, systemFor, systemsOf, systemWords } from '../../client/workspaces/planning/output/file-choice.ts'

it('a drawing is in metres, a workbook in its own systems, layers in any', () => {
  expect(systemsOf('gpkg')).toEqual(['degrees', 'zone', 'meridian'])
  expect(systemsOf('dxf')).toEqual(['zone', 'meridian'])
  expect([systemFor('shp', 'degrees'), systemFor('dxf', 'degrees'), systemFor('dxf', 'meridian'), systemFor('xlsx', 'zone')]).toEqual(['degrees', 'zone', 'meridian', null])
})

it('the system is named by the county’s own zone', () => {
  expect(systemWords([116.08, 25.95, 116.68, 26.6], 'zone')).toEqual({ epsg: 4527, zone: 39, meridian: 117 })
  expect(systemWords([113.99, 22.5, 114.11, 22.6], 'meridian')).toEqual({ epsg: 4547, zone: 38, meridian: 114 })
})

it('an address names the revision and the run on screen, and a system only where there is one', () => {
  const wish = { code: '360735', scenarioId: 's', revision: 3, runId: 'r', language: 'zh' } as const
  expect(pathOfFile({ ...wish, format: 'dxf', crs: 'zone' })).toBe('/counties/360735/scenarios/s/layers.dxf?revision=3&language=zh&crs=zone&run=r')
  expect(pathOfFile({ ...wish, runId: null, format: 'xlsx', crs: null })).toBe('/counties/360735/scenarios/s/report.xlsx?revision=3&language=zh')
})
