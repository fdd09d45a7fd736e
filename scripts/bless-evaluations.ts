import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { openDatabase } from '../server/db/open.ts'
import { evaluateSample, loadSamples, plans, toGolden } from '../test/golden/evaluate-sample.ts'

/** Writes test/golden/<plan>.json anew. Read the diff, and derive by hand what changed, before you commit it. */
const only = process.argv.slice(2)
const wanted = plans.filter(({ pack }) => only.length === 0 || only.includes(pack))
const handle = await openDatabase({ engine: 'embedded', dataDirectory: null, waitLimitMs: 30_000 })
try {
  await loadSamples(handle.db, wanted.flatMap(({ counties }) => [...counties]))
  for (const plan of wanted) {
    const { results } = await evaluateSample(handle.db, plan)
    const path = fileURLToPath(new URL(`../test/golden/${plan.pack}.json`, import.meta.url))
    writeFileSync(path, `${JSON.stringify(results.map(toGolden), null, 1)}\n`)
    process.stdout.write(`${plan.pack}: ${results.length} rules\n`)
  }
} finally {
  await handle.close()
}
