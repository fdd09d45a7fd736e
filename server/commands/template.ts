import { writeFile } from 'node:fs/promises'
import { findImportKind, importKinds } from '../core/imports/kinds.ts'
import { AppError } from '../errors.ts'
import { createTemplate } from '../imports/template.ts'
import type { CommandAnswer } from './answer.ts'

/** `yiquan template`: an empty workbook of one kind. An existing file is never overwritten. */
export async function runTemplate(kindName: string, options: { out: string }): Promise<CommandAnswer> {
  const kind = findImportKind(kindName)
  if (!kind || kind.fields.length === 0 || kind.id === 'layer') {
    const names = importKinds.filter(({ id, fields }) => id !== 'layer' && fields.length > 0).map(({ id }) => id)
    throw new AppError(
      'BAD_REQUEST',
      `没有「${kindName}」的模板；可用：${names.join('、')}`,
      `There is no template for ${kindName}: ${names.join(', ')}`,
    )
  }
  try {
    await writeFile(options.out, await createTemplate(kind), { flag: 'wx' })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    throw new AppError(
      'BAD_REQUEST',
      `无法写入 ${options.out}：${code === 'EEXIST' ? '文件已存在' : code}`,
      `Cannot write ${options.out}: ${code}`,
    )
  }
  return { output: `${options.out}\n`, exitCode: 0 }
}
