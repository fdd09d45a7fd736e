import type { Bilingual } from '../../../server/contract/common.ts'
import type { ScenarioRecord, SiteChange } from '../../../server/contract/scenarios.ts'
import { ApiError } from '../../api/client.ts'
import type { ScenarioRequests } from '../../api/planning-queries.ts'
import { forget, recall, remember, type Memory } from './unsaved.ts'

/** A scenario on screen: what the server has, and what was changed since. */
export interface ScenarioState {
  record: ScenarioRecord
  changes: readonly SiteChange[]
  saving: boolean
  unsaved: boolean
  /** Somebody else's newer state, while ours is not saved. */
  conflict: ScenarioRecord | null
  /** Why the last attempt to save failed; the change is kept here and tried again. */
  error: Error | null
}

export interface ScenarioStore {
  get(): ScenarioState
  subscribe(listener: () => void): () => void
  /** Takes up what an earlier visit left unsaved. */
  start(): void
  /** The whole list anew: one step for undo. Saved at once; what comes while a save is under way goes with the next. */
  edit(changes: readonly SiteChange[], label: Bilingual): void
  step(which: 'undo' | 'redo' | 'rebase'): Promise<void>
  retry(): void
  /** What the server was asked for elsewhere: newer is taken, unless something here is unsaved. */
  receive(record: ScenarioRecord): void
  /** Gives up what is not saved. */
  takeTheirs(): void
  dispose(): void
}

const retryMillis = 5000

export function createScenarioStore(first: ScenarioRecord, requests: ScenarioRequests, memory: Memory, onSaved: (record: ScenarioRecord) => void): ScenarioStore {
  const listeners = new Set<() => void>()
  let state: ScenarioState = { record: first, changes: first.changes, saving: false, unsaved: false, conflict: null, error: null }
  let label: Bilingual | undefined
  let flight: Promise<void> | null = null
  let retryTimer: ReturnType<typeof setTimeout> | undefined
  let disposed = false

  const set = (change: Partial<ScenarioState>) => {
    state = { ...state, ...change }
    for (const listener of listeners) listener()
  }
  const take = (record: ScenarioRecord) => {
    set({ record, changes: record.changes, unsaved: false, conflict: null, error: null })
    forget(memory, record.id)
    onSaved(record)
  }

  async function refusedBecauseChanged(error: unknown): Promise<boolean> {
    if (!(error instanceof ApiError) || error.code !== 'SCENARIO_CHANGED') return false
    const theirs = await requests.get()
    // Undo after somebody else's step: nothing of ours would be lost, so theirs is simply shown.
    if (state.unsaved && !isSameList(theirs.changes, state.changes)) set({ conflict: theirs })
    else take(theirs)
    return true
  }

  async function save(): Promise<void> {
    while (state.unsaved && !state.conflict && !disposed) {
      const sent = state.changes
      const sentLabel = label
      try {
        const record = await requests.change({ revision: state.record.revision, changes: [...sent], ...(sentLabel ? { label: sentLabel } : {}) })
        if (state.changes === sent) take(record)
        else {
          remember(memory, record.id, { revision: record.revision, changes: state.changes, label })
          set({ record, error: null })
        }
      } catch (cause) {
        const known = await refusedBecauseChanged(cause).catch(() => false)
        if (known) return
        set({ error: cause as Error })
        // A refusal stays one; silence may end.
        if (cause instanceof ApiError && (cause.offline || cause.status >= 500)) retryTimer = setTimeout(flush, retryMillis)
        return
      }
    }
  }

  function flush(): void {
    clearTimeout(retryTimer)
    if (flight || disposed) return
    set({ saving: true })
    flight = save().finally(() => {
      flight = null
      set({ saving: false })
    })
  }

  return {
    get: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    start() {
      disposed = false
      const left = state.unsaved ? null : recall(memory, first.id)
      if (!left) return
      const { record } = state
      // Saved after all: the page was left before the answer came.
      if (isSameList(left.changes, record.changes)) return forget(memory, record.id)
      label = left.label
      set({ changes: left.changes, unsaved: true, conflict: left.revision === record.revision ? null : record })
      flush()
    },
    edit(changes, newLabel) {
      label = newLabel
      remember(memory, state.record.id, { revision: state.record.revision, changes, label: newLabel })
      set({ changes, unsaved: true })
      flush()
    },
    async step(which) {
      if (flight) await flight
      if (state.unsaved || state.conflict) return
      set({ saving: true })
      try {
        take(await requests.step(which, state.record.revision))
      } catch (cause) {
        const known = await refusedBecauseChanged(cause).catch(() => false)
        if (!known) set({ error: cause as Error })
      } finally {
        set({ saving: false })
      }
    },
    retry: flush,
    receive(record) {
      if (record.revision === state.record.revision) set({ record })
      else if (record.revision > state.record.revision && !flight) {
        if (state.unsaved && !isSameList(record.changes, state.changes)) set({ conflict: record })
        else take(record)
      }
    },
    takeTheirs() {
      if (state.conflict) take(state.conflict)
    },
    dispose() {
      disposed = true
      clearTimeout(retryTimer)
    },
  }
}

/** The same changes in the same order, whatever the order of their fields. */
function isSameList(one: readonly SiteChange[], other: readonly SiteChange[]): boolean {
  const text = (changes: readonly SiteChange[]) => JSON.stringify(changes.map((change) => Object.entries(change).sort(([a], [b]) => (a < b ? -1 : 1))))
  return text(one) === text(other)
}
