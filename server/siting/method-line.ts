import type { Bilingual } from '../contract/common.ts'
import type { StartOptimisation } from '../contract/optimisations.ts'
import type { Run } from '../coverage/coverage.repository.ts'
import { say } from './words.ts'

const problems: Record<StartOptimisation['problem'], Bilingual> = {
  lscp: say('最少站点覆盖全部可到达者', 'Fewest sites for everyone reachable'),
  mclp: say('给定站点覆盖最多', 'Most covered by the sites given'),
  'p-median': say('给定站点使平均步行最短', 'Least mean walk by the sites given'),
  'p-centre': say('给定站点使最远步行最短', 'Least longest walk by the sites given'),
  backup: say('给定站点使双重覆盖最多', 'Most covered twice by the sites given'),
  capacitated: say('容量限制内服务最多', 'Most served within capacity'),
  'coverage-target': say('以最少投入达到目标覆盖率', 'Least means to a coverage rate'),
  'township-target': say('以最少投入使每个乡镇（街道）有设施', 'Least means to a facility in every township'),
  'area-target': say('以最少投入补足每百户用房面积', 'Least means to the floor area that is missing'),
}

const weights = {
  residents60Plus: say('60 岁以上人口', 'residents 60+'),
  residents80Plus: say('80 岁以上人口', 'residents 80+'),
  residents: say('常住人口', 'residents'),
  households: say('户数', 'households'),
  places: say('地点数', 'places'),
}

/** What people (or places) are counted. */
export function countedWords(weight: StartOptimisation['weight']): Bilingual {
  return typeof weight === 'string' ? weights[weight] : say(`${weight.year} 年预测`, `forecast for ${weight.year}`)
}

/** One line beside every figure of the answer: the problem, whose walks, the limit, and what people are counted. */
export function methodLineOf({ problem, weight, limitMetres, changes, method }: StartOptimisation, run: Pick<Run, 'parameters'>): Bilingual {
  const { methodLine } = run.parameters
  const counted = countedWords(weight)
  const parts = [
    problems[problem],
    methodLine,
    ...(limitMetres === undefined ? [] : [say(`上限改为 ${limitMetres} m`, `limit changed to ${limitMetres} m`)]),
    counted,
    ...(changes.length > 0 ? [say(`含方案修改 ${changes.length} 项`, `with ${changes.length} changes of a scenario`)] : []),
    method === 'exact' ? say('精确求解', 'exact') : say('启发式', 'heuristic'),
  ]
  return say(parts.map(({ zh }) => zh).join(' · '), parts.map(({ en }) => en).join(' · '))
}
