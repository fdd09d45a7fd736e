import type ExcelJS from 'exceljs'
import type { Bilingual } from '../../contract/common.ts'
import type { SiteCheckReply } from '../../contract/what-if.ts'
import type { Material, Site } from '../material.ts'
import { layerText, outcomeNames, unitNames } from '../words.ts'
import { addTable, formats, type SheetColumn } from './sheet.ts'

interface Row {
  site: Site
  check: SiteCheckReply['checks'][number]
}

/** Each site against each check, with the layer that speaks and the clause word for word. */
export function addChecks(book: ExcelJS.Workbook, { sites }: Material, language: keyof Bilingual, stamps: readonly string[]): void {
  const say = (zh: string, en: string) => (language === 'zh' ? zh : en)
  const columns: SheetColumn<Row>[] = [
    { head: say('编号', 'No.'), width: 6, cell: ({ site }) => site.number },
    { head: say('名称', 'Name'), width: 24, cell: ({ site }) => site.name },
    { head: say('审查项', 'Check'), width: 20, cell: ({ check }) => check.title[language] },
    { head: say('结论', 'Outcome'), width: 9, cell: ({ check }) => outcomeNames[check.outcome][language] },
    { head: say('情况', 'Finding'), width: 48, cell: ({ check }) => check.finding[language] },
    { head: say('数值', 'Value'), width: 11, format: formats.area, cell: ({ check }) => check.value?.number ?? null },
    { head: say('单位', 'Unit'), width: 7, cell: ({ check }) => (check.value ? (unitNames[check.value.unit]?.[language] ?? check.value.unit) : null) },
    { head: say('图层', 'Layer'), width: 22, cell: ({ check }) => layerText(check.layer, language) },
    { head: say('条款', 'Clause'), width: 20, cell: ({ check }) => (check.clause ? `${check.clause.packId} ${check.clause.ruleId} ${check.clause.ref}` : null) },
    { head: say('条款原文', 'Its words'), width: 60, cell: ({ check }) => check.clause?.quote ?? null },
  ]
  const rows = sites.flatMap((site) => site.checks?.checks.map((check): Row => ({ site, check })) ?? [])
  addTable(book, say('审查明细', 'Checks'), stamps, columns, rows)
}
