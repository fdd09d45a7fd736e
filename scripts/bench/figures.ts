/** One measured figure, printed as one JSON line. */
export interface Figure {
  name: string
  unit: 'ms' | 'times'
  median: number
  p95: number
  runs: number
  /** What was measured, and the proof that it was done. */
  note: string
}

export interface Task {
  name: string
  note?: string
  /** How often it runs in a round: quick tasks several times, so that one of them is not the one with cold caches. */
  repeat?: number
  run(): Done | Promise<Done>
}

export interface Done {
  /** What the work came to: must be the same each time, or it is not the same work. */
  proof: Record<string, number>
  /** Where the task timed itself (another process); else the whole of `run` counts. */
  milliseconds?: number
}

export interface Rounds {
  rounds: number
  /** Rounds that are not counted: the first ones are compiled, not run. */
  warmUp: number
  /** No round begins after so long, three counted ones excepted: on a busy machine fewer are counted. */
  longestSeconds: number
}

const fewestRounds = 3

/**
 * Runs every task once a round, a different one first each time, so that a busy minute of the machine falls on all of
 * them alike. Throws where a task does not do the same work in every round.
 */
export async function measureInRounds(tasks: readonly Task[], { rounds, warmUp, longestSeconds }: Rounds): Promise<Figure[]> {
  const times = tasks.map((): number[] => [])
  const proofs: string[] = []
  const began = performance.now()
  for (let round = 0; round < warmUp + rounds; round++) {
    if (round >= warmUp + fewestRounds && performance.now() - began > longestSeconds * 1000) break
    for (let turn = 0; turn < tasks.length; turn++) {
      const i = (turn + round) % tasks.length
      globalThis.gc?.()
      for (let k = 0; k < (tasks[i].repeat ?? 1); k++) {
        const { milliseconds, proof } = await timed(tasks[i])
        const got = wordsOf(proof)
        proofs[i] ??= got
        if (got !== proofs[i]) throw new Error(`expected ${tasks[i].name} to give ${proofs[i]} in every round, got ${got}`)
        if (round >= warmUp) times[i].push(milliseconds)
      }
    }
  }
  return tasks.map(({ name, note }, i) => figureOf(name, times[i], [note, proofs[i]].filter(Boolean).join('; ')))
}

export function figureOf(name: string, milliseconds: readonly number[], note: string): Figure {
  const sorted = [...milliseconds].sort((a, b) => a - b)
  return { name, unit: 'ms', median: round(quantile(sorted, 0.5)), p95: round(quantile(sorted, 0.95)), runs: sorted.length, note }
}

/** How many times longer the other one takes, by medians and by 95th percentiles. */
export function ratioOf(name: string, other: Figure, ours: Figure): Figure {
  const note = `${other.name} / ${ours.name}`
  return { name, unit: 'times', median: round(other.median / ours.median), p95: round(other.p95 / ours.p95), runs: other.runs, note }
}

async function timed(task: Task): Promise<{ milliseconds: number; proof: Done['proof'] }> {
  const start = performance.now()
  const running = task.run()
  const done = running instanceof Promise ? await running : running
  const milliseconds = performance.now() - start
  return { milliseconds: done.milliseconds ?? milliseconds, proof: done.proof }
}

function wordsOf(proof: Done['proof']): string {
  return Object.entries(proof)
    .map(([word, value]) => `${word} ${value}`)
    .join(', ')
}

/** Nearest rank: a time that was really measured. */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
}

function round(value: number): number {
  return Number(value.toPrecision(4))
}
