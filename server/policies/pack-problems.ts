import type { core } from 'zod'
import type { Bilingual, Problem } from '../core/problems.ts'

type Issue = core.$ZodIssue

/** Where in the file something stands: its line, and its path as an official reads it. */
export type Place = (path: readonly PropertyKey[]) => { row: number; column: string }

/** What a schema found amiss, in words an official understands: one problem a place, with its line and its path. */
export function toPackProblems(issues: readonly Issue[], input: unknown, place: Place, at: readonly PropertyKey[] = []): Problem[] {
  return issues.flatMap((issue) => {
    const path = [...at, ...issue.path]
    const here = valueAt(input, issue.path)
    // A union is `value or { choice }` in compute and `number, words or parts` in targets: say which of them was meant.
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      const meant = pickMeant(issue.errors, here)
      if (meant) return toPackProblems(meant, here, place, path)
    }
    const { code, message, fix } = describe(issue, here)
    const text = here === undefined || (typeof here === 'object' && here !== null) ? undefined : String(here)
    const problem: Problem = { code, severity: 'error', ...place(path), message, fix }
    return [text === undefined ? problem : { ...problem, value: text.slice(0, 80) }]
  })
}

/** rules[3].compute.units.levels[0] */
export function pathText(path: readonly PropertyKey[]): string {
  return path.map((step, i) => (typeof step === 'number' ? `[${step}]` : `${i === 0 ? '' : '.'}${String(step)}`)).join('')
}

/** The branch that fits the value's form: `{ choice }` for a map with that key, else the one that went furthest. */
function pickMeant(branches: readonly (readonly Issue[])[], value: unknown): readonly Issue[] | undefined {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value)
  const aboutForm = (issues: readonly Issue[]) => issues.length > 0 && issues.every(({ code, path }) => code === 'invalid_type' && path.length === 0)
  const fitting = branches.filter((issues) => issues.length > 0 && !aboutForm(issues))
  if (isMap && 'choice' in value) return fitting.at(-1)
  return fitting.length === 1 ? fitting[0] : fitting.find((issues) => issues.some(({ path }) => path.length > 0)) ?? (isMap ? undefined : (fitting[0] ?? branches[0]))
}

function describe(issue: Issue, value: unknown): { code: string; message: Bilingual; fix: Bilingual } {
  switch (issue.code) {
    case 'invalid_type':
      return value === undefined
        ? { code: 'FIELD_MISSING', message: { zh: '缺少这个字段', en: 'This field is missing' }, fix: { zh: `补上，应为${formZh(issue.expected)}`, en: `Add it: ${formEn(issue.expected)}` } }
        : { code: 'WRONG_FORM', message: { zh: `应为${formZh(issue.expected)}`, en: `Expected ${formEn(issue.expected)}` }, fix: { zh: '没有就写 null；文字加引号；数字不加引号、不带单位', en: 'Write null for none; quote text; numbers without quotes or units' } }
    case 'unrecognized_keys':
      return {
        code: 'FIELD_UNKNOWN',
        message: { zh: `没有字段「${issue.keys.join('、')}」`, en: `No such field: ${issue.keys.join(', ')}` },
        fix: { zh: '检查拼写，或删去', en: 'Check the spelling, or remove it' },
      }
    case 'invalid_value':
      return oneOf(issue.values.map(String))
    case 'invalid_union': {
      const options = 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : []
      if (issue.discriminator === 'kind') return { ...oneOf(options), code: 'KIND_UNKNOWN', message: { zh: '没有这种规则类型', en: 'No such kind of rule' } }
      if (options.length > 0) return oneOf(options)
      return { code: 'WRONG_FORM', message: { zh: '写法不符', en: 'Not of any expected form' }, fix: { zh: '数值、文字或各部分数值；compute 中也可写 { choice: 选项代码 }', en: 'A number, words or a number for each part; in compute also { choice: id }' } }
    }
    case 'too_small':
    case 'too_big': {
      const bound = issue.code === 'too_small' ? issue.minimum : issue.maximum
      const [zh, en] = issue.code === 'too_small' ? ['至少', 'at least'] : ['至多', 'at most']
      const empty = issue.origin === 'string' || issue.origin === 'array'
      if (issue.origin === 'array' && bound !== 1) return { code: 'WRONG_LENGTH', message: { zh: '列表的项数不对', en: 'The list has the wrong length' }, fix: { zh: `${zh} ${bound} 项`, en: `Write ${en} ${bound}` } }
      return {
        code: 'OUT_OF_RANGE',
        message: empty ? { zh: '不能为空', en: 'Must not be empty' } : { zh: `应${issue.inclusive === false ? '大于' : zh} ${bound}`, en: `Must be ${issue.inclusive === false ? 'more than' : en} ${bound}` },
        fix: empty ? { zh: `${zh} ${bound} 项；没有就写 null`, en: `${en} ${bound}; write null for none` } : { zh: '改正数值', en: 'Correct the number' },
      }
    }
    case 'invalid_format':
      return { code: 'WRONG_FORMAT', message: { zh: '格式不符', en: 'Wrong format' }, fix: { zh: `应符合 ${issue.pattern ?? issue.format}`, en: `Expected ${issue.pattern ?? issue.format}` } }
    case 'custom':
      return issue.params?.code === 'NOT_A_DAY'
        ? { code: 'NOT_A_DAY', message: { zh: '不是存在的日期', en: 'Not a day that exists' }, fix: { zh: '写成 2024-12-31', en: 'Write 2024-12-31' } }
        : { code: 'PROFILE_UNKNOWN', message: { zh: '没有这个服务圈', en: 'No such service circle' }, fix: { zh: 'gb50180-15min、elder-15min、gb50180-10min、gb50180-5min 或 custom-米数m', en: 'gb50180-15min, elder-15min, gb50180-10min, gb50180-5min or custom-<metres>m' } }
    case 'invalid_key':
    case 'invalid_element':
    case 'not_multiple_of':
      return { code: 'WRONG_FORM', message: { zh: '字段名或数值不合要求', en: 'A name or number is not allowed here' }, fix: { zh: '字段名用小写字母、数字、下划线', en: 'Use lower case letters, digits, underscores' } }
  }
}

function oneOf(values: string[]): { code: string; message: Bilingual; fix: Bilingual } {
  return {
    code: 'VALUE_UNKNOWN',
    message: { zh: '不在可用值之列', en: 'Not among the values allowed' },
    fix: { zh: `可用：${values.join('、')}`, en: `Use one of: ${values.join(', ')}` },
  }
}

function formZh(expected: string): string {
  return { string: '文字', number: '数值', int: '整数', boolean: ' true 或 false', array: '列表', object: '字段组', record: '字段组', tuple: '两个数 [首, 末]', null: ' null' }[expected] ?? ` ${expected}`
}

function formEn(expected: string): string {
  return { string: 'text', int: 'a whole number', number: 'a number', boolean: 'true or false', array: 'a list', object: 'a group of fields', record: 'a group of fields', tuple: 'two numbers [first, last]' }[expected] ?? expected
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, step) => (typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[step] : undefined), input)
}
