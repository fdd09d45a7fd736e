import { describe, expect, it } from 'vitest'
import type { PolicyPack } from '../../../server/core/policy/pack.ts'
import { readPlanText } from '../../../server/policies/plan-text.ts'
import { verifyQuotes } from '../../../server/policies/verify-quotes.ts'

const plan = '第三章 农村\n　　到2025年，**村级互助**养老服务设施\n覆盖率达到90％以上。各乡镇（街道）按照每百户不低于 20平方米的标准配建。\n'
const verify = (...quotes: string[]) =>
  verifyQuotes({ rules: quotes.map((quote, i) => ({ id: `R${i}`, ref: '', quote })) as PolicyPack['rules'], reported: [] }, plan)

describe('a quote', () => {
  it('stands where only white space and bold marks differ', () => {
    expect(verify('村级互助养老服务设施覆盖率达到90％以上', '每百户 不低于20平方米\n的标准', '到 2025 年，\u200b村级互助').map(({ found }) => found)).toEqual([true, true, true])
  })

  it('does not stand where a figure, a sign or its width differs, and the nearest passage shows where', () => {
    const [figure, width, sign] = verify('村级互助养老服务设施覆盖率达到95％以上', '覆盖率达到90%以上', '各乡镇(街道)按照每百户不低于20平方米')
    expect([figure.found, width.found, sign.found]).toEqual([false, false, false])
    expect(figure.nearest?.passage).toContain('覆盖率达到90％以上')
    // 18 pairs of signs, of which 到9, 95 … differ: 9|0 for 9|5 breaks two of them.
    expect(figure.nearest?.sharedPercent).toBeGreaterThanOrEqual(85)
    expect(width.nearest?.passage).toContain('达到90％以上')
    expect(sign.nearest?.passage).toContain('乡镇（街道）')
  })

  it('finds the passage though words were left out of it', () => {
    const [left] = verify('到2025年，村级养老服务设施覆盖率达到90％以上')
    expect(left.found).toBe(false)
    expect(left.nearest?.passage).toContain('村级互助养老服务设施覆盖率')
  })

  it('of nothing but white space never stands, and one of other signs has nothing near', () => {
    expect(verify(' \n').map(({ found, nearest }) => [found, nearest])).toEqual([[false, null]])
    expect(verify('abcdef')[0].nearest).toBeNull()
  })
})

describe('the text of a plan', () => {
  it('is read in the encodings that offices save', () => {
    expect(readPlanText(Buffer.from('规划', 'utf8'))).toBe('规划')
    expect(readPlanText(Buffer.from('\ufeff规划', 'utf16le'))).toBe('规划')
    // 规划 in GB 18030
    expect(readPlanText(Buffer.from([0xb9, 0xe6, 0xbb, 0xae]))).toBe('规划')
  })

  it('is refused as Word, as PDF and as something that is no text', () => {
    for (const bytes of [Buffer.from('PK\u0003\u0004'), Buffer.from('%PDF-1.7'), Buffer.from([0xff, 0xff, 0xff])]) expect(() => readPlanText(bytes)).toThrow(/PLAN_NOT_TEXT/)
  })
})
