import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { countySummary } from '../../server/contract/counties.ts'
import { placeList } from '../../server/contract/tables.ts'
import { circleShape, whatIfReply } from '../../server/contract/what-if.ts'
import { createRandom } from '../samples/random.ts'
import { figureOf, type Figure } from './figures.ts'

const command = fileURLToPath(new URL('../../server/yiquan.mjs', import.meta.url))
const futian = 440304
const pinCount = 500
const warmUpCount = 50
const shapeCount = 20
const longestMilliseconds = 120_000

/**
 * A pin dragged over Futian, as the map asks for it: 500 places of the network's window, one request after another over HTTP,
 * to the last byte of the reply; beside it what the server itself took, the first request of a run, and the outline.
 */
export async function benchWhatIf(): Promise<Figure[]> {
  const directory = mkdtempSync(join(tmpdir(), 'yiquan-what-if-'))
  const server = spawn(process.execPath, [command, 'serve'], {
    env: { ...process.env, PORT: '0', DATA_DIR: directory, SAMPLES: String(futian), LOG_LEVEL: 'error', HOST: '', DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const api = `${await printedAddress(server)}/api/v1/counties/${futian}`
    return await measure(api, await publishedRun(api))
  } finally {
    const ended = new Promise((resolve) => server.once('exit', resolve))
    server.kill('SIGTERM')
    await ended
    rmSync(directory, { recursive: true, force: true })
  }
}

async function measure(api: string, runId: string): Promise<Figure[]> {
  const random = createRandom(1)
  const places = placeList.parse(await (await fetch(`${api}/runs/${runId}/places`)).json())
  const located = places.flatMap(({ location }) => (location ? [location] : []))
  // Beside the places of the study area, where planners drag: within half a kilometre of one.
  const somewhere = (): [number, number] => {
    const location = located[random.integer(0, located.length - 1)]
    return [location[0] + random.between(-0.005, 0.005), location[1] + random.between(-0.005, 0.005)]
  }
  const post = (path: string, location: [number, number]) =>
    fetch(`${api}/runs/${runId}/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ changes: [], pin: { location, facilityTypes: ['community_center'] } }),
    })
  const [first, http, core, bytes, nothing]: number[][] = [[], [], [], [], []]
  let circles = 0
  let gained = 0
  for (let i = -warmUpCount - 1; i < pinCount; i++) {
    const began = performance.now()
    const response = await post('what-if', somewhere())
    const text = await response.text()
    const milliseconds = performance.now() - began
    const reply = whatIfReply.parse(JSON.parse(text))
    if (i === -warmUpCount - 1) first.push(milliseconds)
    if (i < 0) continue
    const beganNothing = performance.now()
    await (await fetch(`${api}/runs/${runId}/why`)).text()
    nothing.push(performance.now() - beganNothing)
    http.push(milliseconds)
    core.push(reply.computeMs)
    bytes.push(text.length)
    if (reply.limitMetres !== null) circles++
    gained += reply.gained.places
  }
  const shapes: number[] = []
  for (let i = 0; i < shapeCount; i++) {
    const began = performance.now()
    circleShape.parse(await (await post('what-if/shape', somewhere())).json())
    shapes.push(performance.now() - began)
  }
  const kilobytes = Math.round(bytes.reduce((a, b) => a + b, 0) / bytes.length / 1000)
  return [
    figureOf('what-if.http', http, `Futian, one pin a request; ${circles} of ${pinCount} pins had a circle, ${gained} places gained, ${kilobytes} kB a reply before compression`),
    figureOf('what-if.core', core, 'of that, the answer itself'),
    figureOf('what-if.nothing', nothing, 'for comparison: a request that is refused at once, in turn with the pins'),
    figureOf('what-if.first', first, 'the first request about a run: data, network and places are loaded'),
    figureOf('what-if.shape', shapes, 'the outline of a circle, over HTTP'),
  ]
}

async function publishedRun(api: string): Promise<string> {
  const began = performance.now()
  while (performance.now() - began < longestMilliseconds) {
    const response = await fetch(`${api}/summary`)
    const summary = response.ok ? countySummary.parse(await response.json()) : undefined
    if (summary?.status === 'published' && summary.runId) return summary.runId
    await sleep(200)
  }
  throw new Error(`expected a published run within ${longestMilliseconds / 1000} s, got none`)
}

function printedAddress(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = ''
    server.stdout!.on('data', (text: Buffer) => {
      printed += text.toString()
      const address = /http:\/\/[\d.]+:\d+/.exec(printed)
      if (address) resolve(address[0])
    })
    server.once('exit', (code) => reject(new Error(`expected an address, the server ended with code ${code}`)))
  })
}
