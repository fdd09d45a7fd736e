import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startChild } from '../../test/db/child.ts'
import { startCluster } from '../../test/postgres-cluster.ts'
import type { FaultLine } from './line.ts'

const longestMs = 600

/** A write that was acknowledged is there after its process was killed. A power cut is not tried here. */
export async function* killWrite(runs: number): AsyncIterable<FaultLine> {
  const cluster = await startCluster()
  const dataDirectory = mkdtempSync(join(tmpdir(), 'yiquan-fault-'))
  try {
    yield await killWriters('postgres', { engine: 'postgres', connectionString: cluster.connectionString, schema: 'kill_write' }, runs)
    yield await killWriters('embedded', { engine: 'embedded', dataDirectory }, runs)
  } finally {
    await cluster.stop()
    rmSync(dataDirectory, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function killWriters(engine: FaultLine['engine'], config: object, runs: number): Promise<FaultLine> {
  const began = performance.now()
  const broken: string[] = []
  let [ok, acknowledged, lost] = [0, 0, 0]
  // Each writer says what it finds, so the last kill is judged by one more.
  for (let run = 0; run <= runs; run++) {
    const child = startChild('write', JSON.stringify(config))
    const [, count, last] = (await child.says('found')).split(' ').map(Number)
    if (run > 0) {
      // Rows may be there of which the process could no longer speak, never fewer, and none is missing in between.
      if (last >= acknowledged && count === last) ok++
      else if (broken.length < 5) broken.push(`acknowledged ${acknowledged}, found ${count} up to ${last}`)
      lost += Math.max(0, acknowledged - count)
    }
    if (run < runs) await sleep(Math.random() * longestMs)
    child.process.kill('SIGKILL')
    const { output } = await child.ended
    acknowledged = Math.max(last, ...[...output.matchAll(/^committed (\d+)$/gm)].map(([, n]) => Number(n)))
  }
  const seconds = Math.round((performance.now() - began) / 1000)
  return { fault: 'kill-write', engine, target: 'writer', runs, ok, counts: { acknowledged, lost }, broken, seconds }
}
