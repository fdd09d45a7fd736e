import type { CommandAnswer } from './answer.ts'
import { accessService } from './service-access.ts'

/** `yiquan samples`: loads what is missing and lists the counties. */
export async function runSamples(env: NodeJS.ProcessEnv, options: { json?: boolean }): Promise<CommandAnswer> {
  const service = await accessService(env)
  try {
    const counties = await service.listCounties()
    if (options.json) return { output: `${JSON.stringify(counties)}\n`, exitCode: 0 }
    const lines = counties.map(({ code, name, nameEn, demo }) => `${code}  ${name} ${nameEn}${demo ? '  演示数据 / demonstration data' : ''}\n`)
    return { output: lines.join(''), exitCode: 0 }
  } finally {
    await service.close()
  }
}
