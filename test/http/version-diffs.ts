import { latLngToCell } from 'h3-js'
import { describe, expect, it } from 'vitest'
import { z } from '../../server/contract/common.ts'
import { dataVersion } from '../../server/contract/counties.ts'
import { versionDiff, type VersionDiff } from '../../server/contract/import-drafts.ts'
import { startImportReply } from '../../server/contract/imports.ts'
import type { TestService } from '../service.ts'
import { ask, askRefused, postJson, shicheng, waitForJob } from './client.ts'

interface Case {
  importKind: string
  dataKind: string
  /** Two files of the kind; the second changes what the first has stored. */
  files: [name: string, first: string, second: string]
  counts: Partial<VersionDiff['counts']>
  /** Names of the records that differ and which of their fields, in order. */
  records: [name: string, change: string, fields: string[]][]
}

const csv = (...rows: string[]) => `${rows.join('\n')}\n`
const square = (lon: number, lat: number, degrees: number) => [[lon, lat], [lon + degrees, lat], [lon + degrees, lat + degrees], [lon, lat + degrees], [lon, lat]] // prettier-ignore
const geojson = (...features: { properties: object; geometry: object }[]) =>
  JSON.stringify({ type: 'FeatureCollection', features: features.map((feature) => ({ type: 'Feature', ...feature })) })
const polygon = (properties: object, lon: number, degrees: number) => ({ properties, geometry: { type: 'Polygon', coordinates: [square(lon, 26.31, degrees)] } })
const line = (east: number) => ({ properties: { highway: 'residential' }, geometry: { type: 'LineString', coordinates: [[116.33, 26.31], [east, 26.31]] } }) // prettier-ignore
const cellAt = (lon: number) => latLngToCell(26.3137, lon, 9)

const cases: Case[] = [
  {
    ...{ importKind: 'facilities', dataKind: 'facilities' },
    files: [
      '设施.csv',
      csv('编码,名称,类型,经度,纬度,床位数', 'V-1,示例·一,助餐点,116.3277,26.3137,10', 'V-2,示例·二,助餐点,116.3377,26.3137,20'),
      csv('编码,名称,类型,经度,纬度,床位数', 'V-1,示例·一,助餐点,116.3287,26.3137,11'),
    ],
    counts: { updated: 1 },
    records: [['示例·一', 'updated', ['beds', 'location']]],
  },
  {
    ...{ importKind: 'residential_areas', dataKind: 'residential_areas' },
    files: [
      '小区.csv',
      csv('编码,小区名称,乡镇街道,规划户数,经度,纬度', 'W-1,示例·新区,琴江镇,100,116.3277,26.3137'),
      csv('编码,小区名称,乡镇街道,规划户数,经度,纬度', 'W-1,示例·新区,琴江镇,120,116.3277,26.3137', 'W-2,示例·二区,琴江镇,50,116.3477,26.3137'),
    ],
    counts: { updated: 1, inserted: 1 },
    records: [['示例·新区', 'updated', ['households_planned']], ['示例·二区', 'inserted', []]],
  },
  {
    ...{ importKind: 'settlements', dataKind: 'settlements' },
    files: ['村.csv', csv('编码,名称,人口,经度,纬度', 'S-1,示例·甲村,30,116.3277,26.3137'), csv('编码,名称,人口,经度,纬度', 'S-1,示例·甲村,31,116.3277,26.3137')],
    counts: { updated: 1 },
    records: [['示例·甲村', 'updated', ['residents']]],
  },
  {
    ...{ importKind: 'idle_premises', dataKind: 'premises' },
    files: ['闲置.csv', csv('编码,名称,建筑面积,经度,纬度', 'I-1,示例·旧校,300,116.3277,26.3137'), csv('编码,名称,建筑面积,经度,纬度', 'I-1,示例·旧校,312.5,116.3277,26.3137')],
    counts: { updated: 1 },
    records: [['示例·旧校', 'updated', ['floor_area_m2']]],
  },
  {
    ...{ importKind: 'land_parcels', dataKind: 'parcels' },
    files: ['地块.geojson', geojson(polygon({ 编码: 'L-1', 用地代码: '0701' }, 116.32, 0.001)), geojson(polygon({ 编码: 'L-1', 用地代码: '080602' }, 116.32, 0.002))],
    counts: { updated: 1 },
    records: [['L-1', 'updated', ['land_use', 'boundary']]],
  },
  {
    ...{ importKind: 'control_areas', dataKind: 'control_areas' },
    files: ['管控.geojson', geojson(polygon({ 名称: '示例·基本农田', 管控类型: '永久基本农田' }, 116.34, 0.001)), geojson(polygon({ 名称: '示例·红线', 管控类型: '生态保护红线' }, 116.35, 0.001))],
    counts: { inserted: 1 },
    records: [['示例·红线', 'inserted', []]],
  },
  {
    ...{ importKind: 'population', dataKind: 'population' },
    files: ['人口.csv', csv('乡镇街道,常住人口', '琴江镇,50000'), csv('乡镇街道,常住人口', '琴江镇,50100')],
    counts: { updated: 1 },
    records: [['unit · 琴江镇', 'updated', ['residents']]],
  },
  {
    ...{ importKind: 'population', dataKind: 'population' },
    files: ['格网.csv', csv('h3,常住人口', `${cellAt(116.3277)},5`), csv('h3,常住人口', `${cellAt(116.3277)},6`, `${cellAt(116.3377)},7`)],
    counts: { updated: 1, inserted: 1 },
    records: [],
  },
  {
    ...{ importKind: 'roads', dataKind: 'roads' },
    files: ['路.geojson', geojson(line(116.34)), geojson(line(116.35))],
    counts: { updated: 1 },
    records: [],
  },
]

export function checkVersionDiffs(running: () => TestService): void {
  const diffOf = (kind: string, from: number, to: number) => ask(running(), `/counties/${shicheng}/versions/${kind}/diff?from=${from}&to=${to}`, versionDiff)
  const listVersions = () => ask(running(), `/counties/${shicheng}/versions`, z.array(dataVersion))

  describe('two versions compared', () => {
    it('from nothing to the first, every record of every kind is new, and controlled ones bear a name only', async () => {
      const versions = (await listVersions()).filter(({ version }) => version === 1)
      expect(versions.length).toBeGreaterThan(10)
      for (const { kind, rowCount } of versions) {
        const diff = await diffOf(kind, 0, 1)
        expect([kind, diff.counts]).toEqual([kind, { inserted: rowCount, updated: 0, ended: 0, unchanged: 0 }])
        expect((await diffOf(kind, 1, 1)).counts).toEqual({ inserted: 0, updated: 0, ended: 0, unchanged: rowCount })
        if (kind === 'control_areas') expect(diff.records.flatMap(({ fields }) => fields)).toEqual([])
        for (const { fields } of diff.records) expect(fields.filter(({ before }) => before !== null)).toEqual([])
      }
    })

    it.each(cases)('$importKind: an import differs by what it changed, and a rollback takes back exactly that', async ({ importKind, dataKind, files, counts, records }) => {
      const [name, first, second] = files
      const before = await store(importKind, name, first)
      const after = await store(importKind, name, second)
      expect(after).toBe(before + 1)
      const diff = await diffOf(dataKind, before, after)
      expect(diff.counts).toMatchObject({ inserted: 0, updated: 0, ended: 0, ...counts })
      expect(diff.records.map(({ name: record, change, fields }) => [record, change, change === 'updated' ? fields.map((field) => field.name) : []])).toEqual(records)
      expect(JSON.stringify(diff)).not.toMatch(/coordinates|0106000020/)
      const rolledBack = await ask(running(), `/counties/${shicheng}/versions/${dataKind}/rollback`, dataVersion, { ...postJson({ version: before }), status: 201 })
      expect(rolledBack).toMatchObject({ version: after + 1, restoredVersion: before, action: 'rollback' })
      const back = await diffOf(dataKind, before, after + 1)
      expect([back.counts, back.records]).toEqual([{ ...diff.counts, inserted: 0, updated: 0, ended: 0, unchanged: back.counts.unchanged }, []])
      const reverse = await diffOf(dataKind, after, after + 1)
      expect(reverse.counts).toMatchObject({ inserted: diff.counts.ended, updated: diff.counts.updated, ended: diff.counts.inserted })
    })

    it('are refused where one is not there', async () => {
      for (const [path, code] of [
        ['facilities/diff?from=1&to=999', 'VERSION_UNKNOWN'],
        ['nothing/diff?from=0&to=1', 'VERSION_UNKNOWN'],
        ['facilities/diff?from=x&to=1', 'BAD_REQUEST'],
        ['facilities/diff?from=0', 'BAD_REQUEST'],
      ])
        expect([path, (await askRefused(running(), `/counties/${shicheng}/versions/${path}`)).error.code]).toEqual([path, code])
    })
  })

  async function store(kind: string, name: string, text: string): Promise<number> {
    const body = new FormData()
    body.set('options', JSON.stringify({ crs: 'EPSG:4490' }))
    body.append('file', new Blob([text]), name)
    const started = await ask(running(), `/counties/${shicheng}/imports?kind=${kind}`, startImportReply, { method: 'POST', body, status: 202 })
    expect([kind, started.outcome, started.problems.filter(({ severity }) => severity !== 'warning'), started.questions, started.jobId === null]).toEqual([kind, expect.any(String), [], [], false])
    await waitForJob(running(), shicheng, started.jobId!, 'done')
    return started.baseVersion + 1
  }
}
