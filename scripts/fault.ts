import { killImport } from './fault/kill-import.fault.ts'
import type { FaultLine } from './fault/line.ts'

/**
 * One line a fault: its file in `fault/` and how often it is tried where nothing is said. `npm run fault -- kill-import 10`
 * tries each of its targets ten times; every result is one JSON line on standard output. Exits with 1 where a promise broke.
 */
const faults: Record<string, { runs: number; run(runs: number): AsyncIterable<FaultLine> }> = {
  'kill-import': { runs: 100, run: killImport },
}

const [name, count] = process.argv.slice(2)
const fault = Object.hasOwn(faults, name ?? '') ? faults[name] : undefined
if (!fault) throw new Error(`expected one of ${Object.keys(faults).join(', ')}, got ${name}`)
const runs = count === undefined ? fault.runs : Number(count)
if (!(Number.isInteger(runs) && runs > 0)) throw new Error(`expected how many runs, got ${count}`)

let broken = 0
for await (const line of fault.run(runs)) {
  process.stdout.write(`${JSON.stringify(line)}\n`)
  if (line.ok !== line.runs) broken++
}
process.exitCode = broken > 0 ? 1 : 0
