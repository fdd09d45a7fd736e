import ExcelJS from 'exceljs'
import type { Bilingual } from '../../contract/common.ts'
import { crsLine, headLines } from '../head-lines.ts'
import type { Material } from '../material.ts'
import { instantText, stampOf } from '../words.ts'
import { addChecks } from './checks-sheet.ts'
import { addIndicators } from './indicators-sheet.ts'
import { addTable } from './sheet.ts'
import { addSites } from './sites-sheet.ts'
import { addTownships } from './townships-sheet.ts'

/** The report of a scenario as a workbook: 方案概要, 选址清单, 审查明细, 指标对比, 逐乡镇. Every value is a value: no formulas. */
export async function scenarioWorkbook(material: Material, language: keyof Bilingual, now: Date): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook()
  book.creator = '颐圈 Yiquan'
  book.created = now
  book.modified = now
  const { county, scenario } = material
  const say = (zh: string, en: string) => (language === 'zh' ? zh : en)
  const stamps = [`${language === 'zh' ? county.name : county.nameEn} · ${scenario.name} · ${say(`第 ${scenario.revision} 稿`, `revision ${scenario.revision}`)}`, stampOf(county, language)]
  const lines = [
    ...headLines(material, language),
    crsLine(county.bbox, 'degrees', language),
    crsLine(county.bbox, 'zone', language),
    { label: say('审查', 'Checks'), value: say('「审查明细」对照最新数据逐项核查；无数据的项目不视为通过。管控图层只回答是否占用及面积，每次询问留有记录。', 'Sites are checked against the newest data; what has no data never passes. Controlled layers answer only whether they are touched and by how much, and every question is logged.') },
    { label: say('导出时间', 'Exported'), value: instantText(now.toISOString()) },
  ]
  const summary = [
    { head: say('项目', 'Item'), width: 24, cell: ({ label }: (typeof lines)[number]) => label },
    { head: say('内容', 'Content'), width: 110, cell: ({ value }: (typeof lines)[number]) => value },
  ]
  addTable(book, say('方案概要', 'Summary'), stamps, summary, lines)
  addSites(book, material, language, stamps)
  addChecks(book, material, language, stamps)
  addIndicators(book, material, language, stamps)
  addTownships(book, material, language, stamps)
  return new Uint8Array(await book.xlsx.writeBuffer())
}
