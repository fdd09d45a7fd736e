import type { Bilingual } from './contract/common.ts'
import { errorCodes, type ErrorCode } from './contract/error-codes.ts'
import type { Problem } from './core/problems.ts'

/** A request that is refused, with a code of the closed list and words for the user. Our own bugs are plain Errors. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly words: Bilingual
  /** What a program must know beside the words, such as the newer revision; none for most. */
  readonly problems: readonly Problem[]

  constructor(code: ErrorCode, zh: string, en: string, problems: readonly Problem[] = []) {
    super(`${code}: ${en}`)
    this.name = 'AppError'
    this.code = code
    this.words = { zh, en }
    this.problems = problems
  }

  get status(): number {
    return errorCodes[this.code]
  }
}
