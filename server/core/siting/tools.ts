import type { MipSolver } from './mip.ts'

/** What a solve may use of the world. */
export interface SolveTools {
  /** Absent: no exact solver, answers come from the heuristics and their bounds. */
  mip?: MipSolver
  /** Seconds on any clock that only goes forward. */
  now(): number
  /** On the same clock: when to end with what there is. */
  deadline: number
  seed: number
}

export function isLate({ now, deadline }: SolveTools): boolean {
  return now() >= deadline
}

/** A cheap `shouldStop`: asks the clock only so often, for loops that turn in microseconds. */
export function stopAt({ now }: SolveTools, deadline: number): () => boolean {
  let calls = 0
  let stopped = false
  return () => {
    if (!stopped && (calls++ & 15) === 0) stopped = now() >= deadline
    return stopped
  }
}
