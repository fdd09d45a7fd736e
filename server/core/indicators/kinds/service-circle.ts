import { findProfile } from '../../coverage/profiles.ts'
import { measures, type Measure } from '../../coverage/summarise.ts'
import { computedOf, sharePart, toVariant, unknownPart } from '../parts.ts'
import type { ServiceCircle } from '../../policy/compute.ts'
import type { EvaluationFacts, LedgerPlace } from '../../policy/ledger.ts'
import type { Computed, FailingUnit, Part, Variant } from '../../policy/result.ts'
import type { Bilingual } from '../../problems.ts'
import { countedTypes } from '../cover-units.ts'
import { familyAssumptions } from '../facility-families.ts'
import { placeVerdicts, type PlaceVerdict } from '../circle-verdicts.ts'
import { circlesOf } from '../facts.ts'
import { gapTo, type Aim } from '../judge.ts'
import { scopePeople } from '../scope-people.ts'
import { scopeWords, unlocatedWords } from '../tally.ts'
import { measureWords, names, people, say } from '../words.ts'
import { balanceNotes } from './circle-balance.ts'

/**
 * People in a service circle (domain.md, Coverage): 下限 = covered ÷ all, 上限 = (covered + those without a known
 * place) ÷ all. A place whose point is unknown is in both bounds like its people; a place without a count leaves the
 * denominator open. For a scope narrower than the county all the unlocated stand in the denominator: the true share
 * (c + x) ÷ (K + u), with 0 ≤ x ≤ u ≤ U of them members, always lies between c ÷ (K + U) and (c + U) ÷ (K + U).
 * The balance reading (`measure: balance`) adds the townships, city against country and the Gini, and is never judged.
 */
export function serviceCircle(compute: ServiceCircle, facts: EvaluationFacts, aim: Aim | null): Computed {
  const { ledger } = facts
  if (compute.lacking !== null) {
    return computedOf(unknownPart({ partOfWhole: true, unit: '%' }), { status: 'insufficient_data', lacking: [say(compute.lacking, compute.lacking)] })
  }
  if (!findProfile(compute.profile)) {
    const lacking = [say('农村服务圈没有默认口径：请先选择服务圈标准', 'There is no default circle for the country: choose a profile first')]
    return computedOf(unknownPart({ partOfWhole: true, unit: '%' }), { status: 'insufficient_data', lacking })
  }
  const scope = scopePeople(ledger, compute.population, compute.scope)
  const assumptions = [...countAssumptions(compute), ...(compute.scope !== 'all' && scope.unlocated > 0 ? [unlocatedWords(compute.scope, scope.unlocated)] : [])]
  if (scope.untagged || ledger.places.length === 0) {
    return computedOf(unknownPart({ partOfWhole: true, unit: '%' }), { status: 'insufficient_data', lacking: scope.lacking, assumptions })
  }
  const circle = placeVerdicts(compute, facts)
  const part = circlePart(compute, facts, compute.population, circle.verdicts)
  const failing = failingPlaces(compute, scope.places, circle.verdicts, ledger.county.code)
  const balance = compute.measure === 'balance' ? balanceNotes(ledger, scope.places, compute.population, circle.verdicts) : null
  return computedOf(part, {
    ...(balance ? { neverJudged: true } : {}),
    failing,
    variants: [
      ...measures
        .filter((measure) => measure !== compute.population)
        .map((measure) => toVariant(measureVariantWords(compute, measure), circlePart(compute, facts, measure, circle.verdicts))),
      ...bandVariants(compute, facts, circle.verdicts),
      ...(balance ? sideBySide(compute, facts, circle.verdicts) : []),
    ],
    assumptions: [...circle.methodLines, ...assumptions],
    lacking: [...scope.lacking, ...withoutPoint(scope.places, circle.verdicts)],
    notes: [...(balance ?? []), ...bandNotes(compute, scope.places, circle.verdicts), ...unplacedFacilities(compute, facts)],
    gap: gapTo([part], aim, 'people'),
  })
}

/** The share of one measure in a circle: also shown beside reported elders served, never instead. */
export function circlePart(compute: ServiceCircle, { ledger }: EvaluationFacts, measure: Measure, verdicts: Map<string, PlaceVerdict>, limitMetres = Infinity): Part {
  const scope = scopePeople(ledger, measure, compute.scope)
  let covered = 0
  let pointless = 0
  for (const { id, counts } of scope.places) {
    const { verdict, travelMetres } = verdicts.get(id) ?? { verdict: 'no_point', travelMetres: null }
    if (verdict === 'no_point') pointless += counts[measure] ?? 0
    else if (verdict === 'covered' && (travelMetres ?? 0) <= limitMetres) covered += counts[measure] ?? 0
  }
  const part = sharePart({ known: covered, unknown: pointless + scope.unlocated, total: scope.known + scope.unlocated })
  return scope.missingPlaces > 0 ? { ...part, rowsMissing: true } : part
}

function failingPlaces(compute: ServiceCircle, places: LedgerPlace[], verdicts: Map<string, PlaceVerdict>, countyCode: string): FailingUnit[] {
  const limit = findProfile(compute.profile)?.limitMetres
  const { zh, en } = measureWords[compute.population]
  return places.flatMap((place): FailingUnit[] => {
    const { verdict, travelMetres } = verdicts.get(place.id) ?? { verdict: 'no_point', travelMetres: null }
    const count = place.counts[compute.population]
    const entity = place.kind === 'unit' ? ('unit' as const) : ('residential_area' as const)
    const base = { entity, id: place.id, code: null, name: place.name, countyCode }
    const who = count === null ? say(`未填${zh}`, `no ${en} given`) : say(`${zh} ${people(count, compute.population)}`, `${people(count, compute.population)} ${en}`)
    if (verdict === 'no_point') return [{ ...base, state: 'unknown', reason: say(`没有位置，无法判断；${who.zh}`, `No place, so it cannot be judged; ${who.en}`) }]
    if (verdict === 'covered') return count === null ? [{ ...base, state: 'unknown', reason: who }] : []
    const why =
      verdict === 'unreached'
        ? say('附近没有可步行道路', 'No walkable road nearby')
        : travelMetres === null
          ? say(`${limit ?? '—'} 米内没有合格设施`, `No qualifying facility within ${limit ?? '—'} m`)
          : say(
              `最近的合格设施步行 ${Math.ceil(travelMetres)} 米，超出 ${limit ?? '—'} 米的限值`,
              `The nearest qualifying facility is a walk of ${Math.ceil(travelMetres)} m, beyond the limit of ${limit ?? '—'} m`,
            )
    return [{ ...base, state: 'fails', reason: { zh: `${why.zh}；${who.zh}`, en: `${why.en}; ${who.en}` } }]
  })
}

function bandsOf(compute: ServiceCircle): number[] {
  const profile = findProfile(compute.profile)
  return profile && profile.bandMetres.length > 1 ? profile.bandMetres : []
}

/** A band shorter than the limit is read off the travel to the nearest facility; without it nothing can be said. */
function bandVariants(compute: ServiceCircle, facts: EvaluationFacts, verdicts: Map<string, PlaceVerdict>): Variant[] {
  if ([...verdicts.values()].some(({ verdict, travelMetres }) => verdict === 'covered' && travelMetres === null)) return []
  return bandsOf(compute).map((metres) =>
    toVariant(say(`步行 ${metres} 米`, `A walk of ${metres} m`), circlePart(compute, facts, compute.population, verdicts, metres)),
  )
}

function bandNotes(compute: ServiceCircle, places: LedgerPlace[], verdicts: Map<string, PlaceVerdict>): Bilingual[] {
  const [least, ...rest] = bandsOf(compute)
  const most = rest.at(-1)
  if (most === undefined) return []
  const changing = places.filter(({ id }) => {
    const own = verdicts.get(id)
    return own?.verdict === 'covered' && own.travelMetres !== null && own.travelMetres > least && own.travelMetres <= most
  })
  if (changing.length === 0) return [say(`限值取 ${least} 米或 ${most} 米，没有地点改变判定`, `No place changes its verdict between ${least} m and ${most} m`)]
  const listed = names(changing.map(({ name }) => name))
  return [say(`限值从 ${most} 米收紧到 ${least} 米，${changing.length} 个地点改变判定：${listed.zh}`, `From ${most} m to ${least} m ${changing.length} places change their verdict: ${listed.en}`)]
}

function sideBySide(compute: ServiceCircle, facts: EvaluationFacts, verdicts: Map<string, PlaceVerdict>): Variant[] {
  return (['city', 'country'] as const).map((scope) =>
    toVariant(scopeWords(scope), circlePart({ ...compute, scope }, facts, compute.population, verdicts)),
  )
}

function measureVariantWords(compute: ServiceCircle, measure: Measure): Bilingual {
  const scope = scopeWords(compute.scope)
  return say(`${measureWords[measure].zh}（${scope.zh}）`, `${measureWords[measure].en} (${scope.en})`)
}

function withoutPoint(places: LedgerPlace[], verdicts: Map<string, PlaceVerdict>): Bilingual[] {
  const lost = places.filter(({ id }) => (verdicts.get(id)?.verdict ?? 'no_point') === 'no_point')
  if (lost.length === 0) return []
  const listed = names(lost.map(({ name }) => name))
  return [say(`${lost.length} 个地点没有位置：${listed.zh}`, `${lost.length} places have no place on the map: ${listed.en}`)]
}

function unplacedFacilities({ facilityTypes }: ServiceCircle, { ledger }: EvaluationFacts): Bilingual[] {
  const types = circlesOf(facilityTypes, 'any', '')[0].facilityTypes
  const lost = ledger.facilities.filter((one) => !one.located && one.status === 'operating' && one.types.some((type) => types.includes(type)))
  if (lost.length === 0) return []
  const listed = names(lost.map(({ name }) => name))
  return [say(`${lost.length} 处合格设施没有位置，未参与服务圈计算：${listed.zh}`, `${lost.length} qualifying facilities have no place and take no part: ${listed.en}`)]
}

function countAssumptions(compute: ServiceCircle): Bilingual[] {
  const profile = findProfile(compute.profile)
  const scope = scopeWords(compute.scope)
  const need = compute.need === 'all' ? say('各类设施均须可及', 'Every type must be reached') : say('任一类设施可及即算覆盖', 'Reaching any one type is enough')
  return [
    ...(profile
      ? [say(`服务圈：${profile.name.zh}，${profile.limitMetres} 米；依据：${profile.source.zh}（规划未定义）`, `Circle: ${profile.name.en}, ${profile.limitMetres} m; source: ${profile.source.en} (the plan defines none)`)]
      : []),
    say(`人口范围：${scope.zh}；口径：${measureWords[compute.population].zh}`, `People: ${scope.en}; measure: ${measureWords[compute.population].en}`),
    countedTypes(compute.facilityTypes),
    need,
    ...familyAssumptions(compute.facilityTypes),
  ]
}
