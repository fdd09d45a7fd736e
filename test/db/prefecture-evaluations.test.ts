import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RuleResult } from '../../server/core/policy/result.ts'
import type { DatabaseHandle } from '../../server/db/open.ts'
import { evaluateSample, loadSamples } from '../golden/evaluate-sample.ts'
import { decimal, nothing, plus, same, type Fraction } from '../golden/fraction.ts'
import { openEmbeddedForTest } from './engines.ts'

/** 玉溪 with two of its nine counties: 红塔 and 江川. */
const loaded = [530402, 530403]

describe('a prefecture of which some counties have no data', () => {
  let handle: DatabaseHandle
  let whole: Awaited<ReturnType<typeof evaluateSample>>
  const resultOf = (results: RuleResult[], id: string) => results.find((one) => one.id === id)!

  beforeAll(async () => {
    handle = await openEmbeddedForTest()
    await loadSamples(handle.db, loaded.map(String))
    whole = await evaluateSample(handle.db, { pack: 'yuxi', region: 530400 })
  })

  afterAll(() => handle?.close())

  it('names them, and decides no share while they are missing', () => {
    const names = whole.evaluation.missing_counties.map(({ name }) => name)
    expect(names).toHaveLength(7)
    expect(names).toContain('易门县')
    for (const id of ['YX-02', 'YX-04', 'YX-17']) {
      const { status, lacking } = resultOf(whole.results, id)
      expect([id, status]).toEqual([id, 'insufficient_data'])
      expect(names.filter((name) => !lacking[0].zh.includes(name))).toEqual([])
    }
    // Where counties are what is counted, each that is missing is one unknown unit of the nine.
    expect(resultOf(whole.results, 'YX-12')).toMatchObject({ status: 'insufficient_data', numerator: 2, denominator: 9, valueUpper: 1 })
    // One project that fails decides, whatever the others have.
    expect(resultOf(whole.results, 'YX-18').status).toBe('not_met')
  })

  it('sums the numerators and denominators of those that have', () => {
    const parts = whole.results.flatMap(({ id, parts: own }) => own.map((part, i) => ({ id, i, part })))
    const ofCounties = loaded.map((code) => whole.ofCounty(code))
    const differing = parts.flatMap(({ id, i, part }) => {
      const own = ofCounties.map((results) => resultOf(results, id).parts[i])
      const countsCounties = ['YX-05', 'YX-06', 'YX-12'].includes(id) || (id === 'YX-23' && i === 0)
      const agrees = agree(part.numerator, own.map(({ numerator }) => numerator)) && (countsCounties || agree(part.denominator, own.map(({ denominator }) => denominator)))
      return agrees ? [] : [`${id} ${i}: ${part.numerator} / ${part.denominator}`]
    })
    expect(differing).toEqual([])
  })

  it('gives a county judged alone what stands for it in the table', async () => {
    const alone = await evaluateSample(handle.db, { pack: 'yuxi', region: 530403 })
    expect(alone.evaluation.missing_counties).toEqual([])
    expect(alone.results).toEqual(whole.ofCounty(530403))
  })
})

function agree(sum: string | null, parts: (string | null)[]): boolean {
  if (sum === null) return parts.every((part) => part === null)
  return same(read(sum), parts.reduce<Fraction>((total, part) => (part === null ? total : plus(total, read(part))), nothing))
}

function read(text: string): Fraction {
  const [above, below] = text.split('/')
  return below === undefined ? decimal(above) : { n: BigInt(above), d: BigInt(below) }
}
