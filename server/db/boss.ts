import { PgBoss, type ConstructorOptions, type Queue } from 'pg-boss'
import type { DatabaseHandle } from './handle.ts'

const nobody = '00000000-0000-0000-0000-000000000000'

/**
 * The job queue on our store, started, with the queues it is asked for. Enqueueing with a domain's change goes through
 * `fromKysely(tx)`, so that both are kept or neither. Before its first job pg-boss looks a queue up outside that
 * transaction, which on the embedded engine's one connection would wait for itself: hence one look at each queue here.
 */
export async function startQueue(
  handle: DatabaseHandle,
  queues: Readonly<Record<string, Omit<Queue, 'name'>>>,
  options: ConstructorOptions & { onError?: (error: unknown) => void } = {},
): Promise<PgBoss> {
  const { onError, ...rest } = options
  const queue = createQueue(handle, rest)
  // Without a listener an error of the queue's own timers would end the process.
  queue.on('error', (error) => onError?.(error))
  await queue.start()
  for (const [name, settings] of Object.entries(queues)) {
    await queue.createQueue(name, settings)
    await queue.findJobs(name, { id: nobody })
  }
  return queue
}

/** Not started; it polls, because one connection cannot both listen and work. */
export function createQueue(handle: DatabaseHandle, options: ConstructorOptions = {}): PgBoss {
  return new PgBoss({
    ...options,
    db: handle.boss,
    schema: handle.bossSchema,
    backend: handle.engine === 'embedded' ? 'pglite' : 'postgres',
  })
}

/** Makes or updates the queue's tables and leaves nothing running. */
export async function installQueue(handle: DatabaseHandle): Promise<void> {
  const queue = createQueue(handle, { supervise: false, schedule: false })
  await queue.start()
  await queue.stop({ graceful: false })
}
