import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import {
  findAttachment,
  insertAttachment,
  insertReportedFigure,
  listFigureHistory,
  listReportedFigures,
  type NewReportedFigure,
} from '../../server/ledgers/reported-figures.repository.ts'
import { describeOnBothEngines } from './engines.ts'

const region = 511100
const figure: NewReportedFigure = {
  ...{ packId: 'leshan', ruleId: 'LS-R01', part: '', withdrawn: false, valueText: null, valueNumber: '180', unit: '张' },
  ...{ asOf: '2022-12-31', source: '民政局年报', note: null, attachmentId: null, enteredBy: 'planner', enteredAt: new Date(0) },
}

describeOnBothEngines('reported figures', (open) => {
  const enter = (changes: Partial<NewReportedFigure> = {}) => open().db.transaction().execute((tx) => insertReportedFigure(tx, region, { ...figure, ...changes }))
  const current = () => listReportedFigures(open().db, region, 'leshan')

  it('show the newest version of each, keep every earlier one, and vanish when withdrawn', async () => {
    expect(await enter()).toBe(1)
    expect(await enter({ valueNumber: '215.5', asOf: '2023-12-31' })).toBe(2)
    expect((await current()).map(({ ruleId, version, valueNumber, asOf }) => [ruleId, version, Number(valueNumber), asOf])).toEqual([['LS-R01', 2, 215.5, '2023-12-31']])
    expect(await enter({ withdrawn: true, valueNumber: null, asOf: null, source: null, note: '填错县' })).toBe(3)
    expect(await current()).toEqual([])
    const history = await listFigureHistory(open().db, region, figure)
    expect(history.map(({ version, withdrawn }) => [version, withdrawn])).toEqual([[3, true], [2, false], [1, false]])
    expect(await enter({ valueNumber: '220' })).toBe(4)
    expect(await current()).toHaveLength(1)
  })

  it('keep parts of one rule, packs and regions apart', async () => {
    await enter({ ruleId: 'LS-R10', part: '省级重点项目', valueNumber: '1' })
    await enter({ ruleId: 'LS-R10', part: '人才培养基地', valueNumber: null, valueText: '在建' })
    expect((await current()).filter(({ ruleId }) => ruleId === 'LS-R10')).toHaveLength(2)
    expect(await listReportedFigures(open().db, region, 'yuxi')).toEqual([])
    expect(await listReportedFigures(open().db, 530400, 'leshan')).toEqual([])
  })

  it('number versions one after another, however many are entered at once', async () => {
    const versions = await Promise.all(Array.from({ length: 6 }, () => enter({ ruleId: 'LS-R07' })))
    expect(versions.sort()).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('carry an attachment, whose bytes come back only when asked for', async () => {
    const id = randomUUID()
    const bytes = Uint8Array.from([0, 1, 254, 255])
    const attachment = { id, name: '年报.pdf', mediaType: 'application/pdf', sha256: 'ab', bytes }
    await open().db.transaction().execute((tx) => insertAttachment(tx, region, { ...attachment, enteredBy: 'planner', enteredAt: new Date(0) }))
    await enter({ ruleId: 'LS-R02', attachmentId: id })
    const found = (await current()).find(({ ruleId }) => ruleId === 'LS-R02')
    expect(found?.attachment).toEqual({ id, name: '年报.pdf', mediaType: 'application/pdf', sha256: 'ab' })
    expect(await findAttachment(open().db, region, id)).toEqual(attachment)
    expect(await findAttachment(open().db, 530400, id)).toBeUndefined()
  })

  it('refuse an attachment over 5 MiB, one that is not there, and a figure without a value, a date or a source', async () => {
    const large = { id: randomUUID(), name: '', mediaType: '', sha256: '', bytes: new Uint8Array(5 * 1024 * 1024 + 1) }
    await expect(open().db.transaction().execute((tx) => insertAttachment(tx, region, { ...large, enteredBy: '', enteredAt: new Date(0) }))).rejects.toThrow()
    await expect(enter({ attachmentId: randomUUID() })).rejects.toThrow()
    await expect(enter({ valueNumber: null })).rejects.toThrow()
    await expect(enter({ asOf: null })).rejects.toThrow()
    await expect(enter({ source: '' })).rejects.toThrow()
    await expect(enter({ source: null })).rejects.toThrow()
  })
})
