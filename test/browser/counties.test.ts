import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { countColours, openPage, startSession, waitUntilPublished, type BrowserSession } from './session.ts'

const counties = [
  { code: '360735', name: '石城县' },
  { code: '440304', name: '福田区' },
]
const sizes = [
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
]
const thousands = new Intl.NumberFormat('en-US')

let session: BrowserSession

beforeAll(async () => {
  session = await startSession()
  await waitUntilPublished(session, counties.map(({ code }) => code))
})

afterAll(() => session.close())

describe.each(counties)('$name', ({ code, name }) => {
  test.each(sizes)('shows its map and the numbers of the API at $width × $height', async (size) => {
    const { page, troubles } = await openPage(session, `/${code}/overview`, size)
    const { coverage } = await session.summary(code)
    for (const { covered, known, unlocated } of [coverage!.residents, coverage!.residents60Plus, coverage!.households]) {
      await page.getByText(`${thousands.format(covered)} / ${thousands.format(known + unlocated)}`).first().waitFor({ timeout: 60_000 })
    }
    await page.getByText(name).first().waitFor()
    await page.getByText('演示数据').first().waitFor()
    await expect.poll(() => countColours(page, '.map-canvas'), { timeout: 90_000, interval: 2000 }).toBeGreaterThan(300)
    expect(troubles).toEqual([])
    await page.context().close()
  })

  test('keeps the map and the panel inside the window', async () => {
    const { page } = await openPage(session, `/${code}/overview`, sizes[0])
    await page.locator('.map-canvas').waitFor({ timeout: 60_000 })
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
    await page.context().close()
  })

  test('has no serious barrier for people with disabilities', async () => {
    const { page } = await openPage(session, `/${code}/overview`, sizes[0])
    await page.locator('.card').first().waitFor({ timeout: 60_000 })
    const { violations } = await new AxeBuilder({ page }).analyze()
    const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    expect(grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => String(target)).join(' | ')}`)).toEqual([])
    await page.context().close()
  })
})

test('answers why in plain words when a place of the link is opened, in both languages', async () => {
  const { runId } = await session.summary('440304')
  const places = (await (await fetch(`${session.origin}/api/v1/counties/440304/runs/${runId}/places`)).json()) as { id: string; verdict: string }[]
  const uncovered = places.find(({ verdict }) => verdict === 'not_covered')!
  const why = (await (await fetch(`${session.origin}/api/v1/counties/440304/runs/${runId}/why?placeId=${uncovered.id}`)).json()) as {
    sentence: { zh: string; en: string }
    missesByMetres: number
  }
  for (const lang of ['zh', 'en'] as const) {
    const { page, troubles } = await openPage(session, `/440304/overview?lang=${lang}&place=${uncovered.id}`, sizes[0])
    await page.getByText(why.sentence[lang]).first().waitFor({ timeout: 60_000 })
    expect(troubles).toEqual([])
    await page.context().close()
  }
  expect(why.missesByMetres).toBeGreaterThan(0)
})

test.each(['overview', 'review', 'planning', 'data'])('opens the workspace %s without trouble', async (workspace) => {
  const { page, troubles } = await openPage(session, `/360735/${workspace}`, sizes[0])
  await page.locator('.map-canvas').waitFor({ timeout: 60_000 })
  await page.waitForLoadState('networkidle')
  expect(troubles).toEqual([])
  await page.context().close()
})

test('keeps the header whole and finds the county at 150 %, where a wide panel leaves the map little', async () => {
  const { page } = await openPage(session, '/360735/data?view=import&lang=en', { width: 911, height: 512 })
  await page.locator('.map-canvas canvas').waitFor({ timeout: 60_000 })
  await page.waitForLoadState('networkidle')
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
  await page.getByRole('button', { name: 'Whole area' }).click()
  await page.waitForURL(/lng=116\.\d+&lat=26\./, { timeout: 30_000 })
  const [stamp, legend] = await Promise.all(['.map-stamps .stamp-demo', '.legend'].map((selector) => page.locator(selector).boundingBox()))
  expect(legend!.y + legend!.height).toBeLessThanOrEqual(stamp!.y)
  await page.context().close()
})

test('says in its place that a part could not be fetched, and keeps the rest of the page', async () => {
  const { page } = await openPage(session, '/360735/overview', sizes[0])
  await page.locator('.card').first().waitFor({ timeout: 60_000 })
  await page.route('**/assets/Review-*.js', (route) => route.abort())
  await page.getByRole('link', { name: '达标审查' }).click()
  await page.getByText('页面的这一部分没有载入').waitFor({ timeout: 30_000 })
  await page.getByRole('link', { name: '一张图' }).click()
  await page.locator('.card').first().waitFor({ timeout: 30_000 })
  await page.context().close()
})

test('reaches the county switch, the workspaces and the panel by keyboard alone', async () => {
  const { page } = await openPage(session, '/360735/overview', sizes[0])
  await page.locator('.card').first().waitFor({ timeout: 60_000 })
  const seen = new Set<string>()
  for (let press = 0; press < 25; press++) {
    await page.keyboard.press('Tab')
    seen.add(await page.evaluate(() => document.activeElement?.textContent?.trim() || document.activeElement?.getAttribute('aria-label') || ''))
  }
  for (const label of ['达标审查', '选址规划', '数据', 'EN']) expect([...seen]).toContain(label)
  await page.context().close()
})
