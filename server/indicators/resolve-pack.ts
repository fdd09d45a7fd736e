import type { Bilingual } from '../contract/common.ts'
import type { Compute } from '../core/policy/compute.ts'
import type { Choice, PolicyPack } from '../core/policy/pack.ts'
import { chooseValues, choicesIn, resolveCompute, type ChosenValues } from '../core/policy/resolve-choices.ts'
import { InputRefused } from '../core/problems.ts'

export interface ResolvedPack {
  /** Every choice of the pack with the value that holds. */
  values: ChosenValues
  /** By rule id. */
  computes: Map<string, Compute>
  /** By rule id: a standard that the user adopted because the plan prints none (domain.md, Floor area). */
  adopted: Map<string, Bilingual>
}

/** A pack with what the user decided laid over its defaults. Refuses unknown choices and values, all of them at once. */
export function resolvePack(pack: PolicyPack, chosen: Readonly<ChosenValues>): ResolvedPack {
  const { values, problems } = chooseValues(pack, chosen)
  if (problems.length > 0) throw new InputRefused(problems)
  const choiceOf = new Map(pack.choices.map((choice) => [choice.id, choice]))
  const adopted = new Map<string, Bilingual>()
  for (const rule of pack.rules) {
    const own = choicesIn(rule.compute).flatMap((id) => choiceOf.get(id) ?? [])
    const standards = own.filter((choice) => choice.adopts && values[choice.id] !== choice.default)
    if (standards.length > 0) adopted.set(rule.id, adoptedWords(standards, values))
  }
  return { values, computes: new Map(pack.rules.map((rule) => [rule.id, resolveCompute(rule, values)])), adopted }
}

function adoptedWords(standards: readonly Choice[], values: Readonly<ChosenValues>): Bilingual {
  const say = (language: 'zh' | 'en') =>
    standards
      .map(({ id, label, options, unit }) => {
        const option = options?.find(({ value }) => value === values[id])
        return `${label[language]} ${option ? option.label[language] : `${values[id]}${unit ? ` ${unit}` : ''}`}`
      })
      .join(language === 'zh' ? '，' : ', ')
  return { zh: `采用标准：${say('zh')}，非本规划规定`, en: `Adopted standard: ${say('en')}; not prescribed by this plan` }
}
