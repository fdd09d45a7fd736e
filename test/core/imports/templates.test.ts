import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { facilityTypeCodes } from '../../../server/contract/facility-types.ts'
import { createNameTest, guessColumns } from '../../../server/core/imports/guess-columns.ts'
import { findImportKind, importKinds } from '../../../server/core/imports/kinds.ts'
import { facilityTypeWords } from '../../../server/core/imports/kinds/facilities.ts'
import { plainText } from '../../../server/core/imports/plain-text.ts'
import { defaultLimits } from '../../../server/imports/files/limits.ts'
import { parseFile } from '../../../server/imports/files/parse-file.ts'
import { createTemplate } from '../../../server/imports/template.ts'
import { examineFile, nowhere } from './doctor-world.ts'

const withFields = importKinds.filter(({ id, fields }) => id !== 'layer' && fields.length > 0)

describe('the catalogues', () => {
  it('know every type of facility by a word', () => {
    expect(Object.keys(facilityTypeWords).sort()).toEqual([...facilityTypeCodes].sort())
  })

  it.each(withFields.map((kind) => [kind.id, kind] as const))(
    '%s: no usual name means two fields, and each label is found again',
    (_, kind) => {
      const owners = new Map<string, string>()
      for (const { name, label, columns } of kind.fields) {
        for (const word of new Set([label.zh, ...columns].map(plainText))) {
          expect(owners.get(word) ?? name, `${word} of ${kind.id}`).toBe(name)
          owners.set(word, name)
        }
      }
      const { mapped } = guessColumns(kind.fields.map(({ label }) => [label.zh]), kind.fields, true) // prettier-ignore
      expect(mapped.map(({ field, by }) => [field?.name, by])).toEqual(kind.fields.map(({ name }) => [name, 'exact']))
      expect(kind.fields.every(({ label }) => createNameTest(kind.fields)(label.zh))).toBe(true)
    },
  )

  it('are found by id, by alias and in Chinese, whatever the dashes', () => {
    for (const name of ['facilities', 'Facility', '养老服务设施']) expect(findImportKind(name)?.id).toBe('facilities')
    for (const name of ['residential-areas', 'residential_areas', 'residential']) expect(findImportKind(name)?.id).toBe('residential_areas')
    expect(findImportKind('houses')).toBeUndefined()
    const words = importKinds.flatMap(({ id, aliases }) => [id, ...aliases].map((word) => word.replace(/[-_]/g, '')))
    expect(new Set(words).size).toBe(words.length)
  })
})

describe('templates', () => {
  it.each(
    withFields
      .filter(({ geometryTypes }) => geometryTypes.length === 0 || geometryTypes.includes('Point'))
      .map((kind) => [kind.id, kind] as const),
  )('%s: the example row is read back as it stands', async (_, kind) => {
    const folder = mkdtempSync(join(tmpdir(), 'yiquan-template-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    writeFileSync(join(folder, 'template.xlsx'), await createTemplate(kind))
    const report = examineFile(kind.id, await parseFile(join(folder, 'template.xlsx'), { limits: defaultLimits }), { crs: '4490' }, nowhere)
    expect(report.problems.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(report.questions).toEqual([])
    expect(report.rows).toEqual({ read: 1, accepted: 1, refused: 0, asked: 0 })
    expect(report.mapping.map(({ field }) => field)).toEqual(kind.fields.map(({ name }) => name))
  })
})
