import ExcelJS from 'exceljs'
import iconv from 'iconv-lite'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  draftPlaces,
  draftRows,
  examineDraftReply,
  forgotten,
  importDraft,
  importDraftList,
  storeDraftReply,
  versionDiff,
  type DraftOptions,
  type ImportDraft,
} from '../../server/contract/import-drafts.ts'
import { storedImportList } from '../../server/contract/imports.ts'
import { localActor } from '../../server/auth/actor.ts'
import { listFacilities } from '../../server/facilities/facilities.repository.ts'
import type { TestService } from '../service.ts'
import { ask, askRefused, postJson, shicheng, waitForJob } from './client.ts'

const home = `/counties/${shicheng}/import-drafts`
const header = '编码,名称,类型,乡镇街道,经度,纬度,铺位,备注'
/** A number typed with a letter; a place whose latitude belongs to another county; a text that would be a formula. */
const lines = [
  'D-1,示例·甲站,助餐点,琴江镇,116.3277,26.3137,1O,=HYPERLINK("http://x")',
  'D-2,示例·乙站,助餐点,琴江镇,116.3377,29.3137,20,',
  'D-3,示例·丙站,助餐点,琴江镇,116.3477,26.3237,30,',
]
const gbk = (rows: string[], head = header) => iconv.encode(`${[head, ...rows].join('\r\n')}\r\n`, 'gbk')
const options = (more: Partial<DraftOptions> = {}) => ({ kind: 'facilities', crs: 'EPSG:4490', map: [{ column: '铺位', field: 'beds' }], ...more })
const noEdits = { cells: [], places: [], dropRows: [] }
const corrected = {
  cells: [{ row: 2, column: '铺位', value: '10' }],
  places: [{ row: 3, location: [116.3377, 26.3137] as [number, number] }],
  dropRows: [],
}

export function checkDrafts(running: () => TestService): void {
  const upload = (bytes: Uint8Array, name = '台账.csv', init: { status?: number } = {}): Promise<ImportDraft> => {
    const body = new FormData()
    body.append('file', new Blob([new Uint8Array(bytes)]), name)
    return ask(running(), home, importDraft, { method: 'POST', body, status: 201, ...init })
  }
  const examine = (id: string, body: object) => ask(running(), `${home}/${id}/examine`, examineDraftReply, postJson(body))
  const store = async (id: string, body: object) => {
    const started = await ask(running(), `${home}/${id}/store`, storeDraftReply, { ...postJson(body), status: 202 })
    if (started.jobId !== null) await waitForJob(running(), shicheng, started.jobId, 'done')
    return started
  }
  const newest = async () => Math.max(...(await running().service.handle.db.selectFrom('data_versions').select('version').where('county_code', '=', shicheng).where('kind', '=', 'facilities').execute()).map(({ version }) => version))
  const discard = (id: string) => fetch(`${running().api}${home}/${id}`, { method: 'DELETE' })

  describe('a draft', () => {
    let draft: ImportDraft
    beforeAll(() => running().service.prepare())

    it('is what an upload becomes: whose it is, what it could be, how long it stays', async () => {
      draft = await upload(gbk(lines))
      expect(draft).toMatchObject({ code: String(shicheng), kind: null, fileNames: ['台账.csv'], bytes: gbk(lines).length, createdBy: localActor.id })
      expect(draft.proposedKinds[0]).toBe('facilities')
      expect(draft.layers).toMatchObject([{ rows: 4, geometry: null }])
      expect(Date.parse(draft.expiresAt) - Date.parse(draft.createdAt)).toBe(24 * 3600_000)
      expect((await ask(running(), home, importDraftList)).map(({ id }) => id)).toEqual([draft.id])
    })

    it('examined says what it would become, its columns and fields, and stores nothing', async () => {
      const before = await newest()
      const unmapped = await examine(draft.id, options({ map: [] }))
      expect(unmapped.mapping.find(({ column }) => column === '铺位')).toEqual({ column: '铺位', field: null, by: 'none' })
      const reply = await examine(draft.id, options())
      expect([reply.outcome, reply.rows, reply.rowCount, reply.headerRows, reply.mayStore]).toEqual(['rows', { read: 3, accepted: 1, refused: 2, asked: 0 }, 3, { fromRow: 1, toRow: 1 }, false])
      expect(reply.columns).toEqual(header.split(','))
      expect(reply.fields.find(({ name }) => name === 'name')).toMatchObject({ label: { zh: '设施名称' }, required: true, unit: null })
      expect(reply.fields.find(({ name }) => name === 'floorAreaM2')?.unit).toBe('㎡')
      expect(reply.remembered).toEqual([])
      expect(await newest()).toBe(before)
    })

    it('shows its rows as the file counts them, with their problems at their cells', async () => {
      const all = await ask(running(), `${home}/${draft.id}/rows`, draftRows)
      expect([all.total, all.rows.map(({ row, state }) => [row, state])]).toEqual([3, [[2, 'refused'], [3, 'refused'], [4, 'accepted']]])
      expect(all.rows[0].cells[6]).toBe('1O')
      expect(all.rows[0].problems.filter(({ severity }) => severity === 'error')).toMatchObject([{ column: '铺位' }])
      const some = await ask(running(), `${home}/${draft.id}/rows?only=problems&from=1&count=1`, draftRows)
      expect([some.total, some.rows.map(({ row }) => row)]).toEqual([2, [3]])
    })

    it('shows its places, those too that lie elsewhere, and what other systems would make of them where that is asked', async () => {
      const places = await ask(running(), `${home}/${draft.id}/places`, draftPlaces)
      expect([places.total, places.crs, places.proposals]).toEqual([2, 'EPSG:4490', []])
      expect(places.features.find(({ row }) => row === 3)).toMatchObject({ location: [116.3377, 29.3137], state: 'refused', worst: 'error', name: '示例·乙站' })
      const { questions } = await examine(draft.id, options({ crs: undefined }))
      expect(questions.map(({ code }) => code)).toContain('CRS_UNKNOWN')
      const asked = await ask(running(), `${home}/${draft.id}/places`, draftPlaces)
      expect(asked.features).toEqual([])
      expect(asked.proposals.find(({ crs }) => crs === 'GCJ-02')).toMatchObject({ of: 2, inside: 1 })
      expect(asked.proposals[0].sample.length).toBe(2)
    })

    it('refuses an edit of a row or column that is not there, naming it', async () => {
      const edits = { ...noEdits, cells: [{ row: 77, column: '名称', value: 'x' }, { row: 2, column: '没有', value: 'x' }] }
      const { error } = await askRefused(running(), `${home}/${draft.id}/examine`, postJson(options({ edits })))
      expect([error.code, error.message.zh]).toEqual(['BAD_REQUEST', '修改与文件不符：没有第 77 行数据；第 2 行：没有「没有」列'])
    })

    it('is there after a restart with its answers: its rows need not be examined again', async () => {
      await examine(draft.id, options({ edits: corrected }))
      await running().restart()
      await running().service.prepare()
      expect((await ask(running(), home, importDraftList)).map(({ id, kind }) => [id, kind])).toEqual([[draft.id, 'facilities']])
      const { rows } = await ask(running(), `${home}/${draft.id}/rows`, draftRows)
      expect(rows.map(({ row, state, edited }) => [row, state, edited])).toEqual([[2, 'accepted', [6]], [3, 'accepted', []], [4, 'accepted', []]])
      expect(rows[0].cells[6]).toBe('10')
    })

    it('gives its table back as a workbook with the cells marked, in which nothing is a formula', async () => {
      await examine(draft.id, options({ edits: { ...noEdits, cells: [{ row: 4, column: '名称', value: '示例·丙新站' }], dropRows: [3] } }))
      const response = await fetch(`${running().api}${home}/${draft.id}/report.xlsx`)
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'])
      const book = new ExcelJS.Workbook()
      await book.xlsx.load(await response.arrayBuffer())
      const [summary, data, problems] = book.worksheets
      const said = new Map(Array.from(summary.getSheetValues(), (row) => [String((row as unknown[] | undefined)?.[1]), (row as unknown[] | undefined)?.[2]]))
      expect([said.get('读取行数 / rows read'), said.get('接受 / accepted'), said.get('拒绝 / refused'), said.get('待答 / asked')]).toEqual([2, 1, 1, 0])
      expect(said.get('SHA-256')).toBe(draft.sha256)
      expect((data.getRow(2).values as unknown[]).slice(1)).toEqual(['D-1', '示例·甲站', '助餐点', '琴江镇', '116.3277', '26.3137', '1O', '=HYPERLINK("http://x")'])
      const noteOf = (address: string) => JSON.stringify(data.getCell(address).note ?? '')
      expect(data.getCell('G2').fill).toMatchObject({ fgColor: { argb: 'FFF4B6B6' } })
      expect(noteOf('G2')).toMatch(/NUM_.*\/ /)
      expect([data.getCell('B4').value, noteOf('B4')]).toEqual(['示例·丙新站', expect.stringContaining('修改')])
      expect(noteOf('A3')).toContain('not read')
      expect(problems.rowCount).toBeGreaterThan(2)
      const types = book.worksheets.flatMap((sheet) => {
        const found: number[] = []
        sheet.eachRow((row) => row.eachCell((cell) => found.push(cell.type)))
        return found
      })
      expect(types.filter((type) => type === ExcelJS.ValueType.Formula || type === ExcelJS.ValueType.Hyperlink)).toEqual([])
    })

    it('stored with a cell and a place put right makes a version that differs by exactly that, and is a draft no more', async () => {
      const before = await newest()
      const stale = await askRefused(running(), `${home}/${draft.id}/store`, postJson(options({ edits: corrected, baseVersion: before + 5 })))
      expect(stale.error.code).toBe('DATA_CHANGED')
      const { examined, jobId } = await store(draft.id, options({ edits: corrected, baseVersion: before }))
      expect([examined.outcome, examined.changes, examined.mayStore]).toEqual(['warn', { inserted: 3, updated: 0, unchanged: 0, ended: 0 }, true])
      const { db } = running().service.handle
      const stored = (await listFacilities(db, shicheng, before + 1)).filter(({ facilityCode }) => facilityCode.startsWith('D-'))
      expect(stored.map(({ facilityCode, beds, lon, lat }) => [facilityCode, beds, lon, lat]).sort()).toEqual([
        ['D-1', 10, 116.3277, 26.3137],
        ['D-2', 20, 116.3377, 26.3137],
        ['D-3', 30, 116.3477, 26.3237],
      ])
      expect(await ask(running(), home, importDraftList)).toEqual([])
      expect((await askRefused(running(), `${home}/${draft.id}/rows`)).error.code).toBe('DRAFT_UNKNOWN')
      const [listed] = await ask(running(), `/counties/${shicheng}/imports`, storedImportList)
      expect(listed).toMatchObject({ jobId, file: '台账.csv', sha256: draft.sha256, encoding: expect.stringMatching(/gb/i) })
      const audit = await db.selectFrom('audit_log').select('detail').where('county_code', '=', shicheng).where('action', '=', 'version.import').orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow()
      expect(audit.detail).toMatchObject({ edits: { cells: 1, places: 1, droppedRows: 0 } })

      const diff = await ask(running(), `/counties/${shicheng}/versions/facilities/diff?from=${before}&to=${before + 1}`, versionDiff)
      expect(diff.counts).toMatchObject({ inserted: 3, updated: 0, ended: 0 })
      const added = diff.records.find(({ name }) => name === '示例·甲站')!
      expect(added.fields.find(({ name }) => name === 'beds')).toEqual({ name: 'beds', label: { zh: '床位数', en: 'beds' }, before: null, after: '10' })
      expect(added.fields.find(({ name }) => name === 'location')?.after).toBe('116.327700, 26.313700')
      expect(added.fields.find(({ name }) => name === 'unit_id')?.after).toBe('琴江镇')
    })

    it('of the same header is read as last time, and says which columns that was; until it is told to forget', async () => {
      const base = await newest()
      const again = await upload(gbk([lines[2].replace(',30,', ',31,')]))
      const recalled = await examine(again.id, options({ map: [], crs: undefined }))
      expect(recalled.remembered).toEqual(['铺位'])
      expect(recalled.mapping.find(({ column }) => column === '铺位')).toEqual({ column: '铺位', field: 'beds', by: 'remembered' })
      const question = recalled.questions.find(({ code }) => code === 'CRS_UNKNOWN')!
      expect(question.options[0]).toMatchObject({ value: 'EPSG:4490', label: { zh: expect.stringContaining('上次所选') } })
      const { examined } = await store(again.id, options({ map: [] }))
      expect(examined.changes).toEqual({ inserted: 0, updated: 1, unchanged: 0, ended: 0 })
      const diff = await ask(running(), `/counties/${shicheng}/versions/facilities/diff?from=${base}&to=${base + 1}`, versionDiff)
      expect(diff.records).toMatchObject([{ name: '示例·丙站', change: 'updated', fields: [{ name: 'beds', before: '30', after: '31' }] }])
      expect(diff.counts).toMatchObject({ inserted: 0, updated: 1, ended: 0 })

      expect(await ask(running(), `/counties/${shicheng}/import-mappings/facilities`, forgotten, { method: 'DELETE' })).toEqual({ forgotten: 1 })
      const third = await upload(gbk([lines[2]]))
      expect((await examine(third.id, options({ map: [] }))).remembered).toEqual([])
      expect((await discard(third.id)).status).toBe(204)
      expect(await ask(running(), home, importDraftList)).toEqual([])
    })

    it('whose file the doctor cannot read says why, and one nobody may store is examined only', async () => {
      const broken = await upload(new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]), '坏.xlsx')
      expect(broken.proposedKinds).toEqual([])
      const rejected = await examine(broken.id, options({ map: [] }))
      expect([rejected.outcome, rejected.mayStore, rejected.columns]).toEqual(['reject', false, []])
      expect((await fetch(`${running().api}${home}/${broken.id}/report.xlsx`)).status).toBe(200)
      await discard(broken.id)
      const layer = await upload(gbk([lines[2]]))
      expect((await examine(layer.id, { kind: 'layer', crs: 'EPSG:4490' })).mayStore).toBe(false)
      expect((await askRefused(running(), `${home}/${layer.id}/store`, postJson({ kind: 'layer', crs: 'EPSG:4490' }))).error.code).toBe('KIND_NOT_STORED')
      await discard(layer.id)
    })

    it('never shows people’s names or numbers, in its rows or in its report', async () => {
      const canary = '110101195003070011'
      const bytes = gbk([`P-1,示例·丁站,助餐点,琴江镇,116.3277,26.3137,10,${canary}`])
      const personal = await upload(bytes)
      await examine(personal.id, options())
      const rows = await fetch(`${running().api}${home}/${personal.id}/rows`)
      expect(await rows.text()).not.toContain(canary)
      const book = new ExcelJS.Workbook()
      await book.xlsx.load(await (await fetch(`${running().api}${home}/${personal.id}/report.xlsx`)).arrayBuffer())
      expect(JSON.stringify(book.worksheets.map((sheet) => sheet.getSheetValues()))).not.toContain(canary)
      await discard(personal.id)
    })

    it('is nobody’s who did not upload it, of no other county, and a malformed id is no draft', async () => {
      const own = await upload(gbk([lines[2]]))
      for (const path of [`/counties/440304/import-drafts/${own.id}/rows`, `${home}/${own.id.toUpperCase()}x/rows`, `${home}/..%2f..%2fx/rows`])
        expect([path, (await askRefused(running(), path)).error.code]).toEqual([path, 'DRAFT_UNKNOWN'])
      expect((await askRefused(running(), `${home}/${own.id}/rows`)).error.code).toBe('BAD_REQUEST')
      await discard(own.id)
    })

    it('of a shapefile takes its loose parts as one', async () => {
      const body = new FormData()
      for (const [name, bytes] of shapefile()) body.append('file', new Blob([new Uint8Array(bytes)]), name)
      const shp = await ask(running(), home, importDraft, { method: 'POST', body, status: 201 })
      expect([shp.fileNames.length, shp.layers]).toEqual([3, [{ name: 'point', rows: 1, geometry: 'Point' }]])
      await discard(shp.id)
    })
  })
}

/** One point at 116.33, 26.31 named A: .shp, .shx and .dbf by their published layouts. */
function shapefile(): [string, Buffer][] {
  const head = (words: number) => {
    const bytes = Buffer.alloc(100)
    bytes.writeInt32BE(9994, 0)
    bytes.writeInt32BE(words, 24)
    bytes.writeInt32LE(1000, 28)
    bytes.writeInt32LE(1, 32)
    ;[116.33, 26.31, 116.33, 26.31].forEach((value, i) => bytes.writeDoubleLE(value, 36 + 8 * i))
    return bytes
  }
  const record = Buffer.alloc(28)
  record.writeInt32BE(1, 0)
  record.writeInt32BE(10, 4)
  record.writeInt32LE(1, 8)
  record.writeDoubleLE(116.33, 12)
  record.writeDoubleLE(26.31, 20)
  const index = Buffer.alloc(8)
  index.writeInt32BE(50, 0)
  index.writeInt32BE(10, 4)
  const dbf = Buffer.alloc(32 + 32 + 1 + 11 + 1)
  dbf.writeUInt8(3, 0)
  dbf.writeUInt32LE(1, 4)
  dbf.writeUInt16LE(65, 8)
  dbf.writeUInt16LE(11, 10)
  dbf.write('NAME', 32)
  dbf.write('C', 43)
  dbf.writeUInt8(10, 48)
  dbf.writeUInt8(0x0d, 64)
  dbf.write(' A         ', 65)
  dbf.writeUInt8(0x1a, 76)
  return [
    ['point.shp', Buffer.concat([head(64), record])],
    ['point.shx', Buffer.concat([head(54), index])],
    ['point.dbf', dbf],
  ]
}
