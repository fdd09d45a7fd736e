import { buildGraph } from '../core/network/build-graph.ts'
import { describeNetwork } from '../core/network/components.ts'
import { readRoads } from '../network/files/read-roads.ts'
import type { CommandAnswer } from './answer.ts'

/** `yiquan graph`: what the walkable network of a file amounts to. */
export async function runGraph(options: { roads: string; json?: boolean }): Promise<CommandAnswer> {
  const { roads, report } = await readRoads(options.roads)
  const figures = describeNetwork(buildGraph(roads).graph)
  if (options.json) return { output: `${JSON.stringify(figures)}\n`, exitCode: 0 }
  const share = figures.largestComponentShare === null ? '—' : `${(figures.largestComponentShare * 100).toFixed(1)} %`
  const lines = [
    `格式 / format：${report.format}`,
    `节点 / nodes：${figures.nodes}`,
    `路段 / edges：${figures.edges}`,
    `长度 / length：${figures.lengthMetres.toFixed(1)} m`,
    `连通分量 / components：${figures.components}（最大占长度 / largest by length ${share}）`,
    `范围 / bbox：${figures.bbox?.join(', ') ?? '—'}`,
    `内存 / bytes：${figures.bytes}`,
    ...report.assumptions.map(({ zh, en }) => `※ ${zh} / ${en}`),
  ]
  return { output: `${lines.join('\n')}\n`, exitCode: 0 }
}
