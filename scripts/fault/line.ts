/** What came of a fault, tried some number of times. */
export interface FaultLine {
  fault: string
  engine: 'embedded' | 'postgres'
  /** What was killed or disturbed. */
  target: string
  runs: number
  /** Runs that kept the promise; equal to `runs` where it holds. */
  ok: number
  /** Other counts of this fault, by name. */
  counts: Record<string, number>
  /** The first broken runs, in words. */
  broken: string[]
  seconds: number
}
