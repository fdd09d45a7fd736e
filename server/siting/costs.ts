import type { StartOptimisation } from '../contract/optimisations.ts'
import type { Candidate } from '../core/siting/candidates.ts'
import type { Excluded } from './veto-candidates.ts'
import { say } from './words.ts'

export interface Priced {
  candidate: Candidate
  /** Whole yuan; null where the rates given say nothing about it, or its area is not known. */
  costYuan: number | null
}

/** Yuan of a new site: so much a site, and so much a m² of floor area by what it is made of. */
export function priceOf({ source, floorAreaM2 }: Candidate, { premisesYuanPerM2, newYuanPerM2, yuanPerSite }: StartOptimisation['costs']): number | null {
  const rate = source === 'premises' ? premisesYuanPerM2 : newYuanPerM2
  if (rate === undefined) return yuanPerSite === undefined ? null : Math.round(yuanPerSite)
  return floorAreaM2 === null ? null : Math.round(rate * floorAreaM2 + (yuanPerSite ?? 0))
}

/** Where money or floor area decides, a candidate of unknown cost or area cannot take part. */
export function priceCandidates(candidates: readonly Candidate[], request: StartOptimisation): { priced: Priced[]; excluded: Excluded[] } {
  const { minimise, budget, problem } = request
  const needsYuan = budget.yuan !== undefined || (minimise === 'yuan' && minimisesMeans(problem))
  const needsArea = budget.m2 !== undefined || (minimise === 'm2' && minimisesMeans(problem)) || problem === 'area-target'
  const priced: Priced[] = []
  const excluded: Excluded[] = []
  for (const candidate of candidates) {
    const costYuan = priceOf(candidate, request.costs)
    if (needsArea && candidate.floorAreaM2 === null) {
      excluded.push({ candidate, check: 'area_unknown', finding: say('建筑面积未知，本问题按面积计，不能参加', 'Its floor area is not known, and this problem counts m²') })
    } else if (needsYuan && costYuan === null) {
      excluded.push({ candidate, check: 'cost_unknown', finding: say('没有可用的单价或建筑面积，造价未知，本问题按造价计，不能参加', 'Its cost is not known (no rate, or no floor area), and this problem counts yuan') })
    } else priced.push({ candidate, costYuan })
  }
  return { priced, excluded }
}

/** The other problems are given their means, and make the most of them. */
export function minimisesMeans(problem: StartOptimisation['problem']): boolean {
  return problem === 'lscp' || problem === 'coverage-target' || problem === 'township-target' || problem === 'area-target'
}
