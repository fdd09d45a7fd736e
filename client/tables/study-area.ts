import type { Bilingual } from '../../server/contract/common.ts'

/** 「A-01 西单元」: an office knows its units by code; a unit that has only a code is called by it once. */
export function studyAreaName({ code, name }: { code: string | null; name: Bilingual }, say: (text: Bilingual) => string): string {
  const said = say(name)
  return code === null || code === said ? said : `${code} ${said}`
}
