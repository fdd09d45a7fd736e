import type { Ratio, Tally } from '../../policy/compute.ts'
import type { CountyLedger, EvaluationFacts } from '../../policy/ledger.ts'
import type { Computed, FailingUnit, Part, Variant } from '../../policy/result.ts'
import type { Bilingual } from '../../problems.ts'
import { placeVerdicts } from '../circle-verdicts.ts'
import { canBeDrawn } from '../facts.ts'
import { gapTo, type Aim, type GapMeasure } from '../judge.ts'
import { computedOf, toVariant } from '../parts.ts'
import { distinctWords, failingRows, type TallySource } from '../tally-rows.ts'
import { matchFacility, scopeWords, tallyOf, unmetFields, type TallySum } from '../tally.ts'
import { measureWords, say } from '../words.ts'
import { circlePart } from './service-circle.ts'

/**
 * A ratio of two sums of the ledgers: Σ numerator ÷ Σ denominator, never a mean of ratios (护理型床位 ÷ 床位, 在住 ÷ 床位 …).
 * Where the denominator sums the same rows (nursing beds of the beds, rated homes of the homes) it cannot pass 1.
 */
export function ledgerRatio(compute: Ratio, facts: EvaluationFacts, aim: Aim | null): Computed {
  const { ledger } = facts
  const shares = [{ key: compute.key ?? null, numerator: compute.numerator, denominator: compute.denominator }, ...(compute.further ?? [])]
  const tallies = shares.map(({ key, numerator, denominator }) => {
    const [above, below] = [tallyOf(numerator, ledger), tallyOf(denominator, ledger)]
    const label = key === null ? null : say(key, key)
    return { above, below, part: ratioPart(above, below, isPartOfWhole(numerator, denominator), { key, label }) }
  })
  const [{ above }] = tallies
  const parts = tallies.map(({ part }) => part)
  const sources: TallySource[] = tallies.flatMap((share) => [share.above, share.below])
  return computedOf(parts, {
    status: tallies.every((share) => share.above.missing || share.below.missing) ? 'insufficient_data' : null,
    failing: joinFailing([...shares.flatMap((share) => shortFacilities(share, ledger)), ...failingRows(sources, ledger.county.code)]),
    variants: [...otherDenominators(compute, above, ledger), ...besideReach(compute, facts)],
    assumptions: distinctWords(sources.flatMap(({ assumptions }) => assumptions)),
    lacking: distinctWords(sources.flatMap(({ lacking }) => lacking)),
    notes: besideNotes(compute.beside),
    gap: gapTo(parts, aim, gapMeasure(compute.numerator)),
  })
}

/** A fraction of two tallies, widened by what is unknown of either. */
export function ratioPart(above: TallySum, below: TallySum, partOfWhole: boolean, more: Partial<Part> = {}): Part {
  const unknown = above.missing || below.missing
  const open = below.upper === null
  return {
    key: null,
    label: null,
    numerator: unknown ? null : above.known,
    numeratorUpper: unknown ? null : above.upper,
    denominator: unknown ? null : (below.upper ?? below.known),
    ...(unknown ? { rowsMissing: true } : open ? { denominatorOpen: true } : {}),
    ...(!unknown && hasSlack(below) ? { denominatorLeast: below.known } : {}),
    ...(partOfWhole ? { partOfWhole: true } : {}),
    per: 1,
    unit: '%',
    each: null,
    ...more,
  }
}

/** Where a clause counts facilities out of the same facilities: those of the denominator that surely lack what is asked. */
function shortFacilities({ numerator, denominator }: Pick<Ratio, 'numerator' | 'denominator'>, ledger: CountyLedger): FailingUnit[] {
  if (numerator.of !== 'facilities' || denominator.of !== 'facilities') return []
  if (numerator.sum !== 'one' || denominator.sum !== 'one' || !isPartOfWhole(numerator, denominator)) return []
  return ledger.facilities.flatMap((facility): FailingUnit[] => {
    const counts = matchFacility(facility, denominator.facilityTypes, denominator.where, ledger) === true
    if (!counts || matchFacility(facility, numerator.facilityTypes, numerator.where, ledger) !== false) return []
    const { facilityId: id, code, name } = facility
    const unmet = unmetFields(facility, numerator.where, ledger)
    return [{ entity: 'facility', id, code, name, countyCode: ledger.county.code, state: 'fails', reason: unmet.zh === '' ? say('类型不符', 'Another type') : unmet }]
  })
}

/** Each facility once, with the reason of every share that it keeps from its target. */
function joinFailing(units: readonly FailingUnit[]): FailingUnit[] {
  const found = new Map<string, FailingUnit>()
  for (const unit of units) {
    const key = `${unit.entity}/${unit.id}`
    const before = found.get(key)
    const reason = before ? say(`${before.reason.zh}；${unit.reason.zh}`, `${before.reason.en}; ${unit.reason.en}`) : unit.reason
    found.set(key, { ...(before ?? unit), reason })
  }
  return [...found.values()]
}

function hasSlack({ known, upper }: TallySum): boolean {
  return upper !== null && (upper.n !== known.n || upper.d !== known.d)
}

function isPartOfWhole(above: Tally, below: Tally): boolean {
  if (above.of === 'community_rooms') return below.of === 'community_rooms'
  if (above.of !== 'facilities' || below.of !== 'facilities') return false
  const sameRows = sameTypes(above.facilityTypes, below.facilityTypes) && below.where.every((condition) => above.where.some((own) => JSON.stringify(own) === JSON.stringify(condition)))
  const sameSum = above.sum === below.sum || ((above.sum === 'nursingBeds' || above.sum === 'medicalBeds') && below.sum === 'beds')
  return sameRows && sameSum
}

function sameTypes(above: string[] | null, below: string[] | null): boolean {
  return below === null || (above !== null && above.every((type) => below.includes(type)))
}

export function gapMeasure(tally: Tally | undefined): GapMeasure {
  if (tally?.of === 'community_rooms') return 'm2'
  if (tally?.of !== 'facilities') return 'people'
  const byField: Partial<Record<string, GapMeasure>> = { beds: 'beds', nursingBeds: 'beds', medicalBeds: 'beds', floorAreaM2: 'm2', landAreaM2: 'm2', one: 'sites' }
  return byField[tally.sum] ?? 'people'
}

/** The same numerator over the other denominators in use: beds of all or of public institutions; elders of each scope. */
function otherDenominators({ denominator }: Ratio, above: TallySum, ledger: CountyLedger): Variant[] {
  const show = (zh: string, en: string, tally: Tally) => toVariant(say(`分母：${zh}`, `Denominator: ${en}`), ratioPart(above, tallyOf(tally, ledger), false))
  if (denominator.of === 'facilities' && denominator.sum === 'beds') {
    return [
      show('各类养老设施床位', 'beds of every eldercare facility', { ...denominator, facilityTypes: null, where: denominator.where.filter(({ field }) => field === 'status') }),
      show('台账全部床位（含未运营）', 'all beds in the ledger, not operating ones included', { ...denominator, where: [...denominator.where.filter(({ field }) => field !== 'status'), { field: 'status', is: '!=', value: 'planned' }] }),
    ]
  }
  if (denominator.of === 'population' || (denominator.of === 'statistic' && denominator.key.includes('elders'))) {
    const measure = denominator.of === 'population' ? denominator.measure : 'residents_60_plus'
    return (['all', 'city', 'country'] as const).map((scope) => {
      const where = scopeWords(scope)
      return show(`${where.zh}${measureWords[measure].zh}`, `${measureWords[measure].en}, ${where.en}`, { of: 'population', measure, scope })
    })
  }
  return []
}

/** Why the reach stands beside, or why it cannot: the country has no circle until the user picks one. */
function besideNotes(beside: Ratio['beside']): Bilingual[] {
  if (!beside) return []
  const apart = say('填报服务人数与空间可及是两个指标，并列显示，互不替代', 'Reported elders served and spatial reach are two indicators: side by side, never one for the other')
  if (canBeDrawn(beside)) return [apart]
  return [apart, say('空间可及未计算：农村服务圈没有默认口径，请先在声明的选择中选定服务圈', 'Spatial reach is not computed: the country has no default circle, choose one among the declared choices')]
}

function besideReach({ beside }: Ratio, facts: EvaluationFacts): Variant[] {
  if (!beside || !canBeDrawn(beside) || facts.ledger.places.length === 0) return []
  const { verdicts } = placeVerdicts(beside, facts)
  const where = scopeWords(beside.scope)
  const { zh, en } = measureWords[beside.population]
  return [
    toVariant(
      say(`空间可及比率（${where.zh}，${zh}；不代替填报的服务人数）`, `Spatial reach (${where.en}, ${en}; not the elders served)`),
      circlePart(beside, facts, beside.population, verdicts),
    ),
  ]
}

