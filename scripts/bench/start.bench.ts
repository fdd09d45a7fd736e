import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser } from 'playwright-core'
import { countColours } from '../../test/browser/session.ts'
import { figureOf, type Figure } from './figures.ts'

const command = fileURLToPath(new URL('../../server/yiquan.mjs', import.meta.url))
const page = fileURLToPath(new URL('../../data/build/client/index.html', import.meta.url))
const chromiumPath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
const counties = ['360735', '440304']
const laterStarts = 3
/** No further start begins after so long. */
const longestSeconds = 60
/** A blank map has a handful of colours, a painted one hundreds. */
const paintedColours = 300
const longestMilliseconds = 90_000

interface Start {
  healthy: number
  published: number
  painted: number | undefined
}

/**
 * `yiquan serve` from the start of its process to: health is ok, both sample counties are published, and their map is
 * painted in a browser that was open before. On a data directory that is new, and on one that it filled before.
 */
export async function benchStart(): Promise<Figure[]> {
  const began = performance.now()
  const browser = await openBrowser()
  const directory = mkdtempSync(join(tmpdir(), 'yiquan-bench-'))
  const fresh: Start[] = []
  const later: Start[] = []
  try {
    fresh.push(await start(directory, browser))
    do later.push(await start(directory, browser))
    while (later.length < laterStarts && performance.now() - began < longestSeconds * 1000)
  } finally {
    await browser?.close()
    rmSync(directory, { recursive: true, force: true })
  }
  return [...figuresOf('fresh', 'a new data directory', fresh), ...figuresOf('later', 'a data directory filled before', later)]
}

async function start(directory: string, browser: Browser | undefined): Promise<Start> {
  const began = performance.now()
  const server = spawn(process.execPath, [command, 'serve'], {
    env: { ...process.env, PORT: '0', DATA_DIR: directory, LOG_LEVEL: 'error', HOST: '', DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const origin = await printedAddress(server)
    const since = () => performance.now() - began
    const [healthy, published, painted] = await Promise.all([
      until(async () => ((await ask(`${origin}/api/v1/health`)) as { status: string }).status === 'ok').then(since),
      until(async () => (await Promise.all(counties.map((code) => statusOf(origin, code)))).every((status) => status === 'published')).then(since),
      browser && paintMap(browser, origin).then(since),
    ])
    return { healthy, published, painted }
  } finally {
    const ended = new Promise((resolve) => server.once('exit', resolve))
    server.kill('SIGTERM')
    await ended
  }
}

/** A visitor who keeps the page open while the server starts, and looks at it until there is a map. */
async function paintMap(browser: Browser, origin: string): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' })
  try {
    const visited = await context.newPage()
    await visited.goto(`${origin}/${counties[0]}/overview`)
    await visited.locator('.map-canvas').first().waitFor({ timeout: longestMilliseconds })
    await until(async () => (await countColours(visited, '.map-canvas')) > paintedColours)
  } finally {
    await context.close()
  }
}

async function openBrowser(): Promise<Browser | undefined> {
  const missing = [chromiumPath, page].filter((file) => !existsSync(file))
  if (missing.length > 0) {
    process.stderr.write(`${missing.join(', ')} is missing: no painted map\n`)
    return undefined
  }
  const args = ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-background-networking', '--no-first-run']
  return chromium.launch({ executablePath: chromiumPath, chromiumSandbox: false, args })
}

function figuresOf(name: string, note: string, starts: readonly Start[]): Figure[] {
  const milestones = [
    ['healthy', 'health is ok'],
    ['published', 'both sample counties are published'],
    ['painted', `the map has more than ${paintedColours} colours in Chromium with software rendering`],
  ] as const
  return milestones.flatMap(([milestone, words]) => {
    const times = starts.flatMap((one) => one[milestone] ?? [])
    return times.length > 0 ? [figureOf(`start.${name}.${milestone}`, times, `${note}: ${words}`)] : []
  })
}

async function statusOf(origin: string, county: string): Promise<string | undefined> {
  return ((await ask(`${origin}/api/v1/counties/${county}/summary`)) as { status?: string }).status
}

async function ask(address: string): Promise<unknown> {
  return (await fetch(address)).json()
}

/** Asks again and again, errors counting as no: a server that starts may refuse. */
async function until(isDone: () => Promise<boolean>): Promise<void> {
  const began = performance.now()
  while (!(await isDone().catch(() => false))) {
    if (performance.now() - began > longestMilliseconds) throw new Error(`expected ${isDone} within ${longestMilliseconds} ms`)
    await sleep(20)
  }
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
