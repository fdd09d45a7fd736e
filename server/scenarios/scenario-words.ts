import type { Bilingual } from '../contract/common.ts'
import type { MisfitReason } from '../core/scenarios/apply-changes.ts'
import { changeKinds, type AppliedScenario, type ChangeKind, type SiteChange } from '../core/scenarios/changes.ts'
import { canonicalJson } from '../hashing.ts'
import type { Facility } from '../facilities/facilities.repository.ts'
import type { Unit } from '../regions/regions.repository.ts'
import type { ScenarioFacilities, Versions } from './scenario-facilities.ts'

const kindWords: Record<ChangeKind, Bilingual> = {
  add: { zh: '新增', en: 'added' },
  convert: { zh: '改造', en: 'converted' },
  move: { zh: '迁移', en: 'moved' },
  close: { zh: '关停', en: 'closed' },
  resize: { zh: '调整面积', en: 'resized' },
  retype: { zh: '调整类型', en: 'retyped' },
  capacity: { zh: '调整床位', en: 'of other capacity' },
}

const reasonWords: Record<MisfitReason, Bilingual> = {
  facility_unknown: { zh: '基线数据中没有这处设施（可能已从台账移除）', en: 'the baseline has no such facility; the ledger may have dropped it' },
  premises_unknown: { zh: '基线数据中没有这处闲置用房', en: 'the baseline has no such premises' },
  premises_taken: { zh: '该用房已另作他用，或已由另一项改动改造', en: 'the premises are in other use, or another change converts them' },
  facility_closed_already: { zh: '该设施已关停', en: 'the facility is closed already' },
  outside_county: { zh: '位置在县（区）界外', en: 'the place lies outside the county' },
  no_location: { zh: '该用房没有位置', en: 'the premises have no place' },
}

export function misfitWords(reason: MisfitReason): Bilingual {
  return reasonWords[reason]
}

export interface StepDifference {
  added: SiteChange[]
  edited: SiteChange[]
  withdrawn: string[]
}

/** What came, became another and went between two lists of changes. */
export function differenceOf(before: readonly SiteChange[], after: readonly SiteChange[]): StepDifference {
  // Canonical: what comes back from the database has its keys in another order.
  const old = new Map(before.map((change) => [change.id, canonicalJson(change)]))
  const now = new Set(after.map(({ id }) => id))
  return {
    added: after.filter(({ id }) => !old.has(id)),
    edited: after.filter((change) => old.has(change.id) && old.get(change.id) !== canonicalJson(change)),
    withdrawn: before.flatMap(({ id }) => (now.has(id) ? [] : [id])),
  }
}

/** What a step did, for undo and redo. */
export function describeStep({ added, edited, withdrawn }: StepDifference): Bilingual {
  const parts: Bilingual[] = changeKinds.flatMap((kind) => {
    const count = added.filter((change) => change.kind === kind).length
    return count === 0 ? [] : [{ zh: `${kindWords[kind].zh} ${count} 处`, en: `${count} ${kindWords[kind].en}` }]
  })
  if (edited.length > 0) parts.push({ zh: `修改 ${edited.length} 项`, en: `${edited.length} edited` })
  if (withdrawn.length > 0) parts.push({ zh: `撤除 ${withdrawn.length} 项`, en: `${withdrawn.length} withdrawn` })
  if (parts.length === 0) return { zh: '调整顺序', en: 'order changed' }
  return { zh: parts.map(({ zh }) => zh).join('、'), en: parts.map(({ en }) => en).join(', ') }
}

/** Stands before the method line of whatever is computed over a scenario. */
export function scenarioLine({ name, revision }: Pick<AppliedScenario, 'name' | 'revision'>): Bilingual {
  return { zh: `方案：${name}（第 ${revision} 稿）`, en: `Scenario: ${name} (revision ${revision})` }
}

/** What the reader of a result over a scenario must know: what it changes, what found no place, and what it cannot count. */
export function scenarioNotes(scenario: AppliedScenario, versions: Versions, applied: ScenarioFacilities, units: readonly Unit[]): Bilingual[] {
  const failed = new Set(applied.misfits.map(({ changeId }) => changeId))
  const effective = scenario.changes.filter(({ id }) => !failed.has(id))
  const count = (...kinds: ChangeKind[]) => effective.filter(({ kind }) => kinds.includes(kind)).length
  const listed = changeKinds.filter((kind) => count(kind) > 0)
  const line = scenarioLine(scenario)
  const notes: Bilingual[] = [
    {
      zh: `${line.zh}：${listed.map((kind) => `${kindWords[kind].zh} ${count(kind)} 处`).join('、') || '没有生效的改动'}；以设施台账${versionOf(versions, 'zh')}为基线，新增与改造的设施按已运营计。`,
      en: `${line.en}: ${listed.map((kind) => `${count(kind)} ${kindWords[kind].en}`).join(', ') || 'no change takes effect'}; the baseline is ${versionOf(versions, 'en')} of the facilities, and new sites count as if they operated.`,
    },
  ]
  if (applied.misfits.length > 0) {
    const named = (word: 'zh' | 'en') => applied.misfits.map(({ changeId, reason }) => `${nameOf(scenario, applied.baseline, changeId, word)}（${misfitWords(reason)[word]}）`).join(word === 'zh' ? '；' : '; ')
    notes.push({
      zh: `方案中 ${applied.misfits.length} 项改动与数据不符，未生效：${named('zh')}。`,
      en: `${applied.misfits.length} changes of the scenario find no place in the data and have no effect: ${named('en')}.`,
    })
  }
  const fresh = count('add', 'convert')
  if (fresh > 0) {
    notes.push({
      zh: `新增、改造的 ${fresh} 处设施没有配建对象（未分配到居住区），不计入每百户用房面积。`,
      en: `The ${fresh} new sites are allotted to no residential area, so they do not count towards floor area per 100 households.`,
    })
  }
  if (count('move', 'resize') > 0) {
    notes.push({
      zh: '迁移或调整面积的设施保留原有配建关系；面积小于已分配面积的，改为按户数分摊。',
      en: 'Moved and resized sites keep their allotments; where the new floor area is less than what was allotted of it, shares are pro rata to households.',
    })
  }
  if (count('add', 'convert', 'move') > 0 && units.some(({ hasBoundary }) => !hasBoundary)) {
    notes.push({
      zh: '没有边界的村（社区）按设施所带代码判断：新增或移出原乡镇（街道）的设施只计入其所在、有边界的最小单元及其上级。',
      en: 'Villages and communities without a boundary are judged by the code on the facility: a new site, or one that left its township, counts only for the smallest unit with a boundary around it and those above.',
    })
  }
  return notes
}

function versionOf(versions: Versions, word: 'zh' | 'en'): string {
  const version = versions.facilities
  if (version === undefined) return word === 'zh' ? '（无）' : 'no version'
  return word === 'zh' ? `第 ${version} 版` : `v${version}`
}

function nameOf(scenario: AppliedScenario, facilities: readonly Facility[], changeId: string, word: 'zh' | 'en'): string {
  const change = scenario.changes.find(({ id }) => id === changeId)!
  const name = change.kind === 'add' || change.kind === 'convert' ? change.name : facilities.find(({ id }) => id === change.facilityId)?.name
  return name ? `${kindWords[change.kind][word]} ${name}` : kindWords[change.kind][word]
}
