import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, inject } from 'vitest'
import type { Config } from '../server/config.ts'
import { createLog } from '../server/log.ts'
import { createService, type Service } from '../server/wiring.ts'

export type Engine = 'embedded' | 'postgres'

const sampleCodes = ['360735', '440304']

/** A service over a store of its own, listening on a free port of the loopback address. */
export interface TestService {
  engine: Engine
  service: Service
  /** Where the API stands, `/api/v1` included. */
  api: string
  /** Where uploads lie while they are being imported. */
  uploads: string
  /** Undefined on the embedded engine. */
  databaseUrl: string | undefined
  /** As if the process had been stopped and started again on the same store; not prepared. */
  restart(): Promise<void>
  close(): Promise<void>
}

/**
 * The same tests over both engines, one after the other: an embedded database holds about 1 GB, so the project has one
 * such file and never two at a time. The samples are loaded by the tests themselves, who watch the service start.
 */
export function describeServiceOnBothEngines(name: string, tests: (running: () => TestService) => void, samples: Config['samples'] = sampleCodes): void {
  describe.each(['embedded', 'postgres'] as const)(`${name} (%s)`, (engine) => {
    let running: TestService | undefined

    beforeAll(async () => {
      running = await startServiceForTest(engine, samples)
    })

    afterAll(async () => {
      await running?.close()
      running = undefined
    })

    tests(() => {
      if (!running) throw new Error('expected the service to be used inside a test')
      return running
    })
  })
}

export async function startServiceForTest(engine: Engine, samples: Config['samples'] = sampleCodes, more: Partial<Config> = {}): Promise<TestService> {
  const store = engine === 'embedded' ? makeDirectory() : await makeDatabase()
  const config: Config = { host: '127.0.0.1', port: 0, logLevel: 'silent', samples, ...store.config, ...more }
  let open = await listen(config)
  const stop = async () => {
    open.server.close()
    open.server.closeAllConnections()
    await open.service.close()
  }
  return {
    engine,
    databaseUrl: store.config.databaseUrl,
    uploads: join(store.config.dataDirectory, 'yiquan-imports'),
    get service() {
      return open.service
    },
    get api() {
      return open.api
    },
    async restart() {
      await stop()
      open = await listen(config)
    },
    async close() {
      await stop()
      await store.remove()
    },
  }
}

async function listen(config: Config) {
  const service = await createService(config, createLog(config.logLevel))
  const server = service.app.listen(config.port, config.host)
  await new Promise<void>((resolve, reject) => server.once('listening', resolve).once('error', reject))
  const { port } = server.address() as AddressInfo
  return { service, server, api: `http://${config.host}:${port}/api/v1` }
}

interface Store {
  config: Pick<Config, 'dataDirectory' | 'databaseUrl'>
  remove(): Promise<void>
}

function makeDirectory(): Store {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'yiquan-http-'))
  return {
    config: { dataDirectory, databaseUrl: undefined },
    remove: async () => rmSync(dataDirectory, { recursive: true, force: true, maxRetries: 3 }),
  }
}

/** The service uses a database's default schema, so on PostgreSQL each file has a database of its own. */
async function makeDatabase(): Promise<Store> {
  const name = `yiquan_http_${randomBytes(6).toString('hex')}`
  await administer(`create database ${name}`)
  const url = new URL(inject('postgresUrl'))
  url.pathname = `/${name}`
  const dataDirectory = mkdtempSync(join(tmpdir(), 'yiquan-http-'))
  return {
    config: { dataDirectory, databaseUrl: url.href },
    async remove() {
      await administer(`drop database ${name} with (force)`)
      rmSync(dataDirectory, { recursive: true, force: true })
    },
  }
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgresUrl') })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
