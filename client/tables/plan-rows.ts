import type { EvaluationRecord, EvaluationReply, RegionItem, RuleResultReply } from '../../server/contract/evaluations.ts'
import type { PolicyDetail, PolicyListItem } from '../../server/contract/policies.ts'

/** The plan's table as data: which plans, which years, which rows. Pure. */

export type RuleStatus = RuleResultReply['status']
export type RuleKind = RuleResultReply['kind']
export type Choice = PolicyDetail['pack']['choices'][number]
export type ChoiceValue = Choice['default']
export type ReportedRow = EvaluationReply['reported'][number]

/** What has to be done first. */
export const ruleStatuses: readonly RuleStatus[] = ['not_met', 'insufficient_data', 'met', 'not_prescribed', 'qualitative', 'manual']

/** Kinds that hold every area or project to the target by itself: the figure shown is their sum or mean, and decides nothing. */
const judgedOneByOne: readonly RuleKind[] = ['area_per_100hh', 'capacity_limit']

/** Whether the status comes from each subject instead of the figure; a share of subjects is judged as it stands. */
export function isJudgedOneByOne({ kind, parts, unit }: RuleResultReply): boolean {
  return judgedOneByOne.includes(kind) && (parts[0]?.unit ?? unit) !== '%'
}

/** A plan of the region, or of the prefecture that it belongs to. */
export function isOwnPack(pack: Pick<PolicyListItem, 'region'>, region: Pick<RegionItem, 'code' | 'parentCode'>): boolean {
  return pack.region.code === region.code || pack.region.code === region.parentCode
}

/** The region's own plans first, the prefecture's next, others after them in the server's order. */
export function orderPacks(packs: readonly PolicyListItem[], region: Pick<RegionItem, 'code' | 'parentCode'>): PolicyListItem[] {
  const rank = (pack: PolicyListItem) => (pack.region.code === region.code ? 0 : isOwnPack(pack, region) ? 1 : 2)
  return [...packs].sort((a, b) => rank(a) - rank(b))
}

/** The years that targets name, and the last of the period; in order. */
export function yearsOf(pack: PolicyDetail['pack']): number[] {
  const named = pack.rules.flatMap(({ targets }) => targets.flatMap(({ when }) => (typeof when === 'number' ? [when] : [])))
  return [...new Set([...named, pack.document.period[1]])].sort((a, b) => a - b)
}

/** The evaluation to look at: the newest published one of the year. */
export function newestOfYear(list: readonly EvaluationRecord[], year: number): EvaluationRecord | undefined {
  return list.find((record) => record.status === 'published' && record.year === year)
}

export interface PlanFilter {
  search: string
  statuses: readonly RuleStatus[]
  kind: RuleKind | null
}
export const noPlanFilter: PlanFilter = { search: '', statuses: [], kind: null }

export function isFiltered({ search, statuses, kind }: PlanFilter): boolean {
  return search.trim() !== '' || statuses.length > 0 || kind !== null
}

/** Rules by name, id, clause or reference; the order stays the plan's. */
export function filterRules(rules: readonly RuleResultReply[], { search, statuses, kind }: PlanFilter): RuleResultReply[] {
  const text = search.trim().toLowerCase()
  return rules.filter(
    (rule) =>
      (statuses.length === 0 || statuses.includes(rule.status)) &&
      (kind === null || rule.kind === kind) &&
      (text === '' || [rule.name, rule.id, rule.quote, rule.ref].some((field) => field.toLowerCase().includes(text))),
  )
}

export function countByStatus(rules: readonly RuleResultReply[]): Record<RuleStatus, number> {
  const counts: Record<RuleStatus, number> = { met: 0, not_met: 0, insufficient_data: 0, not_prescribed: 0, qualitative: 0, manual: 0 }
  for (const { status } of rules) counts[status] += 1
  return counts
}

/** Failing and unknown units of a rule. */
export function countFailing({ failingUnits }: Pick<RuleResultReply, 'failingUnits'>): { fails: number; unknown: number } {
  const fails = failingUnits.filter(({ state }) => state === 'fails').length
  return { fails, unknown: failingUnits.length - fails }
}

/** The choices of an evaluation that are not the pack's defaults, in the pack's order. */
export function changedChoices(choices: readonly Choice[], values: EvaluationRecord['choices']): { choice: Choice; value: ChoiceValue }[] {
  return choices.flatMap((choice) => {
    const value = values[choice.id]
    return value === undefined || value === choice.default ? [] : [{ choice, value }]
  })
}

/** The ids of the choices that a rule's computation names, each once. */
export function choicesNamedIn(compute: unknown): string[] {
  if (typeof compute !== 'object' || compute === null) return []
  const entries = Object.entries(compute)
  const [only] = entries
  if (entries.length === 1 && only[0] === 'choice' && typeof only[1] === 'string') return [only[1]]
  return [...new Set(entries.flatMap(([, value]) => choicesNamedIn(value)))]
}

/** How the server words by what city and country were told apart, where a result depends on it; no other assumption says so. */
const placeClassLabel = '城乡划分：'

export function tellsCityFromCountry({ assumptions }: Pick<RuleResultReply, 'assumptions'>): boolean {
  return assumptions.some(({ zh }) => zh.includes(placeClassLabel))
}

/** How the server words the reach that stands beside elders reported as served; no other variant begins so. */
const reachLabel = '空间可及'

/** The people in spatial reach, beside a rule about people reported as served: two figures, never one for the other. */
export function reachBeside({ variants }: Pick<RuleResultReply, 'variants'>): RuleResultReply['variants'][number] | undefined {
  return variants.find(({ label }) => label.zh.startsWith(reachLabel))
}
