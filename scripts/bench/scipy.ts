import { execFileSync, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { limitMetres, portoAlegreFile } from './porto-alegre-data.ts'
import type { Peer } from './reach.bench.ts'

const program = fileURLToPath(new URL('scipy_reach.py', import.meta.url))

/** scipy's Dijkstra in a process of its own that stays; it times itself, so that no pipe is counted. Debian's own first. */
export async function openScipy(): Promise<Peer | undefined> {
  const python = ['/usr/bin/python3', 'python3'].find(hasScipy)
  if (!python) {
    process.stderr.write('scipy is not installed (apt-get install python3-scipy): no comparison\n')
    return undefined
  }
  const child = spawn(python, [program, portoAlegreFile('edges.csv.gz')], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const answer = async (): Promise<string> => {
    const { value, done } = await lines.next()
    if (done) throw new Error('expected an answer of scipy, got the end')
    return value as string
  }
  return {
    name: 'scipy',
    note: `scipy ${await answer()}, dijkstra(min_only)`,
    repeat: 5,
    async reach(sources) {
      child.stdin.write(`${JSON.stringify({ sources, limit: limitMetres + 0.0005 })}\n`)
      return JSON.parse(await answer()) as { reached: number; sumMetres: number; milliseconds: number }
    },
    async close() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.stdin.end()
      await ended
    },
  }
}

function hasScipy(python: string): boolean {
  try {
    execFileSync(python, ['-c', 'import numpy, scipy.sparse'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
