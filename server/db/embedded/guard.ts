import type { PGlite } from '@electric-sql/pglite'

/**
 * PGlite loses C++ exceptions (GEOS, PROJ; upstream #916). Thrown while planning, one leaves the engine's main loop and
 * is dropped there; thrown while executing, it stops at the nearest `PG_TRY`, where the call just "returns 0" and the
 * code after it runs on with garbage: an update ends with half its rows, a plpgsql `exception` block never sees it.
 *
 * The sure sign is the C++ runtime's own count of exceptions that no C++ handler has caught: it rises with every lost
 * one, wherever it was lost, and is never lowered. Anything else that leaves the main loop, except PostgreSQL's own jump
 * back to it ("unwind"), counts too: a WebAssembly trap, an exit.
 */
export interface Guard {
  /** What was lost since the engine started; null as long as it can be trusted. */
  findLoss(): string | null
}

type Engine = Record<string, unknown>

export function installGuard(engine: PGlite): Guard {
  const module = engine.Module as unknown as Engine
  const countUncaught = functionOf(module, '___cxa_uncaught_exceptions')
  const loopOnce = functionOf(module, '_PostgresMainLoopOnce')
  const atStart = Number(countUncaught())
  let escaped: string | null = null
  module._PostgresMainLoopOnce = () => {
    try {
      return loopOnce()
    } catch (error) {
      if (error !== 'unwind') escaped = typeof error === 'number' ? 'C++ exception' : String(error)
      throw error
    }
  }
  return {
    findLoss() {
      if (escaped !== null) return escaped
      return Number(countUncaught()) === atStart ? null : 'C++ exception'
    },
  }
}

/** Without these the guard would be blind, so another build of the engine must not start. */
function functionOf(module: Engine, name: string): () => unknown {
  const found = module[name]
  if (typeof found !== 'function') throw new Error(`expected the embedded engine to export ${name}: the guard needs it`)
  return () => found() as unknown
}
