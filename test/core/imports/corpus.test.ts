import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findCrs } from '../../../server/core/imports/crs.ts'
import { examine } from '../../../server/core/imports/doctor.ts'
import { findImportKind } from '../../../server/core/imports/kinds.ts'
import { defaultLimits } from '../../../server/imports/files/limits.ts'
import { parseFile } from '../../../server/imports/files/parse-file.ts'
import { readImportContext } from '../../../server/imports/sample-context.ts'

interface Entry {
  file: string
  outcome: string
  code: string
  expect: string
}

const root = fileURLToPath(new URL('../../corpus', import.meta.url))
const entries = JSON.parse(readFileSync(join(root, 'manifest.json'), 'utf8')) as Entry[]

async function tried({ file, code }: Entry) {
  const kind = findImportKind(file.startsWith('pbf/') ? 'roads' : 'layer')!
  const isAboutPlace = /^(COORD_OUT_OF_REGION|GCJ_SUSPECT|AXIS_SWAP)$/.test(code)
  const carriesOwn = /^(shapefile|gpkg|pbf)\//.test(file) || /^(CRS_|GCJ)/.test(code)
  const context = await readImportContext(isAboutPlace ? '360735' : null, kind, '2026-11-22')
  const raw = await parseFile(join(root, file), { limits: defaultLimits })
  return examine(raw, kind, { crs: carriesOwn ? undefined : findCrs('EPSG:4326'), map: [], answers: {} }, context)
}

describe('the corpus of bad input', () => {
  it('has 129 files', () => expect(entries).toHaveLength(129))

  for (const entry of entries) {
    it(`${entry.file} gets ${entry.outcome} ${entry.code}: ${entry.expect}`, async () => {
      const { outcome, rows, problems, questions } = await tried(entry)
      const codes = [...problems, ...questions].map(({ code }) => code)
      expect({ outcome, codes: entry.code === '-' || codes.includes(entry.code) ? entry.code : codes }).toEqual({
        outcome: entry.outcome,
        codes: entry.code,
      })
      expect(rows.accepted + rows.refused + rows.asked).toBe(rows.read)
      for (const { message } of problems) expect(message.zh).toMatch(/[\u4e00-\u9fff]/)
    })
  }
})
