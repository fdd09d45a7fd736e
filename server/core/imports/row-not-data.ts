import type { Bilingual } from './field.ts'
import { isBlankCell, plainText } from './plain-text.ts'
import type { RawCell } from './raw-table.ts'

const totals = /^(.{0,12})?(合计|总计|小计|共计|总和|累计|汇总|合计数|总数|平均|平均值|subtotal|total|sum)[:：]?$/
const notes =
  /^[*※]*(注|备注|说明|填表说明|填报说明|填表人|填报人|制表人|制表|审核人|审核|复核|单位负责人|负责人|填报单位|填报日期|填表日期|制表日期|联系人|联系电话|数据来源|资料来源|数据截至|截至|单位盖章|盖章)([:：(（].*|$)/
const sections = /^[（(]?[一二三四五六七八九十]+[)）]?[、.．]/

/**
 * Why a row of a sheet is no record: a total (which would count everything twice), a note under the table, the name of a
 * section, the header again, or the numbers of the columns. Undefined for a record. `header` holds the column's words.
 */
export function whyNotData(cells: readonly RawCell[], header: readonly (readonly string[])[]): Bilingual | undefined {
  const words = cells.filter((cell) => !isBlankCell(cell))
  if (words.length === 0) return undefined
  const texts = words.filter((cell): cell is string => typeof cell === 'string').map(plainText)
  const firstWords = texts.slice(0, 2)
  if (texts.length > 0 && firstWords.some((text) => totals.test(text))) return { zh: '合计、小计行', en: 'a total' }
  const different = new Set(words.map((cell) => String(cell)))
  if (
    firstWords.length > 0 &&
    notes.test(firstWords[0]) &&
    (different.size <= 2 || /[:：]/.test(firstWords[0])) &&
    texts.length * 2 >= words.length
  )
    return { zh: '表下说明', en: 'a note under the table' }
  if (
    different.size === 1 &&
    header.length >= 3 &&
    typeof words[0] === 'string' &&
    (words.length >= 3 || sections.test(texts[0]) || texts[0].length > 30)
  ) {
    return { zh: '分节标题或说明', en: 'the name of a section, or a note' }
  }
  if (
    words.length >= 2 &&
    cells.every((cell, i) => isBlankCell(cell) || header[i]?.some((word) => plainText(word) === plainText(String(cell))))
  ) {
    return { zh: '重复的表头', en: 'the header again' }
  }
  if (words.length >= 3 && words.length === cells.length && cells.every((cell, i) => Number(cell) === i + 1))
    return { zh: '栏号', en: 'the numbers of the columns' }
  return undefined
}
