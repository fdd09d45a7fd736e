import type { LandConstraint } from '../../policy/compute.ts'
import type { ControlKind, CountyLedger, EvaluationFacts, LedgerFacility } from '../../policy/ledger.ts'
import type { Computed, FailingUnit } from '../../policy/result.ts'
import type { Bilingual } from '../../problems.ts'
import { gapTo, type Aim } from '../judge.ts'
import { computedOf, sharePart, sum, toVariant, unknownPart } from '../parts.ts'
import { exactNumber, figure, names, say } from '../words.ts'

/**
 * What land may not be (domain.md, Land: a site must not intersect 永久基本农田). `no_overlap`: every eldercare site is
 * held to it by itself; a site given as a point has 0 m² on the layer and fails all the same. A layer that is not
 * loaded says nothing about any site. `no_misuse`: parcels whose use was not changed ÷ parcels. `siting`: which sites
 * touch no loaded layer.
 */
export function landConstraint(compute: LandConstraint, { ledger }: EvaluationFacts, aim: Aim | null): Computed {
  if (compute.test === 'no_misuse') return noMisuse(ledger, aim)
  return compute.test === 'no_overlap' ? noOverlap(compute.layer, ledger) : siting(compute, ledger, aim)
}

const layerWords: Record<ControlKind, Bilingual> = {
  permanent_basic_farmland: { zh: '永久基本农田', en: 'permanent basic farmland' },
  ecological_redline: { zh: '生态保护红线', en: 'ecological redline' },
  hazard: { zh: '灾害危险区', en: 'hazard area' },
}

function noOverlap(layer: LandConstraint['layer'], ledger: CountyLedger): Computed {
  const sites = eldercareSites(ledger)
  const words = layer === null ? say('管控图层', 'control layer') : layerWords[layer]
  const assumptions = [say('养老设施用地与图层不得相交；仅有点位的设施以点判断，压占面积计 0 m² 仍为不符', 'A site must not touch the layer; one given as a point is judged by it, and fails with 0 m²'), say('已关停的设施不计', 'Closed sites do not count')]
  if (layer === null || !ledger.controlLayers.includes(layer)) {
    const part = unknownPart({ unit: 'm²', each: { met: 0, notMet: 0, unknown: sites.length } })
    return computedOf(part, { status: 'insufficient_data', assumptions, lacking: [say(`尚未导入${words.zh}图层`, `The layer of ${words.en} was never loaded`)] })
  }
  const touching = sites.filter((site) => overlapsOf(site, layer).length > 0)
  const unknown = sites.filter((site) => !site.located && overlapsOf(site, layer).length === 0)
  const area = (site: LedgerFacility) => sum(overlapsOf(site, layer).map(({ areaM2 }) => exactNumber(areaM2)))
  const overlap = sum(touching.map(area))
  const each = { met: sites.length - touching.length - unknown.length, notMet: touching.length, unknown: unknown.length }
  const part = { key: null, label: null, numerator: overlap, numeratorUpper: unknown.length > 0 ? null : overlap, denominator: null, per: 1, unit: 'm²', each }
  return computedOf(part, {
    failing: [
      ...touching.map((site) => siteUnit(site, ledger, 'fails', say(`压占${words.zh} ${figure(area(site))} m²`, `Touches ${words.en}: ${figure(area(site))} m²`))),
      ...unknown.map((site) => siteUnit(site, ledger, 'unknown', noPlace)),
    ],
    variants: [toVariant(say('不压占的设施 ÷ 设施', 'Sites that keep clear ÷ sites'), sharePart({ known: each.met, unknown: each.unknown, total: sites.length }))],
    assumptions,
    lacking: [...placeLacking(unknown), ...noSites(sites)],
    gap: { measure: 'm2', amount: overlap },
  })
}

function siting({ layer }: LandConstraint, ledger: CountyLedger, aim: Aim | null): Computed {
  const sites = eldercareSites(ledger)
  const kinds = layer === null ? (Object.keys(layerWords) as ControlKind[]) : [layer]
  const loaded = kinds.filter((kind) => ledger.controlLayers.includes(kind))
  const lacking = kinds.filter((kind) => !loaded.includes(kind)).map((kind) => say(`尚未导入${layerWords[kind].zh}图层`, `The layer of ${layerWords[kind].en} was never loaded`))
  if (loaded.length === 0) return computedOf(unknownPart({ partOfWhole: true, unit: '%' }), { status: 'insufficient_data', lacking })
  const touches = (site: LedgerFacility) => loaded.filter((kind) => overlapsOf(site, kind).length > 0)
  const touching = sites.filter((site) => touches(site).length > 0)
  const unknown = sites.filter((site) => !site.located && touches(site).length === 0)
  // Where a layer is lacking, no site is known to keep clear of everything.
  const clear = sites.length - touching.length - unknown.length
  const part = sharePart({ known: lacking.length > 0 ? 0 : clear, unknown: unknown.length + (lacking.length > 0 ? clear : 0), total: sites.length })
  const listWords = (site: LedgerFacility, word: 'zh' | 'en') => touches(site).map((kind) => layerWords[kind][word]).join(word === 'zh' ? '、' : ', ')
  return computedOf(part, {
    failing: [
      ...touching.map((site) => siteUnit(site, ledger, 'fails', say(`位于 ${touches(site).length} 类管控区：${listWords(site, 'zh')}`, `Lies in ${touches(site).length} kinds of control area: ${listWords(site, 'en')}`))),
      ...unknown.map((site) => siteUnit(site, ledger, 'unknown', noPlace)),
    ],
    assumptions: [say('选址原则为定性要求：只列出位于管控区的设施', 'Siting principles are words: sites in control areas are listed')],
    lacking: [...lacking, ...placeLacking(unknown), ...noSites(sites)],
    notes: premisesNotes(ledger),
    gap: gapTo([part], aim, 'sites'),
  })
}

function noMisuse({ parcels, county, facilities }: CountyLedger, aim: Aim | null): Computed {
  if (!parcels) return computedOf(unknownPart({ partOfWhole: true, unit: '%' }), { status: 'insufficient_data', lacking: [say('尚未导入养老用地地块台账', 'No ledger of land parcels was ever loaded')] })
  const nameOf = new Map(facilities.map(({ facilityId, name }) => [facilityId, name]))
  const misused = parcels.filter((parcel) => parcel.misused === true)
  const unknown = parcels.filter((parcel) => parcel.misused === null)
  const part = sharePart({ known: parcels.length - misused.length - unknown.length, unknown: unknown.length, total: parcels.length })
  const unit = (parcel: (typeof parcels)[number], state: FailingUnit['state'], reason: Bilingual): FailingUnit => ({
    entity: 'parcel',
    id: parcel.id,
    code: parcel.code,
    name: nameOf.get(parcel.facilityId ?? '') ?? parcel.code,
    countyCode: county.code,
    state,
    reason,
  })
  const listed = names(unknown.map(({ code }) => code))
  return computedOf(part, {
    failing: [
      ...misused.map((parcel) => unit(parcel, 'fails', say(`改变用途或容积率，面积 ${parcel.areaM2 ?? '未填'} m²`, `Use or floor-area ratio changed; area ${parcel.areaM2 ?? 'not given'} m²`))),
      ...unknown.map((parcel) => unit(parcel, 'unknown', say('未填是否改变用途', 'Whether its use was changed is not filled in'))),
    ],
    assumptions: [say('按地块台账登记的用途变更判断', 'By the change of use entered in the ledger of parcels')],
    lacking: [
      ...(unknown.length > 0 ? [say(`${unknown.length} 宗地块未填是否改变用途（${listed.zh}）`, `${unknown.length} parcels do not say whether their use changed (${listed.en})`)] : []),
      ...(parcels.length === 0 ? [say('台账中没有地块', 'The ledger has no parcel')] : []),
    ],
    gap: gapTo([part], aim, 'sites'),
  })
}

/** 医疗机构 are in the ledger for distances; they are no eldercare sites. */
function eldercareSites({ facilities }: CountyLedger): LedgerFacility[] {
  return facilities.filter(({ types, status }) => status !== 'closed' && types.some((type) => type !== 'medical'))
}

function overlapsOf({ overlaps }: LedgerFacility, layer: ControlKind) {
  return overlaps.filter((overlap) => overlap.layer === layer && (overlap.touches || overlap.areaM2 > 0))
}

const noPlace = say('没有位置，无法判断是否压占', 'No place, so overlap cannot be judged')

function siteUnit({ facilityId, code, name }: LedgerFacility, { county }: CountyLedger, state: FailingUnit['state'], reason: Bilingual): FailingUnit {
  return { entity: 'facility', id: facilityId, code, name, countyCode: county.code, state, reason }
}

function placeLacking(unknown: readonly LedgerFacility[]): Bilingual[] {
  if (unknown.length === 0) return []
  const listed = names(unknown.map(({ name }) => name))
  return [say(`${unknown.length} 处设施没有位置（${listed.zh}）`, `${unknown.length} sites have no place (${listed.en})`)]
}

function noSites(sites: readonly LedgerFacility[]): Bilingual[] {
  return sites.length === 0 ? [say('台账中没有养老设施', 'The ledger has no eldercare site')] : []
}

function premisesNotes({ premises }: CountyLedger): Bilingual[] {
  if (!premises) return []
  const idle = premises.filter(({ status }) => status === 'idle')
  return [say(`闲置用房 ${idle.length} 处可供选址`, `${idle.length} idle premises could be sites`)]
}
