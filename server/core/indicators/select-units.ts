import type { UnitLevelName, UnitSelector, UnitTag } from '../policy/compute.ts'
import type { CountyLedger } from '../policy/ledger.ts'
import type { FailingUnit } from '../policy/result.ts'
import type { Bilingual } from '../problems.ts'
import { names, say } from './words.ts'

/** A unit that a rule divides by, or may have to. */
export interface UnitMember {
  entity: Extract<FailingUnit['entity'], 'unit' | 'settlement'>
  id: string
  code: string | null
  name: string
  level: UnitLevelName
  townshipId: string | null
  judgedBy: 'boundary' | 'code'
  /** Why it is not known whether it belongs; null where it does. */
  uncertain: Bilingual | null
}

export interface SelectedUnits {
  members: UnitMember[]
  lacking: Bilingual[]
  /** A list was never loaded, or nothing is tagged: units are missing that nobody knows. */
  incomplete: boolean
}

/** The units of a selector, those of uncertain membership among them: dropping them would be a guess. */
export function selectUnits(selector: UnitSelector, ledger: CountyLedger): SelectedUnits {
  const members = selector.levels.flatMap((level) =>
    level === 'county' ? [countyMember(ledger)] : level === 'settlement' || level === 'resettlement_site' ? settlementsOf(level, selector, ledger) : unitsOf(level, selector, ledger),
  )
  const lacking: Bilingual[] = []
  const { tag } = selector
  const untagged = tag !== null && selector.tagLevels.length > 0 && !ledger.units.some((unit) => unit.tags.includes(tag))
  if (untagged) lacking.push(untaggedWords(tag))
  const wantsSettlements = selector.levels.some((level) => level === 'settlement' || level === 'resettlement_site')
  const noSettlements = wantsSettlements && ledger.settlements === null
  if (noSettlements) lacking.push(say('尚未导入安置点（自然村）台账', 'No ledger of settlements was ever loaded'))
  const noUnits = ledger.units.length === 0 && selector.levels.some((level) => level in unitLevels)
  if (noUnits) lacking.push(say('没有行政区划台账', 'There is no ledger of units'))
  const uncertain = members.filter((member) => member.uncertain)
  if (uncertain.length > 0) {
    const { zh, en } = names(uncertain.map(({ name }) => name))
    lacking.push(say(`${uncertain.length} 个单元是否在范围内不明：${zh}`, `Whether ${uncertain.length} units belong is not known: ${en}`))
  }
  return { members, lacking, incomplete: untagged || noSettlements || noUnits }
}

const unitLevels = { township: true, street: true, other: true, community: true, village: true }

/** 「请先标记」: the plan names units without a list, so an office marks them. */
export function untaggedWords(tag: UnitTag): Bilingual {
  const { zh, en } = tagWords[tag]
  return say(`请先标记“${zh}”：规划未列名单，尚无单元带此标记`, `Mark the ${en} first: the plan lists none, and no unit carries the mark`)
}

export const tagWords: Record<UnitTag, Bilingual> = {
  eligible_central_township: { zh: '有条件的（中心）乡镇', en: 'eligible (central) townships' },
  central_town: { zh: '中心镇', en: 'central towns' },
  urban_town: { zh: '城区（乡）镇', en: 'urban-area towns' },
  central_urban_area: { zh: '中心城区', en: 'central urban area' },
  street_level: { zh: '街道级单元', en: 'street-level units' },
  elders_concentrated: { zh: '老年人口集中社区', en: 'communities where elders concentrate' },
  rural_community: { zh: '农村社区', en: 'rural communities' },
}

export const levelWords: Record<UnitLevelName, Bilingual> = {
  county: { zh: '县级单位', en: 'counties' },
  township: { zh: '乡镇', en: 'townships' },
  street: { zh: '街道', en: 'streets' },
  other: { zh: '其他单元', en: 'other units' },
  community: { zh: '社区', en: 'communities' },
  village: { zh: '行政村', en: 'villages' },
  settlement: { zh: '自然村', en: 'natural villages' },
  resettlement_site: { zh: '安置点', en: 'resettlement sites' },
}

function countyMember({ county }: CountyLedger): UnitMember {
  return { entity: 'unit', id: county.code, code: county.code, name: county.name, level: 'county', townshipId: null, judgedBy: 'boundary', uncertain: null }
}

function unitsOf(level: UnitLevelName, { placeClass, tag, tagLevels }: UnitSelector, ledger: CountyLedger): UnitMember[] {
  return ledger.units.flatMap((unit) => {
    if (unit.level !== level) return []
    if (tag !== null && tagLevels.includes(level) && !unit.tags.includes(tag)) return []
    if (placeClass !== null && unit.placeClass !== null && unit.placeClass !== placeClass) return []
    const uncertain = placeClass !== null && unit.placeClass === null ? say('无城乡分类代码，不知是否在范围内', 'No urban-rural class: whether it belongs is not known') : null
    const { id, code, name, townshipId, hasBoundary } = unit
    return [{ entity: 'unit', id, code, name, level, townshipId, judgedBy: hasBoundary ? 'boundary' : 'code', uncertain }]
  })
}

function settlementsOf(level: 'settlement' | 'resettlement_site', { minResidents }: UnitSelector, ledger: CountyLedger): UnitMember[] {
  const kind = level === 'settlement' ? 'natural_village' : 'resettlement_site'
  return (ledger.settlements ?? []).flatMap(({ id, name, kind: own, residents, townshipId }) => {
    if (own !== kind || (minResidents !== null && residents !== null && residents < minResidents)) return []
    const uncertain =
      minResidents !== null && residents === null
        ? say(`未填人数，不知是否达到 ${minResidents} 人`, `No headcount: whether it has ${minResidents} people is not known`)
        : null
    return [{ entity: 'settlement' as const, id, code: null, name, level, townshipId, judgedBy: 'boundary' as const, uncertain }]
  })
}
