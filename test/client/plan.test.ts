import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EvaluationRecord, RegionItem, RuleResultReply } from '../../server/contract/evaluations.ts'
import type { PolicyListItem } from '../../server/contract/policies.ts'
import { createI18n, wordFor } from '../../client/i18n/index.ts'
import { formatMeasure } from '../../client/format.ts'
import { failingFeatures } from '../../client/map/layers/failing.ts'
import { boundsOfGeometry } from '../../client/tables/geometry.ts'
import { parseMarkdown, parseSpans } from '../../client/tables/markdown.ts'
import { noBoundaryWords, statisticalWords } from '../../server/core/indicators/place-classes.ts'
import {
  changedChoices, choicesNamedIn, countByStatus, countFailing, filterRules, isOwnPack, newestOfYear, noPlanFilter, orderPacks, reachBeside, tellsCityFromCountry, type Choice,
} from '../../client/tables/plan-rows.ts'
import { buildRegionTree, matchesRegion } from '../../client/tables/region-tree.ts'
import { isDoubtfulShare, partsOf, shownValue, toKeptValue } from '../../client/tables/reported.ts'
import { scaleEnd } from '../../client/workspaces/overview/plan/BulletBar.tsx'
import { figureText, gapText, targetText, valueText } from '../../client/workspaces/overview/plan/rule-text.ts'

const plain = (text: string) => text.replaceAll('\u00a0', ' ')
const chinese = createI18n('zh')
const words = { t: chinese.t, word: (group: 'gapMeasure', code: string) => wordFor('zh', group, code) } as never
const share = { unit: '%', target: 0.6 }

describe('a figure beside its target', () => {
  it('never reads as reaching a target that it misses', () => {
    expect(plain(figureText(0.5996, share, 'down'))).toBe('59.9 %')
    expect(plain(figureText(0.59996, share, 'up'))).not.toBe('60.0 %')
    expect(plain(figureText(19.999, { unit: 'm²/百户', target: 20 }, 'down'))).toBe('19.99 m²/百户')
  })
  it('never reads as within a ceiling that it passes', () => {
    expect(plain(valueText(words, { value: 300.001, valueUpper: 300.001, unit: '张', target: 300 }, '<='))).toBe('300.01 张')
    expect(plain(valueText(words, { value: 300, valueUpper: 300, unit: '张', target: 300 }, '<='))).toBe('300 张')
  })
  it('stays on its side of any target, whichever way it is rounded', () => {
    const measure = fc.double({ min: 0.01, max: 5000, noNaN: true })
    fc.assert(
      fc.property(measure, fc.integer({ min: 1, max: 5000 }), fc.constantFrom('down' as const, 'up' as const), (value, target, direction) => {
        // Doubles closer than a billionth are no figures of a ledger.
        fc.pre(Math.abs(value - target) > 1e-9)
        expect(Math.sign(Number(formatMeasure(value, direction, target).replaceAll(',', '')) - target)).toBe(Math.sign(value - target))
      }),
    )
  })
  it('is an interval where something is unknown, and a dash where nothing is known', () => {
    expect(plain(valueText(words, { value: 0.4809, valueUpper: 0.542, unit: '%', target: 0.85 }, '>='))).toBe('48.0 % – 54.2 %')
    expect(valueText(words, { value: null, valueUpper: null, unit: '%', target: 0.85 }, '>=')).toBe('—')
  })
  it('says where nothing bounds it above, instead of standing as if it were the whole', () => {
    expect(plain(valueText(words, { value: 0.5857, valueUpper: null, unit: '%', target: 0.7 }, '>='))).toBe('已知部分 58.5 %，上限不明')
  })
})

describe('a target', () => {
  it('is a figure with its sign, the plan’s own words, or its parts', () => {
    expect(plain(targetText(0.6, '>=', '%'))).toBe('≥ 60 %')
    expect(plain(targetText(300, '<=', '张'))).toBe('≤ 300 张')
    expect(targetText('基本建成', 'exists', '%')).toBe('「基本建成」')
    expect(plain(targetText({ 上岗率: 1, 岗前: 1, 人次: 600 }, null, null, '培训上岗率/岗前培训率；培训人次'))).toBe('上岗率 100 %；岗前 100 %；人次 600')
    expect(targetText({ 智慧养老院: 1 }, null, null, '智慧养老院、智慧养老社区')).toBe('智慧养老院 1')
    expect(targetText({ 机构: 5, 床位: 1238 }, '>=', null)).toBe('机构 ≥ 5；床位 ≥ 1,238')
  })
  it('has what is missing raised to the next whole unit', () => {
    expect(gapText(words, { status: 'not_met', missing: { measure: 'units', amount: '97/2' } })).toBe('49 个单元')
    expect(gapText(words, { status: 'not_met', missing: { measure: 'm2', amount: '500.301' } })).toBe('500.31 m²')
  })
  it('is not said to be missing for certain where data is', () => {
    expect(gapText(words, { status: 'insufficient_data', missing: { measure: 'people', amount: '80' } })).toBe('按已知数据 80 人，未定')
  })
  it('lies within the bar, which ends at all of a share', () => {
    expect(scaleEnd({ value: 0.2, valueUpper: 0.4, unit: '%', target: 0.85 })).toBe(1)
    expect(scaleEnd({ value: 10, valueUpper: 10, unit: '个', target: 13 })).toBeGreaterThan(13)
    expect(scaleEnd({ value: 0, valueUpper: 0, unit: '个', target: null })).toBe(1)
  })
})

const rule = (change: Partial<RuleResultReply>) => ({ id: 'A-1', name: '日间照料覆盖率', kind: 'admin_coverage', status: 'met', quote: '', ref: '', failingUnits: [], variants: [], ...change }) as unknown as RuleResultReply

describe('the rows', () => {
  const rules = [rule({}), rule({ id: 'A-2', name: '床位', kind: 'count', status: 'not_met', quote: '达到2800张' }), rule({ id: 'A-3', name: '四同步', status: 'qualitative' })]
  it('are found by name, number and clause, kept in the plan’s order', () => {
    expect(filterRules(rules, { ...noPlanFilter, search: '2800' }).map(({ id }) => id)).toEqual(['A-2'])
    expect(filterRules(rules, { ...noPlanFilter, search: 'a-' })).toEqual(rules)
    expect(filterRules(rules, { ...noPlanFilter, statuses: ['qualitative', 'met'] }).map(({ id }) => id)).toEqual(['A-1', 'A-3'])
    expect(filterRules(rules, { ...noPlanFilter, kind: 'count' }).map(({ id }) => id)).toEqual(['A-2'])
  })
  it('are each counted under one status', () => {
    const counts = countByStatus(rules)
    expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(rules.length)
    expect(counts).toMatchObject({ met: 1, not_met: 1, qualitative: 1 })
  })
  it('tell failing units from those that could not be judged', () => {
    const failingUnits = ['fails', 'unknown', 'fails'].map((state) => ({ state })) as RuleResultReply['failingUnits']
    expect(countFailing({ failingUnits })).toEqual({ fails: 2, unknown: 1 })
  })
  it('show reach beside elders served only where the server gives it', () => {
    const variant = (zh: string) => ({ label: { zh, en: '' } }) as RuleResultReply['variants'][number]
    expect(reachBeside({ variants: [variant('分母：农村'), variant('空间可及比率（农村）')] })?.label.zh).toBe('空间可及比率（农村）')
    expect(reachBeside({ variants: [variant('分母：农村')] })).toBeUndefined()
  })
})

describe('plans', () => {
  const pack = (id: string, code: string) => ({ id, region: { code } }) as PolicyListItem
  const county = { code: '511102', parentCode: '511100' }
  it('of the region come first, those of its prefecture next, and only these are its own', () => {
    const packs = [pack('a', '640502'), pack('leshan', '511100'), pack('own', '511102')]
    expect(orderPacks(packs, county).map(({ id }) => id)).toEqual(['own', 'leshan', 'a'])
    expect(packs.map((one) => isOwnPack(one, county))).toEqual([false, true, true])
  })
  it('are looked at in their newest published evaluation of the year', () => {
    const list = [{ id: 'x', status: 'running', year: 2025 }, { id: 'y', status: 'published', year: 2022 }, { id: 'z', status: 'published', year: 2025 }] as EvaluationRecord[]
    expect(newestOfYear(list, 2025)?.id).toBe('z')
    expect(newestOfYear(list, 2023)).toBeUndefined()
  })
})

describe('choices', () => {
  const choice = (id: string, value: Choice['default']) => ({ id, default: value }) as Choice
  it('that differ from their defaults are named, null and false among them', () => {
    const choices = [choice('a', 'x'), choice('b', null), choice('c', true), choice('d', 3)]
    expect(changedChoices(choices, { a: 'x', b: 5, c: false, gone: 1 }).map(({ choice: { id } }) => id)).toEqual(['b', 'c'])
  })
  it('of a rule are found wherever its computation names them', () => {
    expect(choicesNamedIn({ profile: { choice: 'p' }, list: [{ choice: 'q' }, 'x', { deep: { choice: 'p' } }], choice: 1 })).toEqual(['p', 'q'])
    expect(choicesNamedIn(null)).toEqual([])
    const words = (zh: string) => ({ assumptions: [{ zh: '只计运营中的设施。', en: '' }, { zh, en: '' }] })
    expect([statisticalWords.zh, `石城县：${noBoundaryWords.zh}`, '城乡都计'].map((zh) => tellsCityFromCountry(words(zh)))).toEqual([true, true, false])
  })
})

describe('regions', () => {
  const region = (code: string, level: RegionItem['level'], parentCode: string | null, hasData = false) =>
    ({ code, level, parentCode, hasData, name: `名${code}`, nameEn: `Name ${code}` }) as RegionItem
  const regions = [region('360000', 'province', null), region('360735', 'county', '360700', true), region('360700', 'prefecture', '360000'), region('460200', 'prefecture', '460000'), region('429004', 'county', '420000', true)]
  it('stand as prefectures with their counties; a prefecture opens with its first data', () => {
    const tree = buildRegionTree(regions)
    expect(tree.map(({ region: { code }, open }) => [code, open])).toEqual([['360700', true], ['429004', true], ['460200', false]])
    expect(tree[0].counties.map(({ code }) => code)).toEqual(['360735'])
  })
  it('are found by name in either language or by the beginning of the code', () => {
    expect(['名3607', 'name 360735', '3607'].every((search) => matchesRegion(regions[1], search))).toBe(true)
    expect(matchesRegion(regions[1], '石城')).toBe(false)
  })
})

describe('reported figures', () => {
  it('typed as per cent are kept as the same fraction, digit by digit, and shown as typed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 9999 }), (whole, decimals) => {
        const typed = `${whole}.${String(decimals).padStart(4, '0')}`
        const kept = toKeptValue(`${typed}%`)
        expect(Number(kept)).toBeCloseTo(Number(typed) / 100, 9)
        expect(Number(plain(shownValue({ value: kept, unit: '%' })).replace(' %', ''))).toBeCloseTo(Number(typed), 9)
      }),
    )
    expect(toKeptValue('85%')).toBe('0.85')
    expect(toKeptValue('100 ％')).toBe('1')
    expect(toKeptValue('0%')).toBe('0')
  })
  it('keep words and other units as they are', () => {
    expect(toKeptValue('已完成')).toBe('已完成')
    expect(plain(shownValue({ value: '350', unit: '户' }))).toBe('350 户')
    expect(shownValue({ value: '70%左右', unit: '%' })).toBe('70%左右')
  })
  it('ask for the sign where a bare number may be a fraction or per cent', () => {
    expect(isDoubtfulShare('85', '%')).toBe(true)
    expect(isDoubtfulShare('85%', '%')).toBe(false)
    expect(isDoubtfulShare('85', '户')).toBe(false)
  })
  it('have the parts that any year’s target names', () => {
    expect(partsOf({ targets: [{ when: 2025, value: { 人次: 600, 岗前: 1 } }] })).toEqual(['人次', '岗前'])
    expect(partsOf({ targets: [{ when: 2025, value: 1 }] })).toEqual([null])
  })
})

describe('failing units on the map', () => {
  const feature = (geometry: { type: string; coordinates: unknown[] } | null) => ({ type: 'Feature' as const, properties: { entity: 'unit', id: 'i', name: 'n', state: 'fails', reasonZh: '', reasonEn: '' }, geometry })
  const square = (side: number) => ({ type: 'MultiPolygon', coordinates: [[[[0, 0], [side, 0], [side, side], [0, 0]]]] })
  it('are drawn where they have a place; a small area has a sign as well', () => {
    const drawn = failingFeatures({ type: 'FeatureCollection', withoutPlace: 1, features: [feature(null), feature({ type: 'Point', coordinates: [1, 2] }), feature(square(1)), feature(square(0.01))] })
    expect(drawn.features.map(({ geometry, properties }) => [geometry.type, properties?.sign])).toEqual([['Point', 0], ['MultiPolygon', 0], ['MultiPolygon', 0], ['Point', 1]])
  })
  it('have a box that holds every position', () => {
    expect(boundsOfGeometry(square(2))).toEqual([0, 0, 2, 2])
    expect(boundsOfGeometry({ type: 'MultiPoint', coordinates: [] })).toBeNull()
  })
})

describe('the guide', () => {
  it('becomes headings, joined paragraphs, nested lists, code and tables', () => {
    const source = ['# 标题', '', '第一行', '第二行', 'and `code`', '', '1. 一', '   续', '   - 内', '2. 二', '', '<!-- x -->', '```yaml', '# not a heading', '```', '| a | b \\| c |', '|---|---|', '| 1 | 2 |'].join('\n')
    expect(parseMarkdown(source)).toEqual([
      { kind: 'heading', level: 1, text: '标题' },
      { kind: 'paragraph', text: '第一行第二行 and `code`' },
      { kind: 'list', ordered: true, items: [{ text: '一续', inner: ['内'] }, { text: '二', inner: [] }] },
      { kind: 'code', text: '# not a heading' },
      { kind: 'table', head: ['a', 'b | c'], rows: [['1', '2']] },
    ])
  })
  it('marks only bold and code', () => {
    expect(parseSpans('a **b** `c` <i>')).toEqual([{ kind: 'text', text: 'a ' }, { kind: 'strong', text: 'b' }, { kind: 'text', text: ' ' }, { kind: 'code', text: 'c' }, { kind: 'text', text: ' <i>' }])
  })
})
