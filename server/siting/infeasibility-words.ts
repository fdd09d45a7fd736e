import type { Bilingual } from '../contract/common.ts'
import type { Infeasibility } from '../core/siting/explain.ts'
import { gapsBeyondReach, townshipsWithout, type ComposeInput } from './answer-facts.ts'
import { amount, listNames, percent, say } from './words.ts'

/** Why the wish cannot be met, how far one gets, and who stands in the way; null where it can. */
export function infeasibilityWords(input: ComposeInput): Bilingual | null {
  const { target, outcome } = input
  const answer = outcome.answer?.answer
  if (target?.kind === 'townships') {
    const without = townshipsWithout(target.townships)
    const names = listNames(without.map(({ name }) => name))
    const none = without.length > 0 ? say(`${without.length} 个乡镇（街道）内没有任何候选点：${names}`, `${without.length} townships hold no candidate at all: ${names}`) : null
    const short = answer?.infeasibility && words(input, answer.infeasibility)
    return join([none, short ?? null])
  }
  return answer?.infeasibility ? words(input, answer.infeasibility) : null
}

function join(parts: (Bilingual | null)[]): Bilingual | null {
  const said = parts.filter((part) => part !== null)
  return said.length === 0 ? null : say(said.map(({ zh }) => zh).join('；'), said.map(({ en }) => en).join('; '))
}

function words(input: ComposeInput, why: Infeasibility): Bilingual {
  const standing = fixedCount(input)
  switch (why.reason) {
    case 'fixed-exceed-count':
      return say(`已有站点 ${why.fixedCount} 个，多于可开设的 ${why.openCount} 个`, `${why.fixedCount} sites stand already, more than the ${why.openCount} that may open`)
    case 'too-few-sites': {
      const [asked, needed] = [why.openCount - standing, why.neededCount - standing]
      return say(
        `${asked} 个新站点不能让所有可到达的地点都有站点，${why.isExact ? '需要' : '至少需要'} ${needed} 个`,
        `${asked} new sites cannot serve every place that can be reached: ${why.isExact ? '' : 'at least '}${needed} are needed`,
      )
    }
    case 'fixed-exceed-budget':
      return say('已有站点本身已超出预算', 'What stands already exceeds the budget')
    case 'capacity-too-small':
      return say(`容量共 ${amount(why.totalCapacity)}，小于需求 ${amount(why.totalWeight)}`, `Capacities sum to ${amount(why.totalCapacity)}, below the demand of ${amount(why.totalWeight)}`)
    case 'target-out-of-reach':
      return outOfReach(input, why.targetWeight, why.mostWeight)
  }
}

function outOfReach(input: ComposeInput, target: number, most: number): Bilingual {
  const { request } = input
  const within = request.budget.yuan !== undefined || request.budget.m2 !== undefined ? say('在预算内', 'within the budget') : say('用尽全部候选点', 'with every candidate')
  switch (request.problem) {
    case 'coverage-target': {
      const rate = input.totalWeight > 0 ? most / input.totalWeight : 0
      const left = uncovered(input)
      return say(
        `${within.zh}最多覆盖 ${amount(most)}／${amount(input.totalWeight)}（${percent(rate)}），达不到 ${percent(request.target!.rate)}，还差 ${amount(target - most)}${left.zh}`,
        `At most ${amount(most)} of ${amount(input.totalWeight)} (${percent(rate)}) ${within.en}, short of ${percent(request.target!.rate)} by ${amount(target - most)}${left.en}`,
      )
    }
    case 'township-target':
      return say(`${within.zh}最多让 ${amount(most)} 个尚无设施的乡镇（街道）有设施，共有 ${amount(target)} 个有候选点`, `${amount(most)} of ${amount(target)} townships that have candidates can get a site ${within.en}`)
    case 'area-target': {
      const lost = gapsBeyondReach(input)
      const names = listNames(lost.map(({ name }) => name))
      const zh = lost.length > 0 ? `；候选用房加起来也不够的小区 ${lost.length} 个：${names}` : ''
      const en = lost.length > 0 ? `; ${lost.length} areas for which all candidates together are too small: ${names}` : ''
      return say(`缺口共 ${amount(target)} m²，${within.zh}已找到补足 ${amount(most)} m² 的方案${zh}`, `${amount(target)} m² are missing; an answer that closes ${amount(most)} m² ${within.en} was found${en}`)
    }
    default: {
      const left = uncovered(input)
      return say(`${within.zh}最多服务 ${amount(most)} 个地点，共 ${amount(target)} 个可到达${left.zh}`, `At most ${amount(most)} of ${amount(target)} places that can be reached are served ${within.en}${left.en}`)
    }
  }
}

/** The largest of those who stay out. */
function uncovered({ outcome, county, weight }: ComposeInput): Bilingual {
  const after = outcome.answer?.report.coveredAfter
  if (!after) return say('', '')
  const left = Array.from(after.keys()).filter((place) => !after[place] && weight[place] > 0)
  const names = left.sort((a, b) => weight[b] - weight[a]).slice(0, 5).map((place) => `${county.places[place].name} ${amount(weight[place])}`)
  return names.length === 0 ? say('', '') : say(`；未覆盖最多的：${names.join('、')}`, `; most left out: ${names.join(', ')}`)
}

export function fixedCount({ request, county }: Pick<ComposeInput, 'request' | 'county'>): number {
  if (request.existing === 'ignored') return 0
  return county.standing.filter(({ isOwn }) => request.existing === 'fixed' || !isOwn).length
}
