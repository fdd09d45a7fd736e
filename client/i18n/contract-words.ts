import type { Bilingual } from '../../server/contract/common.ts'

/** One language of the contract's own names, so that the screen and the files handed out never differ. */
export function namesIn<Code extends string>(names: Readonly<Record<Code, Bilingual>>, language: keyof Bilingual): Record<Code, string> {
  return Object.fromEntries(Object.entries<Bilingual>(names).map(([code, name]) => [code, name[language]])) as Record<Code, string>
}
