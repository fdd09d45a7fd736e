import { doubleOpen } from './fault/double-open.fault.ts'
import { killImport } from './fault/kill-import.fault.ts'
import { killMigrate } from './fault/kill-migrate.fault.ts'
import { killWrite } from './fault/kill-write.fault.ts'
import type { FaultLine } from './fault/line.ts'

/**
 * One line a fault: its file in `fault/` and how often it is tried where nothing is said. `npm run fault -- kill-import 10`
 * tries each of its targets ten times, `kill-import 10 backend` one of them; every result is one JSON line on standard output. Exits with 1 where a promise broke.
 */
const faults: Record<string, { runs: number; run(runs: number, only?: string): AsyncIterable<FaultLine> }> = {
  'kill-import': { runs: 100, run: killImport },
  'kill-write': { runs: 100, run: killWrite },
  'kill-migrate': { runs: 50, run: killMigrate },
  'double-open': { runs: 20, run: doubleOpen },
}

const [name, count, only] = process.argv.slice(2)
const fault = Object.hasOwn(faults, name ?? '') ? faults[name] : undefined
if (!fault) throw new Error(`expected one of ${Object.keys(faults).join(', ')}, got ${name}`)
const runs = count === undefined ? fault.runs : Number(count)
if (!(Number.isInteger(runs) && runs > 0)) throw new Error(`expected how many runs, got ${count}`)

let broken = 0
for await (const line of fault.run(runs, only)) {
  process.stdout.write(`${JSON.stringify(line)}\n`)
  if (line.ok !== line.runs) broken++
}
process.exitCode = broken > 0 ? 1 : 0
