import { findProfile } from '../coverage/profiles.ts'
import type { Compute, ServiceCircle, SiteSelector } from '../policy/compute.ts'
import type { CircleRequest } from '../policy/ledger.ts'
import { expandTypes } from './facility-families.ts'
import { byText } from './words.ts'

/** One distance table: from every site of the first kind to the nearest of the second. */
export interface NearestRequest {
  from: SiteSelector
  to: SiteSelector
}

export interface FactsNeeded {
  circles: CircleRequest[]
  nearest: NearestRequest[]
}

/** Names a circle in `EvaluationFacts.circles`: the order of its types does not matter. */
export function circleKey({ facilityTypes, need, profile }: CircleRequest): string {
  return `${profile}|${need}|${[...facilityTypes].sort().join('+')}`
}

/** Names a table in `EvaluationFacts.nearest`. */
export function nearestKey(from: SiteSelector, to: SiteSelector): string {
  const side = ({ facilityTypes, medicalKinds }: SiteSelector) => `${[...facilityTypes].sort().join('+')}/${[...medicalKinds].sort().join('+')}`
  return `${side(from)}|${side(to)}`
}

/**
 * The circles whose verdicts a rule combines: one for `any`; for `all` one a type, each of which must cover. Families
 * of types are spelled out, so that who prepares them needs to know nothing of families.
 */
export function circlesOf(facilityTypes: readonly string[], need: 'any' | 'all', profile: string): CircleRequest[] {
  const groups = need === 'all' ? facilityTypes.map((type) => [type]) : [facilityTypes]
  return groups.map((types) => ({ facilityTypes: expandTypes(types), need: 'any', profile }))
}

/** What the rules of a pack ask of the network and PostGIS, each once. */
export function factsNeeded(computes: Iterable<Compute>): FactsNeeded {
  const circles = new Map<string, CircleRequest>()
  const nearest = new Map<string, NearestRequest>()
  const wantCircle = (request: CircleRequest) => {
    const key = circleKey(request)
    const settlements = request.settlements === true || circles.get(key)?.settlements === true
    circles.set(key, settlements ? { ...request, settlements } : request)
  }
  for (const compute of computes) {
    if (compute.kind === 'service_circle') {
      if (canBeDrawn(compute)) circlesOf(compute.facilityTypes, compute.need, compute.profile).forEach(wantCircle)
    } else if (compute.kind === 'ratio' && compute.beside && canBeDrawn(compute.beside)) {
      circlesOf(compute.beside.facilityTypes, compute.beside.need, compute.beside.profile).forEach(wantCircle)
    } else if (compute.kind === 'admin_coverage' && compute.profile !== null) {
      const settlements = compute.units.levels.some((level) => level === 'settlement' || level === 'resettlement_site')
      for (const circle of circlesOf(compute.facilityTypes, compute.need, compute.profile)) wantCircle(settlements ? { ...circle, settlements } : circle)
    } else if (compute.kind === 'proximity') {
      for (const { from, to } of compute.pairs) nearest.set(nearestKey(from, to), { from, to })
    }
  }
  const sorted = <Value>(map: Map<string, Value>) => [...map].sort(([a], [b]) => byText(a, b)).map(([, value]) => value)
  return { circles: sorted(circles), nearest: sorted(nearest) }
}

/** Something to reach, and a profile to reach it by: the country has none until the user picks one. */
export function canBeDrawn({ lacking, profile }: ServiceCircle): boolean {
  return lacking === null && findProfile(profile) !== undefined
}
