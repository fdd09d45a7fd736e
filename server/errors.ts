import type { Bilingual } from './contract/common.ts'
import { errorCodes, type ErrorCode } from './contract/error-codes.ts'

/** A request that is refused, with a code of the closed list and words for the user. Our own bugs are plain Errors. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly words: Bilingual

  constructor(code: ErrorCode, zh: string, en: string) {
    super(`${code}: ${en}`)
    this.name = 'AppError'
    this.code = code
    this.words = { zh, en }
  }

  get status(): number {
    return errorCodes[this.code]
  }
}
