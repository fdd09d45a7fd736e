export interface LiveQuestion<Question> {
  put(question: Question): void
  stop(): void
}

interface Outlets<Answer> {
  /** `settled`: no newer question waits. */
  onAnswer(answer: Answer, settled: boolean): void
  onError(error: Error): void
}

/** After this long the answer to an old spot helps nobody: it is called off. */
const patienceMillis = 400

/**
 * Questions that come faster than answers: one is under way, of those that wait only the newest is kept. The server is
 * never asked twice at once, and the last question always gets its answer.
 */
export function createLiveQuestion<Question, Answer>(
  ask: (question: Question, signal: AbortSignal) => Promise<Answer>,
  { onAnswer, onError }: Outlets<Answer>,
): LiveQuestion<Question> {
  let waiting: { question: Question } | null = null
  let flight: AbortController | null = null
  let patience: ReturnType<typeof setTimeout> | undefined
  let old = false

  function next(): void {
    if (flight || !waiting) return
    const { question } = waiting
    const mine = new AbortController()
    waiting = null
    flight = mine
    old = false
    patience = setTimeout(() => {
      old = true
      if (waiting) mine.abort()
    }, patienceMillis)
    ask(question, mine.signal).then(
      (answer) => end(mine, () => onAnswer(answer, waiting === null)),
      (cause: unknown) => end(mine, () => onError(cause as Error)),
    )
  }

  function end(mine: AbortController, tell: () => void): void {
    if (flight !== mine) return
    clearTimeout(patience)
    flight = null
    if (!mine.signal.aborted) tell()
    next()
  }

  return {
    put(question) {
      waiting = { question }
      if (flight && old) flight.abort()
      next()
    },
    stop() {
      waiting = null
      clearTimeout(patience)
      flight?.abort()
      flight = null
    },
  }
}
