import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { facilityTypeCodes } from '../../../server/contract/facility-types.ts'
import { ruleKind } from '../../../server/contract/policies.ts'
import { ruleKinds, type Rule, type RuleKind } from '../../../server/core/policy/pack.ts'
import { chooseValues, choicesIn, resolveCompute, sampleValues } from '../../../server/core/policy/resolve-choices.ts'
import { strictCompute } from '../../../server/policies/compute-schema.ts'
import { findBuiltInPack, listBuiltInPacks, packsDirectory } from '../../../server/policies/load-packs.ts'
import { countByKind } from '../../../server/policies/pack-summary.ts'
import { toEditorSchema } from '../../../server/policies/pack-schema.ts'
import { packIds, type PackId } from './plans.ts'

const packs = listBuiltInPacks().map(({ pack }) => pack)

/** Counted by hand from the list of rules: 140 computed ones and 70 reported figures. */
const expected: Record<PackId, { rules: number; reported: number; kinds: Partial<Record<RuleKind, number>> }> = {
  leshan: {
    rules: 25,
    reported: 15,
    kinds: { service_circle: 1, compliance_rate: 1, admin_coverage: 9, per_capita_land: 1, ratio: 2, count: 3, per_thousand: 1, proximity: 1, network_completeness: 2, inventory: 1, workflow: 3 },
  },
  mianning: {
    rules: 26,
    reported: 17,
    kinds: { service_circle: 2, admin_coverage: 7, per_capita_land: 1, ratio: 3, count: 2, per_thousand: 1, proximity: 2, network_completeness: 1, inventory: 4, workflow: 3 },
  },
  shapotou: {
    rules: 27,
    reported: 19,
    kinds: { service_circle: 3, area_per_100hh: 2, compliance_rate: 1, admin_coverage: 3, ratio: 5, count: 5, per_thousand: 1, proximity: 1, land_constraint: 2, network_completeness: 1, inventory: 1, workflow: 2 },
  },
  shicheng: {
    rules: 38,
    reported: 14,
    kinds: {
      ...{ service_circle: 1, area_per_100hh: 3, compliance_rate: 2, admin_coverage: 8, ratio: 4, count: 6, per_thousand: 1, capacity_limit: 5 },
      ...{ proximity: 1, land_constraint: 2, network_completeness: 2, inventory: 1, workflow: 2 },
    },
  },
  yuxi: {
    rules: 24,
    reported: 5,
    kinds: { service_circle: 1, area_per_100hh: 2, admin_coverage: 7, per_capita_land: 1, ratio: 1, count: 2, capacity_limit: 1, proximity: 2, network_completeness: 2, inventory: 2, workflow: 3 },
  },
}

const byKind: Record<RuleKind, number> = {
  ...{ service_circle: 8, area_per_100hh: 7, compliance_rate: 4, admin_coverage: 34, per_capita_land: 3, ratio: 15, count: 18, per_thousand: 4 },
  ...{ capacity_limit: 6, proximity: 7, land_constraint: 4, network_completeness: 8, inventory: 9, workflow: 13 },
}

describe('the packs that come with the product', () => {
  it('are five, with 140 rules and 70 reported figures between them', () => {
    expect(packs.map(({ id }) => id)).toEqual([...packIds])
    expect(packs.flatMap(({ rules }) => rules)).toHaveLength(140)
    expect(packs.flatMap(({ reported }) => reported)).toHaveLength(70)
  })

  it.each(packIds)('%s has its number of rules of every kind, and of reported figures', (id) => {
    const { pack } = findBuiltInPack(id)!
    expect([pack.rules.length, pack.reported.length]).toEqual([expected[id].rules, expected[id].reported])
    expect(countByKind(pack)).toEqual(expected[id].kinds)
  })

  it('use all fourteen kinds, in these numbers', () => {
    expect(countByKind({ rules: packs.flatMap(({ rules }) => rules) })).toEqual(byKind)
    expect(Object.keys(byKind)).toHaveLength(14)
    expect([...ruleKind.options]).toEqual([...ruleKinds])
  })

  it('give every rule and figure an id of its own, over all packs', () => {
    const ids = packs.flatMap(({ rules, reported }) => [...rules, ...reported].map(({ id }) => id))
    expect(new Set(ids).size).toBe(210)
  })

  it('mark Yuxi, and only Yuxi, as a draft for comment', () => {
    const said = Object.fromEntries(packs.map(({ id, document }) => [id, `${document.status} ${document.statusText}`]))
    expect(said).toEqual({
      leshan: 'in_force 正式印发',
      mianning: 'in_force 正式印发',
      shapotou: 'in_force 正式文本（无文号）',
      shicheng: 'in_force 正式印发',
      yuxi: 'draft 征求意见稿',
    })
  })

  it('say in both languages what they declare: every rule has an assumption, every choice a label and a reason', () => {
    const han = /\p{Script=Han}/u
    for (const { rules, choices, remarks } of packs) {
      for (const { id, assumption } of rules) expect(assumption, id).not.toBeNull()
      const texts = [...remarks, ...rules.flatMap(({ assumption, conflict }) => [assumption, conflict]), ...choices.flatMap(({ label, reason }) => [label, reason])]
      for (const text of texts) {
        if (!text) continue
        expect(text.zh).toMatch(han)
        expect(text.en).toMatch(/[A-Za-z]{2}/)
      }
    }
  })

  it('resolve with the default and with every option of every choice, and each option changes the rule', () => {
    let ways = 0
    for (const pack of packs) {
      for (const rule of pack.rules) {
        const plain = resolve(rule, chooseValues(pack, {}).values)
        for (const id of choicesIn(rule.compute)) {
          const choice = pack.choices.find((one) => one.id === id)!
          for (const value of sampleValues(choice)) {
            const { values, problems } = chooseValues(pack, { [id]: value })
            expect(problems).toEqual([])
            const chosen = resolve(rule, values)
            if (value === choice.default) expect(chosen).toEqual(plain)
            else expect(chosen, `${rule.id} ${id} ${String(value)}`).not.toEqual(plain)
            ways++
          }
        }
      }
    }
    expect(ways).toBeGreaterThan(200)
  })

  it('print no area standard for Mianning and Leshan: it is null until the user adopts one', () => {
    for (const [id, choiceId] of [
      ['mianning', 'old_standard'],
      ['leshan', 'new_standard'],
    ]) {
      expect(findBuiltInPack(id)!.pack.choices.find((choice) => choice.id === choiceId)).toMatchObject({ default: null, adopts: true, unit: 'm²/百户' })
    }
    const written = JSON.stringify(['mianning', 'leshan'].flatMap((id) => findBuiltInPack(id)!.pack.rules.map(({ compute }) => compute)))
    expect(written).not.toMatch(/"m2Per100Households":\d/)
  })

  it('hold each floor-area rule to the very figure that is its target', () => {
    const rules = packs.flatMap(({ rules: all }) => all.filter(({ kind }) => kind === 'area_per_100hh'))
    const said = Object.fromEntries(
      rules.map(({ id, compute, targets }) => {
        const { m2Per100Households, singleSiteMinimumM2, test } = compute as { m2Per100Households: number; singleSiteMinimumM2: number | null; test: string }
        expect(targets.map(({ value }) => value), id).toEqual([test === 'single_site' ? singleSiteMinimumM2 : m2Per100Households])
        return [id, [m2Per100Households, singleSiteMinimumM2]]
      }),
    )
    expect(said).toEqual({ 'YX-08': [20, null], 'YX-09': [15, null], 'SP-03': [20, null], 'SP-04': [20, null], 'SC-08': [20, 150], 'SC-09': [20, 150], 'SC-10': [15, null] })
  })

  it('have no default circle for the country', () => {
    const circles = packs.flatMap((pack) =>
      pack.rules.flatMap((rule) => {
        const compute = resolve(rule, chooseValues(pack, {}).values) as { scope?: string; beside?: { scope: string; profile: string } | null; measure?: string }
        return [compute, compute.beside].filter((one) => one?.scope === 'country') as { profile: string }[]
      }),
    )
    expect(circles.map(({ profile }) => profile)).toEqual(['none'])
  })

  it('say what keeps the fitness circle of Shapotou from being computed', () => {
    const rule = findBuiltInPack('shapotou')!.pack.rules.find(({ id }) => id === 'SP-26')!
    expect((rule.compute as { lacking: string }).lacking).toMatch(/健身设施.*fitness/)
  })

  it('count every facility type that the rules know somewhere', () => {
    const written = JSON.stringify(packs.flatMap(({ rules }) => rules.map(({ compute }) => compute)))
    expect(facilityTypeCodes.filter((code) => !written.includes(`"${code}"`))).toEqual([])
  })
})

describe('the schema for editors', () => {
  it('is the one that the reader demands (npm run policy-schema writes it anew)', () => {
    expect(readFileSync(join(packsDirectory, 'policy-pack.schema.json'), 'utf8')).toBe(toEditorSchema())
  })

  it('is named in the first line of every pack', () => {
    for (const { yaml } of listBuiltInPacks()) expect(yaml.split('\n')[0]).toBe('# yaml-language-server: $schema=./policy-pack.schema.json')
  })
})

function resolve(rule: Rule, values: ReturnType<typeof chooseValues>['values']): unknown {
  const { kind, ...compute } = resolveCompute(rule, values)
  expect(kind).toBe(rule.kind)
  return strictCompute[rule.kind].parse(compute)
}
