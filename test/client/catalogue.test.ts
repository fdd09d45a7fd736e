import { describe, expect, it } from 'vitest'
import { errorCodes } from '../../server/contract/error-codes.ts'
import { en } from '../../client/i18n/en.ts'
import { createI18n, wordFor } from '../../client/i18n/index.ts'
import { zhCN } from '../../client/i18n/zh-CN.ts'

type Tree = { [key: string]: string | Tree }

function flatten(tree: Tree, path = ''): Map<string, string> {
  const flat = new Map<string, string>()
  for (const [key, value] of Object.entries(tree)) {
    const here = path ? `${path}.${key}` : key
    if (typeof value === 'string') flat.set(here, value)
    else for (const [inner, text] of flatten(value, here)) flat.set(inner, text)
  }
  return flat
}

const placeholders = (text: string) => (text.match(/\{\{\w+\}\}/g) ?? []).sort()
const chinese = flatten(zhCN)
const english = flatten(en)

describe('the catalogues', () => {
  it('have the same keys', () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort())
  })
  it('have no empty message', () => {
    for (const [key, text] of [...chinese, ...english]) expect(text.trim(), key).not.toBe('')
  })
  it('use the same placeholders', () => {
    for (const [key, text] of chinese) expect(placeholders(english.get(key) ?? ''), key).toEqual(placeholders(text))
  })
  it('leave no Chinese in the English messages but the title marks', () => {
    for (const [key, text] of english) expect(text.replace(/[《》示例]/g, ''), key).not.toMatch(/[\u4e00-\u9fff]/)
  })
})

describe('a number and its noun', () => {
  const { t } = createI18n('en')
  it('agree, whether the number comes as such or as text', () => {
    expect([1, 2, '1', '1,001', '‹10', 0].map((n) => t('imports.answerFirst', { n }).split(':')[0])).toEqual([
      '1 question waits', '2 questions wait', '1 question waits', '1,001 questions wait', '‹10 questions wait', '0 questions wait',
    ])
  })
  it('are worded for one and for more wherever a message turns its noun, and with no mark left', () => {
    const turning = [...english].filter(([, text]) => text.includes('plural('))
    expect(turning.length).toBeGreaterThan(30)
    for (const [key, text] of turning) {
      expect(text, key).toMatch(/^(?:(?!plural\().|plural\(one: [^;)]+; other: [^;)]+\)\}\})+$/)
      const said = [1, 7].map((n) => String(t(key as never, { n } as never)))
      expect(said.join(), key).not.toMatch(/plural|\{\{n[,}]/)
      expect(said[0], key).not.toBe(said[1].replace('7', '1'))
    }
  })
})

describe('words for codes', () => {
  it('name a custom profile by its metres', () => {
    expect(wordFor('zh', 'profile', 'custom-650m')).toBe('自定义 · 650 m')
    expect(wordFor('en', 'profile', 'custom-650m')).toBe('Custom · 650 m')
  })
  it('show a code that has no word as it is', () => {
    expect(wordFor('zh', 'facilityType', 'brand_new_type')).toBe('brand_new_type')
  })
  it('are not mistaken for the error codes, which the server words itself', () => {
    for (const code of Object.keys(errorCodes)) expect(chinese.has(`words.${code}`)).toBe(false)
  })
})
