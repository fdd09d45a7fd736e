import type { Compute } from './compute.ts'
import type { Choice, ChoiceValue, PolicyPack, Rule } from './pack.ts'
import type { Problem } from '../problems.ts'

/** Value of every choice of a pack, by its id. */
export type ChosenValues = Record<string, ChoiceValue>

/**
 * The defaults of a pack with what the user chose laid over them. Whatever does not belong (an unknown choice, a value
 * that the choice does not offer) comes back as problems, all of them; `values` then holds the default in its place.
 */
export function chooseValues(pack: Pick<PolicyPack, 'choices'>, chosen: Readonly<ChosenValues>): { values: ChosenValues; problems: Problem[] } {
  const values = Object.fromEntries(pack.choices.map((choice) => [choice.id, choice.default]))
  const problems: Problem[] = []
  for (const [id, value] of Object.entries(chosen)) {
    const choice = pack.choices.find((one) => one.id === id)
    if (!choice) problems.push(unknownChoice(id, pack.choices))
    else if (!isOffered(choice, value)) problems.push(notOffered(choice, value))
    else values[id] = value
  }
  return { values, problems }
}

/** Whether a choice takes this value: one of its options, a number within its bounds, a day; its default always. */
export function isOffered(choice: Choice, value: ChoiceValue): boolean {
  if (value === choice.default) return true
  if (choice.options) return choice.options.some((option) => option.value === value)
  if (choice.form === 'date') return typeof value === 'string' && isDay(value)
  if (typeof value !== 'number' || !Number.isFinite(value)) return false
  return (choice.least === null || value >= choice.least) && (choice.most === null || value <= choice.most)
}

/** Values that stand for all a choice offers: every option, or the default with both ends of its range. */
export function sampleValues(choice: Choice): ChoiceValue[] {
  const others = choice.options ? choice.options.map(({ value }) => value) : [choice.least, choice.most].filter((end) => end !== null)
  return [...new Set<ChoiceValue>([choice.default, ...others])]
}

/**
 * A rule's compute with every `{ choice: id }` replaced by its value, and the rule's kind. An element of a list whose
 * value is null is left out (「是否计入租赁」: 'leased' or nothing). A pack that was read has been checked with the
 * default and every option, so the answer is a `Compute`.
 */
export function resolveCompute(rule: Pick<Rule, 'id' | 'kind' | 'compute'>, values: Readonly<ChosenValues>): Compute {
  return { ...(resolveValue(rule.compute, values, `rule ${rule.id}`) as object), kind: rule.kind } as Compute
}

/** Anything written with `{ choice: id }` at its leaves, with every choice made; `name` is for the message of our own bug. */
export function resolveValue(written: unknown, values: Readonly<ChosenValues>, name: string): unknown {
  if (isReference(written)) {
    if (!Object.hasOwn(values, written.choice)) throw new Error(`expected a value of choice ${written.choice} for ${name}, got none`)
    return values[written.choice]
  }
  if (Array.isArray(written)) {
    return written.flatMap((element) => {
      const resolved = resolveValue(element, values, name)
      return isReference(element) && resolved === null ? [] : [resolved]
    })
  }
  if (typeof written !== 'object' || written === null) return written
  return Object.fromEntries(Object.entries(written).map(([key, value]) => [key, resolveValue(value, values, name)]))
}

/** The ids of the choices that a rule's compute depends on, each once, in the order they are met. */
export function choicesIn(compute: unknown): string[] {
  if (isReference(compute)) return [compute.choice]
  if (typeof compute !== 'object' || compute === null) return []
  return [...new Set(Object.values(compute).flatMap(choicesIn))]
}

export function isReference(node: unknown): node is { choice: string } {
  return typeof node === 'object' && node !== null && Object.keys(node).length === 1 && 'choice' in node && typeof node.choice === 'string'
}

/** YYYY-MM-DD of a day that exists. */
export function isDay(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (!match) return false
  const [year, month, day] = match.slice(1).map(Number)
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  return month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1]
}

function unknownChoice(id: string, choices: Choice[]): Problem {
  const known = choices.map((choice) => choice.id).join(', ')
  return {
    code: 'CHOICE_UNKNOWN',
    severity: 'error',
    column: id,
    message: { zh: `政策包没有声明选项「${id}」`, en: `The pack declares no choice “${id}”` },
    fix: { zh: `可用：${known || '无'}`, en: `Known: ${known || 'none'}` },
  }
}

function notOffered(choice: Choice, value: ChoiceValue): Problem {
  const range = choice.options
    ? choice.options.map((option) => String(option.value)).join(' | ')
    : choice.form === 'date'
      ? 'YYYY-MM-DD'
      : `${choice.least ?? '−∞'} – ${choice.most ?? '∞'}${choice.unit ? ` ${choice.unit}` : ''}`
  return {
    code: 'CHOICE_NOT_OFFERED',
    severity: 'error',
    column: choice.id,
    value: String(value),
    message: { zh: `「${choice.label.zh}」不接受这个值`, en: `“${choice.label.en}” does not take this value` },
    fix: { zh: `应为：${range}`, en: `Expected: ${range}` },
  }
}
