import type { StartOptimisation } from '../contract/optimisations.ts'
import type { Bilingual } from '../contract/common.ts'
import { toAreaRule } from '../core/indicators/area-standard.ts'
import { judgeAreas, type AreaRule, type AreaVerdict } from '../core/indicators/kinds/area-per-100hh.ts'
import type { BuildClass } from '../core/policy/compute.ts'
import type { PolicyPack } from '../core/policy/pack.ts'
import type { Candidate } from '../core/siting/candidates.ts'
import type { Run } from '../coverage/coverage.repository.ts'
import { loadDemand } from '../coverage/inputs.ts'
import { findSettings } from '../coverage/settings.repository.ts'
import type { Db, Tx } from '../db/schema.ts'
import { AppError } from '../errors.ts'
import { listAllotments } from '../facilities/facilities.repository.ts'
import { resolvePack } from '../indicators/resolve-pack.ts'
import type { CountyForSiting } from './county.ts'
import { amount, listNames, say } from './words.ts'

export interface AreaGap {
  id: string
  name: string
  lon: number | null
  lat: number | null
  residents60Plus: number | null
  /** Whole hundredths of a m², rounded up. */
  missing: number
}

export interface AreaTarget {
  gaps: AreaGap[]
  /** Which candidates may be allotted to which gap. */
  pairs: { gap: number; candidate: number }[]
  /** Candidates too small for every area that they could serve. */
  undersized: { candidate: number; minimumM2: number }[]
  notes: Bilingual[]
}

interface ScopedRule {
  rule: AreaRule
  classes: readonly BuildClass[]
}

/**
 * The floor area that residential areas lack by the rule (domain.md, Floor area per 100 households), and the candidates
 * that could be allotted to each: those of the same community, or of the same township where a community is not known.
 */
export async function findAreaTarget(
  db: Db | Tx,
  run: Run,
  county: CountyForSiting,
  request: StartOptimisation,
  candidates: readonly Candidate[],
  getPack: (id: string) => Promise<PolicyPack>,
): Promise<AreaTarget> {
  const { areas } = await loadDemand(db, run.county_code, run.input_versions)
  const { rules, words } = await rulesOf(db, run, request.packId, getPack)
  const allotments = run.input_versions.facilities ? await listAllotments(db, run.county_code, run.input_versions.facilities) : []
  const subjects = areas.map((area) => ({ ...area, households: { planned: area.householdsPlanned, completed: area.householdsCompleted, occupied: area.householdsOccupied } }))
  const sites = county.facilities.map((site) => ({ ...site, facilityId: site.id }))
  const byArea = new Map<string, { gap: AreaGap; minimumM2: number }>()
  const unknown = new Set<string>()
  for (const { rule, classes } of rules) {
    const verdicts = judgeAreas(rule, subjects, sites, allotments)
    subjects.forEach((area, i) => {
      const verdict = verdicts[i]
      const inScope = verdict.buildClass === null || classes.includes(verdict.buildClass)
      if (!inScope || verdict.status === 'met') return
      const missing = hundredths(verdict)
      if (missing === null) return void unknown.add(area.name)
      const known = byArea.get(area.id)
      const binds = verdict.buildClass !== null && (rule.singleSiteClasses ?? ['new']).includes(verdict.buildClass)
      const minimumM2 = Math.max(known?.minimumM2 ?? 0, (binds && rule.newSingleSiteMinimumM2) || 0)
      const [point] = area.points ?? []
      const gap = { id: area.id, name: area.name, lon: point?.[0] ?? null, lat: point?.[1] ?? null, residents60Plus: area.residents60Plus, missing: Math.max(missing, known?.gap.missing ?? 0) }
      if (gap.missing > 0) byArea.set(area.id, { gap, minimumM2 })
    })
  }
  const found = areas.flatMap((area) => (byArea.has(area.id) ? [{ area, ...byArea.get(area.id)! }] : []))
  const { pairs, undersized } = pairUp(county, found, candidates)
  const small = found.filter(({ minimumM2 }) => minimumM2 > 0)
  const notes = [
    ...words,
    say(
      '模型：闲置用房（或给定建筑面积的新建点）改作本类设施后，其建筑面积可分配给同一社区（村）的小区；小区或用房的社区不明时，可分配给同一乡镇（街道）的小区。每平方米只计一次；统筹运营不改变各小区自身的判定（domain.md，每百户用房面积）。',
      'Model: premises (or new sites of a given floor area) give their floor area to residential areas of the same community or village; where the community of either is unknown, of the same township or street. Each m² counts once; pooled operation changes no area’s own verdict (domain.md, Floor area per 100 households).',
    ),
    ...(small.length > 0 ? [say(`${small.length} 个小区要求单处不少于 ${amount(Math.max(...small.map(({ minimumM2 }) => minimumM2)))} m²：面积不足的用房对其不计`, `${small.length} areas ask for sites of at least ${amount(Math.max(...small.map(({ minimumM2 }) => minimumM2)))} m² each: smaller premises do not count for them`)] : []),
    ...(unknown.size > 0 ? [say(`${unknown.size} 个小区数据不足，无法判断缺口，未计入（${listNames([...unknown])}）`, `${unknown.size} areas lack data to be judged and are left out (${listNames([...unknown])})`)] : []),
  ]
  return { gaps: found.map(({ gap }) => gap), pairs, undersized, notes }
}

function pairUp(
  county: CountyForSiting,
  found: readonly { area: { unitId: string | null; communityId: string | null }; minimumM2: number }[],
  candidates: readonly Candidate[],
): Pick<AreaTarget, 'pairs' | 'undersized'> {
  const pairs: AreaTarget['pairs'] = []
  const undersized: AreaTarget['undersized'] = []
  candidates.forEach((candidate, index) => {
    const own = candidate.unitId ?? county.unitAt(candidate.lon, candidate.lat)
    const level = own === null ? undefined : county.unitById.get(own)?.level
    const community = level === 'community' || level === 'village' ? own : null
    const township = county.townshipOf(own)
    const near = found.flatMap(({ area, minimumM2 }, gap) => {
      const isNear = community !== null && area.communityId !== null ? community === area.communityId : township !== null && township === county.townshipOf(area.unitId)
      return isNear ? [{ gap, minimumM2 }] : []
    })
    const large = near.filter(({ minimumM2 }) => (candidate.floorAreaM2 ?? 0) >= minimumM2)
    if (near.length > 0 && large.length === 0) undersized.push({ candidate: index, minimumM2: Math.min(...near.map(({ minimumM2 }) => minimumM2)) })
    for (const { gap } of large) pairs.push({ gap, candidate: index })
  })
  return { pairs, undersized }
}

/** What is missing, rounded up to a hundredth of a m²; null where it cannot be said. */
function hundredths({ missingM2, status }: AreaVerdict): number | null {
  if (missingM2 === null || status === 'insufficient_data' || status === 'not_prescribed') return null
  const scaled = missingM2.n * 100n
  return Number((scaled + missingM2.d - 1n) / missingM2.d)
}

async function rulesOf(db: Db | Tx, run: Run, packId: string | undefined, getPack: (id: string) => Promise<PolicyPack>): Promise<{ rules: ScopedRule[]; words: Bilingual[] }> {
  if (packId !== undefined) {
    const pack = await getPack(packId)
    const standards = [...resolvePack(pack, {}).computes].flatMap(([id, compute]) => (compute.kind === 'area_per_100hh' ? [{ id, compute }] : []))
    if (standards.length === 0) throw new AppError('RULE_UNKNOWN', `政策包 ${packId} 没有每百户用房面积条目`, `Pack ${packId} has no rule on floor area per 100 households`)
    const ids = standards.map(({ id }) => id).join('、')
    return { rules: standards.map(({ compute }) => ({ rule: toAreaRule(compute), classes: compute.buildClasses })), words: [say(`规则：政策包 ${packId} 条目 ${ids}`, `Rules: ${ids} of pack ${packId}`)] }
  }
  const version = run.input_versions.settings
  const rule = version ? (await findSettings(db, run.county_code, version))?.areaRule : undefined
  if (!rule) throw new AppError('BAD_REQUEST', '本县没有声明每百户用房面积的规则：请选定政策包', 'The county declares no rule on floor area per 100 households: choose a pack')
  return { rules: [{ rule, classes: ['new', 'old', 'existing'] }], words: [say(`规则：${rule.label.zh}`, `Rule: ${rule.label.en}`)] }
}
