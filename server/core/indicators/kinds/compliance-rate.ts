import type { ComplianceRate } from '../../policy/compute.ts'
import type { CountyLedger, EvaluationFacts } from '../../policy/ledger.ts'
import type { Computed, Part } from '../../policy/result.ts'
import type { Bilingual } from '../../problems.ts'
import { areaFailing, areaLacking, areaReason, areasMissing, scopeAreas, standardWords, type ScopedArea } from '../area-standard.ts'
import { gapTo, type Aim } from '../judge.ts'
import { computedOf, sharePart, toVariant, unknownPart } from '../parts.ts'
import { say } from '../words.ts'
import { isUnknown } from './area-per-100hh.ts'

type Measure = ComplianceRate['measure']
type Answer = 'yes' | 'no' | 'unknown' | 'not_prescribed'

/**
 * 配建率 (any counted site), 达标率 (meets the figure), 补齐率 (old areas made good) are three fractions, never one for
 * another (domain.md). An area of unknown class, households or floor area is in the denominator, and above the line only
 * in the upper bound. `with_gap` divides by the areas that their own 配建 sites leave short of the standard.
 */
export function complianceRate(compute: ComplianceRate, { ledger }: EvaluationFacts, aim: Aim | null): Computed {
  const scoped = scopeAreas(compute, ledger)
  const answers = answer(compute.measure, compute, scoped, ledger)
  const part = { ...toPart(answers), ...areasMissing(ledger) }
  const prescribed = compute.measure === 'built' || compute.m2Per100Households !== null
  const unknown = answers.filter(({ state }) => state === 'unknown')
  const { code } = ledger.county
  return computedOf(part, {
    status: prescribed ? (ledger.areas.length === 0 ? 'insufficient_data' : null) : 'not_prescribed',
    failing: [
      ...answers.filter(({ state }) => state === 'no').map(({ scope }) => areaFailing(scope, 'fails', code, reasonOf(compute.measure, scope))),
      ...unknown.map(({ scope }) => areaFailing(scope, 'unknown', code, unknownReason(scope))),
    ],
    variants: (['built', 'meets_standard', 'made_good'] as const)
      .filter((measure) => measure !== compute.measure)
      .map((measure) => toVariant(measureWords[measure], toPart(answer(measure, { ...compute, denominator: measure === 'made_good' ? 'with_gap' : 'all' }, scoped, ledger)))),
    assumptions: [
      say(`口径：${measureWords[compute.measure].zh}`, `Measure: ${measureWords[compute.measure].en}`),
      ...standardWords(compute),
      compute.denominator === 'all' ? say('分母：范围内全部小区', 'Denominator: every area in scope') : say('分母：仅计小区自身配建不足标准者', 'Denominator: only areas that their own ancillary sites leave short'),
    ],
    lacking: [...areaLacking(unknown.map(({ scope }) => scope), ledger), ...(scoped.length === 0 && ledger.areas.length > 0 ? [say('范围内没有居住（小）区', 'There is no residential area in scope')] : [])],
    gap: gapTo([part], aim, 'areas'),
  })
}

export const measureWords: Record<Measure, Bilingual> = {
  built: { zh: '配建率（有计入的设施即算）', en: 'Built (any counted site)' },
  meets_standard: { zh: '达标率（面积达到标准）', en: 'Meets the standard' },
  made_good: { zh: '补齐率（自身配建不足者中已补齐）', en: 'Made good (of those short by themselves)' },
}

export interface AreaAnswer {
  scope: ScopedArea
  state: Answer
}

/** Each area of the denominator, with its answer; an area surely outside a `with_gap` denominator is left out. */
export function answer(measure: Measure, compute: Pick<ComplianceRate, 'denominator' | keyof Parameters<typeof scopeAreas>[0]>, scoped: readonly ScopedArea[], ledger: CountyLedger): AreaAnswer[] {
  const before = compute.denominator === 'with_gap' ? statusBefore(compute, ledger) : null
  return scoped.flatMap((scope): AreaAnswer[] => {
    const own = scope.certain ? stateOf(measure, scope) : 'unknown'
    if (!before || own === 'not_prescribed') return [{ scope, state: own }]
    const prior = before.get(scope.area.id)
    if (prior === 'met') return []
    // Whether it was short at all is not known: it may not belong to the denominator.
    return [{ scope, state: prior === 'not_met' ? own : 'unknown' }]
  })
}

function statusBefore(compute: Parameters<typeof scopeAreas>[0], ledger: CountyLedger): Map<string, string> {
  const bare = scopeAreas({ ...compute, acquisitions: compute.acquisitions.filter((way) => way === 'ancillary') }, ledger)
  return new Map(bare.map(({ area, verdict }) => [area.id, verdict.status]))
}

function stateOf(measure: Measure, { verdict }: ScopedArea): Answer {
  if (measure === 'built') return verdict.sites.some(isBuilt) ? 'yes' : verdict.sites.some(isUnknown) ? 'unknown' : 'no'
  return ({ met: 'yes', not_met: 'no', insufficient_data: 'unknown', not_prescribed: 'not_prescribed' } as const)[verdict.status]
}

/** A site whose area alone is unknown is built all the same. */
function isBuilt({ counted, reason }: ScopedArea['verdict']['sites'][number]): boolean {
  return counted || reason === 'area_unknown'
}

function toPart(answers: readonly AreaAnswer[]): Part {
  const count = (state: Answer) => answers.filter((one) => one.state === state).length
  if (count('not_prescribed') > 0) return unknownPart({ partOfWhole: true, unit: '%' })
  return sharePart({ known: count('yes'), unknown: count('unknown'), total: answers.length })
}

function reasonOf(measure: Measure, { verdict }: ScopedArea): Bilingual {
  if (measure !== 'built') return areaReason(verdict)
  const idle = verdict.sites.length
  return say(`已配建并用于养老的设施 0 处（另有 ${idle} 处不计）`, `0 sites built and in eldercare use (${idle} more do not count)`)
}

function unknownReason(scope: ScopedArea): Bilingual {
  return scope.certain && scope.verdict.status !== 'insufficient_data' ? say('补齐前是否不足不明', 'Whether it was short before is not known') : areaReason(scope.verdict)
}
