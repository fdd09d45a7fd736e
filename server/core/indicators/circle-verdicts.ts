import type { ServiceCircle } from '../policy/compute.ts'
import type { CircleVerdicts, EvaluationFacts } from '../policy/ledger.ts'
import type { Bilingual } from '../problems.ts'
import { circleKey, circlesOf } from './facts.ts'

export interface PlaceVerdict {
  verdict: 'covered' | 'not_covered' | 'unreached' | 'no_point'
  travelMetres: number | null
}

/** Verdicts of every place under the rule's circle; for `all` every type must reach it. */
export function placeVerdicts(compute: Pick<ServiceCircle, 'facilityTypes' | 'need' | 'profile'>, facts: EvaluationFacts): { verdicts: Map<string, PlaceVerdict>; methodLines: Bilingual[] } {
  const circles = circlesOf(compute.facilityTypes, compute.need, compute.profile).map((request) => getCircle(request, facts))
  const ids = new Set(circles.flatMap((circle) => [...circle.verdicts.keys()]))
  const verdicts = new Map([...ids].map((id) => [id, joinVerdicts(id, circles)]))
  const lines = new Map(circles.map(({ methodLine }) => [methodLine.zh, methodLine]))
  return { verdicts, methodLines: [...lines.values()] }
}

function getCircle(request: Parameters<typeof circleKey>[0], facts: EvaluationFacts): CircleVerdicts {
  const circle = facts.circles.get(circleKey(request))
  if (!circle) throw new Error(`expected the circle ${circleKey(request)} among the facts of ${facts.ledger.county.code}, got none`)
  return circle
}

function joinVerdicts(id: string, circles: CircleVerdicts[]): PlaceVerdict {
  const own = circles.map(({ verdicts }) => verdicts.get(id))
  if (own.some((one) => one === undefined)) return { verdict: 'no_point', travelMetres: null }
  const worst = own.find((one) => one!.verdict === 'unreached') ?? own.find((one) => one!.verdict === 'not_covered')
  const travels = own.map((one) => one!.travelMetres)
  const travelMetres = travels.some((travel) => travel === null) ? null : Math.max(...travels.map(Number))
  return { verdict: worst?.verdict ?? 'covered', travelMetres: worst ? worst.travelMetres : travelMetres }
}
