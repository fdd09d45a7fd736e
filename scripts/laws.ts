import { parseArgs } from 'node:util'
import { isAsked } from '../test/laws/law.ts'
import { laws } from '../test/laws/laws.ts'
import { product } from '../test/laws/product.ts'
import { findBreaches, shrinkTown } from '../test/laws/shrink.ts'
import { createTown } from '../test/laws/town-generator.ts'

/*
 * npm run laws [-- --towns N --seed S --law name]: the laws against silent wrong numbers over N random towns from seed S.
 * One JSON line; before it, one line a counterexample with its seed and what is left of the town after shrinking.
 */
const { values } = parseArgs({
  options: { towns: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' }, law: { type: 'string' } },
})
const count = wholeNumber('towns', values.towns)
const firstSeed = wholeNumber('seed', values.seed)
const asked = laws.filter(({ name }) => values.law === undefined || name === values.law)
if (asked.length === 0) throw new Error(`expected one of ${laws.map(({ name }) => name).join(', ')}, got ${values.law}`)

/** Of each law the first few are printed, all are counted. */
const mostPrinted = 3
const found = new Map<string, number>()
const began = performance.now()
for (let seed = firstSeed; seed < firstSeed + count; seed++) {
  const town = createTown(seed)
  for (const law of asked) {
    if (!isAsked(law, seed) || findBreaches(law, town, product).length === 0) continue
    found.set(law.name, (found.get(law.name) ?? 0) + 1)
    if (found.get(law.name)! > mostPrinted) continue
    const shrunk = shrinkTown(town, law, product)
    print({ law: law.name, promise: law.promise, seed, breaches: findBreaches(law, shrunk, product), town: shrunk })
  }
}
const counterexamples = [...found.values()].reduce((a, b) => a + b, 0)
const seconds = Math.round((performance.now() - began) / 100) / 10
print({
  name: 'laws',
  towns: count,
  laws: asked.length,
  counterexamples,
  seconds,
  ...(found.size > 0 ? { failed: Object.fromEntries(found) } : {}),
})
if (counterexamples > 0) process.exitCode = 1

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`expected --${name} to be a whole number from 1, got ${text}`)
  return value
}
