import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { withFutianAges, withShichengAges } from './samples/ages.ts'
import { copyBoundaries } from './samples/boundaries.ts'
import { buildFutian } from './samples/futian/county.ts'
import { openSources } from './samples/read.ts'
import { withLedgers } from './samples/ledgers/seed.ts'
import { futianLedgers, shichengLedgers } from './samples/ledgers/wishes.ts'
import { readmeOf } from './samples/readme.ts'
import { buildShicheng } from './samples/shicheng/county.ts'
import { buildSmall } from './samples/small/county.ts'
import { smallPlans } from './samples/small/plans.ts'
import { writeCounty, writeSmallCounty } from './samples/write.ts'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')

/** `npx tsx scripts/make-samples.ts [--from ../shared/data] [--to data]`: same sources, same bytes. */
export function makeSamples(from: string, to: string): void {
  const sources = openSources(from)
  mkdirSync(join(to, 'samples'), { recursive: true })
  const shicheng = buildShicheng(sources)
  const futian = buildFutian(sources)
  const counties = [withShichengAges(withLedgers(shicheng, shichengLedgers(shicheng))), withFutianAges(withLedgers(futian, futianLedgers(futian)), sources)]
  const written = counties.map((county) => ({ county, files: writeCounty(county, join(to, 'samples')) }))
  const small = smallPlans
    .flatMap((plan) => buildSmall(sources, plan))
    .map((county) => ({ county, files: writeSmallCounty(county, join(to, 'samples')) }))
  copyBoundaries(sources, join(to, 'boundaries'))
  writeFileSync(join(to, 'README.md'), readmeOf(written, small))
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      from: { type: 'string', default: join(root, '..', 'shared', 'data') },
      to: { type: 'string', default: join(root, 'data') },
    },
  })
  makeSamples(values.from, values.to)
}
