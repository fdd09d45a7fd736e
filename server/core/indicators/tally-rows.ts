import { compare, zero } from '../exact.ts'
import type { FailingUnit } from '../policy/result.ts'
import type { Bilingual } from '../problems.ts'
import type { TallySum } from './tally.ts'
import { say } from './words.ts'

export type TallySource = Pick<TallySum, 'rows' | 'assumptions' | 'lacking'>

/** The rows that keep sums from an answer, each once, by name. */
export function failingRows(sources: readonly TallySource[], countyCode: string): FailingUnit[] {
  const found = new Map<string, FailingUnit>()
  for (const { entity, id, code, name, state, why } of sources.flatMap(({ rows }) => rows)) {
    if (state !== 'unknown') continue
    const key = `${entity}/${id}`
    const reason = why ?? say('未填', 'not filled in')
    const before = found.get(key)
    const joined = before && before.reason.zh !== reason.zh ? say(`${before.reason.zh}；${reason.zh}`, `${before.reason.en}; ${reason.en}`) : reason
    found.set(key, { entity, id, code, name, countyCode, state: 'unknown', reason: joined })
  }
  return [...found.values()]
}

/** How many rows count with a figure above zero: for notes. */
export function countedRows({ rows }: TallySource): number {
  return rows.filter(({ state, value }) => state === 'counted' && value && compare(value, zero) > 0).length
}

/** Each once, in the order of their first mention. */
export function distinctWords(words: readonly Bilingual[]): Bilingual[] {
  return [...new Map(words.map((one) => [one.zh, one])).values()]
}
