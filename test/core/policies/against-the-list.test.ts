import { describe, expect, it } from 'vitest'
import type { PolicyPack, Rule, Target } from '../../../server/core/policy/pack.ts'
import { choicesIn, isReference, sampleValues } from '../../../server/core/policy/resolve-choices.ts'
import { findBuiltInPack, listBuiltInPacks } from '../../../server/policies/load-packs.ts'
import { verifyQuotes } from '../../../server/policies/verify-quotes.ts'
import { packIds, plansAreHere, readPlan, readRuleList, whyNot, type ListedRule } from './plans.ts'

/** Rules that say a thing otherwise than the list, each with its reason. */
const told: Record<string, string> = {
  'SP-20 targets': '不得占用 is read as an overlap of 0 m² (domain.md, Land), so that it can be judged',
  'SP-20 op': 'none becomes == for the same reason',
  'SP-20 unit': 'm² of overlap',
}
/** Kinds whose register, stages or parcels imply the types: their compute names none. */
const withoutTypes = ['inventory', 'workflow', 'land_constraint']

if (!plansAreHere) console.log(whyNot)

describe.runIf(plansAreHere)('the packs against the plans’ texts and the list of rules', () => {
  const list = plansAreHere ? readRuleList() : undefined!
  const packOf = (rule: { jurisdiction: string }): PolicyPack => findBuiltInPack(rule.jurisdiction)!.pack

  it.each(packIds)('%s: every quote stands verbatim in the plan, white space and bold marks aside', (id) => {
    const { pack } = findBuiltInPack(id)!
    const verdicts = verifyQuotes(pack, readPlan(list.jurisdictions[id].seed_file))
    expect(verdicts.filter(({ found }) => !found)).toEqual([])
    expect(verdicts).toHaveLength(pack.rules.length + pack.reported.length)
  })

  it.each(packIds)('%s: document, region, period and printed baseline are the list’s', (id) => {
    const { document, region, baseline, remarks } = findBuiltInPack(id)!.pack
    const listed = list.jurisdictions[id]
    expect([document.title, document.number, document.issued, document.period, document.statusText, document.ageBase]).toEqual([
      ...[listed.doc, listed.doc_no, listed.issued, listed.period, listed.status, listed.age_base],
    ])
    expect([region.code, region.name]).toEqual([listed.code, listed.name])
    expect(baseline).toEqual(listed.baseline)
    expect(remarks).toHaveLength(listed.notes.length)
  })

  it('holds every rule of the list once, in its order, with every field as listed', () => {
    expect(list.indicators).toHaveLength(140)
    for (const id of packIds) {
      const listed = list.indicators.filter(({ jurisdiction }) => jurisdiction === id)
      expect(findBuiltInPack(id)!.pack.rules.map((rule) => rule.id)).toEqual(listed.map((rule) => rule.id))
    }
    for (const listed of list.indicators) {
      const rule = packOf(listed).rules.find(({ id }) => id === listed.id)!
      const fields = { name: rule.name, ref: rule.ref, quote: rule.quote, kind: rule.kind, nature: rule.nature, mode: rule.mode, scope: rule.printed.scope, baseline: rule.baseline }
      const { name, ref, quote, kind, nature, mode, scope = null } = listed
      expect(fields, listed.id).toEqual({ name, ref, quote, kind, nature, mode, scope, baseline: toTargets(listed.baseline) })
      if (!told[`${listed.id} targets`]) expect(rule.targets, listed.id).toEqual(toTargets(listed.targets))
      if (!told[`${listed.id} op`]) expect(rule.op, listed.id).toBe(listed.op ?? null)
      if (!told[`${listed.id} unit`]) expect(rule.unit, listed.id).toBe(listed.unit ?? null)
      for (const side of ['numerator', 'denominator'] as const) {
        const words = listed[side]
        expect(rule.printed[side] === null, `${listed.id} ${side}`).toBe(words === undefined)
        // The list words some in English (“60+ residents …”): the packs do so in Chinese.
        if (words && !words.startsWith('60+')) expect(rule.printed[side], listed.id).toBe(words)
      }
      if (listed.assumption) expect(rule.assumption, listed.id).not.toBeNull()
      if (listed.conflict) expect(rule.conflict, listed.id).not.toBeNull()
    }
  })

  it('holds every reported figure of the list once, with its targets and quote', () => {
    expect(list.non_spatial).toHaveLength(70)
    for (const listed of list.non_spatial) {
      const own = packOf(listed).reported.filter(({ id }) => id === listed.id)
      expect(own, listed.id).toHaveLength(1)
      const { name, ref, quote, targets, baseline, nature } = own[0]
      expect({ name, ref, quote, targets, baseline, nature }).toEqual({
        ...{ name: listed.name, ref: listed.ref, quote: listed.quote, nature: listed.nature },
        ...{ targets: toTargets(listed.targets), baseline: toTargets(listed.baseline) },
      })
    }
  })

  it('counts every facility type that the list names for a rule, under some option of its choices', () => {
    let compared = 0
    for (const listed of list.indicators) {
      const rule = packOf(listed).rules.find(({ id }) => id === listed.id)!
      if (!listed.facility_types || withoutTypes.includes(rule.kind)) continue
      const counted = wordsIn(rule.compute, packOf(listed))
      expect(listed.facility_types.filter((type) => !counted.has(type)), listed.id).toEqual([])
      compared++
    }
    expect(compared).toBe(95)
  })

  it('divides by every level that the list names for a rule', () => {
    for (const listed of list.indicators) {
      const rule = packOf(listed).rules.find(({ id }) => id === listed.id)!
      if (rule.kind !== 'admin_coverage' || !listed.admin_level) continue
      const levels = [listed.admin_level].flat().flatMap((level) => (level === 'township_or_street' ? ['township', 'street'] : level))
      const used = wordsIn((rule.compute as { units: unknown }).units, packOf(listed))
      expect(levels.filter((level) => !used.has(level)), listed.id).toEqual([])
    }
  })

  it('repeats nothing that the list does not have, and every exception told here is one', () => {
    const listed = new Set([...list.indicators, ...list.non_spatial].map(({ id }) => id))
    const held = listBuiltInPacks().flatMap(({ pack }) => [...pack.rules, ...pack.reported].map(({ id }) => id))
    expect(held.filter((id) => !listed.has(id))).toEqual([])
    for (const key of Object.keys(told)) {
      const [id, field] = key.split(' ') as [string, 'targets' | 'op' | 'unit']
      const rule = findBuiltInPack('shapotou')!.pack.rules.find((one) => one.id === id)!
      const entry = list.indicators.find((one) => one.id === id)!
      expect(rule[field], key).not.toEqual(field === 'targets' ? toTargets(entry.targets) : (entry[field] ?? null))
    }
  })
})

it('without the plans’ texts these checks are skipped, and say so', () => {
  expect(plansAreHere || whyNot.includes('PLANS_DIR')).toBe(true)
})

function toTargets(targets: ListedRule['targets']): Target[] {
  return Object.entries(targets ?? {}).map(([when, value]) => ({ when: /^\d{4}$/.test(when) ? Number(when) : when, value: value as Target['value'] }))
}

/** Every text in a compute, and every value that its choices could put there. */
function wordsIn(compute: Rule['compute'], pack: PolicyPack): Set<unknown> {
  const words = new Set<unknown>()
  const gather = (node: unknown): void => {
    if (isReference(node)) return
    if (typeof node === 'object' && node !== null) Object.values(node).forEach(gather)
    else words.add(node)
  }
  gather(compute)
  for (const id of choicesIn(compute)) for (const value of sampleValues(pack.choices.find((choice) => choice.id === id)!)) words.add(value)
  return words
}
