import type { Bilingual } from '../../../server/contract/common.ts'
import type { SiteChange } from '../../../server/contract/scenarios.ts'

/** What survives a reload: the browser's storage, or a map in a test. */
export type Memory = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

export interface Unsaved {
  /** The state of the scenario that the changes were made on. */
  revision: number
  changes: readonly SiteChange[]
  label?: Bilingual
}

const keyOf = (scenarioId: string) => `yiquan.scenario.${scenarioId}`

/** Storage may be full or forbidden: then only the reload is unsafe, which is no reason to stop working. */
export function remember(memory: Memory, scenarioId: string, unsaved: Unsaved): void {
  try {
    memory.setItem(keyOf(scenarioId), JSON.stringify(unsaved))
  } catch {
    return
  }
}

export function forget(memory: Memory, scenarioId: string): void {
  try {
    memory.removeItem(keyOf(scenarioId))
  } catch {
    return
  }
}

/** Null where nothing readable is kept: an older product may have written something else. */
export function recall(memory: Memory, scenarioId: string): Unsaved | null {
  try {
    const kept: unknown = JSON.parse(memory.getItem(keyOf(scenarioId)) ?? 'null')
    if (typeof kept !== 'object' || kept === null || !('revision' in kept) || !('changes' in kept)) return null
    return typeof kept.revision === 'number' && Array.isArray(kept.changes) ? (kept as Unsaved) : null
  } catch {
    return null
  }
}
