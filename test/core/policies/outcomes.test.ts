import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isJudgeable } from '../../../server/core/indicators/judge.ts'
import type { RuleResult } from '../../../server/core/policy/result.ts'
import { chooseValues, resolveCompute, type ChosenValues } from '../../../server/core/policy/resolve-choices.ts'
import { findBuiltInPack } from '../../../server/policies/load-packs.ts'
import { judge } from '../../ledger-town.ts'
import { otherOutcomes } from './other-outcomes.ts'
import { worldFor } from './outcome-worlds.ts'
import { packIds } from './plans.ts'

const rules = packIds.flatMap((id) => {
  const { pack } = findBuiltInPack(id)!
  return pack.rules.map((rule) => ({ pack, rule }))
})

const judged = rules.filter(({ rule }) => rule.targets.some(({ value }) => isJudgeable(rule, value)) && !(rule.id in otherOutcomes))
/** A rule's status in the worlds made for it, in the last year of its plan, with choices laid over the defaults. */
function statuses(id: string, chosen: ChosenValues = {}): RuleResult['status'][] {
  const { pack, rule } = rules.find((one) => one.rule.id === id)!
  const { values, problems } = chooseValues(pack, chosen)
  expect(problems).toEqual([])
  const compute = resolveCompute(rule, values)
  const target = rule.targets.at(-1)!.value
  if (typeof target === 'string') throw new Error(`expected a number for ${id}, got ${target}`)
  return [true, false].map((good) => {
    const world = worldFor(compute, target, good)
    if (!world) throw new Error(`expected a world for ${id} of kind ${rule.kind}, got none`)
    return judge(rule, compute, world, [], { year: pack.document.period[1] }).status
  })
}

describe('the rules of the five plans', () => {
  it.each(judged.map(({ rule }) => [rule.id, rule.name]))('%s reaches met and not met: %s', (id) => {
    expect(statuses(id)).toEqual(['met', 'not_met'])
  })

  it('are 140: each is judged against a number, or stands once on the list of the others', () => {
    const ids = [...judged.map(({ rule }) => rule.id), ...Object.keys(otherOutcomes)]
    expect(new Set(ids).size).toBe(ids.length)
    expect([...ids].sort()).toEqual(rules.map(({ rule }) => rule.id).sort())
    expect([judged.length, Object.keys(otherOutcomes).length]).toEqual([81, 59])
  })

  it.each(packIds)('of %s that are not judged come out as the list says, on the plan’s own sample', (id) => {
    const golden = JSON.parse(readFileSync(new URL(`../../golden/${id}.json`, import.meta.url), 'utf8')) as { id: string; status: string }[]
    const listed = golden.filter((one) => one.id in otherOutcomes)
    expect(listed.map((one) => [one.id, one.status])).toEqual(listed.map((one) => [one.id, otherOutcomes[one.id].status]))
  })

  it('are listed with a reason that holds in the pack', () => {
    for (const { rule } of rules) {
      const reason = otherOutcomes[rule.id]?.reason
      const words = rule.targets.filter(({ value }) => typeof value === 'string')
      const compute = rule.compute as { of?: string; lacking?: string }
      if (reason === 'words') expect([rule.id, words.length > 0, words.length]).toEqual([rule.id, true, rule.targets.length])
      if (reason === 'no target') expect([rule.id, rule.targets]).toEqual([rule.id, []])
      if (reason === 'checklist') expect([rule.id, compute.of]).toEqual([rule.id, 'checklist'])
      if (reason === 'not held') expect([rule.id, typeof compute.lacking]).toEqual([rule.id, 'string'])
    }
  })

  it('that print no figure are judged once the user adopts one', () => {
    expect(statuses('LS-06')).toEqual(['not_prescribed', 'not_prescribed'])
    expect(statuses('LS-06', { new_standard: 20 })).toEqual(['met', 'not_met'])
  })
})
