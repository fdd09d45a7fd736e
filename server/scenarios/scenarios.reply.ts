import type { ScenarioRecord } from '../contract/scenarios.ts'
import { costOf } from '../core/scenarios/changes.ts'
import { formatCountyCode } from '../county-code.ts'
import type { ScenarioFacilities } from './scenario-facilities.ts'
import { misfitWords } from './scenario-words.ts'
import type { Scenario } from './scenarios.repository.ts'

export type ScenarioRun = ScenarioRecord['runs'][number]

export function toScenarioRecord(scenario: Scenario, isBaselineNewest: boolean, misfits: ScenarioFacilities['misfits'], runs: ScenarioRun[]): ScenarioRecord {
  return {
    id: scenario.id,
    code: formatCountyCode(scenario.county_code),
    name: scenario.name,
    note: scenario.note,
    parentId: scenario.parent_id,
    baseline: scenario.baseline,
    isBaselineNewest,
    revision: scenario.revision,
    // Read by the contract's own schema when they were written.
    changes: scenario.changes as ScenarioRecord['changes'],
    misfits: misfits.map(({ changeId, reason }) => ({ changeId, reason, message: misfitWords(reason) })),
    undoLabel: scenario.undo_label,
    redoLabel: scenario.redo_label,
    costYuan: costOf(scenario.changes),
    archived: scenario.archived,
    createdBy: scenario.created_by,
    createdAt: scenario.created_at.toISOString(),
    updatedAt: scenario.updated_at.toISOString(),
    updatedBy: scenario.updated_by,
    runs,
  }
}
