import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ScenarioRecord, SiteChange } from '../../server/contract/scenarios.ts'
import { ApiError } from '../../client/api/client.ts'
import type { ScenarioRequests } from '../../client/api/planning-queries.ts'
import { createLiveQuestion } from '../../client/state/planning/live-question.ts'
import { createScenarioStore } from '../../client/state/planning/scenario-store.ts'
import type { Memory } from '../../client/state/planning/unsaved.ts'

const scenarioId = '00000000-0000-4000-8000-000000000001'
const change = (n: number): SiteChange => ({ id: `00000000-0000-4000-8000-00000000010${n}`, kind: 'add', name: `新 ${n}`, location: [116, 26], facilityTypes: ['day_care'] })
const label = { zh: '新增', en: 'Add' }

/** A server of one scenario, with a lock on its revision, that can be cut off. */
function createServer(changes: SiteChange[] = []) {
  const record: ScenarioRecord = {
    id: scenarioId, code: '360735', name: '方案', note: '', parentId: null, baseline: {}, isBaselineNewest: true, revision: 1, changes, misfits: [],
    undoLabel: null, redoLabel: null, costYuan: null, archived: false, createdBy: 'a', createdAt: '', updatedAt: '', updatedBy: 'local', runs: [],
  }
  const server = { record, offline: false, asked: 0 }
  const write = (revision: number, changed: SiteChange[]) => {
    server.asked += 1
    if (server.offline) throw new ApiError(0, 'OFFLINE', null, null)
    if (revision !== server.record.revision) throw new ApiError(409, 'SCENARIO_CHANGED', null, null)
    server.record = { ...server.record, revision: revision + 1, changes: changed }
    return server.record
  }
  const requests: ScenarioRequests = {
    get: () => Promise.resolve(server.record),
    change: ({ revision, changes: changed }) => Promise.resolve().then(() => write(revision, changed)),
    step: (_which, revision) => Promise.resolve().then(() => write(revision, [])),
    edit: () => Promise.resolve(server.record),
  }
  return { server, requests }
}

function createMemory(): Memory & { kept: Map<string, string> } {
  const kept = new Map<string, string>()
  return { kept, getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value), removeItem: (key) => void kept.delete(key) }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())
const settle = () => vi.advanceTimersByTimeAsync(10)

describe('a scenario in hand', () => {
  it('has no conflict with itself: what was saved as the page was left is found saved, and edits go on', async () => {
    const { server, requests } = createServer([change(1)])
    server.record = { ...server.record, revision: 2 }
    const memory = createMemory()
    const { id, ...rest } = change(1)
    memory.setItem(`yiquan.scenario.${scenarioId}`, JSON.stringify({ revision: 1, changes: [{ ...rest, id }] }))
    const store = createScenarioStore(server.record, requests, memory, () => undefined)
    store.start()
    await settle()
    expect(store.get()).toMatchObject({ unsaved: false, conflict: null })
    expect(memory.kept.size).toBe(0)
    store.edit([change(1), change(2)], label)
    await settle()
    expect(server.record.changes).toEqual([change(1), change(2)])
  })

  it('saves every edit at once; what comes meanwhile goes with the next save', async () => {
    const { server, requests } = createServer()
    const memory = createMemory()
    const store = createScenarioStore(server.record, requests, memory, () => undefined)
    store.edit([change(1)], label)
    store.edit([change(1), change(2)], label)
    store.edit([change(1), change(2), change(3)], label)
    expect(store.get()).toMatchObject({ unsaved: true, saving: true })
    await settle()
    expect(server.record.changes).toEqual([change(1), change(2), change(3)])
    expect(server.asked).toBe(2)
    expect(store.get()).toMatchObject({ unsaved: false, saving: false, error: null })
    expect(memory.kept.size).toBe(0)
  })

  it('keeps what could not be saved over a reload, and saves it then', async () => {
    const { server, requests } = createServer()
    const memory = createMemory()
    const first = createScenarioStore(server.record, requests, memory, () => undefined)
    server.offline = true
    first.edit([change(1)], label)
    await settle()
    expect(first.get()).toMatchObject({ unsaved: true, error: { code: 'OFFLINE' } })
    first.dispose()
    server.offline = false
    const second = createScenarioStore(server.record, requests, memory, () => undefined)
    second.start()
    expect(second.get().changes).toEqual([change(1)])
    await settle()
    expect(server.record.changes).toEqual([change(1)])
    expect(memory.kept.size).toBe(0)
  })

  it('tries again by itself when the server comes back', async () => {
    const { server, requests } = createServer()
    const store = createScenarioStore(server.record, requests, createMemory(), () => undefined)
    server.offline = true
    store.edit([change(1)], label)
    await settle()
    server.offline = false
    await vi.advanceTimersByTimeAsync(6000)
    expect(server.record.changes).toEqual([change(1)])
    expect(store.get()).toMatchObject({ unsaved: false, error: null })
  })

  it('overwrites nobody: somebody else’s step is shown beside what is unsaved, and neither is lost', async () => {
    const { server, requests } = createServer()
    const memory = createMemory()
    const store = createScenarioStore(server.record, requests, memory, () => undefined)
    server.record = { ...server.record, revision: 2, changes: [change(9)] }
    store.edit([change(1)], label)
    await settle()
    expect(server.record.changes).toEqual([change(9)])
    expect(store.get()).toMatchObject({ unsaved: true, changes: [change(1)], conflict: { revision: 2 } })
    expect(memory.kept.size).toBe(1)
    store.takeTheirs()
    expect(store.get()).toMatchObject({ unsaved: false, changes: [change(9)], conflict: null })
    expect(memory.kept.size).toBe(0)
  })

  it('found unsaved after somebody else’s step is a conflict as well', async () => {
    const { server, requests } = createServer()
    const memory = createMemory()
    memory.setItem(`yiquan.scenario.${scenarioId}`, JSON.stringify({ revision: 1, changes: [change(1)] }))
    const store = createScenarioStore({ ...server.record, revision: 4 }, requests, memory, () => undefined)
    store.start()
    await settle()
    expect(store.get()).toMatchObject({ conflict: { revision: 4 }, changes: [change(1)] })
    expect(server.asked).toBe(0)
  })

  it('undoes nothing before it is saved, and takes theirs when undo comes too late', async () => {
    const { server, requests } = createServer([change(1)])
    const store = createScenarioStore(server.record, requests, createMemory(), () => undefined)
    store.edit([change(1), change(2)], label)
    await store.step('undo')
    expect(store.get()).toMatchObject({ unsaved: false, changes: [] })
    server.record = { ...server.record, revision: 9, changes: [change(5)] }
    await store.step('undo')
    expect(store.get()).toMatchObject({ changes: [change(5)], conflict: null, record: { revision: 9 } })
  })

  it('takes a newer record that was asked for elsewhere, unless something is unsaved', async () => {
    const { server, requests } = createServer()
    const store = createScenarioStore(server.record, requests, createMemory(), () => undefined)
    store.receive({ ...server.record, revision: 3, changes: [change(3)] })
    expect(store.get()).toMatchObject({ changes: [change(3)], record: { revision: 3 } })
    store.receive({ ...server.record, revision: 2, changes: [change(2)] })
    expect(store.get().record.revision).toBe(3)
  })
})

describe('a live question', () => {
  it('is asked one at a time; of those that wait only the newest is asked, and the last always is', async () => {
    const asked: number[] = []
    const answered: [number, boolean][] = []
    const live = createLiveQuestion<number, number>((question) => {
      asked.push(question)
      return new Promise((resolve) => setTimeout(() => resolve(question), 50))
    }, { onAnswer: (answer, settled) => answered.push([answer, settled]), onError: (error) => { throw error } })
    for (let n = 1; n <= 10; n++) {
      live.put(n)
      await vi.advanceTimersByTimeAsync(16)
    }
    await vi.advanceTimersByTimeAsync(500)
    // 16 ms apart and 50 ms each: asked at 0, 50, 100 and 150 ms.
    expect(asked).toEqual([1, 4, 7, 10])
    expect(answered).toEqual([[1, false], [4, false], [7, false], [10, true]])
  })

  it('that has grown old is called off for a newer one, and is never answered', async () => {
    const aborted: number[] = []
    const answered: number[] = []
    const live = createLiveQuestion<number, number>((question, signal) => new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => {
        aborted.push(question)
        reject(new DOMException('', 'AbortError'))
      })
      if (question > 1) setTimeout(() => resolve(question), 20)
    }), { onAnswer: (answer) => answered.push(answer), onError: (error) => { throw error } })
    live.put(1)
    await vi.advanceTimersByTimeAsync(300)
    live.put(2)
    expect(aborted).toEqual([])
    await vi.advanceTimersByTimeAsync(200)
    expect(aborted).toEqual([1])
    expect(answered).toEqual([2])
  })

  it('says nothing any more once it is stopped', async () => {
    const answered: number[] = []
    const live = createLiveQuestion<number, number>((question) => new Promise((resolve) => setTimeout(() => resolve(question), 20)), { onAnswer: (answer) => answered.push(answer), onError: () => answered.push(-1) })
    live.put(1)
    live.stop()
    await vi.advanceTimersByTimeAsync(100)
    expect(answered).toEqual([])
  })
})
