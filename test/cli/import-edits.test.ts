import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ExcelJS from 'exceljs'
import { describe, expect, it } from 'vitest'
import { writeFiles, yiquan } from './run-yiquan.ts'

const sheet = ['名称,类型,经度,纬度,床位数', '示例甲,助餐点,116.3277,26.3137,5O', '示例乙,助餐点,100,10,20', '=1+1,助餐点,116.3377,26.3137,30', '']
const where = ['--county', '360735', '--crs', 'EPSG:4490', '--dry-run', '--json']

describe('yiquan import --edits, --report', () => {
  it('reads the file as corrected, and writes it as a workbook with its cells marked', async () => {
    const { sites, edits } = writeFiles({
      sites: sheet.join('\r\n'),
      edits: JSON.stringify({ cells: [{ row: 2, column: '床位数', value: '50' }], places: [{ row: 3, location: [116.3477, 26.3137] }] }),
    })
    const out = join(dirname(sites), 'report.xlsx')
    const bare = JSON.parse((await yiquan(['import', 'facilities', sites, ...where])).stdout)
    expect(bare.rows).toEqual({ read: 3, accepted: 1, refused: 2, asked: 0 })
    const { stdout, exitCode } = await yiquan(['import', 'facilities', sites, '--edits', edits, '--report', out, ...where])
    const said = JSON.parse(stdout)
    expect([exitCode, said.outcome, said.rows]).toEqual([0, 'ok', { read: 3, accepted: 3, refused: 0, asked: 0 }])
    expect(said.problems.map(({ code, row, column }: { code: string; row: number; column: string }) => [code, row, column])).toEqual(
      expect.arrayContaining([['CELL_EDITED', 2, '床位数'], ['PLACE_EDITED', 3, null]]),
    )
    const book = new ExcelJS.Workbook()
    await book.xlsx.readFile(out)
    expect(book.worksheets.map(({ name }) => name)).toEqual(['体检结果 Summary', '数据 Data', '问题 Problems'])
    const data = book.worksheets[1]
    expect([data.getCell('E2').value, data.getCell('A4').value, data.getCell('A4').type]).toEqual(['50', '=1+1', ExcelJS.ValueType.String])
    expect(data.getCell('E2').fill).toMatchObject({ fgColor: { argb: 'FFC6E0B4' } })
  })

  it('refuses a list that is none, an edit of what is not there, and a place where nothing can be written', async () => {
    const { sites, broken, odd } = writeFiles({
      sites: sheet.join('\r\n'),
      broken: '{"cells": 7}',
      odd: JSON.stringify({ cells: [{ row: 9, column: '床位数', value: '1' }] }),
    })
    const refused = async (...more: string[]) => {
      const { stdout, exitCode } = await yiquan(['import', 'facilities', sites, ...more, ...where])
      const { problems } = JSON.parse(stdout)
      return [exitCode, problems[0].message]
    }
    expect(await refused('--edits', broken)).toEqual([2, expect.stringContaining('不是修改清单：cells')])
    expect(await refused('--edits', `${broken}.none`)).toEqual([2, expect.stringContaining('ENOENT')])
    expect(await refused('--edits', odd)).toEqual([2, expect.stringContaining('没有第 9 行数据')])
    const nowhere = join(dirname(sites), 'none', 'report.xlsx')
    expect(await refused('--report', nowhere)).toEqual([2, expect.stringContaining('无法写入')])
    expect(existsSync(nowhere)).toBe(false)
  })
})
