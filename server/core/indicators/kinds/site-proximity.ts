import type { Proximity, SiteSelector } from '../../policy/compute.ts'
import type { EvaluationFacts, LedgerFacility, NearestDistance } from '../../policy/ledger.ts'
import type { Computed, FailingUnit, Part } from '../../policy/result.ts'
import type { Bilingual } from '../../problems.ts'
import { familyAssumptions, hasType, typeWords } from '../facility-families.ts'
import { nearestKey } from '../facts.ts'
import { gapTo, type Aim } from '../judge.ts'
import { computedOf, sharePart } from '../parts.ts'
import { byText, figure, exactNumber, names, say } from '../words.ts'

interface Judged {
  site: LedgerFacility
  state: 'yes' | 'no' | 'unknown'
  reason: Bilingual
}

/**
 * 毗邻、临近、周边 without a distance in the plan: the share of sites whose nearest counterpart lies within the declared
 * distance in a straight line, with the walk shown beside; or, `signed`, of those with an agreement in the ledger,
 * whatever the distance. A site without a place, or without counterparts in the ledger at all, is unknown.
 */
export function siteProximity(compute: Proximity, facts: EvaluationFacts, aim: Aim | null): Computed {
  const pairs = compute.pairs.map((pair) => ({ ...pair, ...judgePair(compute, pair, facts) }))
  const several = pairs.length > 1
  const parts = pairs.map(({ label, judged }) => pairPart(several ? label : null, judged))
  return computedOf(parts, {
    failing: joinPairs(pairs, facts.ledger.county.code),
    variants: [],
    assumptions: [
      compute.measure === 'near'
        ? say(`“毗邻（临近）”取直线距离 ${compute.withinMetres} 米以内（规划未给距离），步行距离并列`, `Adjacent means within ${compute.withinMetres} m in a straight line (the plan gives no distance); the walk stands beside`)
        : say('以台账中的签约医疗机构为准，距离只列示', 'By the agreement in the ledger; distances are shown only'),
      say('只计运营中的设施', 'Only facilities in operation count'),
      ...familyAssumptions(compute.pairs.flatMap(({ from }) => from.facilityTypes)),
    ],
    lacking: pairs.flatMap(({ lacking }) => lacking),
    notes: pairs.flatMap(({ label, judged, distances }) => distanceNotes(label, judged, distances)),
    gap: gapTo(parts, aim, 'sites'),
  })
}

function judgePair(compute: Proximity, { from, to }: Pick<Proximity['pairs'][number], 'from' | 'to'>, facts: EvaluationFacts) {
  const sites = facts.ledger.facilities.filter((facility) => matches(facility, from))
  const counterparts = facts.ledger.facilities.filter((facility) => matches(facility, to))
  const distances = new Map((facts.nearest.get(nearestKey(from, to)) ?? []).map((one) => [one.fromId, one]))
  const words = typeWords(to.facilityTypes)
  const nobody = counterparts.length === 0 && ![...distances.values()].some(({ toId }) => toId !== null)
  const judged = sites.map((site) => (compute.measure === 'signed' ? judgeSigned(site, distances.get(site.facilityId)) : judgeNear(site, distances.get(site.facilityId), compute.withinMetres, nobody)))
  const unknown = judged.filter(({ state }) => state === 'unknown')
  const lacking: Bilingual[] = []
  if (sites.length === 0) lacking.push(say(`台账中没有运营中的${typeWords(from.facilityTypes).zh}`, `The ledger has no ${typeWords(from.facilityTypes).en} in operation`))
  if (nobody && compute.measure === 'near' && sites.length > 0) lacking.push(say(`尚未导入${words.zh}，无法计算距离`, `No ${words.en} was ever loaded, so there is no distance`))
  else if (unknown.length > 0) {
    const listed = names(unknown.map(({ site }) => site.name))
    lacking.push(compute.measure === 'signed' ? say(`${unknown.length} 处未填签约医疗机构（${listed.zh}）`, `${unknown.length} do not say whether they have an agreement (${listed.en})`) : say(`${unknown.length} 处没有位置（${listed.zh}）`, `${unknown.length} have no place (${listed.en})`))
  }
  return { judged, distances, lacking }
}

/** Types, and for medical sites their kinds; in operation. A medical site of unknown kind is not taken for one. */
function matches(facility: LedgerFacility, { facilityTypes, medicalKinds }: SiteSelector): boolean {
  if (facility.status !== 'operating' || !hasType(facility.types, facilityTypes)) return false
  return medicalKinds.length === 0 || !facility.types.includes('medical') || medicalKinds.includes(facility.medicalKind ?? '')
}

function judgeNear(site: LedgerFacility, distance: NearestDistance | undefined, withinMetres: number, nobody: boolean): Judged {
  if (nobody) return { site, state: 'unknown', reason: say('没有可比的设施', 'There is nothing to measure to') }
  if (!distance) return { site, state: 'unknown', reason: say('没有位置，无法量距离', 'No place, so no distance') }
  if (distance.toId === null || distance.straightMetres === null) return { site, state: 'no', reason: say(`${withinMetres} 米内 0 处`, `0 within ${withinMetres} m`) }
  const near = distance.straightMetres <= withinMetres
  return { site, state: near ? 'yes' : 'no', reason: distanceWords(distance, `，超出 ${withinMetres} 米`, `, beyond ${withinMetres} m`) }
}

function judgeSigned(site: LedgerFacility, distance: NearestDistance | undefined): Judged {
  const far = distance && distance.straightMetres !== null ? distanceWords(distance, '', '') : null
  const tail = far ? { zh: `；最近${far.zh}`, en: `; nearest ${far.en}` } : say('', '')
  if (site.medicalPartner === null) return { site, state: 'unknown', reason: say(`未填签约医疗机构${tail.zh}`, `Agreement not filled in${tail.en}`) }
  if (site.medicalPartner.trim() === '') return { site, state: 'no', reason: say(`签约医疗机构 0 家${tail.zh}`, `0 agreements${tail.en}`) }
  return { site, state: 'yes', reason: say('', '') }
}

function distanceWords({ straightMetres, networkMetres }: NearestDistance, zh: string, en: string): Bilingual {
  const metres = (value: number) => figure(exactNumber(value))
  const walk = networkMetres === null ? say('步行距离未知', 'walk unknown') : say(`步行 ${metres(networkMetres)} 米`, `walk ${metres(networkMetres)} m`)
  return say(`直线 ${metres(straightMetres!)} 米（${walk.zh}）${zh}`, `${metres(straightMetres!)} m straight (${walk.en})${en}`)
}

function pairPart(key: string | null, judged: readonly Judged[]): Part {
  const count = (state: Judged['state']) => judged.filter((one) => one.state === state).length
  return sharePart({ known: count('yes'), unknown: count('unknown'), total: judged.length }, { key, label: key === null ? null : say(key, key) })
}

/** A site in several pairs is listed once, with the reason of each. */
function joinPairs(pairs: readonly { label: string; judged: Judged[] }[], countyCode: string): FailingUnit[] {
  const found = new Map<string, FailingUnit>()
  for (const { label, judged } of pairs) {
    for (const { site, state, reason } of judged) {
      if (state === 'yes') continue
      const before = found.get(site.facilityId)
      const own = pairs.length > 1 ? say(`${label}：${reason.zh}`, `${label}: ${reason.en}`) : reason
      found.set(site.facilityId, {
        entity: 'facility',
        id: site.facilityId,
        code: site.code,
        name: site.name,
        countyCode,
        state: state === 'no' || before?.state === 'fails' ? 'fails' : 'unknown',
        reason: before ? say(`${before.reason.zh}；${own.zh}`, `${before.reason.en}; ${own.en}`) : own,
      })
    }
  }
  return [...found.values()]
}

function distanceNotes(label: string, judged: readonly Judged[], distances: ReadonlyMap<string, NearestDistance>): Bilingual[] {
  return [...judged]
    .sort((a, b) => byText(`${a.site.name} ${a.site.facilityId}`, `${b.site.name} ${b.site.facilityId}`))
    .flatMap(({ site }) => {
      const distance = distances.get(site.facilityId)
      if (!distance || distance.straightMetres === null) return []
      const words = distanceWords(distance, '', '')
      return [say(`${label}：${site.name} ${words.zh}`, `${label}: ${site.name}, ${words.en}`)]
    })
}
