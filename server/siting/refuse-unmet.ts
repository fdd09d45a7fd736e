import type { StartOptimisation } from '../contract/optimisations.ts'
import type { Run } from '../coverage/coverage.repository.ts'
import { AppError } from '../errors.ts'
import { needsEveryType } from './build-work.ts'
import { minimisesMeans } from './costs.ts'

/** Wishes that make no sense together, or lack what their problem needs: refused before anything is started. */
export function refuseUnmet(request: StartOptimisation, run: Run): void {
  const { problem, p, budget, costs, candidates, existing, minimise } = request
  const hasBudget = budget.yuan !== undefined || budget.m2 !== undefined
  const given = ['mclp', 'p-median', 'p-centre', 'backup', 'capacitated'].includes(problem)
  if (given && p === undefined && !(problem === 'mclp' && hasBudget)) throw bad('请给出新站点数 p', 'Give the number of sites, p')
  if (problem === 'capacitated' && request.capacityPerSite === undefined) throw bad('请给出每处站点的容量', 'Give the capacity of a site')
  if (problem === 'coverage-target' && request.target?.rate === undefined) throw bad('请给出目标覆盖率', 'Give the coverage rate to be reached')
  const hasPrice = costs.newYuanPerM2 !== undefined || costs.premisesYuanPerM2 !== undefined || costs.yuanPerSite !== undefined
  const countsYuan = budget.yuan !== undefined || (minimise === 'yuan' && minimisesMeans(problem))
  if (countsYuan && !hasPrice) throw bad('按造价计需要单价：请给出每平方米或每处的造价', 'To count yuan, give a price by m² or by site')
  const { premises, parcels, gridMetres, nodes, points } = candidates
  if (!premises && !parcels && gridMetres === undefined && !nodes && points.length === 0) throw bad('请至少选择一种候选点来源', 'Choose at least one source of candidates')
  const isTarget = problem === 'township-target' || problem === 'area-target'
  if (isTarget && existing !== 'fixed') throw bad('乡镇覆盖与补足面积的问题只能以现有设施保持不变为前提', 'Township and floor-area targets take existing facilities as they are')
  if (needsEveryType(run, request) && !isTarget) {
    if (existing === 'free') throw bad('本批次要求各类设施均须到达：现有设施只能保持开放或不计', 'The run asks for every type: existing facilities must stay, or be ignored')
    if (['p-median', 'p-centre', 'backup', 'capacitated'].includes(problem)) throw bad('本批次要求各类设施均须到达：此问题请只选一类设施', 'The run asks for every type: choose a single type for this problem')
  }
}

function bad(zh: string, en: string): AppError {
  return new AppError('BAD_REQUEST', zh, en)
}
