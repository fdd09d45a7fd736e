import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { createDraftFiles, type Draft } from '../../server/imports/drafts/draft-files.ts'
import { createReadingCache } from '../../server/imports/drafts/reading-cache.ts'
import { createImportFiles, type KeptTask } from '../../server/imports/import-files.ts'
import { ownMark } from '../../server/imports/upload-owner.ts'
import type { JobStatus } from '../../server/db/schema.ts'
import type { RawFile } from '../../server/core/imports/raw-table.ts'

const root = mkdtempSync(join(tmpdir(), 'yiquan-drafts-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const uploads = createImportFiles(root)
const drafts = createDraftFiles(root)
const jobId = '00000000-0000-4000-8000-00000000000a'

const given: Omit<Draft, 'id'> = {
  ...{ countyCode: 360735, mainFile: 'a.csv', name: 'a.csv', fileNames: ['a.csv'], bytes: 1, sha256: 'x', createdBy: 'local' },
  ...{ createdAt: '2026-01-01T00:00:00.000Z', expiresAt: '2026-01-02T00:00:00.000Z', proposedKinds: [], layers: [], last: null },
}
const options = { map: [], answers: {}, acceptRows: false, replace: false, edits: { cells: [{ row: 2, column: 'a', value: 'b' }], places: [], dropRows: [] } }

async function adopt(): Promise<Draft> {
  const directory = await uploads.receive()
  writeFileSync(join(directory, 'a.csv'), 'a')
  return drafts.adopt(directory, given)
}

it('a draft that a job has taken is none, with its corrections in the job’s task; given back it is one again, with its answers', async () => {
  const draft = await adopt()
  await drafts.save({ ...draft, last: { kind: 'facilities', options } })
  const task = { countyCode: 360735, kind: 'facilities', fileName: 'a.csv', actor: { id: 'local', roles: [] }, options, jobId }
  await uploads.keep(jobId, drafts.directoryOf(draft.id), { ...task, path: drafts.pathOf(draft), fileHash: 'x', baseVersion: 1 } satisfies Omit<KeptTask, 'owner'>)
  expect(await drafts.list()).toEqual([])
  expect((await uploads.findTask(jobId))?.options.edits).toEqual(options.edits)
  await uploads.giveBack(jobId)
  expect(await drafts.list()).toEqual([{ ...draft, last: { kind: 'facilities', options } }])
  expect(readdirSync(drafts.directoryOf(draft.id)).sort()).toEqual(['a.csv', 'import-draft.json'])
  await drafts.remove(draft.id)
  await uploads.giveBack(jobId)
  expect(readdirSync(root)).toEqual([])
})

it('a sweep of uploads leaves drafts, and a sweep of drafts leaves those that have not expired', async () => {
  const draft = await adopt()
  mkdirSync(join(root, 'upload-left'))
  await uploads.sweep(() => Promise.resolve(undefined), 0)
  expect(readdirSync(root)).toEqual([`draft-${draft.id}`])
  await drafts.sweep(new Date('2026-01-01T23:59:59.000Z'))
  expect((await drafts.list()).length).toBe(1)
  await drafts.sweep(new Date('2026-01-02T00:00:00.000Z'))
  expect(readdirSync(root)).toEqual([])
})

it('a sweep ends what jobs have ended: stored, a file is gone; else it is a draft again; an open job keeps its own', async () => {
  const take = async (jobId: string) => {
    const draft = await adopt()
    const task = { countyCode: 360735, kind: 'facilities', fileName: 'a.csv', actor: { id: 'local', roles: [] }, options, jobId }
    await uploads.keep(jobId, drafts.directoryOf(draft.id), { ...task, path: drafts.pathOf(draft), fileHash: 'x', baseVersion: 1 })
    return `draft-${draft.id}`
  }
  const jobs: Record<string, JobStatus | undefined> = { queued: 'queued', running: 'running', done: 'done', failed: 'failed', cancelled: 'cancelled', none: undefined, dead: undefined }
  const taken: Record<string, string> = {}
  for (const jobId of Object.keys(jobs)) taken[jobId] = await take(jobId)
  // As a process of this machine would have left it whose transaction never came to its end.
  const dead = join(root, 'dead', 'import-task.json')
  writeFileSync(dead, readFileSync(dead, 'utf8').replace(ownMark, ownMark.replace(/-\d+-\d+$/, '-4194305-1')))
  await uploads.sweep(({ jobId }) => Promise.resolve(jobs[jobId]), 24 * 3600_000)
  expect(readdirSync(root).sort()).toEqual(['none', 'queued', 'running', taken.failed, taken.cancelled, taken.dead].sort())
  await uploads.sweep(({ jobId }) => Promise.resolve(jobs[jobId]), 0)
  expect(readdirSync(root).sort()).toEqual(['queued', 'running', taken.failed, taken.cancelled, taken.dead, taken.none].sort())
  for (const name of readdirSync(root)) rmSync(join(root, name), { recursive: true })
})

it('an id that leads elsewhere is no draft', async () => {
  for (const id of ['../x', '', '.', 'A'.repeat(36)]) expect(await drafts.find(id)).toBeUndefined()
})

it('a reading is kept by draft and answers, the least used goes first, and one too large is never kept', async () => {
  const file = (length: number): RawFile => ({
    ...{ format: 'csv', raster: null, problems: [] },
    tables: [{ ...{ name: 'a', headers: null, merges: [], spatial: false, crs: null, encoding: null }, rows: [{ number: 1, cells: ['x'.repeat(length)], geometry: null }] }],
  })
  const cache = createReadingCache(5000)
  let reads = 0
  const get = (id: string, key: string, length = 1000) => cache.get(id, key, async () => (reads++, file(length)))
  await get('a', '1')
  await get('a', '1')
  expect(reads).toBe(1)
  await get('b', '1')
  await get('a', '1')
  await get('c', '1')
  expect(reads).toBe(3)
  await get('a', '1')
  expect(reads).toBe(3)
  await get('b', '1')
  expect(reads).toBe(4)
  await get('b', '2')
  await get('d', '1', 9000)
  await get('d', '1', 9000)
  expect(reads).toBe(7)
  await get('b', '2')
  expect(reads).toBe(7)
})
