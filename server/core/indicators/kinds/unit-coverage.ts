import type { AdminCoverage, UnitLevelName, UnitSelector } from '../../policy/compute.ts'
import type { EvaluationFacts } from '../../policy/ledger.ts'
import type { Computed, FailingUnit, Variant } from '../../policy/result.ts'
import type { Bilingual } from '../../problems.ts'
import { placeVerdicts } from '../circle-verdicts.ts'
import { countedTypes, coverUnits, failingUnits } from '../cover-units.ts'
import { familyAssumptions } from '../facility-families.ts'
import { gapTo, type Aim } from '../judge.ts'
import { computedOf, sharePart, toVariant, unknownPart } from '../parts.ts'
import { levelWords, selectUnits, tagWords, type UnitMember } from '../select-units.ts'
import { say } from '../words.ts'

/**
 * Units having a qualifying facility ÷ units of the rule's own denominator (domain.md, Admin-unit coverage): operating
 * and inside the boundary; or, by `reach`, within the profile's walk of the unit. The other denominators that the plans
 * use for units of this kind stand beside, each with its own fraction.
 */
export function unitCoverageRule(compute: AdminCoverage, facts: EvaluationFacts, aim: Aim | null): Computed {
  const { ledger } = facts
  const inside = coverUnits(compute.units, compute, ledger)
  const reached = compute.profile === null ? null : reachUnits(compute, facts, compute.profile)
  const judged = compute.by === 'reach' && reached ? reached : { part: inside.part, failing: failingUnits(inside, ledger.county.code) }
  const nothing = judged.part.numerator === null
  return computedOf(judged.part, {
    status: nothing ? 'insufficient_data' : null,
    failing: judged.failing,
    variants: [
      ...(reached && compute.by === 'inside' ? [toVariant(say('步行可及（含单元外设施）', 'Within a walk (facilities outside counted)'), reached.part)] : []),
      ...(compute.by === 'reach' ? [toVariant(say('单元内有设施', 'A facility inside'), inside.part)] : []),
      ...otherDenominators(compute, facts),
    ],
    assumptions: [
      selectorWords(compute.units),
      countedTypes(compute.facilityTypes),
      ...familyAssumptions(compute.facilityTypes),
      ...(compute.need === 'all' ? [say('每一类均须有', 'Every type must be there')] : []),
      ...(compute.conditions.length > 0 ? [say('设施须同时满足“四助五有”九项', 'A site must meet all nine conditions (四助五有)')] : []),
      compute.by === 'inside' ? say('只计单元边界内运营中的设施', 'Only facilities in operation inside the boundary count') : say('单元（点）在服务圈内即算覆盖', 'A unit whose point lies in the circle is covered'),
      ...(compute.by === 'reach' && reached ? reached.methodLines : []),
    ],
    lacking: inside.lacking,
    notes: inside.notes,
    gap: gapTo([judged.part], aim, 'units'),
  })
}

/** The four of township level that the plans use, and those of communities and villages (domain.md). */
const families: { levels: UnitLevelName[]; selectors: { label: Bilingual; units: Partial<UnitSelector> & { levels: UnitLevelName[] } }[] }[] = [
  {
    levels: ['township', 'street', 'other'],
    selectors: [
      { label: say('乡镇＋街道', 'Townships and streets'), units: { levels: ['township', 'street'] } },
      { label: say('仅乡镇', 'Townships alone'), units: { levels: ['township'] } },
      { label: say('仅街道', 'Streets alone'), units: { levels: ['street'] } },
      { label: say('城区（乡）镇（按标记）', 'Urban-area towns (as marked)'), units: { levels: ['township'], tag: 'urban_town', tagLevels: ['township'] } },
    ],
  },
  {
    levels: ['community', 'village'],
    selectors: [
      { label: say('社区', 'Communities'), units: { levels: ['community'] } },
      { label: say('城市社区', 'City communities'), units: { levels: ['community'], placeClass: 'city' } },
      { label: say('行政村', 'Villages'), units: { levels: ['village'] } },
      { label: say('行政村＋社区', 'Villages and communities'), units: { levels: ['village', 'community'] } },
    ],
  },
  {
    levels: ['settlement'],
    selectors: [
      { label: say('行政村', 'Villages'), units: { levels: ['village'] } },
      { label: say('自然村', 'Natural villages'), units: { levels: ['settlement'] } },
    ],
  },
]

function otherDenominators(compute: AdminCoverage, { ledger }: EvaluationFacts): Variant[] {
  const family = families.find(({ levels }) => compute.units.levels.some((level) => levels.includes(level)))
  return (family?.selectors ?? []).map(({ label, units }) => {
    const selector: UnitSelector = { placeClass: null, tag: null, tagLevels: [], minResidents: null, ...units }
    return toVariant(say(`分母：${label.zh}`, `Denominator: ${label.en}`), coverUnits(selector, compute, ledger).part)
  })
}

/** Reached: the unit's own point, or for townships and streets any place in it, lies in the circle. */
function reachUnits(compute: AdminCoverage, facts: EvaluationFacts, profile: string) {
  const { members, incomplete } = selectUnits(compute.units, facts.ledger)
  const { verdicts, methodLines } = placeVerdicts({ ...compute, profile }, facts)
  const stateOf = (member: UnitMember): 'covered' | 'fails' | 'unknown' => {
    const inCounty = member.level === 'county'
    const own = [member.id, ...facts.ledger.places.flatMap(({ id, townshipId }) => (inCounty || townshipId === member.id ? [id] : []))].flatMap((id) => verdicts.get(id) ?? [])
    if (own.some(({ verdict }) => verdict === 'covered')) return member.uncertain || compute.conditions.length > 0 ? 'unknown' : 'covered'
    return member.uncertain || own.every(({ verdict }) => verdict === 'no_point') ? 'unknown' : 'fails'
  }
  const states = members.map((member) => ({ member, state: stateOf(member) }))
  const count = (wanted: string) => states.filter(({ state }) => state === wanted).length
  const part = members.length === 0 && incomplete ? unknownPart({ partOfWhole: true, unit: '%' }) : sharePart({ known: count('covered'), unknown: count('unknown'), total: members.length })
  const failing = states.flatMap(({ member, state }): FailingUnit[] => {
    if (state === 'covered') return []
    const { entity, id, code, name } = member
    const reason =
      state === 'fails'
        ? say('服务圈内没有合格设施（0 处）', '0 qualifying facilities within the circle')
        : (member.uncertain ?? say('没有位置，无法判断是否可及', 'No place, so reach cannot be judged'))
    return [{ entity, id, code, name, countyCode: facts.ledger.county.code, state, reason }]
  })
  return { part: incomplete ? { ...part, rowsMissing: true as const } : part, failing, methodLines }
}

function selectorWords({ levels, placeClass, tag, tagLevels, minResidents }: UnitSelector): Bilingual {
  const mark = tag && tagLevels.length > 0 ? tagWords[tag] : null
  const list = (word: 'zh' | 'en') =>
    levels.map((level) => levelWords[level][word] + (mark && tagLevels.includes(level) ? (word === 'zh' ? `（标记为${mark.zh}者）` : ` (marked as ${mark.en})`) : ''))
  const place = placeClass === 'city' ? say('城市', 'city') : placeClass === 'country' ? say('农村', 'country') : say('', '')
  return say(
    `分母：${place.zh}${list('zh').join('＋')}${minResidents === null ? '' : `，${minResidents} 人及以上；未填人数者计入分母，只在上限中算覆盖`}`,
    `Denominator: ${place.en} ${list('en').join(' and ')}${minResidents === null ? '' : ` of ${minResidents} people or more; those without a headcount stand in the denominator and are covered in the upper bound alone`}`,
  )
}

