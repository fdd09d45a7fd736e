/** One measured figure, printed as one JSON line. `counts` prove that the work was done. */
export interface Figure {
  name: string
  unit: 'ms' | 'ratio'
  median: number
  p95: number
  runs: number
  counts: Record<string, number>
}

export interface Task {
  name: string
  /** Does the work once; what it returns proves that it did, and must be the same each time. */
  run(): Record<string, number> | Promise<Record<string, number>>
}

export interface Rounds {
  rounds: number
  /** Rounds that are not counted: the first ones are compiled, not run. */
  warmUp: number
}

/**
 * Runs every task once a round, a different one first each time, so that a busy minute of the machine falls on all of
 * them alike. Throws where a task does not do the same work in every round.
 */
export async function measureInRounds(tasks: readonly Task[], { rounds, warmUp }: Rounds): Promise<Figure[]> {
  const times = tasks.map((): number[] => [])
  const counts: Record<string, number>[] = []
  for (let round = 0; round < warmUp + rounds; round++) {
    for (let turn = 0; turn < tasks.length; turn++) {
      const i = (turn + round) % tasks.length
      globalThis.gc?.()
      const start = performance.now()
      const done = await tasks[i].run()
      const milliseconds = performance.now() - start
      counts[i] ??= done
      const [expected, got] = [JSON.stringify(counts[i]), JSON.stringify(done)]
      if (got !== expected) throw new Error(`expected ${tasks[i].name} to give ${expected} in every round, got ${got}`)
      if (round >= warmUp) times[i].push(milliseconds)
    }
  }
  return tasks.map(({ name }, i) => ({ name, unit: 'ms', ...summarise(times[i]), counts: counts[i] }))
}

/** How many times longer the other one takes, by medians and by 95th percentiles. */
export function ratioOf(name: string, other: Figure, ours: Figure): Figure {
  return { name, unit: 'ratio', median: round(other.median / ours.median), p95: round(other.p95 / ours.p95), runs: other.runs, counts: {} }
}

function summarise(times: readonly number[]) {
  const sorted = [...times].sort((a, b) => a - b)
  return { median: round(quantile(sorted, 0.5)), p95: round(quantile(sorted, 0.95)), runs: sorted.length }
}

/** Nearest rank: a time that was really measured. */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
}

function round(value: number): number {
  return Number(value.toPrecision(4))
}
