import { useSyncExternalStore } from 'react'
import { decide, freshHistory, redo, undo, type DraftWork, type History } from './import-draft.ts'

/** Decisions about drafts live beside the page: the panel and the map change them, and a reload finds them again. */
interface Held {
  history: History
  /** The row that grid, report and map point at. */
  selectedRow: number | null
}

const held = new Map<string, Held>()
const listeners = new Set<() => void>()
const storageKey = (draftId: string) => `yiquan.import.${draftId}`

function read(draftId: string): Held {
  const known = held.get(draftId)
  if (known) return known
  const fresh = { history: restore(draftId) ?? freshHistory, selectedRow: null }
  held.set(draftId, fresh)
  return fresh
}

function restore(draftId: string): History | null {
  try {
    const text = window.localStorage.getItem(storageKey(draftId))
    return text === null ? null : { ...freshHistory, now: { ...freshHistory.now, ...(JSON.parse(text) as DraftWork) } }
  } catch {
    return null
  }
}

function write(draftId: string, next: Held): void {
  held.set(draftId, next)
  try {
    window.localStorage.setItem(storageKey(draftId), JSON.stringify(next.history.now))
  } catch {
    // A full or closed storage costs the way back after a reload, not the work on screen.
  }
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export interface DraftControl {
  work: DraftWork
  canUndo: boolean
  canRedo: boolean
  selectedRow: number | null
  change: (next: (work: DraftWork) => DraftWork) => void
  undo: () => void
  redo: () => void
  select: (row: number | null) => void
}

export function useDraft(draftId: string): DraftControl {
  const { history, selectedRow } = useSyncExternalStore(subscribe, () => read(draftId))
  const step = (next: (history: History) => History) => {
    const before = read(draftId)
    const after = next(before.history)
    if (after !== before.history) write(draftId, { ...before, history: after })
  }
  return {
    work: history.now,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    selectedRow,
    change: (next) => step((before) => decide(before, next(before.now))),
    undo: () => step(undo),
    redo: () => step(redo),
    select: (row) => {
      const before = read(draftId)
      if (before.selectedRow !== row) write(draftId, { ...before, selectedRow: row })
    },
  }
}

/** A draft that is stored or thrown away leaves nothing behind. */
export function forgetDraft(draftId: string): void {
  held.delete(draftId)
  try {
    window.localStorage.removeItem(storageKey(draftId))
  } catch {
    // Nothing was kept then.
  }
}
