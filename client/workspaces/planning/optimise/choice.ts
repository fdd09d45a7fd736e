import { usualCircle, type FacilityTypeCode } from '../../../../server/contract/facility-types.ts'
import type { StartOptimisation } from '../../../../server/contract/optimisations.ts'
import type { SiteChange } from '../../../../server/contract/scenarios.ts'
import type { OptimisationWish } from '../../../api/planning-queries.ts'
import { withoutCandidates, type GivenPoint } from '../../../state/planning/given-points.ts'

export const problems = ['coverage-target', 'mclp', 'lscp', 'township-target', 'area-target', 'p-median', 'p-centre', 'backup', 'capacitated'] as const satisfies readonly StartOptimisation['problem'][]
export type Problem = (typeof problems)[number]
export const weights = ['residents60Plus', 'residents80Plus', 'residents', 'households', 'places'] as const
/** By people of a forecast's year: its id and the year, as one value of a list. */
export type ForecastWeight = `forecast:${string}:${number}`
export type Weight = (typeof weights)[number] | ForecastWeight

/** What stands in the form; null is an emptied field. */
export interface OptimisationChoice {
  problem: Problem
  weight: Weight
  types: readonly FacilityTypeCode[]
  ownLimit: boolean
  limitMetres: number | null
  premises: boolean
  parcels: boolean
  grid: boolean
  gridMetres: number | null
  nodes: boolean
  /** Whether the points of the user's own are candidates. */
  points: boolean
  existing: 'fixed' | 'free' | 'ignored'
  p: number | null
  capacityPerSite: number | null
  ratePercent: number | null
  minimise: 'sites' | 'yuan' | 'm2'
  premisesYuanPerM2: number | null
  newYuanPerM2: number | null
  yuanPerSite: number | null
  floorAreaM2: number | null
  budgetYuan: number | null
  budgetM2: number | null
  controlAreas: boolean
  landUse: boolean
  minimumLandAreaM2: number | null
  nearMedicalMetres: number | null
  spareBeds: boolean
  premisesFirst: boolean
  method: 'exact' | 'heuristic'
  timeLimitSeconds: number | null
  alternatives: number | null
}

export const firstChoice: OptimisationChoice = {
  problem: 'mclp', weight: 'residents60Plus', types: usualCircle.facilityTypes, ownLimit: false, limitMetres: 1000,
  premises: true, parcels: false, grid: true, gridMetres: 500, nodes: false, points: false, existing: 'fixed',
  p: 3, capacityPerSite: 100, ratePercent: 90, minimise: 'sites',
  premisesYuanPerM2: null, newYuanPerM2: null, yuanPerSite: null, floorAreaM2: null, budgetYuan: null, budgetM2: null,
  controlAreas: true, landUse: false, minimumLandAreaM2: null, nearMedicalMetres: null, spareBeds: false,
  premisesFirst: true, method: 'exact', timeLimitSeconds: 60, alternatives: 3,
}

const withCount: readonly Problem[] = ['mclp', 'p-median', 'p-centre', 'backup', 'capacitated']
const withMinimum: readonly Problem[] = ['coverage-target', 'township-target', 'area-target', 'lscp']
/** Problems that weigh people; the rest count places, townships or m². */
const withWeight: readonly Problem[] = ['coverage-target', 'mclp', 'p-median', 'backup', 'capacitated']

export const asksCount = (problem: Problem) => withCount.includes(problem)
export const asksMinimum = (problem: Problem) => withMinimum.includes(problem)
export const asksWeight = (problem: Problem) => withWeight.includes(problem)
export const asksRate = (problem: Problem) => problem === 'coverage-target'
export const asksCapacity = (problem: Problem) => problem === 'capacitated'

export type Fault = 'types' | 'limit' | 'candidates' | 'points' | 'pointNames' | 'grid' | 'p' | 'capacity' | 'rate' | 'time' | 'cost'

/** What cannot be sent; nothing of a field that plays no part in the problem. */
export function faultsOf(choice: OptimisationChoice, points: readonly GivenPoint[] = []): Set<Fault> {
  const faults = new Set<Fault>()
  if (choice.types.length === 0) faults.add('types')
  if (choice.ownLimit && !within(choice.limitMetres, 50, 5000)) faults.add('limit')
  if (!choice.premises && !choice.parcels && !choice.grid && !choice.nodes && !choice.points && choice.existing !== 'free') faults.add('candidates')
  if (choice.points && points.length === 0) faults.add('points')
  if (choice.points && points.some(({ name }) => name.trim() === '')) faults.add('pointNames')
  if (choice.grid && !within(choice.gridMetres, 100, 5000)) faults.add('grid')
  if (asksCount(choice.problem) && !(within(choice.p, 1, 5000) && Number.isInteger(choice.p))) faults.add('p')
  if (asksCapacity(choice.problem) && !within(choice.capacityPerSite, 1, Infinity)) faults.add('capacity')
  if (asksRate(choice.problem) && !within(choice.ratePercent, 0, 100)) faults.add('rate')
  if (!within(choice.timeLimitSeconds, 1, 600)) faults.add('time')
  // What is to be cheapest, or within a budget, must cost something.
  const priced = choice.premisesYuanPerM2 !== null || choice.newYuanPerM2 !== null || choice.yuanPerSite !== null
  if (((asksMinimum(choice.problem) && choice.minimise === 'yuan') || choice.budgetYuan !== null) && !priced) faults.add('cost')
  return faults
}

/** The request; what plays no part in the problem is left out, and no new site is both taken as done and in question. */
export function toOptimisation(choice: OptimisationChoice, runId: string, allChanges: readonly SiteChange[], points: readonly GivenPoint[] = []): OptimisationWish {
  const { problem } = choice
  const given = choice.points ? points : []
  const changes = withoutCandidates(allChanges, given)
  return {
    runId,
    ...(changes.length > 0 ? { changes: [...changes] } : {}),
    problem,
    ...(asksWeight(problem) ? { weight: toWeight(choice.weight) } : {}),
    facilityTypes: [...choice.types],
    ...(choice.ownLimit ? { limitMetres: choice.limitMetres! } : {}),
    candidates: { premises: choice.premises, parcels: choice.parcels, nodes: choice.nodes, points: given.map(({ id, name, location }) => ({ id, name: name.trim(), location })), ...(choice.grid ? { gridMetres: choice.gridMetres! } : {}) },
    existing: choice.existing,
    ...(asksCount(problem) ? { p: choice.p! } : {}),
    ...(asksCapacity(problem) ? { capacityPerSite: choice.capacityPerSite! } : {}),
    // Percent as typed has few decimals: 89.9 must not become 0.8990000000000001.
    ...(asksRate(problem) ? { target: { rate: Number((choice.ratePercent! / 100).toFixed(6)) } } : {}),
    costs: pick({ premisesYuanPerM2: choice.premisesYuanPerM2, newYuanPerM2: choice.newYuanPerM2, yuanPerSite: choice.yuanPerSite, floorAreaM2: choice.floorAreaM2 }),
    ...(asksMinimum(problem) ? { minimise: choice.minimise } : {}),
    budget: pick({ yuan: choice.budgetYuan, m2: choice.budgetM2 }),
    vetoes: {
      controlAreas: choice.controlAreas,
      townshipsWithSpareBeds: choice.spareBeds,
      ...(choice.landUse ? { landUse: ['080701', '0702', '0704'] } : {}),
      ...pick({ minimumLandAreaM2: choice.minimumLandAreaM2, nearMedicalMetres: choice.nearMedicalMetres }),
    },
    premisesFirst: choice.premisesFirst,
    method: choice.method,
    timeLimitSeconds: choice.timeLimitSeconds!,
    alternatives: choice.alternatives ?? 0,
  }
}

export function toWeight(weight: Weight): OptimisationWish['weight'] {
  const found = /^forecast:([^:]+):(\d{4})$/.exec(weight)
  return found ? { forecastId: found[1], year: Number(found[2]) } : (weight as (typeof weights)[number])
}

function pick<Key extends string>(values: Record<Key, number | null>): Partial<Record<Key, number>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as Partial<Record<Key, number>>
}

function within(value: number | null, lowest: number, highest: number): boolean {
  return value !== null && value >= lowest && value <= highest
}

/** What every group of fields of the form is given. */
export interface FieldsProps {
  choice: OptimisationChoice
  faults: ReadonlySet<string>
  onChange: (changed: Partial<OptimisationChoice>) => void
}
