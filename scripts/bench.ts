import { cpus, loadavg } from 'node:os'
import type { Figure } from './bench/figures.ts'
import { benchGraph } from './bench/graph.bench.ts'
import { benchImport } from './bench/import.bench.ts'
import { benchPin } from './bench/pin.bench.ts'
import { benchReach } from './bench/reach.bench.ts'
import { benchSiting } from './bench/siting.bench.ts'
import { benchStart } from './bench/start.bench.ts'
import { benchTables } from './bench/tables.bench.ts'
import { benchTiles } from './bench/tiles.bench.ts'
import { benchWhatIf } from './bench/what-if.bench.ts'

/**
 * One line a bench: its file in `bench/` and its name. `npm run bench -- reach tiles` runs two alone; each figure is one
 * JSON line on standard output, everything else goes to standard error.
 */
const benches: Record<string, () => Promise<Figure[]>> = {
  reach: benchReach,
  pin: benchPin,
  tiles: benchTiles,
  tables: benchTables,
  graph: benchGraph,
  siting: benchSiting,
  start: benchStart,
  import: benchImport,
  'what-if': benchWhatIf,
}

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !Object.hasOwn(benches, name))
if (unknown.length > 0) throw new Error(`expected ${Object.keys(benches).join(', ')}, got ${unknown.join(', ')}`)

process.stderr.write(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}\n`)
for (const name of asked.length > 0 ? asked : Object.keys(benches)) {
  for (const figure of await benches[name]()) process.stdout.write(`${JSON.stringify(figure)}\n`)
  process.stderr.write(`${name}: load of the machine ${loadavg()[0].toFixed(1)}\n`)
}
