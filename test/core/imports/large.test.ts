import { describe, expect, it } from 'vitest'
import { findDuplicates } from '../../../server/core/imports/duplicates.ts'
import { codesOf, county, examineFile, tableOf } from './doctor-world.ts'

/** Linear work takes seconds here; what is quadratic meets the test's own limit of two minutes. */
const many = 100_000

describe('a file of a hundred thousand rows', () => {
  const rows = (name: (i: number) => string, at: (i: number) => [number, number]) =>
    tableOf([['名称', '经度', '纬度', '床位数'], ...Array.from({ length: many }, (_, i) => [name(i), ...at(i), '５０'])])
  const grid = (i: number): [number, number] => [116.2 + (i % 400) * 0.0005, 26.2 + Math.floor(i / 400) * 0.0008]

  it('of places of their own is examined without quadratic time', () => {
    const report = examineFile(
      'layer',
      rows((i) => `示例${i}`, grid),
      { crs: '4490' },
      county,
    )
    expect(report.rows).toEqual({ read: many, accepted: many, refused: 0, asked: 0 })
  }, 120_000)

  it('that all bear one name at one spot is, too', () => {
    const found = findDuplicates(
      Array.from({ length: many }, (_, i) => ({ row: i, key: null, name: '示例', within: null, at: [116.3, 26.3] as const })),
    )
    expect(found).toHaveLength(many - 1)
  }, 120_000)

  it('of one repeated warning lists a hundred and how many more there are', () => {
    const report = examineFile(
      'layer',
      rows((i) => `示例${i}`, grid),
      { crs: '4490' },
      county,
    )
    expect(codesOf(report).NUM_NORMALISED).toHaveLength(101)
    expect(report.problems.at(-1)?.message.zh).toContain(`${many - 100}`)
  }, 120_000)
})
