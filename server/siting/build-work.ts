import type { StartOptimisation } from '../contract/optimisations.ts'
import { parseDecimal } from '../core/exact.ts'
import type { SiteLimit } from '../core/siting/models/cover-program.ts'
import type { OptimiseWork } from '../core/siting/optimise.ts'
import type { PlanProblem, PlanTask } from '../core/siting/plan-task.ts'
import type { Run } from '../coverage/coverage.repository.ts'
import type { AreaTarget } from './area-target.ts'
import type { Priced } from './costs.ts'
import type { CountyForSiting } from './county.ts'
import type { TownshipTarget } from './township-target.ts'

/** Beyond this nobody walks to a day's service: p-median and p-centre look no farther. */
export const farthestSearchMetres = 50_000
/** Sixteen bytes each, several times over while they are sorted: about 1.5 GB in all. */
const mostPairs = 20e6

export interface WorkInput {
  run: Run
  request: StartOptimisation
  county: CountyForSiting
  priced: readonly Priced[]
  /** One a place. */
  weight: Float64Array
  /** Weight of everybody, those without a known place included. */
  totalWeight: number
  target: { kind: 'townships'; townships: TownshipTarget } | { kind: 'areas'; areas: AreaTarget } | null
}

/** Everything as arrays: facilities that stand first, then candidates. */
export function buildWork(input: WorkInput): OptimiseWork {
  const { run, request, county, priced } = input
  const { standing, places } = county
  const existingCount = standing.length
  const points = places.flatMap((place, index) => place.points.map(([lon, lat]) => ({ lon, lat, index, maxAccessMetres: run.parameters.maxAccessMetres[place.placeClass] })))
  const sites = [
    ...standing,
    ...priced.map(({ candidate }) => ({
      lon: candidate.lon,
      lat: candidate.lat,
      limitMetres: county.siteLimitMetres,
      maxAccessMetres: county.accessMetresOf(candidate.unitId ?? county.unitAt(candidate.lon, candidate.lat)),
    })),
  ]
  return {
    detourFactor: run.parameters.detourFactor ?? 1,
    sites: {
      lon: Float64Array.from(sites, ({ lon }) => lon),
      lat: Float64Array.from(sites, ({ lat }) => lat),
      limitMetres: Float64Array.from(sites, ({ limitMetres }) => limitMetres),
      maxAccessMetres: Float64Array.from(sites, ({ maxAccessMetres }) => maxAccessMetres),
    },
    existingCount,
    openToday: new Uint8Array(existingCount).fill(request.existing === 'ignored' ? 0 : 1),
    points: {
      lon: Float64Array.from(points, ({ lon }) => lon),
      lat: Float64Array.from(points, ({ lat }) => lat),
      maxAccessMetres: Float64Array.from(points, ({ maxAccessMetres }) => maxAccessMetres),
    },
    placeOfPoint: Int32Array.from(points, ({ index }) => index),
    placeCount: places.length,
    everyType: needsEveryType(run, request) ? everyType(county) : null,
    searchMetres: farthestSearchMetres,
    mostPairs,
    demand: demandOf(input, existingCount),
    task: taskOf(input, existingCount),
  }
}

/** Whether the run's circle must offer every one of several types asked about. */
export function needsEveryType(run: Pick<Run, 'parameters'>, { facilityTypes }: Pick<StartOptimisation, 'facilityTypes'>): boolean {
  return run.parameters.need === 'all' && new Set(facilityTypes).size > 1
}

function everyType({ circle, standing }: CountyForSiting): NonNullable<OptimiseWork['everyType']> {
  return circle.facilityTypes.map((type) => ({
    existing: standing.flatMap((site, index) => (site.types.includes(type) ? [index] : [])),
    limitMetres: circle.typeLimitsMetres[type],
  }))
}

function demandOf({ target, weight, priced }: WorkInput, existingCount: number): OptimiseWork['demand'] {
  if (target?.kind === 'townships') {
    const { townships, pairs } = target.townships
    const open = townships.flatMap(({ hasSite }, index) => (hasSite ? [] : [index]))
    const slotOf = new Map(open.map((index, slot) => [index, slot]))
    return {
      kind: 'lists',
      demandCount: open.length,
      weight: new Float64Array(open.length).fill(1),
      reachWeight: weight,
      pairs: {
        count: pairs.length,
        demand: Int32Array.from(pairs, ({ township }) => slotOf.get(township)!),
        site: Int32Array.from(pairs, ({ candidate }) => existingCount + candidate),
        cost: new Float64Array(pairs.length),
      },
    }
  }
  if (target?.kind !== 'areas') return { kind: 'places', weight }
  const { gaps, pairs } = target.areas
  const start = new Int32Array(gaps.length + 1)
  for (const { gap } of pairs) start[gap + 1]++
  for (let gap = 0; gap < gaps.length; gap++) start[gap + 1] += start[gap]
  const sorted = [...pairs].sort((a, b) => a.gap - b.gap || a.candidate - b.candidate)
  const floorArea = Float64Array.from([...Array<number>(existingCount).fill(0), ...priced.map(({ candidate }) => Math.floor((candidate.floorAreaM2 ?? 0) * 100 + 1e-6))])
  return { kind: 'areas', areas: { missing: Float64Array.from(gaps, ({ missing }) => missing), floorArea, lists: { start, site: Int32Array.from(sorted, ({ candidate }) => existingCount + candidate) } } }
}

const solverOf: Record<StartOptimisation['problem'], PlanProblem> = {
  ...{ lscp: 'lscp', mclp: 'mclp', 'p-median': 'p-median', 'p-centre': 'p-centre', backup: 'backup', capacitated: 'capacitated' },
  ...{ 'coverage-target': 'coverage-target', 'township-target': 'lscp', 'area-target': 'lscp' },
}

function taskOf({ request, county, priced, totalWeight }: WorkInput, existingCount: number): PlanTask {
  const { standing } = county
  const fixed = request.existing === 'ignored' ? [] : standing.flatMap(({ isOwn }, index) => (request.existing === 'fixed' || !isOwn ? [index] : []))
  const isFixed = new Set(fixed)
  const perSite = (ofStanding: (index: number) => number, ofNew: (one: Priced) => number) => Float64Array.from([...standing.map((_, index) => (isFixed.has(index) ? 0 : ofStanding(index))), ...priced.map(ofNew)])
  const yuan = perSite(() => 0, ({ costYuan }) => costYuan ?? 0)
  const area = perSite(() => 0, ({ candidate }) => candidate.floorAreaM2 ?? 0)
  const limits: SiteLimit[] = []
  if (request.budget.yuan !== undefined) limits.push({ kind: 'yuan', need: yuan, most: request.budget.yuan })
  if (request.budget.m2 !== undefined) limits.push({ kind: 'm2', need: area, most: request.budget.m2 })
  const takesCount = ['mclp', 'p-median', 'p-centre', 'backup', 'capacitated'].includes(request.problem)
  const whole = standing.length + priced.length
  return {
    problem: solverOf[request.problem],
    fixed,
    ...(takesCount ? { mostSites: fixed.length + (request.p ?? whole) } : {}),
    cost: request.minimise === 'sites' ? perSite(() => 1, () => 1) : request.minimise === 'yuan' ? yuan : area,
    limits,
    ...(request.problem === 'coverage-target' ? { targetWeight: leastWeight(request.target!.rate, totalWeight) } : {}),
    ...(request.problem === 'capacitated' ? { capacity: new Float64Array(existingCount + priced.length).fill(request.capacityPerSite!) } : {}),
    // Of equally good answers: fewest sites that are not idle premises, then fewest sites.
    preference: request.premisesFirst ? perSite(() => 1, ({ candidate }) => (candidate.source === 'premises' ? 1 : whole + 1)) : null,
    method: request.method,
    alternatives: request.alternatives,
  }
}

/** The least weight whose share of the total is not below the rate: compared as exact fractions where the total is whole. */
export function leastWeight(rate: number, total: number): number {
  const text = String(rate)
  if (!Number.isInteger(total) || text.includes('e')) return rate * total
  const { n, d } = parseDecimal(text)
  const product = n * BigInt(total)
  return Number((product + d - 1n) / d)
}
