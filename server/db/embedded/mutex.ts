/** First come, first served. Waiting too long is an error, because it means a transaction waits for itself. */
export interface Mutex {
  acquire(): Promise<() => void>
}

export function createMutex(waitLimitMs: number): Mutex {
  const waiting: (() => void)[] = []
  let held = false

  function release(): void {
    const next = waiting.shift()
    if (next) next()
    else held = false
  }

  return {
    acquire() {
      return new Promise((resolve, reject) => {
        const hold = (): void => {
          clearTimeout(timer)
          let released = false
          resolve(() => {
            if (!released) release()
            released = true
          })
        }
        const timer = setTimeout(() => {
          waiting.splice(waiting.indexOf(hold), 1)
          reject(new Error(`expected the database connection within ${waitLimitMs} ms, got none: is db used where tx must be?`))
        }, waitLimitMs)
        if (held) {
          waiting.push(hold)
          return
        }
        held = true
        hold()
      })
    },
  }
}

export async function withMutex<T>(mutex: Mutex, work: () => Promise<T>): Promise<T> {
  const release = await mutex.acquire()
  try {
    return await work()
  } finally {
    release()
  }
}
