import { askAccess, type AccessReply, type AskAccess } from '../contract/access.ts'
import { refuse } from '../core/problems.ts'
import type { CommandAnswer } from './answer.ts'
import { accessService } from './service-access.ts'

export interface AccessOptions {
  county: string
  run?: string
  capacity: AskAccess['capacity']
  m2PerPlace?: number
  weight: AskAccess['weight']
  method: AskAccess['method']
  limit?: number
  bands?: string
  cells?: boolean
  need?: number
  target?: number
  json?: boolean
}

/** `yiquan access`: capacity against the people in reach, over a published run (the newest, or the one named). */
export async function runAccess(env: NodeJS.ProcessEnv, options: AccessOptions): Promise<CommandAnswer> {
  const { capacity, m2PerPlace, weight, method, limit, need, target } = options
  const wish = askAccess.safeParse({
    ...{ capacity, m2PerPlace, weight, method, limitMetres: limit, needShare: need, targetPerThousand: target },
    ...{ demand: options.cells ? 'cells' : 'places', bands: options.bands === undefined ? undefined : readBands(options.bands) },
  })
  if (!wish.success) {
    const [issue] = wish.error.issues
    throw refuse('BAD_REQUEST', `参数 ${issue.path.join('.')} 不合要求`, `${issue.path.join('.')}: ${issue.message}`)
  }
  const service = await accessService(env)
  try {
    const reply = await service.access(options.county, options.run, wish.data)
    return { output: options.json ? `${JSON.stringify(reply)}\n` : describe(reply), exitCode: 0 }
  } finally {
    await service.close()
  }
}

/** `333:1,667:0.68,1000:0.22`: where each band ends, and what a walk in it weighs. */
function readBands(text: string): NonNullable<AskAccess['bands']> {
  return text.split(/[,，]/).map((part) => {
    const match = /^\s*(\d+(?:\.\d+)?)\s*[:：]\s*(\d+(?:\.\d+)?)\s*$/.exec(part)
    if (!match) throw refuse('BAD_REQUEST', `分段应写作 米:权重，如 333:1,667:0.68,1000:0.22，得到 ${part}`, `Bands are metres:weight, such as 333:1,667:0.68,1000:0.22; got ${part}`)
    return { upToMetres: Number(match[1]), weight: Number(match[2]) }
  })
}

function describe({ methodLine, totals, units, missingCapacity, notes, runId, dataDate }: AccessReply): string {
  const lines = [
    `${methodLine.zh} / ${methodLine.en}`,
    `每千人可及 / per 1,000 people in reach：${number(totals.accessPerThousand)} · 供给 capacity ${totals.capacity}，可达 in reach ${totals.capacityInReach} · 无可及供给的人 people without any ${totals.peopleWithoutAccess} / ${totals.people}`,
    `容量用尽后 / once capacity is used：服务 served ${totals.served} · 未服务 unserved ${totals.unserved} · 用去 used ${totals.capacityUsed} · 基尼 Gini ${number(totals.gini)}`,
  ]
  if (totals.target) lines.push(`低于每千人 ${totals.target.perThousand} 的单元 / units below：${totals.target.unitsBelow} / ${totals.target.units}（${totals.target.peopleBelow} 人 people）`)
  for (const unit of units) lines.push(`  ${unit.name}：${number(unit.accessPerThousand)} ‰ · 人 people ${unit.people} · 未服务 unserved ${unit.unserved}`)
  for (const { name } of missingCapacity) lines.push(`  未填供给 / capacity not stated：${name}`)
  lines.push(`数据截至 / data of ${dataDate ?? '—'} · 批次 / run ${runId}`)
  return `${lines.concat(notes.map(({ zh, en }) => `※ ${zh} / ${en}`)).join('\n')}\n`
}

function number(value: number | null): string {
  return value === null ? '—' : String(Number(value.toPrecision(6)))
}
