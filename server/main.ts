import type { AddressInfo } from 'node:net'
import { ConfigRefused, readConfig } from './config.ts'
import { createLog } from './log.ts'
import { createService } from './wiring.ts'

/** The HTTP door: opens the store, listens, then loads what is missing. Resolves with the exit code when asked to stop. */
export async function serve(env: NodeJS.ProcessEnv): Promise<number> {
  const config = readConfigOrSay(env)
  if (!config) return 2
  const log = createLog(config.logLevel)
  const service = await createService(config, log)
  const server = service.app.listen(config.port, config.host)
  await new Promise<void>((resolve, reject) => server.once('listening', resolve).once('error', reject))
  const { port } = server.address() as AddressInfo
  const address = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`
  service.handle.lock?.setAddress(address)
  process.stdout.write(`颐圈 Yiquan：${address}\n`)

  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
  const prepared = service.prepare().then(
    () => log.info('ready'),
    (error: unknown) => log.fatal({ err: error }, 'could not get ready'),
  )
  await stopped
  log.info('stopping')
  server.close()
  server.closeAllConnections()
  await Promise.race([prepared, Promise.resolve()])
  await service.close()
  return 0
}

function readConfigOrSay(env: NodeJS.ProcessEnv) {
  try {
    return readConfig(env)
  } catch (error) {
    if (!(error instanceof ConfigRefused)) throw error
    process.stderr.write(`${error.message}\n`)
    return undefined
  }
}
