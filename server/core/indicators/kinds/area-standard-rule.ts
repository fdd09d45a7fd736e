import { divide, rational } from '../../exact.ts'
import type { AreaPer100Households } from '../../policy/compute.ts'
import type { CountyLedger, EvaluationFacts } from '../../policy/ledger.ts'
import type { Computed, Part, Variant } from '../../policy/result.ts'
import type { Bilingual } from '../../problems.ts'
import { areaFailing, areaLacking, areasMissing, pickScope, standardWords, toAreaRule, type ScopedArea } from '../area-standard.ts'
import { computedOf, sum, toVariant } from '../parts.ts'
import { figure, names, say } from '../words.ts'
import { judgeAreas, type AreaVerdict } from './area-per-100hh.ts'

/**
 * Floor area per 100 households over a county (domain.md): every area in scope is held to the standard by itself, and
 * Σ provided m² ÷ Σ households/100 stands beside; a surplus of one area never fills another's gap. `single_site` asks
 * the minimum of each counted site alone, of which at least one must be there; Σ m² ÷ sites stands beside.
 */
export function areaStandardRule(compute: AreaPer100Households, { ledger }: EvaluationFacts): Computed {
  const single = compute.test === 'single_site'
  const figures = single ? compute.singleSiteMinimumM2 : compute.m2Per100Households
  const scoped = judge(compute, ledger)
  const unknown = scoped.filter(({ certain, verdict }) => !certain || verdict.status === 'insufficient_data')
  const part = { ...(single ? sitePart(scoped, unknown) : areaPart(scoped, unknown)), ...areasMissing(ledger) }
  const base = { assumptions: standardWords(compute), lacking: areaLacking(unknown, ledger) }
  if (figures === null) return computedOf({ ...part, each: null }, { ...base, status: 'not_prescribed' })
  const notMet = scoped.filter(({ certain, verdict }) => certain && verdict.status === 'not_met')
  const { code } = ledger.county
  return computedOf(part, {
    ...base,
    failing: [...notMet.map((one) => areaFailing(one, 'fails', code)), ...unknown.map((one) => areaFailing(one, 'unknown', code))],
    variants: [...(compute.singleSiteMinimumM2 === null || single ? [] : undersizedVariants(scoped)), ...pooledVariants(scoped, ledger)],
    lacking: [...base.lacking, ...(scoped.length === 0 && ledger.areas.length > 0 ? [say('范围内没有居住（小）区', 'There is no residential area in scope')] : [])],
    notes: [countWords(scoped, notMet.length, unknown.length), ...pooledNotes(ledger)],
    gap: { measure: 'm2', amount: sum(notMet.map(({ verdict }) => verdict.missingM2!)) },
  })
}

function judge(compute: AreaPer100Households, ledger: CountyLedger): ScopedArea[] {
  // Without a figure nothing is asked of an area, but what it has per 100 households is worth reading.
  const rule = toAreaRule({ ...compute, m2Per100Households: compute.m2Per100Households ?? 0 })
  if (compute.test === 'both') return pickScope(compute.buildClasses, ledger.areas, judgeAreas(rule, ledger.areas, ledger.facilities, ledger.allotments))
  // The minimum is about whole sites: neither households nor shares of a site matter to it.
  const floorOf = new Map(ledger.facilities.map(({ facilityId, floorAreaM2 }) => [facilityId, floorAreaM2]))
  const whole = ledger.allotments.map((allotment) => ({ ...allotment, areaM2: floorOf.get(allotment.facilityId) ?? null }))
  const subjects = ledger.areas.map((area) => ({ ...area, households: { planned: 0, completed: 0, occupied: 0 } }))
  const bare = { ...rule, newM2Per100Households: 0, oldM2Per100Households: 0, existingM2Per100Households: 0 }
  return pickScope(compute.buildClasses, ledger.areas, judgeAreas(bare, subjects, ledger.facilities, whole))
}

function eachOf(scoped: readonly ScopedArea[], unknown: readonly ScopedArea[]): Part['each'] {
  const count = (status: AreaVerdict['status']) => scoped.filter(({ certain, verdict }) => certain && verdict.status === status).length
  return { met: count('met'), notMet: count('not_met'), unknown: unknown.length }
}

function areaPart(scoped: readonly ScopedArea[], unknown: readonly ScopedArea[]): Part {
  const certain = scoped.filter((one) => one.certain)
  const open = certain.length < scoped.length || certain.some(({ verdict }) => verdict.households === null)
  return { ...perHundred(certain.map(({ verdict }) => verdict)), ...(open ? { rowsMissing: true } : {}), each: eachOf(scoped, unknown) }
}

/** Σ provided m² ÷ Σ households / 100 of the areas whose households are known. */
function perHundred(verdicts: readonly AreaVerdict[]): Part {
  const known = verdicts.filter(({ households }) => households !== null)
  const households = known.reduce((total, verdict) => total + verdict.households!, 0)
  const uppers = known.flatMap(({ providedUpperM2 }) => providedUpperM2 ?? [])
  const numerator = sum(known.map(({ providedM2 }) => providedM2!))
  return {
    key: null,
    label: null,
    numerator,
    numeratorUpper: uppers.length < known.length ? null : sum(uppers),
    denominator: divide(rational(households), rational(100)),
    per: 1,
    unit: 'm²/百户',
    each: null,
  }
}

function sitePart(scoped: readonly ScopedArea[], unknown: readonly ScopedArea[]): Part {
  const sites = new Map(scoped.filter(({ certain }) => certain).flatMap(({ verdict }) => verdict.sites.filter(({ counted }) => counted).map((site) => [site.facilityId, site.floorAreaM2!] as const)))
  const numerator = sum([...sites.values()])
  return {
    key: null,
    label: say('平均每处', 'Mean of the sites'),
    numerator,
    numeratorUpper: unknown.length > 0 ? null : numerator,
    denominator: rational(sites.size),
    ...(unknown.length > 0 ? { denominatorOpen: true } : {}),
    per: 1,
    unit: 'm²/处',
    each: eachOf(scoped, unknown),
  }
}

/** 不足单处下限的面积 counted and not counted: areas that meet, of those that can be judged either way. */
function undersizedVariants(scoped: readonly ScopedArea[]): Variant[] {
  const of = (pick: (verdict: AreaVerdict) => AreaVerdict['withUndersized'], label: Bilingual) => {
    const certain = scoped.filter((one) => one.certain && one.verdict.households !== null)
    const judged = certain.flatMap(({ verdict }) => pick(verdict) ?? [])
    const whole = judged.length === scoped.length
    const households = certain.filter(({ verdict }) => pick(verdict)).reduce((total, { verdict }) => total + verdict.households!, 0)
    const numerator = sum(judged.map(({ providedM2 }) => providedM2))
    return { label, numerator, numeratorUpper: whole ? numerator : null, denominator: divide(rational(households), rational(100)), per: 1, unit: 'm²/百户' }
  }
  return [
    of(({ withUndersized }) => withUndersized, say('计入不足单处下限的面积', 'Undersized sites counted')),
    of(({ withoutUndersized }) => withoutUndersized, say('不计不足单处下限的面积', 'Undersized sites not counted')),
  ]
}

/** 统筹后（批复文号）: an approved group's sums, beside; an area's own verdict is never changed by them. */
function pooledVariants(scoped: readonly ScopedArea[], { poolingGroups }: CountyLedger): Variant[] {
  return (poolingGroups ?? []).flatMap(({ name, approval, residentialAreaIds }) => {
    const own = scoped.filter(({ area }) => residentialAreaIds.includes(area.id))
    if (approval === null || approval === '' || own.length === 0) return []
    return [toVariant(say(`统筹后（${approval}）：${name}`, `Pooled (${approval}): ${name}`), perHundred(own.map(({ verdict }) => verdict)))]
  }).sort((a, b) => (a.label.zh < b.label.zh ? -1 : 1))
}

function pooledNotes({ poolingGroups }: CountyLedger): Bilingual[] {
  const unapproved = (poolingGroups ?? []).filter(({ approval }) => approval === null || approval === '')
  if (unapproved.length === 0) return []
  const listed = names(unapproved.map(({ name }) => name))
  return [say(`${unapproved.length} 个统筹组没有批复文号，不列统筹后数值：${listed.zh}`, `${unapproved.length} pooling groups without an approval number show no pooled figure: ${listed.en}`)]
}

function countWords(scoped: readonly ScopedArea[], notMet: number, unknown: number): Bilingual {
  const met = scoped.length - notMet - unknown
  const required = sum(scoped.flatMap(({ certain, verdict }) => (certain && verdict.requiredM2 ? [verdict.requiredM2] : [])))
  return say(
    `${scoped.length} 个小区：达标 ${met}，未达标 ${notMet}，数据不足 ${unknown}；应配合计 ${figure(required)} m²`,
    `${scoped.length} areas: ${met} met, ${notMet} not met, ${unknown} lack data; required in all ${figure(required)} m²`,
  )
}

