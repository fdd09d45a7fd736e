/** What a command says: the answer for standard output, and how it ended. */
export interface CommandAnswer {
  output: string
  exitCode: number
}

/** 0 answered (also infeasible), 1 our bug, 2 input refused, 3 questions open, 64 usage. */
export const exitCodes = { answered: 0, bug: 1, refused: 2, questions: 3, usage: 64 } as const
