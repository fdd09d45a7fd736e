import { setTimeout as sleep } from 'node:timers/promises'
import { openDatabase } from '../../server/db/open.ts'
import { createTally, drawInstant, findBreach, prepareTowns, readOutcome, sendImport, timeImport, untilNothingLeft } from './import-run.ts'
import type { FaultLine } from './line.ts'
import { makePlace, startServer, type FaultServer } from './server.ts'

/** The engine lives in the server's own process, and one process at a time may open it: what came of all runs is read at the end. */
export async function* killImportOnEmbedded(root: string, runs: number, only?: string): AsyncIterable<FaultLine> {
  if (only !== undefined && only !== 'embedded') return
  const place = makePlace(root)
  const open = () => openDatabase({ engine: 'embedded', dataDirectory: place.dataDirectory })
  const before = await open()
  await prepareTowns(before.db, 0, runs + 1)
  await before.close()
  const began = performance.now()
  const left: string[][] = []
  let server: FaultServer | undefined = await startServer(place)
  try {
    const wholeMs = await timeImport(server, place, 0)
    for (let run = 1; run <= runs; run++) {
      const sending = sendImport(server, run)
      await sleep(drawInstant(wholeMs))
      await server.kill()
      await sending
      server = await startServer(place)
      left.push(await untilNothingLeft(place))
    }
    await server.stop()
    server = undefined
    const after = await open()
    const tally = createTally()
    for (let run = 1; run <= runs; run++) {
      const outcome = await readOutcome(after.db, run)
      const files = left[run - 1]
      tally.judge(outcome, [findBreach(outcome), files.length > 0 ? `left: ${files.join(', ')}` : undefined])
    }
    await after.close()
    const { ok, counts, broken } = tally
    yield { fault: 'kill-import', engine: 'embedded', target: 'server', runs, ok, counts, broken, seconds: Math.round((performance.now() - began) / 1000) }
  } finally {
    await server?.kill()
  }
}
