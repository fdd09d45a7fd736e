import { describe, expect, it } from 'vitest'
import type { Choice } from '../../../server/core/policy/pack.ts'
import { chooseValues, choicesIn, isDay, resolveCompute, sampleValues } from '../../../server/core/policy/resolve-choices.ts'

const words = { zh: '选项', en: 'choice' }
const plain = { label: words, reason: words, least: null, most: null, unit: null, adopts: false }
const listed: Choice = { ...plain, id: 'listed', default: 'a', options: [{ value: 'a', label: words }, { value: null, label: words }] }
const number: Choice = { ...plain, id: 'number', default: null, options: null, least: 1, most: 200, adopts: true }
const day: Choice = { ...plain, id: 'day', default: '2021-01-01', options: null, form: 'date' }
const pack = { choices: [listed, number, day] }

describe('what a user chooses', () => {
  it('is laid over the defaults, and leaves the rest', () => {
    expect(chooseValues(pack, {}).values).toEqual({ listed: 'a', number: null, day: '2021-01-01' })
    const { values, problems } = chooseValues(pack, { number: 15, day: '2024-02-29', listed: null })
    expect([values, problems]).toEqual([{ listed: null, number: 15, day: '2024-02-29' }, []])
  })

  it('is refused where the choice does not offer it, and the default stays', () => {
    const { values, problems } = chooseValues(pack, { listed: 'b', number: 200.5, day: '2023-02-29', other: 1 })
    expect(values).toEqual({ listed: 'a', number: null, day: '2021-01-01' })
    expect(problems.map(({ code, column }) => [code, column])).toEqual([
      ['CHOICE_NOT_OFFERED', 'listed'],
      ['CHOICE_NOT_OFFERED', 'number'],
      ['CHOICE_NOT_OFFERED', 'day'],
      ['CHOICE_UNKNOWN', 'other'],
    ])
    expect(problems.map(({ fix }) => fix?.en)).toEqual(['Expected: a | null', 'Expected: 1 – 200', 'Expected: YYYY-MM-DD', 'Known: listed, number, day'])
  })

  it('takes both ends of a range, nothing beyond, and no number that is none', () => {
    const taken = [1, 200, null, 0.999, 200.001, Number.NaN, Infinity, '15', true].map((value) => chooseValues(pack, { number: value }).problems.length === 0)
    expect(taken).toEqual([true, true, true, false, false, false, false, false, false])
  })

  it('has no words of Object for choices', () => {
    expect(chooseValues(pack, { constructor: 1, toString: 'x' }).problems).toHaveLength(2)
  })
})

describe('a compute with choices', () => {
  const rule = (compute: unknown) => ({ id: 'R', kind: 'count' as const, compute })

  it('gets each value where it is named, at any depth, and the kind of its rule', () => {
    const compute = { a: { choice: 'number' }, b: [{ c: { choice: 'day' } }], d: 'as it is' }
    expect(resolveCompute(rule(compute), { number: 15, day: 'x' })).toEqual({ kind: 'count', a: 15, b: [{ c: 'x' }], d: 'as it is' })
  })

  it('leaves out an element of a list whose choice is null, and nothing else that is null', () => {
    const compute = { list: ['x', { choice: 'listed' }, null], leaf: { choice: 'listed' } }
    expect(resolveCompute(rule(compute), { listed: null })).toEqual({ kind: 'count', list: ['x', null], leaf: null })
    expect(resolveCompute(rule(compute), { listed: 'y' })).toEqual({ kind: 'count', list: ['x', 'y', null], leaf: 'y' })
  })

  it('names each of its choices once, in order', () => {
    expect(choicesIn({ a: { choice: 'z' }, b: [{ choice: 'y' }, { choice: 'z' }], c: { choice: 'not', because: 'more keys' } })).toEqual(['z', 'y'])
  })

  it('is our bug without a value', () => {
    expect(() => resolveCompute(rule({ a: { choice: 'gone' } }), {})).toThrow('expected a value of choice gone for rule R, got none')
  })
})

it('a choice’s samples are its options, or its default and the ends of its range', () => {
  expect([sampleValues(listed), sampleValues(number), sampleValues(day)]).toEqual([['a', null], [null, 1, 200], ['2021-01-01']])
})

it('a day is one of the calendar', () => {
  const days = ['2024-02-29', '2000-02-29', '2024-12-31', '1900-02-29', '2023-02-29', '2024-04-31', '2024-13-01', '2024-00-10', '2024-1-1', '2024-01-00', '20240101']
  expect(days.map(isDay)).toEqual([true, true, true, false, false, false, false, false, false, false, false])
})
