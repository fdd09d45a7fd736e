import { AxeBuilder } from '@axe-core/playwright'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ImportDraft } from '../../server/contract/import-drafts.ts'
import type { StoredImport } from '../../server/contract/imports.ts'
import { openPage, startSession, waitUntilPublished, type BrowserSession } from './session.ts'

const size = { width: 1366, height: 768 }
const county = '360735'
let session: BrowserSession

beforeAll(async () => {
  session = await startSession()
  await waitUntilPublished(session, [county])
})

afterAll(() => session.close())

/** A question on its way while the draft is taken or thrown away is rightly answered that it is no more. */
const isGrave = (trouble: string) => !/^404 .*\/import-drafts\/|status of 404/.test(trouble)

/** As an office sends it: GBK, a number in words, a total under the table. */
const ledger = iconv.encode(
  ['名称,类型,乡镇街道,经度,纬度,床位数', '示例·河东助餐点,助餐点,琴江镇,116.3277,26.3137,约120', '示例·河西助餐点,助餐点,琴江镇,116.3301,26.3150,12', '合计,,,,,132'].join('\r\n'),
  'gb18030',
)
const file = { name: '设施台账.csv', mimeType: 'text/csv', buffer: ledger }

test('takes an office’s ledger from the file to a stored version, mended on the way', async () => {
  const { page, troubles } = await openPage(session, `/${county}/data`, size)
  await page.getByRole('button', { name: '导入数据' }).click({ timeout: 60_000 })
  await page.getByLabel('选择文件，或把文件拖到这里').setInputFiles(file)
  await page.locator('.outcome').waitFor({ timeout: 60_000 })
  expect(page.url()).toContain('draft=')

  // The coordinate system is nowhere named: it is asked, not guessed.
  const crs = page.locator('.question-card', { hasText: 'CRS_UNKNOWN' })
  await crs.getByRole('button', { name: /CGCS2000/ }).first().click({ timeout: 30_000 })
  await page.locator('.question-card', { hasText: 'CRS_UNKNOWN' }).waitFor({ state: 'detached', timeout: 30_000 })

  await page.getByRole('tab', { name: /表格/ }).click()
  const cell = page.getByRole('gridcell', { name: /约120/ })
  await cell.dblclick()
  await page.getByLabel('修改「床位数」').fill('120')
  await page.keyboard.press('Enter')
  await expect.poll(() => page.getByRole('gridcell', { name: '约120' }).count()).toBe(0)

  await page.getByRole('tab', { name: '保存' }).click()
  // The total under the table is no record: only the other rows are taken, and that is said.
  await page.getByRole('checkbox', { name: /只导入 2 行/ }).check()
  const store = page.getByRole('button', { name: '保存为新版本' })
  await expect.poll(() => store.isEnabled(), { timeout: 30_000 }).toBe(true)
  const axe = await new AxeBuilder({ page }).include('#panel').analyze()
  expect(axe.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id)).toEqual([])
  await store.click()
  await page.getByText('已保存为第 2 版').waitFor({ timeout: 60_000 })
  await page.getByRole('button', { name: '看导入历史' }).click()
  await page.getByRole('button', { name: '与上一版比较' }).click()
  await page.locator('.diff-inserted').first().waitFor({ timeout: 30_000 })
  expect(await page.locator('.diff-inserted').count()).toBe(2)

  const [stored] = (await (await fetch(`${session.origin}/api/v1/counties/${county}/imports`)).json()) as StoredImport[]
  expect(stored).toMatchObject({ dataKind: 'facilities', version: 2, file: '设施台账.csv', changes: { inserted: 2, updated: 0, ended: 0 } })
  expect(troubles.filter(isGrave)).toEqual([])
  await page.context().close()
})

test('takes a file dropped on its zone, and lets one fall that misses it', async () => {
  const { page, troubles } = await openPage(session, `/${county}/data?view=import`, size)
  await page.locator('.drop-zone').waitFor({ timeout: 60_000 })
  const drop = (selector: string) =>
    page.evaluate(({ at, base64, name }) => {
      const carried = new DataTransfer()
      carried.items.add(new File([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))], name))
      const event = new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: carried })
      document.querySelector(at)!.dispatchEvent(event)
      return event.defaultPrevented
    }, { at: selector, base64: ledger.toString('base64'), name: file.name })
  // Not prevented, the browser would open the file in place of the page.
  expect(await drop('#panel')).toBe(true)
  expect(page.url()).not.toContain('draft=')
  await drop('.drop-zone')
  await page.locator('.outcome').waitFor({ timeout: 60_000 })
  await page.getByText('设施台账.csv').first().waitFor()
  expect(troubles.filter(isGrave)).toEqual([])
  await page.context().close()
})

test('keeps answers and edits over a reload, undoes them by keyboard, and discards on demand', async () => {
  const { page, troubles } = await openPage(session, `/${county}/data?view=import`, size)
  await page.getByLabel('选择文件，或把文件拖到这里').setInputFiles(file)
  const question = page.locator('.question-card', { hasText: 'CRS_UNKNOWN' })
  await question.getByRole('button', { name: /CGCS2000/ }).first().click({ timeout: 60_000 })
  await question.waitFor({ state: 'detached', timeout: 30_000 })
  const draftId = new URL(page.url()).searchParams.get('draft')!
  await page.reload()
  await page.locator('.outcome').waitFor({ timeout: 60_000 })
  expect(await question.count()).toBe(0)
  await page.getByRole('tab', { name: /表格/ }).click()
  const grid = page.getByRole('grid')
  await page.getByRole('gridcell', { name: '助餐点', exact: true }).first().waitFor({ timeout: 30_000 })
  await grid.focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('F2')
  await page.keyboard.type('示例·改名')
  await page.keyboard.press('Enter')
  await page.locator('.cell-edited').first().waitFor()
  await page.keyboard.press('Control+z')
  await expect.poll(() => page.locator('.cell-edited').count()).toBe(0)
  await page.getByRole('button', { name: /丢.*弃/ }).first().click()
  await page.locator('.ant-modal').getByRole('button', { name: /丢.*弃/ }).click()
  await page.getByLabel('选择文件，或把文件拖到这里').waitFor({ timeout: 30_000 })
  const waiting = (await (await fetch(`${session.origin}/api/v1/counties/${county}/import-drafts`)).json()) as ImportDraft[]
  expect(waiting.map(({ id }) => id)).not.toContain(draftId)
  expect(troubles.filter(isGrave)).toEqual([])
  await page.context().close()
})
