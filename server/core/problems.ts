/** Words for people in the two languages of the product. */
export interface Bilingual {
  zh: string
  en: string
}

/** How bad a problem is: an `error` refuses the row or the file, a `question` must be answered, a `warning` is listed. */
export type Severity = 'error' | 'question' | 'warning'

/**
 * One thing wrong with what a user gave us. `row` counts from 1 in the user's own file (the header is row 1);
 * undefined where the problem is the whole file's. Messages are for people; `code` is stable.
 */
export interface Problem {
  code: string
  severity: Severity
  message: Bilingual
  row?: number
  column?: string
  value?: string
  fix?: Bilingual
}

/** A refusal of what a user gave us, carrying every problem found, never only the first. */
export class InputRefused extends Error {
  readonly problems: Problem[]

  constructor(problems: Problem[]) {
    super(problems.map((p) => `${p.code}: ${p.message.en}`).join('; '))
    this.name = 'InputRefused'
    this.problems = problems
  }
}

/** Shorthand for the commonest refusal: one error about the whole file. */
export function refuse(code: string, zh: string, en: string, more: Partial<Problem> = {}): InputRefused {
  return new InputRefused([{ code, severity: 'error', message: { zh, en }, ...more }])
}
