import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { examineImportReply, startImportReply, storedImportList } from '../../server/contract/imports.ts'
import { startServiceForTest, type TestService } from '../service.ts'
import { ask, askRefused, shicheng, waitForJob } from './client.ts'

const table = (rows: string[]) => `${['编码,名称,类型,乡镇街道,经度,纬度,床位数', ...rows].join('\r\n')}\r\n`
const one = table(['H-1,示例·新设施,助餐点,琴江镇,116.3277,26.3137,10'])

describe('imports over HTTP', () => {
  let running: TestService
  beforeAll(async () => {
    running = await startServiceForTest('embedded')
    await running.service.prepare()
  })
  afterAll(() => running.close())

  const form = (text: string, options: object = { crs: 'EPSG:4490' }, name = '设施 台账.csv') => {
    const body = new FormData()
    body.set('options', JSON.stringify(options))
    body.append('file', new Blob([text]), name)
    return { method: 'POST', body }
  }
  const path = `/counties/${shicheng}/imports`

  it('are examined without storing anything, stored by a job, and listed with their file', async () => {
    const examined = await ask(running, `${path}/examine?kind=facilities`, examineImportReply, form(one))
    expect(examined).toMatchObject({ outcome: 'warn', dataKind: 'facilities', baseVersion: 1, changes: { inserted: 1, updated: 0, unchanged: 0, ended: 0 }, also: [] })
    expect(await ask(running, path, storedImportList)).toEqual([])

    const started = await ask(running, `${path}?kind=facilities`, startImportReply, { ...form(one, { crs: 'EPSG:4490', baseVersion: 1 }), status: 202 })
    expect((await waitForJob(running, shicheng, started.jobId!, 'done')).status).toBe('done')
    const [stored] = await ask(running, path, storedImportList)
    expect(stored).toMatchObject({ jobId: started.jobId, dataKind: 'facilities', version: 2, file: '设施 台账.csv', sha256: examined.sha256, changes: examined.changes, actorId: 'local' })

    const again = await ask(running, `${path}?kind=facilities`, startImportReply, { ...form(one), status: 202 })
    expect(again).toMatchObject({ jobId: null, changes: { inserted: 0, unchanged: 1 } })
  })

  it('are refused: without a file, of a stale version, of a kind that is not stored, sent from another page', async () => {
    const refused = async (query: string, init: RequestInit) => (await askRefused(running, `${path}?kind=${query}`, init)).error.code
    const empty = new FormData()
    empty.set('options', '{}')
    expect(await refused('facilities', { method: 'POST', body: empty })).toBe('BAD_REQUEST')
    expect(await refused('facilities', form(one, { crs: 'EPSG:4490', baseVersion: 1 }))).toBe('DATA_CHANGED')
    expect(await refused('layer', form(one))).toBe('KIND_NOT_STORED')
    expect(await refused('facilities', form(one, { crs: 'none' }))).toBe('INPUT_REFUSED')
    expect(await refused('facilities', { ...form(one), headers: { Origin: 'http://elsewhere.example' } })).toBe('ORIGIN_NOT_ALLOWED')
    expect(await ask(running, path, storedImportList)).toHaveLength(1)
  })
})
