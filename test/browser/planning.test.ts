import { AxeBuilder } from '@axe-core/playwright'
import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ExistingSites } from '../../server/contract/existing-sites.ts'
import type { OptimisationRecord } from '../../server/contract/optimisations.ts'
import type { JobReply } from '../../server/contract/runs.ts'
import type { ScenarioRecord, SiteChange } from '../../server/contract/scenarios.ts'
import type { PlaceRow } from '../../server/contract/tables.ts'
import type { WhatIfReply } from '../../server/contract/what-if.ts'
import { openPage, startSession, waitUntilPublished, type BrowserSession } from './session.ts'

const size = { width: 1366, height: 768 }
const county = '440304'
const patience = { timeout: 60_000 }
const thousands = new Intl.NumberFormat('en-US')
let session: BrowserSession

beforeAll(async () => {
  session = await startSession()
  await waitUntilPublished(session, [county])
})

afterAll(() => session.close())

async function ask<T>(path: string, body?: unknown): Promise<T> {
  const init = body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(`${session.origin}/api/v1/counties/${county}${path}`, init)
  if (!response.ok) throw new Error(`expected an answer from ${path}, got ${response.status} ${await response.text()}`)
  return (await response.json()) as T
}

const scenarioOf = (id: string) => ask<ScenarioRecord>(`/scenarios/${id}`)
const pathOf = (scenario: { id: string }, more = '') => `/${county}/planning?view=scenarios&scenario=${scenario.id}${more}`
const newSite = (n: number): SiteChange => ({ id: `00000000-0000-4000-8000-00000000000${n}`, kind: 'add', name: `测试站 ${n}`, location: [114.0258, 22.54], facilityTypes: ['community_center'] })

async function graveBarriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  return grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => String(target)).join(' | ')}`)
}

/** Puts a pin in the middle of the part of the map that no card covers. */
async function clickMap(page: Page, across: number, down: number): Promise<void> {
  const box = (await page.locator('.map-area .map-canvas').first().boundingBox())!
  await page.mouse.click(box.x + box.width * across, box.y + box.height * down)
}

test('makes a scenario, places a site by a click, follows it while it is dragged, and saves it by itself', async () => {
  const { page, troubles } = await openPage(session, `/${county}/planning?view=scenarios`, size)
  await page.getByRole('button', { name: '新建方案' }).click(patience)
  await page.getByLabel('方案名称').fill('补点方案')
  await page.getByRole('dialog').getByRole('button', { name: '新建方案' }).click()
  await page.getByRole('button', { name: '新增站点' }).click(patience)
  await page.locator('.map-canvas canvas').waitFor(patience)
  await page.waitForLoadState('networkidle')
  const pin = page.locator('.planning-pin')
  // A map that is still loading takes no click: it is clicked until it answers, as a person would.
  await expect.poll(async () => {
    if ((await pin.count()) === 0) await clickMap(page, 0.62, 0.45)
    return pin.isVisible()
  }, { ...patience, interval: 2000 }).toBe(true)
  await page.locator('.planning-card .effect-people').waitFor(patience)
  const start = (await pin.boundingBox())!
  await page.mouse.move(start.x + 17, start.y + 20)
  await page.mouse.down()
  for (let step = 1; step <= 10; step++) {
    await page.mouse.move(start.x + 17 + step * 5, start.y + 20 - step * 4)
    const now = (await pin.boundingBox())!
    // The pin is where the pointer is, whatever the server is thinking about.
    expect(Math.abs(now.x - start.x - step * 5)).toBeLessThanOrEqual(2)
  }
  await page.mouse.up()
  await page.locator('.planning-card .check').first().waitFor(patience)
  await page.getByLabel('建筑面积 m²').fill('620')
  await page.getByRole('button', { name: /加入方案/ }).click()
  await page.locator('.change').waitFor(patience)
  await page.getByText('已保存').waitFor(patience)
  const id = new URL(page.url()).searchParams.get('scenario')!
  const saved = await scenarioOf(id)
  expect(saved.changes).toMatchObject([{ kind: 'add', floorAreaM2: 620 }])
  // The sum shown is the one the API gives for the same list.
  const { runId } = await session.summary(county)
  const total = await ask<WhatIfReply>(`/runs/${runId}/what-if`, { changes: saved.changes, pin: null })
  const shown = page.locator('.panel .effect-people tbody tr').first()
  await expect.poll(async () => shown.textContent(), patience).toContain(thousands.format(total.gained.residents))
  expect(troubles).toEqual([])
  await page.context().close()
})

test('undoes and redoes with Ctrl+Z and Ctrl+Y, and a branch goes its own way', async () => {
  const scenario = await ask<ScenarioRecord>('/scenarios', { name: '撤销', changes: [newSite(1)] })
  const { page, troubles } = await openPage(session, pathOf(scenario), size)
  await page.getByRole('button', { name: '移除 测试站 1 的改动' }).click(patience)
  await expect.poll(() => page.locator('.change').count(), patience).toBe(0)
  await page.getByText('已保存').waitFor(patience)
  await expect.poll(() => page.getByRole('button', { name: /^撤销/ }).first().isEnabled(), patience).toBe(true)
  await page.keyboard.press('Control+z')
  await expect.poll(() => page.locator('.change').count(), patience).toBe(1)
  await page.keyboard.press('Control+y')
  await expect.poll(() => page.locator('.change').count(), patience).toBe(0)
  expect((await scenarioOf(scenario.id)).changes).toEqual([])
  await page.getByRole('button', { name: '另建分支' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '另建分支' }).click()
  await page.getByRole('heading', { name: '撤销（分支）' }).waitFor(patience)
  expect(troubles).toEqual([])
  await page.context().close()
})

test('shows somebody else’s change instead of overwriting it, and keeps one’s own as a branch', async () => {
  const scenario = await ask<ScenarioRecord>('/scenarios', { name: '两人', changes: [newSite(1)] })
  const { page } = await openPage(session, pathOf(scenario), size)
  await page.locator('.change').waitFor(patience)
  const theirs = { revision: scenario.revision, changes: [newSite(1), newSite(2)] }
  const put = await fetch(`${session.origin}/api/v1/counties/${county}/scenarios/${scenario.id}/changes`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(theirs) })
  expect(put.status).toBe(200)
  await page.getByRole('button', { name: '移除 测试站 1 的改动' }).click()
  await page.getByText('这个方案已被别人修改').waitFor(patience)
  await page.getByText(/本机用户 在 \d{4}-\d\d-\d\d \d\d:\d\d 保存了 2 项改动/).waitFor(patience)
  expect((await scenarioOf(scenario.id)).changes).toHaveLength(2)
  await page.getByRole('button', { name: '把我的改动存为分支' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '另建分支' }).click()
  await page.getByRole('heading', { name: '两人（分支）' }).waitFor(patience)
  await expect.poll(() => page.locator('.change').count(), patience).toBe(0)
  await page.context().close()
})

test('places and moves a pin by keyboard alone', async () => {
  const scenario = await ask<ScenarioRecord>('/scenarios', { name: '键盘' })
  const { page, troubles } = await openPage(session, pathOf(scenario, '&tool=add'), size)
  const canvas = page.locator('.map-canvas canvas').first()
  await canvas.waitFor(patience)
  await page.waitForLoadState('networkidle')
  await canvas.focus()
  await page.keyboard.press('Enter')
  const pin = page.locator('.planning-pin')
  await pin.waitFor(patience)
  const field = page.getByLabel('经度, 纬度（度）')
  const before = await field.inputValue()
  await pin.focus()
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => field.inputValue().catch(() => before), patience).not.toBe(before)
  await field.fill('114.03, 22.545')
  await page.keyboard.press('Enter')
  await expect.poll(() => field.inputValue()).toBe('114.030000, 22.545000')
  // What slides in or fades has colours of its own for a moment: it is judged once it rests.
  await expect.poll(() => graveBarriers(page), patience).toEqual([])
  expect(troubles).toEqual([])
  await page.context().close()
})

test('converts idle premises from the list and closes a facility from its card', async () => {
  const scenario = await ask<ScenarioRecord>('/scenarios', { name: '转用与关停' })
  const sites = await ask<ExistingSites>('/existing-sites')
  const premises = sites.premises.find(({ status, location }) => status === 'idle' && location)!
  const facility = sites.facilities.find(({ status, location }) => status === 'operating' && location)!
  const { page, troubles } = await openPage(session, pathOf(scenario, '&tool=premises'), size)
  await page.getByRole('button', { name: premises.name, exact: true }).click(patience)
  await page.getByRole('button', { name: /加入方案/ }).click(patience)
  await page.locator('.change-convert').waitFor(patience)
  await page.goto(`${session.origin}${pathOf(scenario, `&tool=facility&facility=${facility.id}`)}`)
  await page.locator('.facility-actions').getByRole('button', { name: '关停' }).click(patience)
  await page.locator('.change-close').waitFor(patience)
  await expect.poll(async () => (await scenarioOf(scenario.id)).changes.map(({ kind }) => kind), patience).toEqual(['convert', 'close'])
  expect(troubles).toEqual([])
  await page.context().close()
})

test('computes a scenario and compares it: the figures of the API, a divider moved by keys, the places that changed', async () => {
  const { runId: before } = await session.summary(county)
  const gap = (await ask<PlaceRow[]>(`/runs/${before}/places`)).find(({ verdict, location }) => verdict === 'not_covered' && location)!
  const scenario = await ask<ScenarioRecord>('/scenarios', { name: '对比', changes: [{ ...newSite(3), location: gap.location! }] })
  const { runId } = await ask<{ runId: string }>(`/scenarios/${scenario.id}/runs`, { revision: scenario.revision })
  for (let attempt = 0; attempt < 300 && !(await scenarioOf(scenario.id)).runs.some(({ status }) => status === 'published'); attempt++) await sleep(300)
  const comparison = await ask<{ measures: { measure: string; gained: number }[]; places: unknown[] }>(`/compare?a=${before}&b=${runId}`)
  const { page, troubles } = await openPage(session, `/${county}/planning?view=compare&before=${before}&after=${runId}`, size)
  const residents = comparison.measures.find(({ measure }) => measure === 'residents')!
  expect(residents.gained).toBeGreaterThan(0)
  await page.locator('.figures tbody tr').first().getByText(`+${thousands.format(residents.gained)}`, { exact: true }).waitFor(patience)
  const divider = page.getByRole('slider')
  await divider.waitFor(patience)
  await divider.focus()
  await page.keyboard.press('PageUp')
  expect(await divider.getAttribute('aria-valuenow')).toBe('60')
  expect(await graveBarriers(page)).toEqual([])
  await page.getByText('变化的地点', { exact: true }).click()
  expect(page.url()).toContain('compare=difference')
  await page.getByText(`结论变化的地点（${comparison.places.length} 处）`).waitFor(patience)
  expect(troubles).toEqual([])
  await page.context().close()
})

test('finds sites, proves them, and puts them into a scenario in one step', async () => {
  const { page, troubles } = await openPage(session, `/${county}/planning?view=optimise`, size)
  await page.getByRole('button', { name: '开始求解' }).click(patience)
  await page.getByText('已证明最优').waitFor({ timeout: 180_000 })
  const rows = await page.locator('.table-scroll tbody tr').count()
  expect(rows).toBeGreaterThan(0)
  expect(await graveBarriers(page)).toEqual([])
  await page.getByRole('button', { name: /^加入方案/ }).click()
  await page.getByRole('button', { name: '加入并打开' }).click()
  await page.locator('.change').first().waitFor(patience)
  expect(troubles).toEqual([])
  await page.context().close()
})

/** Solved by the API: what the page shows of it is what is tested. */
async function solved(wish: object): Promise<OptimisationRecord> {
  const { runId } = await session.summary(county)
  const { id, jobId } = await ask<{ id: string; jobId: string }>('/optimisations', { runId, facilityTypes: ['community_center'], ...wish })
  for (let attempt = 0; attempt < 300 && (await ask<JobReply>(`/jobs/${jobId}`)).status !== 'done'; attempt++) await sleep(300)
  return ask<OptimisationRecord>(`/optimisations/${id}`)
}

test('goes through answers as good as each other by keyboard, marks what they share, and takes the one in view into a scenario', async () => {
  const { id, result } = await solved({ problem: 'lscp', candidates: { premises: false, gridMetres: 400 }, alternatives: 3 })
  const answers = [result!.sites, ...result!.alternativeAnswers!.map(({ sites }) => sites)]
  const shared = answers[0].filter(({ candidateId }) => answers.every((sites) => sites.some((site) => site.candidateId === candidateId)))
  expect(answers.length).toBeGreaterThan(2)
  expect(shared.length).toBeGreaterThan(0)
  const { page, troubles } = await openPage(session, `/${county}/planning?view=optimise&optimisation=${id}`, size)
  await page.getByText('答案 1', { exact: true }).waitFor(patience)
  await page.getByRole('radio', { name: '答案 1' }).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => new URL(page.url()).searchParams.get('answer'), patience).toBe('3')
  const rows = page.locator('.table-scroll tbody tr')
  expect(await rows.count()).toBe(answers[2].length)
  expect(await rows.getByText('每个方案都有').count()).toBe(shared.length)
  // The legend counts what is drawn: ringed ones in every answer, the rest, and what only other answers have.
  const elsewhere = new Set(answers.flat().map(({ candidateId }) => candidateId)).size - answers[2].length
  for (const [label, count] of [['每个方案都有的站点', shared.length], ['优化推荐的站点（编号同表）', answers[2].length - shared.length], ['其他同样好的答案的站点', elsewhere]] as const) {
    await expect.poll(() => page.locator('.legend li', { hasText: label }).textContent(), patience).toBe(`${label}${count}`)
  }
  await expect.poll(() => graveBarriers(page), patience).toEqual([])
  await page.reload()
  await expect.poll(() => page.getByRole('radio', { name: '答案 3' }).isChecked(), patience).toBe(true)
  await page.getByRole('button', { name: /^加入方案/ }).click()
  await page.getByRole('button', { name: '加入并打开' }).click()
  await page.locator('.change').first().waitFor(patience)
  const made = await scenarioOf(new URL(page.url()).searchParams.get('scenario')!)
  expect(made.changes.map((change) => change.kind === 'add' && change.location)).toEqual(answers[2].map(({ location }) => location))
  expect(troubles).toEqual([])
  await page.context().close()
})

test('takes candidate points by coordinates, by keyboard on the map and from a scenario, refuses those outside, and asks about them', async () => {
  const scenario = await ask<ScenarioRecord>('/scenarios', { name: '候选', changes: [newSite(5)] })
  const { page, troubles } = await openPage(session, `/${county}/planning?view=optimise&scenario=${scenario.id}`, size)
  await page.getByRole('checkbox', { name: /^给定点/ }).click(patience)
  const typed = page.getByLabel('经度, 纬度（度）')
  await typed.fill('116.4, 39.9')
  await typed.press('Enter')
  await page.getByText(/39.90000°N 在本县之外，没有添加/).first().waitFor(patience)
  await typed.fill('114.03, 22.545')
  await typed.press('Enter')
  await page.getByLabel('第 1 个给定点的名称').fill('老粮站', patience)
  await page.getByRole('button', { name: '取方案“候选”的新增站点（1 处）' }).click()
  await page.getByRole('button', { name: '在地图上点选' }).click()
  const canvas = page.locator('.map-canvas canvas').first()
  await canvas.waitFor(patience)
  await page.waitForLoadState('networkidle')
  // A map that is still loading hears no key: pressed until it answers.
  const third = page.getByRole('checkbox', { name: '给定点（3 个）' })
  await expect.poll(async () => {
    await canvas.focus()
    await page.keyboard.press('Enter')
    return third.waitFor({ timeout: 10_000 }).then(() => true, () => false)
  }, patience).toBe(true)
  await page.getByRole('button', { name: '移除候选点 给定点 1' }).click()
  await page.reload()
  expect(await page.getByLabel('第 1 个给定点的名称').inputValue(patience)).toBe('老粮站')
  await page.getByRole('checkbox', { name: '闲置用房', exact: true }).click()
  await page.getByRole('checkbox', { name: '规则网格' }).click()
  await expect.poll(() => graveBarriers(page), patience).toEqual([])
  await page.getByRole('button', { name: '开始求解' }).click()
  await page.getByText(/已证明最优/).waitFor({ timeout: 180_000 })
  const id = new URL(page.url()).searchParams.get('optimisation')!
  const { request } = await ask<OptimisationRecord>(`/optimisations/${id}`)
  expect(request.candidates).toMatchObject({ premises: false, points: [{ name: '老粮站', location: [114.03, 22.545] }, { id: newSite(5).id, name: '测试站 5' }] })
  expect(troubles).toEqual([])
  await page.context().close()
})

test('shows a search in the bar of every page, after a reload as well, lets it be cancelled, and leads to the result of another', async () => {
  const { runId } = await session.summary(county)
  const start = (wish: object) => ask<{ id: string; jobId: string }>('/optimisations', { runId, facilityTypes: ['day_care'], candidates: { premises: true, gridMetres: 150 }, ...wish })
  const long = await start({ problem: 'p-median', p: 37, timeLimitSeconds: 300 })
  const { page, troubles } = await openPage(session, `/${county}/overview`, size)
  const cancel = page.getByRole('button', { name: '取消选址优化：给定 n 个站点，平均步行最短' })
  await cancel.waitFor(patience)
  await page.reload()
  await cancel.click(patience)
  await page.getByText('选址优化：给定 n 个站点，平均步行最短：已取消').waitFor(patience)
  expect((await ask<JobReply>(`/jobs/${long.jobId}`)).status).toBe('cancelled')
  const other = await start({ problem: 'mclp', p: 7 })
  await page.reload()
  // Done before the page saw it, it would be no news: then the list of searches has it.
  const link = page.getByRole('link', { name: '查看结果' })
  await expect.poll(async () => (await link.isVisible()) || (await ask<JobReply>(`/jobs/${other.jobId}`)).status === 'done', { ...patience, timeout: 180_000 }).toBe(true)
  if (await link.isVisible()) {
    await link.click()
    await expect.poll(() => new URL(page.url()).searchParams.get('optimisation'), patience).toBe(other.id)
  }
  expect(troubles).toEqual([])
  await page.context().close()
})

test('makes pages for print with the stamps, the coordinates and a map on each', async () => {
  const scenario = await ask<ScenarioRecord>('/scenarios', { name: '图则', changes: [newSite(4)] })
  const { page, troubles } = await openPage(session, pathOf(scenario), size)
  await page.getByRole('button', { name: '报告与站点图则' }).click(patience)
  await page.getByText('可以打印').waitFor(patience)
  const pages = page.locator('.report-page')
  expect(await pages.count()).toBe(2)
  for (const text of ['演示数据', '内部用图 · 不得公开']) expect(await page.locator('.report-page').getByText(text, { exact: true }).count()).toBe(2)
  expect(await pages.nth(1).textContent()).toContain('114.025800°, 22.540000° · CGCS2000')
  expect(await pages.locator('image').count()).toBe(2)
  // What slides in or fades has colours of its own for a moment: it is judged once it rests.
  await expect.poll(() => graveBarriers(page), patience).toEqual([])
  expect(troubles).toEqual([])
  await page.context().close()
})

test('downloads the layers in the county’s zone by keyboard, and a workbook', async () => {
  const scenario = await ask<ScenarioRecord>('/scenarios', { name: '下载', changes: [newSite(5)] })
  const { page, troubles } = await openPage(session, pathOf(scenario), size)
  const files = page.locator('.file-downloads')
  await files.waitFor(patience)
  const choose = async (label: string, index: number) => {
    await files.getByLabel(label).focus()
    await page.keyboard.press('ArrowDown')
    const options = page.locator('.ant-select-dropdown:visible .ant-select-item-option')
    await options.nth(index).waitFor(patience)
    await expect.poll(async () => {
      const active = await options.evaluateAll((list) => list.findIndex((option) => option.classList.contains('ant-select-item-option-active')))
      if (active !== index) await page.keyboard.press('ArrowDown')
      return active
    }, patience).toBe(index)
    await page.keyboard.press('Enter')
  }
  const download = async () => {
    await files.getByRole('button', { name: '下载' }).focus()
    const [file] = await Promise.all([page.waitForEvent('download', patience), page.keyboard.press('Enter')])
    await files.getByText('已保存').waitFor(patience)
    return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) }
  }
  await choose('坐标系', 1)
  await files.getByText('CGCS2000 3° 第 38 带，东坐标带带号（EPSG:4526）').first().waitFor(patience)
  const layers = await download()
  expect([layers.name, layers.bytes.subarray(0, 15).toString()]).toEqual([`${county}-下载-r1-zone.gpkg`, 'SQLite format 3'])
  await choose('格式', 3)
  expect(await files.getByLabel('坐标系').count()).toBe(0)
  const workbook = await download()
  expect([workbook.name, workbook.bytes.subarray(0, 2).toString()]).toEqual([`${county}-下载-r1.xlsx`, 'PK'])
  await expect.poll(() => graveBarriers(page), patience).toEqual([])
  expect(troubles).toEqual([])
  await page.context().close()
})
