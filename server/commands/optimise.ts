import { readFile } from 'node:fs/promises'
import { startOptimisation, type OptimisationRecord } from '../contract/optimisations.ts'
import { refuse } from '../core/problems.ts'
import { circleFacilityTypes } from '../core/coverage/profiles.ts'
import type { CommandAnswer } from './answer.ts'
import { accessService } from './service-access.ts'

export interface OptimiseOptions {
  county: string
  problem: string
  run?: string
  type: string[]
  p?: number
  rate?: number
  capacity?: number
  limit?: number
  weight: string
  existing: string
  premises: boolean
  parcels?: boolean
  nodes?: boolean
  grid?: number
  minimise: string
  budgetYuan?: number
  budgetM2?: number
  method: string
  timeLimit: number
  request?: string
  json?: boolean
}

/** `yiquan optimise`: a location problem over a county, through the same service as the map. */
export async function runOptimise(env: NodeJS.ProcessEnv, options: OptimiseOptions): Promise<CommandAnswer> {
  const { runId: _any, ...shape } = startOptimisation.shape
  const wish = startOptimisation.omit({ runId: true }).safeParse({ ...fromFlags(options), ...(options.request ? await readRequest(options.request, Object.keys(shape)) : {}) })
  if (!wish.success) {
    const [issue] = wish.error.issues
    throw refuse('BAD_REQUEST', `参数 ${issue.path.join('.')} 不合要求`, `${issue.path.join('.')}: ${issue.message}`)
  }
  const service = await accessService(env)
  try {
    const record = await service.optimise(options.county, { ...wish.data, ...(options.run ? { runId: options.run } : {}) })
    return { output: options.json ? `${JSON.stringify(record)}\n` : describe(record), exitCode: 0 }
  } finally {
    await service.close()
  }
}

function fromFlags(options: OptimiseOptions): Record<string, unknown> {
  return {
    problem: options.problem,
    weight: options.weight,
    facilityTypes: options.type.length > 0 ? options.type : [...circleFacilityTypes],
    limitMetres: options.limit,
    candidates: { premises: options.premises, parcels: options.parcels ?? false, nodes: options.nodes ?? false, gridMetres: options.grid },
    existing: options.existing,
    p: options.p,
    capacityPerSite: options.capacity,
    target: options.rate === undefined ? undefined : { rate: options.rate },
    minimise: options.minimise,
    budget: { yuan: options.budgetYuan, m2: options.budgetM2 },
    method: options.method,
    timeLimitSeconds: options.timeLimit,
  }
}

/** What has no option of its own (prices, vetoes, given points …), as the API takes it. */
async function readRequest(path: string, known: readonly string[]): Promise<Record<string, unknown>> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch {
    throw refuse('FILE_UNREADABLE', `无法读取 ${path}`, `${path} cannot be read`)
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw refuse('BAD_REQUEST', `${path} 不是 JSON`, `${path} is no JSON`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw refuse('BAD_REQUEST', `${path} 应为一个 JSON 对象`, `${path} should hold one JSON object`)
  const unknown = Object.keys(value).filter((key) => !known.includes(key))
  if (unknown.length > 0) throw refuse('BAD_REQUEST', `${path}：没有参数 ${unknown.join('、')}`, `${path}: no parameter ${unknown.join(', ')}`)
  return value as Record<string, unknown>
}

function describe({ methodLine, result }: OptimisationRecord): string {
  if (!result) return '没有结果 / no result\n'
  const { sites, objective, objectiveUnit, bound, gap, optimal, before, after, totals } = result
  const lines = [
    `${methodLine.zh}：${result.outcome}`,
    ...sites.map((site, i) => `${i + 1}. ${site.name}（${site.unitName ?? '—'}，${site.location.join(', ')}）60+ ${site.inCircle.residents60Plus}，仅此 ${site.onlyHere.residents60Plus}${site.isNew ? '' : '，现有 existing'}`),
    `目标值 / objective：${objective ?? '—'} ${objectiveUnit}（bound ${bound ?? '—'}，gap ${gap ?? '—'}，${optimal ? '最优 optimal' : '未证明最优 not proven optimal'}）`,
    `覆盖 / covered：${before.covered} → ${after.covered}（共 of ${after.of}）`,
    `新站点 / new sites：${totals.newSites}；元 yuan ${totals.yuan ?? '—'}；m² ${totals.m2 ?? '—'}`,
    ...(result.unreachable.length > 0 ? [`到不了 / unreachable (${result.unreachable.length})：${result.unreachable.map(({ name }) => name).join('、')}`] : []),
    ...(result.excluded.length > 0 ? [`排除的候选点 / excluded：${result.excluded.length}`] : []),
    ...(result.infeasibility ? [`${result.infeasibility.zh} / ${result.infeasibility.en}`] : []),
    ...result.notes.map(({ zh, en }) => `${zh} / ${en}`),
  ]
  return `${lines.join('\n')}\n`
}
