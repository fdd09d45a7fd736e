import * as sheetJs from '@e965/xlsx'
import ExcelJS from 'exceljs'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { codes, read, zipOf } from './import-files.ts'

describe('reading xlsx', () => {
  it('gives every cell as it is stored, dates as ISO text, formulas by their cached value', async () => {
    const book = new ExcelJS.Workbook()
    const sheet = book.addWorksheet('设施')
    sheet.addRow(['名称', '床位', '建成', '有', '公式', '编码', '比例'])
    sheet.addRow(['幸福食堂 ', 50, new Date(Date.UTC(2021, 4, 6)), true, { formula: 'B2*2', result: 100 }, '007', 0.85])
    sheet.addRow([])
    sheet.addRow([
      { richText: [{ text: '第一' }, { text: '服务站' }] },
      -1.5,
      new Date(Date.UTC(2021, 4, 6, 8, 30)),
      false,
      { formula: 'A1', result: '文字' },
      '１２',
      null,
    ])
    sheet.getCell('G2').numFmt = '0%'
    sheet.getCell('C2').numFmt = 'yyyy"年"m"月"d"日"'
    sheet.getCell('C4').numFmt = 'yyyy-mm-dd hh:mm'
    const { tables, problems } = await read('a.xlsx', new Uint8Array(await book.xlsx.writeBuffer()))
    expect(tables).toEqual([
      {
        name: '设施',
        headers: null,
        rows: [
          { number: 1, cells: ['名称', '床位', '建成', '有', '公式', '编码', '比例'], geometry: null },
          { number: 2, cells: ['幸福食堂 ', 50, '2021-05-06', true, 100, '007', 0.85], geometry: null },
          { number: 4, cells: ['第一服务站', -1.5, '2021-05-06T08:30:00', false, '文字', '１２'], geometry: null },
        ],
        merges: [],
        spatial: false,
        crs: null,
        encoding: null,
      },
    ])
    expect(problems).toMatchObject([{ code: 'FORMULA_ACTIVE', severity: 'warning', row: 2, column: 'E' }])
  })

  it('reads hidden rows and columns, and says which', async () => {
    const book = new ExcelJS.Workbook()
    const sheet = book.addWorksheet('S')
    sheet.addRows([['名称', '床位', '备注'], ['甲', 1, '无'], ['乙', 2, '无']])
    sheet.getColumn(2).hidden = true
    sheet.getColumn(9).hidden = true
    sheet.getRow(3).hidden = true
    const { tables, problems } = await read('h.xlsx', new Uint8Array(await book.xlsx.writeBuffer()))
    expect(tables[0].rows.length).toBe(3)
    expect(problems.map(({ code, message }) => [code, message.zh])).toEqual([
      ['ROWS_HIDDEN', '有 1 行被隐藏或筛选掉，一并读取'],
      ['COLUMNS_HIDDEN', '有隐藏的列：B，一并读取'],
    ])
  })

  it('fills merged blocks and names the values hidden beneath them', async () => {
    const book = new ExcelJS.Workbook()
    const sheet = book.addWorksheet('S')
    sheet.addRows([
      ['街道', '名称'],
      ['东街', '甲'],
      [null, '乙'],
      [null, '丙'],
    ])
    sheet.mergeCells('A2:A4')
    const { tables } = await read('m.xlsx', new Uint8Array(await book.xlsx.writeBuffer()))
    expect(tables[0].rows.map(({ cells }) => cells)).toEqual([
      ['街道', '名称'],
      ['东街', '甲'],
      ['东街', '乙'],
      ['东街', '丙'],
    ])
    expect(tables[0].merges).toEqual([{ fromRow: 2, toRow: 4, fromColumn: 0, toColumn: 0 }])
  })

  it('takes the first visible sheet unless told, and asks where a hidden sheet holds data', async () => {
    const book = new ExcelJS.Workbook()
    book.addWorksheet('甲').addRows([['a'], [1]])
    book.addWorksheet('乙').addRows([['b'], [{ formula: 'X1' }]])
    const bytes = new Uint8Array(await book.xlsx.writeBuffer())
    const whole = await read('s.xlsx', bytes)
    expect(whole.tables.map(({ name }) => name)).toEqual(['甲', '乙'])
    // The fault of 乙 does not refuse a row of 甲.
    expect(whole.problems.map(({ code, severity }) => [code, severity])).toEqual([['SHEET_CHOICE', 'warning']])
    expect((await read('s.xlsx', bytes, { layer: '乙' })).problems).toMatchObject([
      { code: 'FORMULA_ACTIVE', severity: 'error', row: 2, column: 'A' },
    ])
    expect(codes(await read('s.xlsx', bytes, { layer: '丙' }))).toEqual(['LAYER_UNKNOWN'])
    book.getWorksheet('甲')!.state = 'veryHidden'
    const hidden = await read('h.xlsx', new Uint8Array(await book.xlsx.writeBuffer()))
    expect(hidden.tables.map(({ name }) => name)).toEqual(['乙', '甲'])
    expect(hidden.problems[0]).toMatchObject({ code: 'SHEET_CHOICE', severity: 'question' })
  })

  it('refuses a row for an error cell, and keeps the row', async () => {
    const book = new ExcelJS.Workbook()
    book.addWorksheet('S').addRows([
      ['名称', '床位'],
      ['甲', { error: '#N/A' }],
    ])
    const { tables, problems } = await read('e.xlsx', new Uint8Array(await book.xlsx.writeBuffer()))
    expect(tables[0].rows[1].cells).toEqual(['甲', '#N/A'])
    expect(problems).toMatchObject([{ code: 'CELL_ERROR', severity: 'error', row: 2, column: 'B', value: '#N/A' }])
  })

  it('says so where bare numbers count days from 1904', async () => {
    const book = new ExcelJS.Workbook()
    book.properties.date1904 = true
    const sheet = book.addWorksheet('S')
    sheet.addRows([['日期'], [45292]])
    sheet.getCell('A2').numFmt = 'yyyy-mm-dd'
    const { tables } = await read('d.xlsx', new Uint8Array(await book.xlsx.writeBuffer()))
    // 45292 days after 1904-01-01.
    expect(tables[0].rows[1].cells).toEqual(['2028-01-02'])
    expect(tables[0].date1904).toBe(true)
  })

  it('stays small and quick for a merge over the whole sheet', async () => {
    const bytes = workbookOf(
      '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="B9"><v>2</v></c></row></sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
    )
    const { tables } = await read('w.xlsx', bytes)
    expect(tables[0].rows.map(({ cells }) => cells)).toEqual([
      [1, 1],
      [1, 1],
    ])
  })

  it.each([
    [
      'a repeated row',
      '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row></sheetData>',
      'XLSX_CORRUPT',
    ],
    ['a row of 0', '<sheetData><row r="0"><c r="A0"><v>1</v></c></row></sheetData>', 'XLSX_DIM'],
    ['a column beyond the limit', '<sheetData><row r="1"><c r="ZZ1"><v>1</v></c></row></sheetData>', 'XLSX_DIM'],
    ['a cell without a place', '<sheetData><row r="1"><c r="11"><v>1</v></c></row></sheetData>', 'XLSX_CORRUPT'],
    ['a sheet cut short', '<sheetData><row r="1"><c r="A1"><v>1</v>', 'XLSX_CORRUPT'],
    ['an entity that is none', '<sheetData><row r="1"><c r="A1"><v>&x;</v></c></row></sheetData>', 'XLSX_CORRUPT'],
    [
      'a long inline text',
      `<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>${'x'.repeat(32_768)}</t></is></c></row></sheetData>`,
      'XLSX_CELL_TOO_LONG',
    ],
  ])('refuses %s', async (_, sheet, code) => {
    const file = await read('x.xlsx', workbookOf(sheet))
    expect(codes(file)).toEqual([code])
    expect(file.tables).toEqual([])
  })
})

describe('reading xls and et', () => {
  it.each(['xls', 'et'])('gives every cell of an old workbook named .%s', async (extension) => {
    const sheet = sheetJs.utils.aoa_to_sheet([
      ['名称', '床位', '日期', '有', '编码'],
      ['幸福食堂', 50, 44322, true, '007'],
      [],
      ['第二站', -0.5, null, false, null],
    ])
    sheet.C2.z = 'yyyy-mm-dd'
    sheet['!merges'] = [{ s: { r: 1, c: 0 }, e: { r: 3, c: 0 } }]
    const book = sheetJs.utils.book_new()
    sheetJs.utils.book_append_sheet(book, sheet, '设施')
    const bytes = sheetJs.write(book, { type: 'buffer', bookType: 'biff8' }) as Buffer
    const { format, tables } = await read(`a.${extension}`, bytes)
    expect(format).toBe('xls')
    expect(tables[0].name).toBe('设施')
    expect(tables[0].rows).toEqual([
      { number: 1, cells: ['名称', '床位', '日期', '有', '编码'], geometry: null },
      { number: 2, cells: ['幸福食堂', 50, '2021-05-06', true, '007'], geometry: null },
      { number: 4, cells: ['幸福食堂', -0.5, null, false], geometry: null },
    ])
  })

  it('names a web page that calls itself .xls, and what to do', async () => {
    const { problems } = await read('h.xls', Buffer.from('<html><table><tr><td>1</td></tr></table></html>'))
    expect(problems[0]).toMatchObject({ code: 'FORMAT_UNSUPPORTED', severity: 'error' })
    expect(problems[0].fix?.zh).toContain('.xlsx')
  })
})

const table = [
  ['名称', '经度', '备注'],
  ['第一社区，养老站', '104.0668', '含"引号"'],
  ['第二中心', '104.0812', '两行\n文字'],
]

describe('reading csv', () => {
  const encodings = [
    ['utf-8', 'utf-8'],
    ['utf-8', 'utf-8', '\uFEFF'],
    ['gbk', 'gbk'],
    ['gb18030', 'gbk'],
    ['utf-16le', 'utf-16le', '\uFEFF'],
    ['utf-16be', 'utf-16be', '\uFEFF'],
  ]
  it.each(encodings.flatMap(([from, to, mark]) => [',', ';', '\t', '|'].map((separator) => ({ from, to, mark, separator }))))(
    'reads $from with separator “$separator”',
    async ({ from, to, mark = '', separator }) => {
      const text = mark + table.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(separator)).join('\r\n')
      const { tables } = await read('t.csv', iconv.encode(text, from, { addBOM: false }))
      expect(tables[0].encoding).toBe(to)
      expect(tables[0].rows.map(({ cells }) => cells)).toEqual(table)
      expect(tables[0].rows.map(({ number }) => number)).toEqual([1, 2, 3])
    },
  )

  it('counts rows by the lines of the file, line breaks within quotes and blank lines included', async () => {
    const { tables } = await read('l.csv', 'a,b\n"1\n2",x\n\n3,y\n')
    expect(tables[0].rows.map(({ number, cells }) => [number, ...cells])).toEqual([
      [1, 'a', 'b'],
      [2, '1\n2', 'x'],
      [5, '3', 'y'],
    ])
  })

  it.each([
    ['a quote that never closes', 'a,b\n1,"x\n2,y\n3,z', 'CSV_QUOTE'],
    ['a quote that closes in a later row', 'a,b\n1,"x\n2,y"z\n3,w', 'CSV_QUOTE'],
    ['Chinese semicolons', '名称；经度\n甲；104', 'CSV_SEP'],
    ['a header alone, with blank lines', '名称,经度\n\n  \n', 'EMPTY'],
    [
      'two encodings, GBK first',
      Buffer.concat([iconv.encode('名称,床位\n第一社区站,1\n', 'gbk'), Buffer.from('第二社区站,2\n')]),
      'ENC_CONFLICT',
    ],
    [
      'two encodings in one line',
      Buffer.concat([iconv.encode('名称,地址\n第一社区站,', 'gbk'), Buffer.from('东大街一号\n')]),
      'ENC_CONFLICT',
    ],
    ['UTF-8 cut in mid-character', Buffer.from('名称,床位\n甲站,1\n乙站').subarray(0, -1), 'TEXT_TRUNC'],
    ['a picture', Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\0', 'latin1'), 'FORMAT_UNSUPPORTED'],
    ['bytes of no kind', Buffer.from(Array.from({ length: 400 }, (_, i) => (i * 7) % 31)), 'FORMAT_UNKNOWN'],
  ])('refuses %s', async (_, bytes, code) => {
    const file = await read('r.csv', bytes)
    expect(codes(file)).toContain(code)
    expect(file.tables).toEqual([])
  })

  it('refuses the row that an unquoted comma has pushed askew', async () => {
    const { problems } = await read('c.csv', '名称,床位\n甲,50\n乙,1,200\n丙,30\n')
    expect(problems).toMatchObject([{ code: 'CSV_COLUMNS', severity: 'error', row: 3 }])
  })

  it('takes the user at their word about the encoding, and says where it does not hold', async () => {
    const gbk = iconv.encode('名称,床位\n联通,1\n', 'gbk')
    // 联通 is the well-known GBK text that is valid UTF-8 by chance; the header is not.
    expect((await read('e.csv', gbk)).tables[0].rows[1].cells).toEqual(['联通', '1'])
    expect(codes(await read('e.csv', gbk, { encoding: 'GBK' }))).toEqual([])
    expect(codes(await read('e.csv', gbk, { encoding: 'UTF-8' }))).toEqual(['ENC_CONFLICT'])
  })
})

/** The smallest workbook around one sheet. */
function workbookOf(sheet: string): Buffer {
  const type = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const relations = (kind: string, target: string) =>
    `<Relationships><Relationship Id="r1" Type="${type}/${kind}" Target="${target}"/></Relationships>`
  const parts: [string, string][] = [
    ['[Content_Types].xml', '<Types/>'],
    ['_rels/.rels', relations('officeDocument', 'xl/workbook.xml')],
    ['xl/workbook.xml', `<workbook xmlns:r="${type}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`],
    ['xl/_rels/workbook.xml.rels', relations('worksheet', 'worksheets/sheet1.xml')],
    ['xl/worksheets/sheet1.xml', `<worksheet>${sheet}</worksheet>`],
  ]
  return zipOf(parts.map(([name, text]) => ({ name, bytes: Buffer.from(text) })))
}
