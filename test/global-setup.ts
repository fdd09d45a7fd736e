import type { TestProject } from 'vitest/node'
import { buildTemplate } from '../scripts/build-template.ts'
import { startCluster, type Cluster } from './postgres-cluster.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string
  }
}

/** Both engines made ready once: the embedded one's template, and a PostgreSQL cluster shared by all projects. */
let shared: { users: number; cluster: Promise<Cluster> } | null = null

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await buildTemplate()
  const given = process.env.YIQUAN_TEST_DATABASE_URL
  if (given) {
    project.provide('postgresUrl', given)
    return async () => undefined
  }
  shared ??= { users: 0, cluster: startCluster() }
  shared.users += 1
  const { connectionString } = await shared.cluster
  project.provide('postgresUrl', connectionString)
  return async () => {
    if (!shared) return
    shared.users -= 1
    if (shared.users > 0) return
    const { cluster } = shared
    shared = null
    await (await cluster).stop()
  }
}
