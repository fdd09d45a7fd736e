import { AxeBuilder } from '@axe-core/playwright'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EvaluationReply } from '../../server/contract/evaluations.ts'
import { openPage, startSession, waitUntilPublished, type BrowserSession } from './session.ts'

const size = { width: 1366, height: 768 }
const county = '360735'
const camera = { lng: 116.35, lat: 26.3, zoom: 10.5 }
const cameraQuery = `lng=${camera.lng}&lat=${camera.lat}&z=${camera.zoom}`
const pixelsPerMillimetre = 96 / 25.4
let session: BrowserSession

beforeAll(async () => {
  session = await startSession()
  await waitUntilPublished(session, [county])
})

afterAll(() => session.close())

async function openSheet(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: '打印图件' })
  await button.waitFor({ timeout: 60_000 })
  await expect.poll(() => button.isEnabled(), { timeout: 60_000 }).toBe(true)
  await button.focus()
  await page.keyboard.press('Enter')
  await page.locator('.sheet-frame image').waitFor({ timeout: 120_000 })
}

/** Pages of a PDF with their sizes in points. */
function pagesOf(pdf: Buffer): { count: number; sizes: string[] } {
  const text = pdf.toString('latin1')
  const sizes = [...text.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width, height]) => `${Math.round(Number(width))}×${Math.round(Number(height))}`)
  return { count: [...text.matchAll(/\/Type \/Page\b(?!s)/g)].length, sizes: [...new Set(sizes)] }
}

async function evaluate(scenario?: { id: string; revision: number }): Promise<EvaluationReply> {
  const base = `${session.origin}/api/v1/regions/${county}/evaluations`
  const started = await fetch(base, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ pack: 'shicheng', ...(scenario ? { scenario } : {}) }) })
  const { evaluationId } = (await started.json()) as { evaluationId: string }
  for (let attempt = 0; attempt < 200; attempt++) {
    const response = await fetch(`${base}/${evaluationId}`)
    const reply = response.ok ? ((await response.json()) as EvaluationReply) : null
    if (reply?.evaluation.status === 'published') return reply
    await sleep(300)
  }
  throw new Error('expected an evaluation within a minute')
}

test('prints the map on A4 and A3 with a scale bar and a ratio that follow from the camera, opened and closed by keyboard', async () => {
  const { page, troubles } = await openPage(session, `/${county}/overview?${cameraQuery}`, size)
  await openSheet(page)
  const { runId, dataDate } = await session.summary(county)
  for (const [paper, points, width] of [['A4', '842×595', 207], ['A3', '1191×842', 316]] as const) {
    if (paper === 'A3') {
      await page.getByText('A3 横向').click()
      await page.locator('.sheet-a3 .sheet-frame image').waitFor({ timeout: 120_000 })
    }
    const sheet = page.locator('.sheet-map')
    for (const text of ['演示数据', '内部用图 · 不得公开', '石城县', 'CGCS2000', 'Web 墨卡托', '审图号', dataDate!, runId!.replaceAll('-', '').slice(0, 8)]) expect(await sheet.textContent()).toContain(text)
    const shown = await page.locator('.map-canvas').first().evaluate((element) => [element.clientWidth, element.clientHeight])
    const [, , frameWidth, frameHeight] = (await page.locator('.sheet-frame > svg').getAttribute('viewBox'))!.split(' ').map(Number)
    // The frame shows what the screen shows, so many times as large as its narrower side allows.
    const enlarged = Math.min(frameWidth / shown[0], frameHeight / shown[1])
    const metresPerPixel = (40_075_016.686 / 512 / 2 ** camera.zoom / enlarged) * Math.cos((camera.lat * Math.PI) / 180)
    const bar = page.locator('.figure-scale-bar')
    const metres = Number(await bar.getAttribute('data-metres'))
    const pixels = Number(/H([\d.]+)/.exec((await bar.getAttribute('d'))!)![1])
    expect(pixels / (metres / metresPerPixel)).toBeCloseTo(1, 3)
    expect(await page.locator('.figure-scale text').textContent()).toBe(`${metres / 1000}\u00a0km`)
    // Printed, the frame is so many millimetres wide.
    expect(frameWidth).toBe(Math.round(width * pixelsPerMillimetre))
    const ratio = Number(/1:([\d,]+)/.exec((await sheet.textContent())!)![1].replaceAll(',', ''))
    expect(ratio / ((metresPerPixel * frameWidth) / (width / 1000))).toBeCloseTo(1, 2)
    const pdf = pagesOf(await page.pdf({ preferCSSPageSize: true, printBackground: true }))
    expect(pdf).toEqual({ count: 1, sizes: [points] })
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
  }
  const { violations } = await new AxeBuilder({ page }).include('.report').analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => String(target)).join(' | ')}`)).toEqual([])
  await page.keyboard.press('Escape')
  await expect.poll(() => page.locator('.sheet').count()).toBe(0)
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('打印图件')
  // The map on screen was not touched.
  expect(page.url()).toBe(`${session.origin}/${county}/overview?${cameraQuery}`)
  expect(troubles).toEqual([])
  await page.context().close()
})

test('prints the plan’s table behind the map: every rule of the API, stamped, over as many pages as its rows take', async () => {
  const { results, reported } = await evaluate()
  const { page, troubles } = await openPage(session, `/${county}/overview?view=plan&${cameraQuery}`, size)
  await page.locator('.plan-table .rule-row').first().waitFor({ timeout: 60_000 })
  await openSheet(page)
  expect(await page.locator('.sheet-table .sheet-rule').count()).toBe(results.length)
  const computed = new Set(results.map(({ id }) => id))
  expect(await page.locator('.sheet-table .sheet-reported').count()).toBe(reported.filter(({ id }) => !computed.has(id)).length)
  const binding = results.filter(({ nature }) => nature === '约束性').length
  expect(await page.locator('.sheet-rule .tag-binding').count()).toBe(binding)
  // Stamps stand in the head that is repeated on every page.
  expect(await page.locator('.sheet-table thead').textContent()).toContain('演示数据')
  const pdf = pagesOf(await page.pdf({ preferCSSPageSize: true, printBackground: true }))
  await page.emulateMedia({ media: 'print' })
  // A4 within its margins is 281 × 194 mm; head and foot are on each page, a row on one only.
  const rows = await page.evaluate(() => {
    const heightOf = (element: Element) => element.getBoundingClientRect().height
    const table = document.querySelector('.sheet-table')!
    return {
      before: table.getBoundingClientRect().top - table.parentElement!.getBoundingClientRect().top,
      headAndFoot: heightOf(table.querySelector('thead')!) + heightOf(table.querySelector('tfoot')!),
      rows: [...table.querySelectorAll('tbody tr')].map(heightOf),
    }
  })
  const room = 194 * pixelsPerMillimetre - rows.headAndFoot
  let tablePages = 1
  let used = rows.before
  for (const height of rows.rows) {
    if (used + height > room) {
      tablePages += 1
      used = 0
    }
    used += height
  }
  expect(tablePages).toBeGreaterThan(1)
  expect(pdf).toEqual({ count: 1 + tablePages, sizes: ['842×595'] })
  await page.emulateMedia({ media: null })
  await page.getByRole('checkbox', { name: '附规划指标表' }).uncheck()
  expect(pagesOf(await page.pdf({ preferCSSPageSize: true })).count).toBe(1)
  expect(troubles).toEqual([])
  await page.context().close()
})

test('says on the printed table of a scenario that it is not the real state, and by how much it differs', async () => {
  const changes = [{ id: '00000000-0000-4000-8000-000000000001', kind: 'add', name: '测试嵌入式养老院', location: [116.34, 26.31], facilityTypes: ['embedded_home'] }]
  const created = await fetch(`${session.origin}/api/v1/counties/${county}/scenarios`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: '打印方案', changes }) })
  const scenario = (await created.json()) as { id: string; revision: number }
  await evaluate()
  await evaluate({ id: scenario.id, revision: scenario.revision })
  const { page, troubles } = await openPage(session, `/${county}/overview?view=plan&basis=${scenario.id}&${cameraQuery}`, size)
  await page.locator('.plan-table-scenario .rule-row').first().waitFor({ timeout: 60_000 })
  await openSheet(page)
  const table = page.locator('.sheet-table-compared')
  await table.waitFor({ timeout: 30_000 })
  expect(await table.locator('thead').textContent()).toContain('不是现状')
  expect(await table.locator('.rule-delta').count()).toBe(await table.locator('.sheet-rule').count())
  expect(troubles).toEqual([])
  await page.context().close()
})

test('prints no scale bar where the page itself is printed, as the canvas is fitted to the paper', async () => {
  const { page } = await openPage(session, `/${county}/overview`, size)
  const bar = page.locator('.map-canvas .maplibregl-ctrl-scale')
  await bar.waitFor({ timeout: 60_000 })
  await page.emulateMedia({ media: 'print' })
  expect(await bar.isVisible()).toBe(false)
  await page.context().close()
})
