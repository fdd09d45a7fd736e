import type { Infeasibility } from './explain.ts'
import type { Proof } from './gap.ts'
import type { SitingInstance } from './instance.ts'
import type { SiteLimit } from './models/cover-program.ts'

export type PlanProblem = 'lscp' | 'mclp' | 'p-median' | 'p-centre' | 'backup' | 'capacitated' | 'coverage-target'

/** One location problem with everything a county puts around it: what stands already, costs, budgets, a target. */
export interface PlanTask {
  problem: PlanProblem
  /** Open in every answer; they cost nothing and count in no limit unless `limits` says so. */
  fixed: readonly number[]
  /** How many sites may open, fixed ones included; p-median, p-centre, backup, capacitated and mclp. */
  mostSites?: number
  /** What is minimised where the problem minimises means: 0 for fixed sites. */
  cost: Float64Array
  /** Budgets. */
  limits: readonly SiteLimit[]
  /** For coverage-target, in the unit of the input's weights. */
  targetWeight?: number
  /** For capacitated, in the unit of the input's weights. */
  capacity?: Float64Array
  /** Of equally good answers the cheapest by this; null asks for no such choice. */
  preference: Float64Array | null
  /** Of those still equal the one whose sites reach the most weight here; its sites are those of the problem. */
  reach?: SitingInstance
  method: 'exact' | 'heuristic'
  /** How many other answers, as good as a proven optimum, to list. */
  alternatives: number
}

export interface PlanAnswer extends Proof {
  /** `infeasible`: `open` is then what comes nearest, where there is such a thing. */
  outcome: 'solved' | 'infeasible' | 'undecided'
  infeasibility?: Infeasibility
  /** In the order of sites. */
  open: number[]
  /** Cost, weight, weight × walk or walk, in the units of the input; undefined unless solved. */
  objective?: number
  /** Whether no answer as good is proven to be liked better; undefined where nothing was asked for, or no optimum is proven. */
  isPreferred?: boolean
  alternatives: number[][]
  alternativesComplete: boolean
}

export function unsolved(outcome: 'infeasible' | 'undecided', infeasibility?: Infeasibility, open: number[] = []): PlanAnswer {
  return { outcome, open, isOptimal: false, alternatives: [], alternativesComplete: false, ...(infeasibility ? { infeasibility } : {}) }
}
