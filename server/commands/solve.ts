import { parse } from 'csv-parse/sync'
import { InputRefused } from '../core/problems.ts'
import type { Infeasibility, Unreachable } from '../core/siting/explain.ts'
import type { LocationAnswer, LocationProblem } from '../core/siting/solve-location.ts'
import { readInstance, type NamedInstance } from '../siting/files/read-instance.ts'
import { solveInWorker, type EndedAnswer } from '../siting/solve-in-worker.ts'
import type { CommandAnswer } from './answer.ts'

export interface SolveOptions {
  problem: LocationProblem
  cost: string
  matrix?: boolean
  demand?: string
  limit?: number
  p?: number
  fixed?: string
  method: 'exact' | 'heuristic'
  timeLimit: number
  seed: number
  alternatives?: number
  json?: boolean
}

interface Words {
  zh: string
  en: string
}

export const solveHelp = `
lscp      覆盖全部可达需求的最少站点 / fewest sites that cover all reachable demand
mclp      p 个站点覆盖的权重最大 / most weight covered by p sites
p-median  p 个站点，权重×成本之和最小；全部可达需求都须有站点 / least sum of weight × cost; all reachable demand is served
p-centre  p 个站点，最大成本最小（不计权重） / least largest cost, weights aside

任何站点都到不了的需求列于 unreachable，不计入目标值。/ Demand that no site reaches is listed and left out.
权重为 0 的需求同样须被服务。/ Demand of weight 0 must be served as well.
optimal 为真时已证明最优。/ optimal is true only where it is proven. bound 为界，gap = |bound−objective|÷|objective|。
无解时说明原因，退出码仍为 0。/ An infeasible problem is explained; the exit code is 0.
`

/** `yiquan solve`: where sites should open, from a table of costs alone. */
export async function runSolve(options: SolveOptions): Promise<CommandAnswer> {
  const named = await readInstance({ cost: options.cost, isMatrix: options.matrix ?? false, demand: options.demand, limit: options.limit })
  const { instance, siteIds } = named
  const fixed = readFixed(options.fixed, siteIds)
  const { answer, seconds, endedBy } = await solveInWorker(
    {
      instance,
      task: { problem: options.problem, openCount: options.p, fixed, method: options.method, alternatives: options.alternatives },
      timeLimitSeconds: options.timeLimit,
      seed: options.seed,
    },
    new AbortController().signal,
  )
  const report = { problem: options.problem, ...reportOf(answer, named, options, endedBy), seconds: Math.round(seconds * 1000) / 1000 }
  return { output: options.json ? `${JSON.stringify(report)}\n` : textOf(report), exitCode: 0 }
}

/** Ids separated by commas; one that holds a comma is quoted as in a CSV. */
function readFixed(text: string | undefined, siteIds: readonly string[]): number[] {
  if (text === undefined || text.trim() === '') return []
  const indexOf = new Map(siteIds.map((id, index) => [id, index]))
  const ids = (parse(text, { trim: true, relax_quotes: true }) as string[][]).flat().filter((id) => id !== '')
  const unknown = ids.filter((id) => !indexOf.has(id))
  if (unknown.length > 0) {
    throw new InputRefused(
      unknown.map((value) => ({
        code: 'SITE_UNKNOWN',
        severity: 'error',
        column: '--fixed',
        value,
        message: { zh: '成本表中没有这个站点', en: 'The cost table has no such site' },
      })),
    )
  }
  return ids.map((id) => indexOf.get(id)!)
}

function reportOf(answer: LocationAnswer, { demandIds, siteIds }: NamedInstance, options: SolveOptions, endedBy: EndedAnswer['endedBy']) {
  const { measures } = answer
  const isSolved = answer.outcome === 'solved'
  return {
    outcome: answer.outcome,
    sites: answer.open.map((site) => siteIds[site]),
    objective: answer.objective ?? null,
    weightedMeanCost: isSolved ? (measures.weightedMeanCost ?? null) : null,
    maxCost: isSolved ? (measures.maxCost ?? null) : null,
    coveredWeight: isSolved ? measures.coveredWeight : null,
    coveredClients: isSolved ? measures.coveredCount : null,
    unreachable: answer.unreachable.map(({ demand }) => demandIds[demand]),
    bound: answer.bound ?? null,
    gap: answer.gap ?? null,
    optimal: answer.isOptimal,
    unreachableReasons: answer.unreachable.map((one) => unreachableReason(one, demandIds, siteIds)),
    infeasibility: answer.infeasibility ? { ...answer.infeasibility, message: infeasibleWords(answer.infeasibility) } : null,
    ...(answer.alternatives
      ? {
          alternatives: answer.alternatives.choices.map((choice) => choice.map((site) => siteIds[site])),
          alternativesComplete: answer.alternatives.isComplete,
        }
      : {}),
    notes: [...notesOf(answer, options), ...(endedBy ? [endedWords[endedBy]] : [])],
  }
}

function unreachableReason(one: Unreachable, demandIds: readonly string[], siteIds: readonly string[]) {
  const demand = demandIds[one.demand]
  if (one.reason === 'no-pair') return { demand, reason: one.reason }
  return { demand, reason: one.reason, nearestSite: siteIds[one.nearestSite], nearestCost: one.nearestCost }
}

function infeasibleWords(why: Infeasibility): Words {
  switch (why.reason) {
    case 'fixed-exceed-count':
      return {
        zh: `固定站点有 ${why.fixedCount} 个，多于可开设的 ${why.openCount} 个`,
        en: `${why.fixedCount} sites are fixed, more than the ${why.openCount} that may open`,
      }
    case 'too-few-sites':
      return {
        zh: `${why.openCount} 个站点无法服务全部可达需求，${why.isExact ? '需要' : '至少需要'} ${why.neededCount} 个`,
        en: `${why.openCount} sites cannot serve all reachable demand: ${why.isExact ? '' : 'at least '}${why.neededCount} are needed`,
      }
    case 'target-out-of-reach':
      return {
        zh: `最多覆盖 ${why.mostWeight}，达不到目标 ${why.targetWeight}`,
        en: `At most ${why.mostWeight} can be covered, short of ${why.targetWeight}`,
      }
    case 'fixed-exceed-budget':
      return { zh: '固定站点已超出预算', en: 'The fixed sites alone exceed the budget' }
    case 'capacity-too-small':
      return {
        zh: `容量共 ${why.totalCapacity}，小于需求 ${why.totalWeight}`,
        en: `Capacities sum to ${why.totalCapacity}, below the demand of ${why.totalWeight}`,
      }
  }
}

const endedWords: Record<NonNullable<EndedAnswer['endedBy']>, Words> = {
  overran: { zh: '精确求解器超过时限仍未停止，已被终止；本答案由启发式给出', en: 'The exact solver overran its limit and was ended: this is the answer of the heuristic' },
  out_of_memory: { zh: '精确求解所需内存超出上限，已被终止；本答案由启发式给出', en: 'The exact solver took more memory than allowed and was ended: this is the answer of the heuristic' },
}

function notesOf(answer: LocationAnswer, options: SolveOptions): Words[] {
  const notes: Words[] = []
  const count = answer.unreachable.length
  if (count > 0) {
    notes.push({
      zh: `${count} 个需求点没有任何可用站点，不计入目标值`,
      en: `${count} demands have no usable site and are left out of the objective`,
    })
  }
  if (answer.openedAll)
    notes.push({ zh: `候选站点不足 ${options.p} 个，已全部开设`, en: `There are fewer than ${options.p} sites: all are open` })
  if (answer.outcome === 'undecided') {
    notes.push({ zh: '在时限内未能判定是否有解', en: 'Whether there is an answer was not decided within the time limit' })
  } else if (answer.outcome === 'solved' && !answer.isOptimal) {
    notes.push({ zh: '未证明为最优，见 bound 与 gap', en: 'Not proven to be optimal: see bound and gap' })
  }
  return notes
}

type Report = ReturnType<typeof reportOf> & { problem: string; seconds: number }

function textOf(report: Report): string {
  const lines = [
    `${report.problem}：${report.outcome}`,
    `站点 / sites (${report.sites.length})：${report.sites.join(', ')}`,
    `目标值 / objective：${report.objective ?? '—'}（下/上界 bound ${report.bound ?? '—'}，gap ${report.gap ?? '—'}，${report.optimal ? '最优 optimal' : '未证明最优 not proven optimal'}）`,
    `加权平均 / weighted mean cost：${report.weightedMeanCost ?? '—'}；最大 / max cost：${report.maxCost ?? '—'}`,
    `覆盖 / covered：${report.coveredWeight ?? '—'}（${report.coveredClients ?? '—'} 个 / demands）`,
    ...(report.unreachable.length > 0 ? [`不可达 / unreachable (${report.unreachable.length})：${report.unreachable.join(', ')}`] : []),
    ...(report.infeasibility ? [`${report.infeasibility.message.zh} / ${report.infeasibility.message.en}`] : []),
    ...report.notes.map(({ zh, en }) => `${zh} / ${en}`),
    `用时 / seconds：${report.seconds}`,
  ]
  return `${lines.join('\n')}\n`
}
