import type { Bilingual } from '../contract/common.ts'
import type { ComposeInput } from './answer-facts.ts'
import { countedWords } from './method-line.ts'
import type { TownshipTarget } from './township-target.ts'
import { amount, listNames, say } from './words.ts'

/** What the reader of an answer must know of how it came about. */
export function solveNotes(input: ComposeInput, townships: TownshipTarget | null): Bilingual[] {
  const { outcome } = input
  const found = outcome.answer
  return [
    ...existingNotes(input),
    ...countNotes(input),
    ...(townships && townships.byCode.length > 0
      ? [say(`没有边界、按设施所登记的编码判断的乡镇（街道）：${listNames(townships.byCode)}`, `Townships without a boundary, judged by the code on the facility: ${listNames(townships.byCode)}`)]
      : []),
    ...(found && found.cutAtMetres !== null
      ? [say(`距离对过多，只计 ${amount(found.cutAtMetres)} m 以内的步行；更远的服务不在考虑之内`, `There are too many pairs: only walks of up to ${amount(found.cutAtMetres)} m were considered`)]
      : []),
    ...orderNotes(input),
    ...endNotes(input),
  ]
}

function existingNotes({ request, county, outcome }: ComposeInput): Bilingual[] {
  const own = county.standing.filter(({ isOwn }) => isOwn)
  const neighbours = county.standing.length - own.length
  const notes: Bilingual[] = []
  if (request.existing === 'fixed') notes.push(say(`现有 ${county.standing.length} 处计入的设施保持开放，不计造价与数量`, `${county.standing.length} facilities that count stay open; they cost nothing and are not counted`))
  if (request.existing === 'ignored') notes.push(say('按现状没有任何设施计算', 'As if there were no facilities at all'))
  if (request.existing === 'free') {
    const open = new Set(outcome.answer?.answer.open)
    const closed = county.standing.flatMap(({ isOwn, name }, site) => (isOwn && !open.has(site) ? [name] : []))
    if (outcome.answer && closed.length > 0) notes.push(say(`本方案关闭现有设施 ${closed.length} 处：${listNames(closed)}`, `This answer closes ${closed.length} facilities: ${listNames(closed)}`))
    notes.push(say('现有设施可以关闭；保留的不计造价', 'Existing facilities may close; those kept cost nothing'))
  }
  if (neighbours > 0 && request.existing !== 'ignored') notes.push(say(`其中 ${neighbours} 处在邻县，一律保持开放`, `${neighbours} of them stand in neighbouring counties and stay open in any case`))
  return notes
}

function countNotes({ request, outcome }: ComposeInput): Bilingual[] {
  const notes: Bilingual[] = []
  if (request.p !== undefined && ['mclp', 'p-median', 'p-centre', 'backup', 'capacitated'].includes(request.problem)) {
    notes.push(
      request.existing === 'free'
        ? say(`最多共 ${request.p} 处本县站点，含保留的现有设施`, `${request.p} sites of the county's own at most, existing ones that are kept included`)
        : say(`新开 ${request.p} 处`, `${request.p} new sites`),
    )
  }
  const open = outcome.answer?.answer.open.length ?? 0
  if (request.problem === 'mclp' && outcome.answer?.answer.outcome === 'solved' && open > 0) notes.push(say('对覆盖没有增益的站点不开', 'Sites that would add nobody stay closed'))
  if (['lscp', 'p-centre', 'backup', 'p-median'].includes(request.problem)) {
    notes.push(say('每个可到达的地点都须有站点，无论人数多少或是否填报；到不了的列出并不计入', 'Every place that can be reached must have a site, whatever its count; those that cannot be reached are listed and left out'))
  }
  if (request.problem === 'capacitated') notes.push(say('每处站点（含现有设施）容量相同；一个地点的人可以分到多处', 'Every site, existing ones included, has the same capacity; a place may be shared between several'))
  if (request.problem === 'p-median') notes.push(say('目标值为人数 × 步行米之和', 'The objective is the sum of people × metres walked'))
  return notes
}

const equallyGood = { sites: say('站点同样少', 'with equally few sites'), yuan: say('造价同样低', 'that cost the same'), m2: say('面积同样小', 'of the same floor area') }

/** How one answer was taken of several that are equally good, where that is not the plain promise of the form. */
function orderNotes({ request, outcome }: ComposeInput): Bilingual[] {
  const answer = outcome.answer?.answer
  if (answer?.outcome !== 'solved' || answer.open.length === 0) return []
  const notes: Bilingual[] = []
  const isByReach = request.problem === 'township-target'
  if (isByReach && request.method === 'exact') {
    const counted = countedWords(request.weight)
    const first = request.premisesFirst ? say('先多用闲置用房，', 'more idle premises first, then ') : say('', '')
    const equal = equallyGood[request.minimise]
    notes.push(say(`${equal.zh}的方案中，${first.zh}再取服务圈内${counted.zh}最多者`, `Of answers ${equal.en}: ${first.en}the most ${counted.en} within the circles`))
  }
  if ((request.premisesFirst || isByReach) && answer.isOptimal && answer.isPreferred !== true) {
    const order = isByReach ? say('按上述次序', 'By that order') : say('闲置用房优先', 'Idle premises first')
    const why = request.method === 'exact' ? say('未能在时限内比较全部同等最优解', 'not all equally good answers could be compared in time') : say('启发式不比较同等最优解', 'the heuristic does not compare equally good answers')
    notes.push(say(`${order.zh}：${why.zh}，可能还有更合此序的`, `${order.en}: ${why.en}; another one may do better`))
  }
  return notes
}

function endNotes({ outcome, request }: ComposeInput): Bilingual[] {
  const answer = outcome.answer?.answer
  if (outcome.end === 'overran') {
    return [say(`求解器超过时限 ${request.timeLimitSeconds} s 仍未停止，已被终止；所列为此前找到的最好结果`, `The solver overran its limit of ${request.timeLimitSeconds} s and was ended: this is the best that had been found`)]
  }
  if (outcome.end === 'out_of_memory') return [say('求解所需内存超出上限，已被终止；所列为此前找到的最好结果（若有）', 'Solving took more memory than allowed and was ended: this is the best that had been found, if anything')]
  if (answer?.outcome === 'undecided') return [say('在时限内未能判定是否有解', 'Whether there is an answer was not decided within the time limit')]
  if (answer?.outcome === 'solved' && !answer.isOptimal) return [say('未证明为最优，见界（bound）与差距（gap）', 'Not proven to be optimal: see bound and gap')]
  return []
}
