import { add, rational } from '../../exact.ts'
import type { Count } from '../../policy/compute.ts'
import type { EvaluationFacts } from '../../policy/ledger.ts'
import type { Computed, FailingUnit, Part } from '../../policy/result.ts'
import type { Bilingual } from '../../problems.ts'
import { gapTo, type Aim } from '../judge.ts'
import { computedOf, toVariant } from '../parts.ts'
import { distinctWords, failingRows } from '../tally-rows.ts'
import { tallyOf, type TallyRow, type TallySum } from '../tally.ts'
import { names, say } from '../words.ts'
import { gapMeasure } from './ledger-ratio.ts'

/**
 * A number of sites, beds … of the ledger against a target, or one for each named part. Where the clause names its
 * sites (改建河南、河北、兴仁敬老院), only those count, each once: another site never stands for a named one.
 */
export function ledgerCount(compute: Count, { ledger }: EvaluationFacts, aim: Aim | null): Computed {
  const tallies = compute.parts.map(({ key, tally }) => ({ key, sum: tallyOf(tally, ledger) }))
  const countyCode = ledger.county.code
  const named = compute.namedSites.length > 0 && tallies.length > 0 ? matchNamed(compute.namedSites, tallies[0].sum) : null
  const parts = tallies.map(({ key, sum }, i) => (named && i === 0 ? namedPart(key, named) : countPart(key, sum)))
  const sums = tallies.map(({ sum }) => sum)
  return computedOf(parts, {
    status: sums.length > 0 && sums.every(({ missing }) => missing) ? 'insufficient_data' : null,
    failing: [...failingRows(sums, countyCode), ...(named ? missingNames(named, countyCode) : [])],
    variants: named ? [toVariant(say('不限点名（全部合格设施）', 'All qualifying sites, named or not'), countPart(null, tallies[0].sum))] : [],
    assumptions: [
      ...distinctWords(sums.flatMap(({ assumptions }) => assumptions)),
      ...(named ? [say(`条文点名：${compute.namedSites.join('、')}；按设施名称含该名计，其他设施不能代替`, `Named in the clause: ${compute.namedSites.join(', ')}; matched by the site's name, and no other site stands for one`)] : []),
    ],
    lacking: distinctWords(sums.flatMap(({ lacking }) => lacking)),
    notes: tallies.flatMap(({ sum }) => countedWords(sum)),
    gap: gapTo(parts, aim, gapMeasure(compute.parts[0]?.tally)),
  })
}

function countPart(key: string | null, { known, upper, missing }: TallySum): Part {
  const label = key === null ? null : say(key, key)
  return { key, label, numerator: missing ? null : known, numeratorUpper: missing ? null : upper, denominator: null, ...(missing ? { rowsMissing: true } : {}), per: 1, unit: null, each: null }
}

interface NamedSite {
  site: string
  state: 'counted' | 'unknown' | 'absent'
}

function matchNamed(sites: readonly string[], { rows }: TallySum): NamedSite[] {
  const stateOf = (matches: TallyRow[]) => (matches.some(({ state }) => state === 'counted') ? 'counted' : matches.length > 0 ? 'unknown' : 'absent')
  return sites.map((site) => ({ site, state: stateOf(rows.filter(({ name }) => name.includes(site))) }))
}

function namedPart(key: string | null, named: readonly NamedSite[]): Part {
  const count = (state: NamedSite['state']) => rational(named.filter((one) => one.state === state).length)
  const numerator = count('counted')
  return { key, label: null, numerator, numeratorUpper: add(numerator, count('unknown')), denominator: null, per: 1, unit: null, each: null }
}

function missingNames(named: readonly NamedSite[], countyCode: string): FailingUnit[] {
  return named.flatMap(({ site, state }): FailingUnit[] =>
    state === 'absent'
      ? [{ entity: 'facility', id: `named:${site}`, code: null, name: site, countyCode, state: 'fails', reason: say('条文点名的设施：合格设施中 0 处同名', 'Named in the clause: 0 qualifying sites bear the name') }]
      : [],
  )
}

function countedWords({ rows }: TallySum): Bilingual[] {
  const counted = rows.filter(({ state }) => state === 'counted')
  if (counted.length === 0) return []
  const listed = names(counted.map(({ name }) => name))
  return [say(`计入 ${counted.length} 处：${listed.zh}`, `${counted.length} sites count: ${listed.en}`)]
}
