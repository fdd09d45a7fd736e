import { AxeBuilder } from '@axe-core/playwright'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EvaluationReply } from '../../server/contract/evaluations.ts'
import { openPage, startSession, waitUntilPublished, type BrowserSession } from './session.ts'

const size = { width: 1366, height: 768 }
const county = '360735'
const planPath = `/${county}/overview?view=plan`
let session: BrowserSession

beforeAll(async () => {
  session = await startSession()
  await waitUntilPublished(session, [county])
})

afterAll(() => session.close())

async function newest(): Promise<EvaluationReply> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const response = await fetch(`${session.origin}/api/v1/regions/${county}/evaluations/newest?pack=shicheng`)
    if (response.ok) return (await response.json()) as EvaluationReply
    await sleep(300)
  }
  throw new Error('expected an evaluation within a minute')
}

test('evaluates the county’s own plan and shows every rule with the counts of the API', async () => {
  const { page, troubles } = await openPage(session, planPath, size)
  await page.getByRole('button', { name: '开始评估' }).click({ timeout: 60_000 })
  await page.locator('.plan-table .rule-row').first().waitFor({ timeout: 60_000 })
  const { results, reported } = await newest()
  expect(await page.locator('.rule-row').count()).toBe(results.length)
  for (const [status, word] of [['met', '● 达标'], ['not_met', '▲ 未达标'], ['insufficient_data', '? 数据不足']] as const) {
    const count = results.filter((rule) => rule.status === status).length
    expect(await page.locator('.status-filter button', { hasText: word }).textContent()).toContain(String(count))
  }
  const computed = new Set(results.map(({ id }) => id))
  expect(await page.locator('.reported-table tbody tr').count()).toBe(reported.filter(({ id }) => !computed.has(id)).length)
  expect(troubles).toEqual([])
  await page.context().close()
})

test('paints a rule’s failing units with one click, counted as in the table, and takes them away with the next', async () => {
  const rule = (await newest()).results.find(({ id }) => id === 'SC-10')!
  const { page, troubles } = await openPage(session, planPath, size)
  const button = page.getByRole('button', { name: new RegExp(`“${rule.name}”的未达单元`) })
  await button.click({ timeout: 60_000 })
  const legend = page.locator('.legend')
  await legend.getByText(`${rule.id} 未达单元`).waitFor({ timeout: 60_000 })
  const fails = rule.failingUnits.filter(({ state }) => state === 'fails').length
  expect(await legend.locator('.legend-row', { hasText: '未达' }).first().textContent()).toContain(String(fails))
  expect(page.url()).toContain('rule=SC-10')
  await button.click()
  await expect.poll(() => legend.getByText(`${rule.id} 未达单元`).count()).toBe(0)
  expect(page.url()).not.toContain('rule=')
  expect(troubles).toEqual([])
  await page.context().close()
})

test('opens a rule’s grounds by keyboard alone, with the clause as printed and no serious barrier', async () => {
  const rule = (await newest()).results[0]
  const { page, troubles } = await openPage(session, planPath, size)
  const grounds = page.getByRole('button', { name: `查看“${rule.name}”的条文与依据` })
  await grounds.waitFor({ timeout: 60_000 })
  await grounds.focus()
  await page.keyboard.press('Enter')
  await page.locator('.rule-drawer blockquote').getByText(rule.quote).waitFor({ timeout: 30_000 })
  const { violations } = await new AxeBuilder({ page }).analyze()
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  expect(grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => String(target)).join(' | ')}`)).toEqual([])
  expect(troubles).toEqual([])
  await page.context().close()
})

test('evaluates the plan over a scenario, says everywhere that it is not the real state, and names what turns', async () => {
  const base = `${session.origin}/api/v1`
  const before = await newest()
  const rule = before.results.find(({ id }) => id === 'SC-07')!
  // Enough embedded homes to reach the target: each within the county.
  const missing = Number(rule.target!.value) - rule.value!
  const changes = Array.from({ length: missing }, (_, index) => ({
    id: `00000000-0000-4000-8000-00000000000${index}`, kind: 'add', name: `测试嵌入式养老院 ${index}`, location: [116.32 + index * 0.005, 26.31], facilityTypes: ['embedded_home'],
  }))
  const created = await fetch(`${base}/counties/${county}/scenarios`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: '补齐嵌入式', changes }) })
  const { id } = (await created.json()) as { id: string }
  const { page, troubles } = await openPage(session, `${planPath}&basis=${id}`, size)
  await page.getByRole('button', { name: '在方案“补齐嵌入式”上评估' }).click({ timeout: 60_000 })
  await page.locator('.plan-table-scenario .rule-row').first().waitFor({ timeout: 60_000 })
  expect(await page.locator('.plan-table .basis-caption').textContent()).toBe('方案评估：补齐嵌入式（第 1 稿）· 不是现状')
  expect(await page.locator('.basis-banner .delta-becomes_met').textContent()).toContain(rule.name)
  expect(await page.locator('.app-footer').textContent()).toContain('不是现状')
  const row = page.locator('.rule-row', { hasText: `${rule.id} ·` })
  expect(await row.locator('.rule-delta').textContent()).toContain('转为达标')
  await page.getByRole('checkbox', { name: '只看有变化的' }).check()
  expect(await page.locator('.rule-row .rule-delta', { hasText: '与现状相同' }).count()).toBe(0)
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id: what, nodes }) => `${what}: ${nodes.map(({ target }) => String(target)).join(' | ')}`)).toEqual([])
  await page.getByRole('button', { name: '回到现状' }).click()
  await expect.poll(() => page.locator('.plan-table-scenario').count()).toBe(0)
  expect((await newest()).evaluation.id).toBe(before.evaluation.id)
  expect(troubles).toEqual([])
  await page.context().close()
})
