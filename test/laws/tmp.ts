import { laws } from './laws.ts'
import { product } from './product.ts'
import { findBreaches } from './shrink.ts'
import { createTown } from './town-generator.ts'
const towns = Array.from({ length: 60 }, (_, i) => createTown(i + 1))
for (const law of laws) for (const [m, mut] of Object.entries(law.mutations)) {
  let hit = 0, first: any, at = 0, n = law.name==='brute-force'?10:30
  for (const t of towns.slice(0, n)) { const b = findBreaches(law, t, { ...product, ...mut }); if (b.length) { hit++; if (!first) { first = b; at = t.seed } } }
  console.log(law.name, '|', m, '|', hit + '/' + n, 'first', at, (first?.[0] ?? 'NONE').slice(0, 140))
}
