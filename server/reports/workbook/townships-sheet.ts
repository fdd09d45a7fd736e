import type ExcelJS from 'exceljs'
import type { Bilingual } from '../../contract/common.ts'
import type { Material } from '../material.ts'
import { showElders, suppressed, tooFew } from '../shown-people.ts'
import { shownPoints, shownRate } from './rate.ts'
import { addTable, formats, type SheetCell, type SheetColumn } from './sheet.ts'
import { ratesOf, townshipRows, type TownshipRow } from './township-rows.ts'

export function addTownships(book: ExcelJS.Workbook, material: Material, language: keyof Bilingual, stamps: readonly string[]): void {
  const say = (zh: string, en: string) => (language === 'zh' ? zh : en)
  const group = (key: 'residents' | 'households', zh: string, en: string): SheetColumn<TownshipRow>[] => [
    { head: say(`${zh}：全部`, `${en}: all`), width: 11, format: formats.whole, cell: (row) => row[key].known + row[key].unlocated },
    { head: say(`${zh}：现状覆盖`, `${en}: before`), width: 11, format: formats.whole, cell: (row) => row[key].before },
    { head: say(`${zh}：方案后覆盖`, `${en}: after`), width: 11, format: formats.whole, cell: (row) => row[key].after },
    { head: say(`${zh}：变化`, `${en}: difference`), width: 10, format: formats.signed, cell: (row) => row[key].after - row[key].before },
  ]
  const rate = (of: (row: TownshipRow) => SheetCell) => (row: TownshipRow) => (row.hidden ? suppressed : of(row))
  const columns: SheetColumn<TownshipRow>[] = [
    { head: say('乡镇（街道）', 'Township'), width: 18, cell: ({ name }) => name },
    { head: say('60岁及以上：全部', '60+: all'), width: 11, format: formats.whole, cell: ({ elders }) => showElders(elders.known + elders.unlocated) },
    { head: say('其中没有已知位置', 'of them without a known place'), width: 11, format: formats.whole, cell: ({ elders }) => showElders(elders.unlocated) },
    { head: say('60岁及以上：现状覆盖', '60+: before'), width: 11, format: formats.whole, cell: (row) => eldersCell(row, row.elders.before) },
    { head: say('60岁及以上：方案后覆盖', '60+: after'), width: 11, format: formats.whole, cell: (row) => eldersCell(row, row.elders.after) },
    { head: say('60岁及以上：变化', '60+: difference'), width: 10, format: formats.signed, cell: (row) => eldersCell(row, row.elders.after - row.elders.before) },
    { head: say('现状覆盖率 下限', 'Rate before, lower'), width: 10, format: formats.percent, cell: rate(({ elders }) => shownRate(ratesOf(elders).before.lower, 'down')) },
    { head: say('方案后覆盖率 下限', 'Rate after, lower'), width: 10, format: formats.percent, cell: rate(({ elders }) => shownRate(ratesOf(elders).after.lower, 'down')) },
    { head: say('现状覆盖率 上限', 'Rate before, upper'), width: 10, format: formats.percent, cell: rate(({ elders }) => shownRate(ratesOf(elders).before.upper, 'up')) },
    { head: say('方案后覆盖率 上限', 'Rate after, upper'), width: 10, format: formats.percent, cell: rate(({ elders }) => shownRate(ratesOf(elders).after.upper, 'up')) },
    { head: say('变化（百分点，下限）', 'Difference, points (lower)'), width: 11, format: '+0.0##;-0.0##;0', cell: rate(({ elders }) => shownPoints(ratesOf(elders).before.lower, ratesOf(elders).after.lower)) },
    ...group('residents', '居民', 'Residents'),
    ...group('households', '户数', 'Households'),
    { head: say('新增覆盖地点', 'Places gained'), width: 9, format: formats.whole, cell: ({ gainedPlaces }) => gainedPlaces },
    { head: say('不再覆盖地点', 'Places lost'), width: 9, format: formats.whole, cell: ({ lostPlaces }) => lostPlaces },
  ]
  const rows = townshipRows(material, say('未落到乡镇', 'not in a township'), say('合计', 'All'))
  addTable(book, say('逐乡镇', 'Townships'), stamps, columns, rows)
}

function eldersCell({ hidden }: TownshipRow, count: number): SheetCell {
  if (!hidden) return showElders(count)
  return showElders(count) === tooFew ? tooFew : suppressed
}
