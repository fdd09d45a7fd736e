import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readConfig, type Config } from './config.ts'
import { createLog } from './log.ts'
import { createService, type Service } from './wiring.ts'

/** The address asked for cannot be listened on: taken by another program, or not ours to take. */
export class PortRefused extends Error {
  constructor({ host, port }: Config, reason: string) {
    super(
      `无法监听 ${host}:${port}（${reason}）；请关闭占用它的程序，或用 PORT 换一个端口。` +
        ` / Cannot listen on ${host}:${port} (${reason}): stop the program that uses it, or set PORT.`,
    )
    this.name = 'PortRefused'
  }
}

/** The HTTP door: opens the store, listens, then loads what is missing. Resolves with the exit code when asked to stop. */
export async function serve(env: NodeJS.ProcessEnv): Promise<number> {
  // Before anything is opened: a signal during the start must close what is open by then, lock file included.
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
  const config = readConfig(env)
  const log = createLog(config.logLevel)
  const service = await createService(config, log)
  let stopping = false
  try {
    const server = await listen(service, config)
    const { port } = server.address() as AddressInfo
    const address = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`
    service.handle.lock?.setAddress(address)
    process.stdout.write(`颐圈 Yiquan：${address}\n`)
    const prepared = service.prepare({ evaluatePlans: true }).then(
      () => log.info('ready'),
      (error: unknown) => {
        if (stopping) return
        log.fatal({ err: error }, 'could not get ready')
        service.sayFailed()
      },
    )
    await stopped
    stopping = true
    log.info('stopping')
    server.close()
    server.closeAllConnections()
    await service.close()
    await prepared
    return 0
  } finally {
    if (!stopping) await service.close()
  }
}

const longestUploadMs = 60 * 60_000

async function listen(service: Service, config: Config): Promise<Server> {
  const server = service.app.listen(config.port, config.host)
  // The five minutes that Node gives a request are short for half a gigabyte on an office's line; headers keep their minute.
  server.requestTimeout = longestUploadMs
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve)
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.syscall === 'listen' ? new PortRefused(config, error.code ?? error.message) : error),
    )
  })
  return server
}
