import type ExcelJS from 'exceljs'
import type { Bilingual } from '../../contract/common.ts'
import { isSmall } from '../../contract/privacy.ts'
import type { WhatIfReply } from '../../contract/what-if.ts'
import type { Material } from '../material.ts'
import { showElders } from '../shown-people.ts'
import { shownPoints, shownRate } from './rate.ts'
import { addTable, formats, type SheetCell, type SheetColumn } from './sheet.ts'

type Indicator = WhatIfReply['indicators'][number]

/** What a row shows: figures of the run before and after all changes, and the difference. */
interface Row {
  label: string
  unit: string
  before: SheetCell
  after: SheetCell
  difference: SheetCell
  lowers: [SheetCell, SheetCell]
  uppers: [SheetCell, SheetCell]
  points: SheetCell
}

export function addIndicators(book: ExcelJS.Workbook, { total }: Material, language: keyof Bilingual, stamps: readonly string[]): void {
  const say = (zh: string, en: string) => (language === 'zh' ? zh : en)
  const columns: SheetColumn<Row>[] = [
    { head: say('指标', 'Indicator'), width: 30, cell: ({ label }) => label },
    { head: say('单位', 'Unit'), width: 10, cell: ({ unit }) => unit },
    { head: say('现状（分子 / 数值）', 'Before'), width: 14, format: formats.area, cell: ({ before }) => before },
    { head: say('方案后（分子 / 数值）', 'After'), width: 14, format: formats.area, cell: ({ after }) => after },
    { head: say('变化', 'Difference'), width: 12, format: formats.signed, cell: ({ difference }) => difference },
    { head: say('现状 下限', 'Before, lower'), width: 11, format: formats.percent, cell: ({ lowers }) => lowers[0] },
    { head: say('方案后 下限', 'After, lower'), width: 11, format: formats.percent, cell: ({ lowers }) => lowers[1] },
    { head: say('现状 上限', 'Before, upper'), width: 11, format: formats.percent, cell: ({ uppers }) => uppers[0] },
    { head: say('方案后 上限', 'After, upper'), width: 11, format: formats.percent, cell: ({ uppers }) => uppers[1] },
    { head: say('变化（百分点，下限）', 'Difference, points (lower)'), width: 13, format: '+0.0##;-0.0##;0', cell: ({ points }) => points },
  ]
  addTable(book, say('指标对比', 'Indicators'), stamps, columns, total ? [...total.indicators.map((one) => indicatorRow(one, language)), ...peopleRows(total, language)] : [])
}

function indicatorRow({ id, label, unit, before, after }: Indicator, language: keyof Bilingual): Row {
  const elders = id.includes('60_plus') && [before.numerator, after.numerator, after.numerator - before.numerator].some((count) => isSmall(Math.abs(count)))
  const show = (count: number) => (elders ? null : count)
  return {
    label: label[language],
    unit: unit === 'm2' ? 'm²' : unit === 'share' ? (language === 'zh' ? '比例' : 'share') : language === 'zh' ? '个' : 'count',
    before: show(before.numerator),
    after: show(after.numerator),
    difference: elders ? showElders(after.numerator - before.numerator) : after.numerator - before.numerator,
    lowers: unit === 'share' ? [shownRate(before.lower, 'down'), elders ? null : shownRate(after.lower, 'down')] : [null, null],
    uppers: unit === 'share' ? [shownRate(before.upper, 'up'), elders ? null : shownRate(after.upper, 'up')] : [null, null],
    points: unit === 'share' && !elders ? shownPoints(before.lower, after.lower) : null,
  }
}

/** Those whom all changes together cover, and uncover. */
function peopleRows({ gained, lost }: NonNullable<Material['total']>, language: keyof Bilingual): Row[] {
  const words: [keyof typeof gained, string, string, string, string][] = [
    ['places', '地点', 'places', '个', 'count'],
    ['residents', '居民', 'residents', '人', 'persons'],
    ['residents60Plus', '60岁及以上', 'residents 60+', '人', 'persons'],
    ['residents80Plus', '80岁及以上', 'residents 80+', '人', 'persons'],
    ['households', '住户', 'households', '户', 'households'],
  ]
  const nothing: Pick<Row, 'before' | 'after' | 'lowers' | 'uppers' | 'points'> = { before: null, after: null, lowers: [null, null], uppers: [null, null], points: null }
  return ([['新增覆盖', 'Newly covered', gained, 1], ['不再覆盖', 'No longer covered', lost, -1]] as const).flatMap(([zh, en, people, sign]) =>
    words.map(([key, zhWord, enWord, zhUnit, enUnit]): Row => {
      const count = people[key] === 0 ? 0 : sign * people[key]
      return { ...nothing, label: language === 'zh' ? `${zh}：${zhWord}` : `${en}: ${enWord}`, unit: language === 'zh' ? zhUnit : enUnit, difference: key.endsWith('Plus') ? showElders(count) : count }
    }),
  )
}
