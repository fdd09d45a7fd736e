import type { PolicyPack, Rule, Target } from '../core/policy/pack.ts'
import type { Bilingual, Problem } from '../core/problems.ts'
import { choicesIn, isDay, isOffered, resolveValue, sampleValues, type ChosenValues } from '../core/policy/resolve-choices.ts'
import { strictPlaceClass } from '../contract/policies.ts'
import type { z } from '../contract/common.ts'
import { strictCompute } from './compute-schema.ts'
import { toPackProblems, type Place } from './pack-problems.ts'

/** What a schema cannot say: ids that repeat, choices that do not fit, targets that nothing can be held against. */
export function checkPack(pack: PolicyPack, place: Place): Problem[] {
  const say = (path: PropertyKey[], code: string, message: Bilingual, fix: Bilingual, value?: string): Problem => ({
    code,
    severity: 'error',
    ...place(path),
    message,
    fix,
    ...(value === undefined ? {} : { value }),
  })
  return [
    ...checkIds(pack, say),
    ...checkChoices(pack, say),
    ...(pack.placeClass === undefined ? [] : checkEveryOption(pack, pack.placeClass, strictPlaceClass, ['placeClass'], place)),
    ...pack.rules.flatMap((rule, i) => [...checkEveryOption(pack, rule.compute, strictCompute[rule.kind], ['rules', i, 'compute'], place), ...checkTargets(rule, i, say)]),
    ...checkPeriod(pack, say),
  ]
}

type Say = (path: PropertyKey[], code: string, message: Bilingual, fix: Bilingual, value?: string) => Problem

function checkIds(pack: PolicyPack, say: Say): Problem[] {
  const seen = new Set<string>()
  const all = [
    ...pack.choices.map(({ id }, i) => ({ id: `choice ${id}`, path: ['choices', i, 'id'] })),
    ...pack.rules.map(({ id }, i) => ({ id, path: ['rules', i, 'id'] })),
    ...pack.reported.map(({ id }, i) => ({ id, path: ['reported', i, 'id'] })),
  ]
  return all.flatMap(({ id, path }) => {
    const again = seen.has(id)
    seen.add(id)
    return again ? [say(path, 'ID_REPEATED', { zh: '编号重复', en: 'This id is used twice' }, { zh: '换一个编号', en: 'Choose another' }, id.replace(/^choice /, ''))] : []
  })
}

function checkChoices(pack: PolicyPack, say: Say): Problem[] {
  const written = [...pack.rules.map(({ compute }, i) => ({ of: compute, path: ['rules', i, 'compute'] })), { of: pack.placeClass, path: ['placeClass'] }]
  const used = new Set(written.flatMap(({ of }) => choicesIn(of)))
  const declared = new Set(pack.choices.map(({ id }) => id))
  return [
    ...pack.choices.flatMap((choice, i) => [
      ...(used.has(choice.id) ? [] : [say(['choices', i], 'CHOICE_UNUSED', { zh: '没有规则用到这个选项', en: 'No rule uses this choice' }, { zh: '在 compute 中引用，或删去', en: 'Refer to it in a compute, or remove it' }, choice.id)]),
      ...(choice.options && !choice.options.some(({ value }) => value === choice.default)
        ? [say(['choices', i, 'default'], 'DEFAULT_NOT_OFFERED', { zh: '默认值不在可选值之中', en: 'The default is not among the options' }, { zh: `可选：${choice.options.map(({ value }) => String(value)).join('、')}`, en: 'Add it to the options, or choose another default' }, String(choice.default))]
        : []),
      ...(choice.options && new Set(choice.options.map(({ value }) => value)).size < choice.options.length
        ? [say(['choices', i, 'options'], 'OPTION_REPEATED', { zh: '可选值重复', en: 'An option is there twice' }, { zh: '删去重复的', en: 'Remove one' })]
        : []),
      ...(choice.options === null && !isOpenChoiceSound(choice)
        ? [say(['choices', i, 'default'], 'DEFAULT_OUT_OF_RANGE', { zh: '默认值不在范围之内，或范围颠倒', en: 'The default lies outside its range, or the range is upside down' }, { zh: '填数须有 least 与 most；日期须有 form: date', en: 'A number needs least and most, a day needs form: date' }, String(choice.default))]
        : []),
    ]),
    ...written.flatMap(({ of, path }) =>
      choicesIn(of)
        .filter((id) => !declared.has(id))
        .map((id) => say(path, 'CHOICE_UNKNOWN', { zh: `没有声明选项「${id}」`, en: `No choice “${id}” is declared` }, { zh: '在 choices 中声明，或改正代码', en: 'Declare it under choices, or correct the id' }, id)),
    ),
  ]
}

function isOpenChoiceSound(choice: PolicyPack['choices'][number]): boolean {
  if (choice.form === 'date') return typeof choice.default === 'string' && isDay(choice.default)
  if (choice.least === null || choice.most === null || choice.least > choice.most) return false
  return choice.default === null || (typeof choice.default === 'number' && choice.default >= choice.least && choice.default <= choice.most && isOffered(choice, choice.default))
}

/** What is written must make sense with the defaults, and with every option of every choice it refers to. */
function checkEveryOption(pack: PolicyPack, written: unknown, strict: z.ZodType, path: PropertyKey[], place: Place): Problem[] {
  const defaults: ChosenValues = Object.fromEntries(pack.choices.map((choice) => [choice.id, choice.default]))
  const choices = choicesIn(written).map((id) => pack.choices.find((choice) => choice.id === id))
  if (choices.some((choice) => choice === undefined)) return []
  const ways = [{ of: null, values: defaults }, ...choices.flatMap((choice) => sampleValues(choice!).map((value) => ({ of: choice!, values: { ...defaults, [choice!.id]: value } })))]
  const problems = ways.flatMap(({ of, values }) => {
    const resolved = resolveValue(written, values, path.join('.'))
    const { error } = strict.safeParse(resolved)
    if (!error) return []
    const found = toPackProblems(error.issues, resolved, place, path)
    if (!of) return found
    const shown = String(values[of.id])
    return found.map((problem) => ({
      ...problem,
      code: 'OPTION_DOES_NOT_FIT',
      value: `${of.id} = ${shown}`,
      message: { zh: `选项「${of.id}」取「${shown}」时：${problem.message.zh}`, en: `With choice “${of.id}” = “${shown}”: ${problem.message.en}` },
    }))
  })
  const seen = new Set<string>()
  return problems.filter((problem) => {
    const key = `${problem.column} ${problem.message.zh}`
    if (seen.has(key) || seen.has(`${problem.column} default`)) return false
    seen.add(problem.code === 'OPTION_DOES_NOT_FIT' ? key : `${problem.column} default`)
    return true
  })
}

const comparing = ['>=', '>', '<=', '<', '==', '~']

/** A comparison needs a number somewhere; words alone go with `exists`, and a year twice is a slip. */
function checkTargets(rule: Rule, index: number, say: Say): Problem[] {
  const path = ['rules', index, 'targets']
  const repeated = rule.targets.filter((target, i) => rule.targets.findIndex((other) => other.when === target.when) < i)
  const compares = rule.op !== null && comparing.includes(rule.op)
  const judgedInWords = ['inventory', 'workflow', 'land_constraint'].includes(rule.kind)
  const wordy = rule.targets.flatMap((target, i) => (compares && !judgedInWords && typeof target.value === 'string' ? [i] : []))
  return [
    ...repeated.map((target) => say(path, 'YEAR_REPEATED', { zh: '同一年份有两个目标', en: 'Two targets for the same year' }, { zh: '各部分写在一个目标里', en: 'Put the parts into one target' }, String(target.when))),
    ...wordy.map((i) =>
      say([...path, i, 'value'], 'TARGET_NOT_A_NUMBER', { zh: `「${rule.op}」需要数值目标`, en: `“${rule.op}” needs a number` }, { zh: '60% 写 0.6；定性目标请把 op 写成 exists', en: 'Write 0.6 for 60 %; for words write op: exists' }, String(rule.targets[i].value)),
    ),
    ...(rule.targets.some(isNumeric) && !compares
      ? [say(['rules', index, 'op'], 'OP_MISSING', { zh: '有数值目标，却没有比较方式', en: 'There is a number to reach, but no comparison' }, { zh: 'op 写 >=、>、<=、<、== 或 ~', en: 'Write op: >=, >, <=, <, == or ~' }, String(rule.op))]
      : []),
  ]
}

function isNumeric(target: Target): boolean {
  return typeof target.value !== 'string'
}

function checkPeriod(pack: PolicyPack, say: Say): Problem[] {
  const [first, last] = pack.document.period
  return [
    ...(first > last ? [say(['document', 'period'], 'PERIOD_REVERSED', { zh: '规划期首末年颠倒', en: 'The period ends before it begins' }, { zh: '写成 [首年, 末年]', en: 'Write [first, last]' }, `${first}–${last}`)] : []),
    ...(pack.document.issued && pack.document.issued.length === 10 && !isDay(pack.document.issued)
      ? [say(['document', 'issued'], 'NOT_A_DAY', { zh: '不是存在的日期', en: 'Not a day that exists' }, { zh: '写成 2024-12-31，或只写年月', en: 'Write 2024-12-31, or year and month' }, pack.document.issued)]
      : []),
  ]
}
