import { describe, expect, it } from 'vitest'
import type { Problem } from '../../../server/core/problems.ts'
import { largestPackBytes } from '../../../server/policies/pack-yaml.ts'
import { readPack } from '../../../server/policies/read-pack.ts'
import { miniature } from './miniature.ts'

const problemsOf = (text: string | Uint8Array): Problem[] => {
  const { pack, problems } = readPack(typeof text === 'string' ? Buffer.from(text) : text)
  expect(pack).toBeNull()
  for (const { row, fix, message } of problems) {
    expect(row).toBeGreaterThanOrEqual(1)
    expect(message.zh + (fix?.zh ?? '')).toMatch(/\p{Script=Han}/u)
    expect(fix?.en).toMatch(/\w/)
  }
  return problems
}
/** The miniature with a piece of it changed; the piece must be there. */
const changed = (...changes: [from: string, to: string][]): string =>
  changes.reduce((text, [from, to]) => {
    expect(text).toContain(from)
    return text.replace(from, to)
  }, miniature)
const lineOf = (text: string, piece: string): number => text.slice(0, text.indexOf(piece)).split('\n').length
const said = (problems: Problem[]) => problems.map(({ code, row, column }) => [code, row, column])

describe('a pack that is not sound', () => {
  it('is read without a word once it is sound', () => {
    const { pack, problems } = readPack(Buffer.from(miniature))
    expect(problems).toEqual([])
    expect(pack?.rules.map(({ id }) => id)).toEqual(['XX-01', 'XX-02'])
  })

  it('is told what does not fit where city and country are told apart', () => {
    const declare = (text: string) => changed(['\nrules:\n', `\nplaceClass: ${text}\n\nrules:\n`])
    expect(readPack(Buffer.from(declare('{ by: boundary_share, cityShare: 0.5 }'))).problems).toEqual([])
    const wrong = declare('{ by: boundary, cityShare: 0 }')
    expect(said(problemsOf(wrong)).map(([, row, column]) => [row, column])).toEqual([
      [lineOf(wrong, 'placeClass: {'), 'placeClass.by'],
      [lineOf(wrong, 'placeClass: {'), 'placeClass.cityShare'],
    ])
    expect(problemsOf(declare('{ by: { choice: nowhere }, cityShare: 0.5 }')).map(({ code }) => code)).toEqual(['CHOICE_UNKNOWN'])
    expect(problemsOf(declare('{ by: { choice: new_households }, cityShare: 0.5 }')).map(({ code }) => code)).toContain('VALUE_UNKNOWN')
  })

  it('is told which rule lacks its quote', () => {
    const text = changed(['    quote: 村级互助养老服务设施覆盖率达到90%以上\n', ''])
    expect(said(problemsOf(text))).toEqual([['FIELD_MISSING', lineOf(text, 'id: XX-01'), 'rules[0].quote']])
  })

  it('is told the kinds there are where a kind is unknown', () => {
    const text = changed(['kind: admin_coverage', 'kind: village_coverage'])
    const problems = problemsOf(text)
    expect(said(problems)).toEqual([['KIND_UNKNOWN', lineOf(text, 'village_coverage'), 'rules[0].kind']])
    expect(problems[0].fix?.zh).toContain('admin_coverage')
  })

  it('is told where a choice’s default is not among its options', () => {
    const text = changed(['default: planned', 'default: 规划'])
    // The default is used as well, and does not fit there either.
    expect(said(problemsOf(text))).toEqual([
      ['DEFAULT_NOT_OFFERED', lineOf(text, 'default: 规划'), 'choices[0].default'],
      ['VALUE_UNKNOWN', lineOf(text, 'choice: new_households') , 'rules[1].compute.households'],
    ])
  })

  it('is told which option would break the rule that uses it', () => {
    const text = changed(['value: occupied', 'value: 入住'])
    const problems = problemsOf(text)
    expect(said(problems)).toEqual([['OPTION_DOES_NOT_FIT', lineOf(text, 'choice: new_households'), 'rules[1].compute.households']])
    expect(problems[0].value).toBe('new_households = 入住')
  })

  it('is told where a comparison has words for a target', () => {
    const text = changed(['value: 0.9', 'value: 九成'])
    const problems = problemsOf(text)
    expect(said(problems)).toEqual([['TARGET_NOT_A_NUMBER', lineOf(text, '九成'), 'rules[0].targets[0].value']])
    expect(problems[0].fix?.zh).toContain('0.6')
  })

  it('is told where a number has nothing to compare with', () => {
    const text = changed(["op: '>='", 'op: null'])
    expect(said(problemsOf(text))).toEqual([['OP_MISSING', lineOf(text, 'op: null'), 'rules[0].op']])
  })

  it('is told of an id used twice, also between rules and reported figures', () => {
    const text = changed(['id: XX-R01', 'id: XX-02'])
    expect(said(problemsOf(text))).toEqual([['ID_REPEATED', text.split('\n').findLastIndex((row) => row.includes('id: XX-02')) + 1, 'reported[0].id']])
  })

  it('is told of a choice that is not declared, and of one that nobody uses', () => {
    const text = changed(['{ choice: new_households }', '{ choice: households }'])
    expect(said(problemsOf(text)).map(([code]) => code).sort()).toEqual(['CHOICE_UNKNOWN', 'CHOICE_UNUSED'])
  })

  it('is told of fields that do not belong, and of two targets for a year', () => {
    const unknown = changed(['    need: any', '    need: any\n      needs: all'])
    expect(said(problemsOf(unknown))[0]?.slice(0, 1)).toEqual(['FIELD_UNKNOWN'])
    const twice = changed(['[{ when: 2025, value: 0.9 }]', '[{ when: 2025, value: 0.9 }, { when: 2025, value: 0.8 }]'])
    expect(said(problemsOf(twice)).map(([code]) => code)).toEqual(['YEAR_REPEATED'])
  })

  it('is told everything at once, in the order of the file', () => {
    const text = changed(['period: [2021, 2025]', 'period: [2021]'], ['default: planned', 'default: 规划'], ['kind: admin_coverage', 'kind: x'], ['nature: 预期性', 'nature: 期望'], ['id: XX-R02', 'id: XX-R01'])
    const problems = problemsOf(text)
    expect(problems.map(({ code }) => code)).toEqual(['WRONG_LENGTH', 'DEFAULT_NOT_OFFERED', 'KIND_UNKNOWN', 'VALUE_UNKNOWN', 'ID_REPEATED'])
    expect(problems.map(({ row }) => row)).toEqual(problems.map(({ row }) => row!).sort((a, b) => a - b))
  })
})

describe('a file that is no pack', () => {
  it('with tabs for indentation is told the line', () => {
    const text = changed(['  title: 示例县', '\ttitle: 示例县'])
    const problems = problemsOf(text)
    expect(problems[0]).toMatchObject({ code: 'YAML_TAB_AS_INDENT', row: lineOf(text, '\ttitle') })
    expect(problems[0].fix?.zh).toContain('空格')
  })

  it('in GBK is told the first line that is not UTF-8, and how to save it', () => {
    // 「示例」 in GBK, in the second line.
    const bytes = Buffer.concat([Buffer.from('format: 1\nid: '), Buffer.from([0xca, 0xbe, 0xc0, 0xfd]), Buffer.from('\n')])
    const problems = problemsOf(bytes)
    expect(said(problems)).toEqual([['PACK_NOT_UTF8', 2, undefined]])
    expect(problems[0].fix?.zh).toContain('另存为')
  })

  it('with a control character is told its line', () => {
    const text = changed(['name: 村级互助', 'name: 村级\u0000互助'])
    expect(said(problemsOf(text))).toEqual([['PACK_CONTROL_SIGN', lineOf(text, '\u0000'), undefined]])
  })

  it('with a byte order mark is read all the same', () => {
    expect(readPack(Buffer.from(`\ufeff${miniature}`)).problems).toEqual([])
  })

  it('of more than a megabyte is refused before it is parsed', () => {
    expect(said(problemsOf(`${miniature}#${'x'.repeat(largestPackBytes)}`))).toEqual([['PACK_TOO_LARGE', 1, undefined]])
  })

  it('with aliases that multiply is refused at the first, before they have multiplied', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]', ...Array.from({ length: 12 }, (_, i) => `${String.fromCharCode(98 + i)}: &${String.fromCharCode(98 + i)} [${Array(9).fill(`*${String.fromCharCode(97 + i)}`).join(', ')}]`)].join('\n')
    const problems = problemsOf(`format: 1\n${bomb}\n`)
    expect(said(problems)).toEqual([['PACK_ALIAS', 2, undefined]])
  })

  it('nested without end is refused, in brackets and in indentation', () => {
    expect(said(problemsOf(`format: 1\nid: ${'['.repeat(300_000)}`))).toEqual([['PACK_TOO_DEEP', 2, undefined]])
    expect(said(problemsOf(Array.from({ length: 400 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')))[0][0]).toBe('PACK_TOO_DEEP')
    expect(said(problemsOf(`- `.repeat(200_000)))[0][0]).toBe('PACK_TOO_DEEP')
  })

  it('with the same key twice, a custom tag, two documents or nothing at all names the line', () => {
    expect(said(problemsOf(changed(['format: 1', 'format: 1\nformat: 1'])))[0]).toEqual(['YAML_DUPLICATE_KEY', 3, undefined])
    expect(said(problemsOf(changed(['format: 1', 'format: !!js/function 1'])))[0].slice(0, 2)).toEqual(['YAML_TAG_RESOLVE_FAILED', 2])
    expect(said(problemsOf(`${miniature}---\n${miniature}`))[0][0]).toBe('YAML_MULTIPLE_DOCS')
    expect(problemsOf('')).toHaveLength(1)
    expect(problemsOf('只是一句话')).toHaveLength(1)
  })

  it('cannot reach into the prototype of anything', () => {
    const { pack } = readPack(Buffer.from(changed(['baseline: {}', 'baseline: { __proto__: 1 }'])))
    expect(Object.keys(pack?.baseline ?? {})).toEqual([])
    readPack(Buffer.from(`${miniature}__proto__: { polluted: true }\n`))
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })
})
