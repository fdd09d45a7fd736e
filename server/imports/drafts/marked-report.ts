import { join } from 'node:path'
import type { ImportFiles } from '../import-files.ts'
import type { Examination } from './examination.ts'
import { writeMarkedWorkbook } from './marked-workbook.ts'

/** Writes the marked workbook beside the uploads, and removes it when `use` has ended: it holds the user's table. */
export async function withReport(
  files: ImportFiles,
  { fileName, examination }: { fileName: string; examination: Examination },
  signal: AbortSignal,
  use: (path: string) => Promise<void>,
): Promise<void> {
  const directory = await files.receive()
  try {
    const path = join(directory, 'report.xlsx')
    const { kind, examined } = examination
    await writeMarkedWorkbook(path, { fileName, sha256: examined.fileHash, kind, report: examined.report, reading: examined.reading }, signal)
    await use(path)
  } finally {
    await files.discard(directory)
  }
}

/** `台账.csv` → `台账-体检报告.xlsx`. */
export function nameReport(fileName: string): string {
  return `${fileName.replace(/\.[^.]*$/, '').slice(0, 80) || '文件'}-体检报告.xlsx`
}
