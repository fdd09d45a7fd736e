import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser, type Page } from 'playwright-core'
import type { CountySummary } from '../../server/contract/counties.ts'

export interface BrowserSession {
  origin: string
  browser: Browser
  summary(county: string): Promise<CountySummary>
  close(): Promise<void>
}

/** The product as its user starts it, on a fresh data directory, and a real browser beside it. */
export async function startSession(): Promise<BrowserSession> {
  const directory = mkdtempSync(join(tmpdir(), 'yiquan-browser-'))
  const command = fileURLToPath(new URL('../../server/yiquan.mjs', import.meta.url))
  const server = spawn(process.execPath, [command, 'serve'], {
    env: { ...process.env, PORT: '0', DATA_DIR: directory, LOG_LEVEL: 'warn', HOST: '', DATABASE_URL: '', SAMPLES: '360735,440304' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const origin = await printedAddress(server)
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    chromiumSandbox: false,
    args: ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-background-networking', '--no-first-run'],
  })
  async function summary(county: string): Promise<CountySummary> {
    const response = await fetch(`${origin}/api/v1/counties/${county}/summary`)
    return (await response.json()) as CountySummary
  }
  return {
    origin,
    browser,
    summary,
    async close() {
      await browser.close()
      server.kill('SIGTERM')
      await new Promise((resolve) => server.once('exit', resolve))
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

export async function waitUntilPublished(session: BrowserSession, counties: string[]): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    const health = await fetch(`${session.origin}/api/v1/health`)
    if (health.ok && (await Promise.all(counties.map(session.summary))).every(({ status }) => status === 'published')) return
    await sleep(300)
  }
  throw new Error(`expected ${counties.join(', ')} to be published within three minutes`)
}

export interface Watched {
  page: Page
  /** What should never happen: errors in the console, failed answers, requests to other origins. */
  troubles: string[]
}

/** Without motion: what a check of colours sees half-way through a transition is none of the page's own colours. */
export async function openPage(session: BrowserSession, path: string, size: { width: number; height: number }): Promise<Watched> {
  const context = await session.browser.newContext({ viewport: size, locale: 'zh-CN', reducedMotion: 'reduce' })
  const page = await context.newPage()
  const troubles: string[] = []
  page.on('console', (message) => message.type() === 'error' && troubles.push(`console: ${message.text()}`))
  page.on('pageerror', (error) => troubles.push(`page: ${error.message}`))
  page.on('response', (response) => response.status() >= 400 && troubles.push(`${response.status()} ${response.url()}`))
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(session.origin) && !/^(data|blob):/.test(url)) troubles.push(`foreign request: ${url}`)
  })
  await page.goto(`${session.origin}${path}`)
  return { page, troubles }
}

/** How many different colours a part of the page shows: a blank map has a handful, a painted one hundreds. */
export async function countColours(page: Page, selector: string): Promise<number> {
  const picture = (await page.locator(selector).first().screenshot()).toString('base64')
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
    const context = canvas.getContext('2d')!
    context.drawImage(bitmap, 0, 0)
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height)
    const colours = new Set<number>()
    for (let i = 0; i < data.length; i += 4) colours.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2])
    return colours.size
  }, picture)
}

async function printedAddress(server: ChildProcess): Promise<string> {
  let text = ''
  for await (const chunk of server.stdout!) {
    text += String(chunk)
    const address = /http:\/\/\S+/.exec(text)
    if (address) return address[0]
  }
  throw new Error(`expected an address on standard output, got ${JSON.stringify(text)}`)
}
