import type { TestProject } from 'vitest/node'
import { buildTemplate } from '../scripts/build-template.ts'
import { startCluster, type Cluster } from './postgres-cluster.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string
  }
}

/** Each project loads this file anew, so what they share hangs on the process. */
const shared = globalThis as typeof globalThis & { yiquanCluster?: { users: number; cluster: Promise<Cluster> } }

/** Both engines made ready once: the embedded one's template, and one PostgreSQL cluster for all projects. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await buildTemplate()
  const given = process.env.YIQUAN_TEST_DATABASE_URL
  if (given) {
    project.provide('postgresUrl', given)
    return async () => undefined
  }
  const inUse = (shared.yiquanCluster ??= { users: 0, cluster: startCluster() })
  inUse.users += 1
  project.provide('postgresUrl', (await inUse.cluster).connectionString)
  return async () => {
    inUse.users -= 1
    if (inUse.users > 0) return
    delete shared.yiquanCluster
    await (await inUse.cluster).stop()
  }
}
