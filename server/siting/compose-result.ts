import type { ProposedSite, StartOptimisation } from '../contract/optimisations.ts'
import type { optimisationResult } from '../contract/optimisations.ts'
import type { Bilingual, z } from '../contract/common.ts'
import type { OptimiseAnswer } from '../core/siting/optimise.ts'
import type { SiteReport } from '../core/siting/site-report.ts'
import { gapsBeyondReach, townshipsWithout, type ComposeInput } from './answer-facts.ts'
import { minimisesMeans } from './costs.ts'
import { infeasibilityWords } from './infeasibility-words.ts'
import { solveNotes } from './solve-notes.ts'
import type { Excluded } from './veto-candidates.ts'
import { say } from './words.ts'

export type OptimisationResult = z.infer<typeof optimisationResult>

/** The answer in the county's own words: sites with whom they serve, what stands in the way, and how sure it is. */
export function composeResult(input: ComposeInput): OptimisationResult {
  const { request, outcome, excluded, notes } = input
  const { answer: found } = outcome
  const sites = found ? sitesOf(input, found.answer.open, found.report) : []
  const left = found ? strandedOf(input, found) : []
  const answer = found?.answer
  const townships = input.target?.kind === 'townships' ? input.target.townships : null
  return {
    outcome: townshipsOutcome(input, answer?.outcome ?? 'undecided'),
    sites,
    objective: answer?.objective ?? null,
    objectiveUnit: unitOf(request),
    bound: answer?.bound ?? null,
    gap: answer?.gap ?? null,
    optimal: answer?.isOptimal ?? false,
    before: coverOf(input, found?.report.coveredBefore),
    after: coverOf(input, found?.report.coveredAfter),
    candidateCount: input.priced.length - left.length,
    excluded: [...excluded, ...left].filter((one) => !betraysLayer(one)).map(({ candidate, check, finding }) => ({ candidateId: candidate.id, name: candidate.name, location: [candidate.lon, candidate.lat], check, finding })),
    unreachable: found ? unreachableOf(input, found) : [],
    infeasibility: infeasibilityWords(input),
    alternatives: answer?.alternatives.map((open) => open.filter((site) => isListed(input, site)).map((site) => idOf(input, site))) ?? [],
    alternativeAnswers: alternativesOf(input, found),
    alternativesComplete: answer?.alternativesComplete ?? false,
    totals: totalsOf(sites),
    notes: [...notes, ...hiddenNotes(excluded), ...solveNotes(input, townships)],
    seconds: Math.round(outcome.seconds * 1000) / 1000,
  }
}

function coverOf({ weight, totalWeight }: ComposeInput, marks: Uint8Array | undefined): OptimisationResult['before'] {
  return { covered: marks ? weight.reduce((sum, one, place) => sum + (marks[place] ? one : 0), 0) : 0, of: totalWeight }
}

/** Of the new sites; unknown where one of them is. */
function totalsOf(sites: readonly ProposedSite[]): OptimisationResult['totals'] {
  const news = sites.filter(({ isNew }) => isNew)
  const sumOf = (values: (number | null)[]) => (values.some((value) => value === null) ? null : values.reduce<number>((sum, value) => sum + value!, 0))
  return { newSites: news.length, yuan: sumOf(news.map(({ costYuan }) => costYuan)), m2: sumOf(news.map(({ floorAreaM2 }) => floorAreaM2)) }
}

/** Every other answer told as fully as the first: as good by the objective, it may cost more or serve others. */
function alternativesOf(input: ComposeInput, found: OptimiseAnswer | null): NonNullable<OptimisationResult['alternativeAnswers']> {
  return (found?.answer.alternatives ?? []).map((open, i) => {
    const sites = sitesOf(input, open, found!.alternativeReports[i])
    return { sites, after: coverOf(input, found!.alternativeReports[i].coveredAfter), totals: totalsOf(sites) }
  })
}

/** A fine grid of points that touch a controlled layer would draw it (domain.md, Controlled layers): they are counted only. */
function betraysLayer({ candidate, check }: Excluded): boolean {
  return check === 'control_area' && (candidate.source === 'grid' || candidate.source === 'node')
}

function hiddenNotes(excluded: readonly Excluded[]): Bilingual[] {
  const count = excluded.filter(betraysLayer).length
  return count === 0 ? [] : [say(`${count} 个网格或路网候选点触碰管控区，已排除；位置不列出`, `${count} candidates of the grid or the network touch a control area and are left out; where they lie is not listed`)]
}

/** Townships that no candidate can serve make the target unreachable, however well the others are served. */
function townshipsOutcome({ target }: ComposeInput, outcome: OptimisationResult['outcome']): OptimisationResult['outcome'] {
  return target?.kind === 'townships' && outcome === 'solved' && townshipsWithout(target.townships).length > 0 ? 'infeasible' : outcome
}

export function unitOf({ problem, minimise }: StartOptimisation): OptimisationResult['objectiveUnit'] {
  if (minimisesMeans(problem)) return minimise
  if (problem === 'p-median') return 'people_metres'
  return problem === 'p-centre' ? 'metres' : 'people'
}

/** New sites, and those of the county's own that might have closed: what stays anyway is no proposal. */
function isListed({ request, county }: ComposeInput, site: number): boolean {
  return site >= county.standing.length || (request.existing === 'free' && county.standing[site].isOwn)
}

function idOf({ county, priced }: ComposeInput, site: number): string {
  const { standing } = county
  return site < standing.length ? `existing-${standing[site].id}` : priced[site - standing.length].candidate.id
}

function sitesOf(input: ComposeInput, open: readonly number[], report: SiteReport): ProposedSite[] {
  const { county, priced } = input
  return open.flatMap((site, slot): ProposedSite[] => {
    if (!isListed(input, site)) return []
    const people = { inCircle: sumPeople(input, report.inCircle[slot]), onlyHere: sumPeople(input, report.onlyHere[slot]) }
    const candidateId = idOf(input, site)
    const unitName = (unitId: string | null) => {
      const township = county.townshipOf(unitId)
      return (township && county.unitById.get(township)?.name) ?? null
    }
    if (site < county.standing.length) {
      const { id, name, lon, lat, unitId, floorAreaM2, landAreaM2 } = county.standing[site]
      const number = (text: string | null) => (text === null ? null : Number(text))
      return [{ candidateId, source: 'existing' as const, refId: id, name, location: [lon, lat] as [number, number], unitName: unitName(unitId), isNew: false, floorAreaM2: number(floorAreaM2), landAreaM2: number(landAreaM2), costYuan: 0, ...people }]
    }
    const { candidate, costYuan } = priced[site - county.standing.length]
    const { source, refId, name, lon, lat, floorAreaM2, landAreaM2 } = candidate
    const unit = unitName(candidate.unitId ?? county.unitAt(lon, lat))
    return [{ candidateId, source, refId, name, location: [lon, lat] as [number, number], unitName: unit, isNew: true, floorAreaM2, landAreaM2, costYuan, ...people }]
  })
}

/** Known counts only: a place without a count adds a place and nobody. */
function sumPeople({ county }: ComposeInput, places: Int32Array) {
  const sum = { places: places.length, residents: 0, residents60Plus: 0, households: 0 }
  for (const place of places) {
    const { counts } = county.places[place]
    sum.residents += counts.residents ?? 0
    sum.residents60Plus += counts.residents_60_plus ?? 0
    sum.households += counts.households ?? 0
  }
  return sum
}

function strandedOf({ county, priced }: ComposeInput, { isStranded }: OptimiseAnswer): Excluded[] {
  return priced.flatMap(({ candidate }, i) =>
    isStranded[county.standing.length + i]
      ? [{ candidate, check: 'walkable_road', finding: say('附近没有可步行的道路，走不到', 'No walkable road is near enough: nobody can walk there') }]
      : [],
  )
}

function unreachableOf(input: ComposeInput, found: OptimiseAnswer): OptimisationResult['unreachable'] {
  const { county, target } = input
  const nowhere = { reason: 'no_candidate_in_search' as const, nearestName: null, nearestMetres: null }
  const spot = (lon: number | null, lat: number | null): [number, number] | null => (lon === null || lat === null ? null : [lon, lat])
  if (target?.kind === 'townships') return townshipsWithout(target.townships).map(({ id, name, lon, lat }) => ({ placeId: id, name, location: spot(lon, lat), residents60Plus: null, ...nowhere }))
  if (target?.kind === 'areas') {
    return gapsBeyondReach(input).map(({ id, name, lon, lat, residents60Plus }) => ({ placeId: id, name, location: spot(lon, lat), residents60Plus, ...nowhere }))
  }
  return found.unreachable.map(({ place, reason, site, walkMetres }) => {
    const { id, name, points, counts } = county.places[place]
    const nearest = site < 0 ? undefined : site < county.standing.length ? county.standing[site].name : input.priced[site - county.standing.length].candidate.name
    return { placeId: id, name, location: points[0] ?? null, residents60Plus: counts.residents_60_plus, reason, nearestName: nearest ?? null, nearestMetres: site < 0 ? null : walkMetres }
  })
}
