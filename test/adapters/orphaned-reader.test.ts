import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { saved } from './import-files.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const started: number[] = []

afterEach(() => {
  for (const pid of started.splice(0)) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // Gone, as it should be.
    }
  }
})

/** A process found by whose child it is, which systems without /proc do not tell. */
describe.skipIf(!existsSync('/proc/self/stat'))('a reader whose server was killed', () => {
  it('ends within seconds though its own loop never turns again', async () => {
    const busy = `import { dieWithParent } from ${JSON.stringify(`${root}server/imports/files/die-with-parent.ts`)}
dieWithParent(process.ppid); process.send('busy'); setTimeout(() => { for (;;); }, 100)`
    const busyPath = await saved('busy.ts', busy)
    const parent = `import { fork } from 'node:child_process'
fork(${JSON.stringify(busyPath)}, [], { execArgv: ['--import', 'tsx'] }).on('message', () => console.log('busy')); setInterval(() => {}, 1000)`
    await expectEndsWith(await startParent(await saved('parent.ts', parent), []))
  })

  it('ends in the middle of a file', async () => {
    const features = Array.from({ length: 400_000 }, (_, i) => `{"type":"Feature","properties":{"名称":"第${i}站"},"geometry":{"type":"Point","coordinates":[116.${i},26]}}`)
    const path = await saved('large.geojson', `{"type":"FeatureCollection","features":[${features.join(',\n')}]}`)
    const parent = `import { readFile } from ${JSON.stringify(`${root}server/imports/files/read-file.ts`)}
void readFile(${JSON.stringify(path)}, { limits: { maxRows: 1e9, maxCells: 1e9 } }).then(() => console.log('read')); setTimeout(() => console.log('busy'), 1500)`
    const said = await expectEndsWith(await startParent(await saved('reading.ts', parent), []))
    expect(said).not.toContain('read')
  })
}, 60_000)

/** Resolves once it says that its child is at work. */
async function startParent(script: string, args: string[]): Promise<{ parent: ChildProcess; said: string[] }> {
  const parent = spawn(process.execPath, ['--import', 'tsx', script, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  started.push(parent.pid!)
  const said: string[] = []
  await new Promise<void>((resolve, reject) => {
    parent.stdout!.on('data', (text: Buffer) => {
      said.push(text.toString())
      if (text.includes('busy')) resolve()
    })
    parent.on('exit', () => reject(new Error(`expected a parent at work, got its end: ${said.join('')}`)))
  })
  return { parent, said }
}

async function expectEndsWith({ parent, said }: { parent: ChildProcess; said: string[] }): Promise<string> {
  const children = childrenOf(parent.pid!)
  expect(children.length).toBeGreaterThan(0)
  started.push(...children)
  parent.kill('SIGKILL')
  await expect.poll(() => children.filter((pid) => existsSync(`/proc/${pid}`)), { timeout: 5000, interval: 100 }).toEqual([])
  return said.join('')
}

function childrenOf(pid: number): number[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      // The name of a program, in brackets, may itself hold blanks.
      const parent = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').pop()!.split(' ')[1]
      return Number(parent) === pid ? [Number(name)] : []
    } catch {
      return []
    }
  })
}
