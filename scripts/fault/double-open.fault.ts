import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startChild } from '../../test/db/child.ts'
import type { FaultLine } from './line.ts'

const promisedMs = 1000

/** A second process on an embedded directory that is open is refused within a second, and told by whom. */
export async function* doubleOpen(runs: number): AsyncIterable<FaultLine> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'yiquan-fault-'))
  const config = JSON.stringify({ engine: 'embedded', dataDirectory })
  const began = performance.now()
  const holder = startChild('hold', config)
  const broken: string[] = []
  let slowestMs = 0
  let ok = 0
  try {
    await holder.says('open')
    for (let run = 0; run < runs; run++) {
      const { code, output } = await startChild('open', config).ended
      const refusal = /^refused (.*)$/m.exec(output)
      const said = refusal ? (JSON.parse(refusal[1]) as { code: string; pid: number; message: string; ms: number }) : undefined
      slowestMs = Math.max(slowestMs, Math.ceil(said?.ms ?? 0))
      if (said?.code === 'data_directory_locked' && said.pid === holder.process.pid && /使用.*in use/s.test(said.message) && said.ms < promisedMs) ok++
      else if (broken.length < 5) broken.push(`${code}: ${output.slice(0, 300)}`)
    }
  } finally {
    holder.process.kill('SIGKILL')
    await holder.ended
    rmSync(dataDirectory, { recursive: true, force: true, maxRetries: 5 })
  }
  const seconds = Math.round((performance.now() - began) / 1000)
  yield { fault: 'double-open', engine: 'embedded', target: 'a second process', runs, ok, counts: { slowestMs }, broken, seconds }
}
