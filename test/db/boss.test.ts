import { fromKysely } from 'pg-boss'
import { expect, it } from 'vitest'
import { startQueue } from '../../server/db/boss.ts'
import { describeOnBothEngines } from './engines.ts'

describeOnBothEngines('the job queue', (open) => {
  it('runs a job enqueued in a transaction, and none of one that was undone', async () => {
    const handle = open()
    const errors: unknown[] = []
    const queue = await startQueue(handle, { coverage: {} }, { supervise: false, onError: (error) => errors.push(error) })
    try {
      const undone = handle.db.transaction().execute(async (tx) => {
        await queue.send('coverage', { run: 'undone' }, { db: fromKysely(tx) })
        throw new Error('undo')
      })
      await expect(undone).rejects.toThrow('undo')
      const id = await handle.db
        .transaction()
        .execute((tx) => queue.send('coverage', { run: 'kept' }, { db: fromKysely(tx) }))
      const seen = await new Promise<unknown[]>((resolve) => {
        const done: unknown[] = []
        void queue.work('coverage', { pollingIntervalSeconds: 0.5 }, async ([job]) => {
          done.push(job.data)
          setTimeout(() => resolve(done), 1500)
        })
      })
      expect(seen).toEqual([{ run: 'kept' }])
      const [job] = await queue.findJobs('coverage', { id: id ?? '' })
      expect(job.state).toBe('completed')
      await queue.supervise()
      expect(errors).toEqual([])
    } finally {
      await queue.stop({ graceful: false })
    }
  })
})
