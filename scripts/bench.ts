import { cpus } from 'node:os'
import { ratioOf, type Figure } from './bench/figures.ts'
import { benchNetwork } from './bench/network.bench.ts'
import { benchPgRouting } from './bench/pgrouting.bench.ts'

/** One line a bench: its file in `bench/` and its name. `npm run bench -- network` runs one alone. */
const benches: Record<string, () => Promise<Figure[]>> = {
  network: benchNetwork,
  pgrouting: benchPgRouting,
}

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !(name in benches))
if (unknown.length > 0) throw new Error(`expected ${Object.keys(benches).join(', ')}, got ${unknown.join(', ')}`)

process.stderr.write(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}\n`)
const figures = new Map<string, Figure>()
for (const name of asked.length > 0 ? asked : Object.keys(benches)) {
  for (const figure of await benches[name]()) print(figure)
}
printRatios()

function print(figure: Figure): void {
  figures.set(figure.name, figure)
  process.stdout.write(`${JSON.stringify(figure)}\n`)
}

/** Only between searches that found the same: a fast wrong answer is no figure. */
function printRatios(): void {
  for (const theirs of [...figures.values()].filter(({ name }) => name.startsWith('pgrouting.'))) {
    const ours = figures.get(theirs.name.replace('pgrouting.', 'network.'))
    if (!ours) continue
    if (ours.counts.reached !== theirs.counts.reached) {
      throw new Error(`expected ${theirs.name} to reach ${ours.counts.reached} nodes as we do, got ${theirs.counts.reached}`)
    }
    print(ratioOf(`${theirs.name}/network`, theirs, ours))
  }
}
