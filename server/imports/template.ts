import ExcelJS from 'exceljs'
import type { Field, ImportKind } from '../core/imports/field.ts'

/** Rows below the header for which Excel checks what is typed. */
const checkedRows = 2000
const listedFrom = 2

/**
 * An empty workbook for one kind, made from its catalogue: a header of one line with the unit in each name, lists to choose
 * from, limits for numbers, a note on every header, and an example row that is to be overwritten. A second sheet explains
 * the columns. What it holds is read back by the doctor without a question.
 */
export async function createTemplate(kind: ImportKind): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook()
  const sheet = book.addWorksheet(kind.label.zh.slice(0, 31), { views: [{ state: 'frozen', ySplit: 1 }] })
  const header = sheet.addRow(kind.fields.map(({ label }) => label.zh))
  header.font = { bold: true }
  kind.fields.forEach((field, i) => {
    const column = sheet.getColumn(i + 1)
    column.width = Math.max(12, field.label.zh.length * 2.2)
    // Codes and dates stay what was typed: Excel would drop leading zeros and turn dates into numbers.
    if (['key', 'unit_code', 'date', 'year', 'state', 'text', 'h3'].includes(field.value.type)) column.numFmt = '@'
    header.getCell(i + 1).note = noteOf(field)
    const validation = validationOf(field)
    if (validation) for (let row = listedFrom; row < listedFrom + checkedRows; row++) sheet.getCell(row, i + 1).dataValidation = validation
  })
  sheet.addRow(kind.fields.map(({ example }) => example ?? null)).font = { italic: true, color: { argb: 'FF808080' } }
  addNotes(book, kind)
  return new Uint8Array(await book.xlsx.writeBuffer())
}

function addNotes(book: ExcelJS.Workbook, kind: ImportKind): void {
  // Hidden sheets are asked about at import, so this one stands in the open, without a header of its own.
  const sheet = book.addWorksheet('填写说明')
  sheet.getColumn(1).width = 110
  const lines = [
    `${kind.label.zh} / ${kind.label.en}：一行一条记录；不留合计行；第 2 行是示例，请覆盖。不知道的留空，不要填 0`,
    ...(kind.notice ? [`${kind.notice.zh} / ${kind.notice.en}`] : []),
    ...kind.fields.map((field) => `${field.label.zh}：${noteOf(field).replace(/\n/g, '；')}`),
  ]
  for (const line of lines) sheet.addRow([line])
}

function noteOf({ label, value, required, note, columns }: Field): string {
  const lines = [label.en, required ? '必填 / required' : '选填 / optional']
  if (note) lines.push(`${note.zh} / ${note.en}`)
  if (value.type === 'choice') lines.push(`可填：${Object.values(value.words).map(([first]) => first).join('、')}${value.many ? '（可多项，用顿号分开）' : ''}`) // prettier-ignore
  if (value.type === 'state') lines.push(`可填：${Object.values(value.words).map(([first]) => first).join('、')}，或完成日期`)
  if (value.type === 'year') lines.push('年份，如 2016')
  if (value.type === 'date') lines.push('如 2021-03-05、2021年3月5日；只知年月可写 2021年3月')
  if (value.type === 'unit_code') lines.push('统计用区划代码，12 位（县 6 位、乡镇 9 位可自动补零）')
  if (value.type === 'integer' || value.type === 'decimal') {
    if (value.measure === 'area_m2') lines.push('单位㎡；也可带单位：1.5亩、0.3公顷、1.2万㎡')
    if (value.doubtAbove !== undefined) lines.push(`超过 ${value.doubtAbove} 会请您核对`)
  }
  if (value.type === 'crs') lines.push('CGCS2000、WGS84、高德（GCJ-02）、百度（BD-09）')
  if (columns.length > 0) lines.push(`也认这些列名：${columns.slice(0, 6).join('、')}`)
  return lines.join('\n')
}

function validationOf({ value, label }: Field): ExcelJS.DataValidation | undefined {
  const say = { showErrorMessage: true, errorTitle: label.zh, allowBlank: true }
  if (value.type === 'choice' && !value.many && !value.others) {
    const list = Object.values(value.words).map(([first]) => first)
    // Excel holds at most 255 characters in a list.
    return list.join(',').length > 250
      ? undefined
      : { type: 'list', formulae: [`"${list.join(',')}"`], ...say, error: `可填：${list.join('、')}`.slice(0, 220) }
  }
  if (value.type === 'longitude') return { type: 'decimal', operator: 'between', formulae: [-180, 180], ...say, error: '经度，十进制度' }
  if (value.type === 'latitude') return { type: 'decimal', operator: 'between', formulae: [-90, 90], ...say, error: '纬度，十进制度' }
  if (value.type === 'integer')
    return { type: 'whole', operator: 'greaterThanOrEqual', formulae: [value.min ?? 0], ...say, error: '不小于 0 的整数；不知道留空' }
  return undefined
}
