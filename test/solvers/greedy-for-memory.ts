import type { MipSolver } from '../../server/core/siting/mip.ts'

/** A solver that keeps everything it ever made. */
export function openHighs(): Promise<MipSolver> {
  const kept: object[] = []
  return Promise.resolve(() => {
    for (;;) kept.push({ kept: Array.from({ length: 1000 }, (_, i) => ({ i })) })
  })
}
