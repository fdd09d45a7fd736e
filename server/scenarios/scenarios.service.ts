import { randomUUID } from 'node:crypto'
import { writeAudit } from '../audit/audit.repository.ts'
import { requireCounty, requireRole, type Actor } from '../auth/actor.ts'
import type { ChangeScenario, CreateScenario, EditScenario, ScenarioRecord } from '../contract/scenarios.ts'
import { InputRefused } from '../core/problems.ts'
import { repeatedIds, type SiteChange } from '../core/scenarios/changes.ts'
import type { Db, Tx } from '../db/schema.ts'
import { AppError } from '../errors.ts'
import { canonicalJson } from '../hashing.ts'
import { listFacilities } from '../facilities/facilities.repository.ts'
import { requireKnownCounty } from '../regions/known-county.ts'
import { findNewestVersion } from '../versions/versions.repository.ts'
import { getScenario, getScenarioForWriting, newestBaseline, requireOpen, requireRevision } from './pin-scenario.ts'
import { createChanger, loadScenarioFacilities, type Versions } from './scenario-facilities.ts'
import { describeStep, differenceOf } from './scenario-words.ts'
import { toScenarioRecord, type ScenarioRun } from './scenarios.reply.ts'
import { countOpenScenarios, insertScenario, listScenarios, lockScenarios, replaceSteps, updateScenario, type Scenario } from './scenarios.repository.ts'

export const mostScenarios = 200
/** How many steps back an undo may lead. */
const keptSteps = 100

/** Runs over scenarios, newest first, by scenario: coverage stands after this drawer, so wiring hands them over. */
export type ListScenarioRuns = (db: Db | Tx, countyCode: number, scenarioId?: string) => Promise<Map<string, ScenarioRun[]>>

export interface ScenariosService {
  list(actor: Actor, countyCode: number): Promise<ScenarioRecord[]>
  get(actor: Actor, countyCode: number, id: string): Promise<ScenarioRecord>
  create(actor: Actor, countyCode: number, wish: CreateScenario): Promise<ScenarioRecord>
  /** Name, note, archived or not. */
  edit(actor: Actor, countyCode: number, id: string, wish: EditScenario): Promise<ScenarioRecord>
  /** The whole list anew, as one step; the same list makes none. */
  change(actor: Actor, countyCode: number, id: string, wish: ChangeScenario): Promise<ScenarioRecord>
  undo(actor: Actor, countyCode: number, id: string, revision: number): Promise<ScenarioRecord>
  redo(actor: Actor, countyCode: number, id: string, revision: number): Promise<ScenarioRecord>
  /** Onto the newest data; what no longer fits is reported, and kept. */
  rebase(actor: Actor, countyCode: number, id: string, revision: number): Promise<ScenarioRecord>
}

export function createScenariosService(db: Db, listRuns: ListScenarioRuns, now: () => Date): ScenariosService {
  async function recordOf(tx: Db | Tx, scenario: Scenario): Promise<ScenarioRecord> {
    const { county_code: countyCode, baseline, changes } = scenario
    const newest = await newestBaseline(tx, countyCode)
    const { misfits } = await loadScenarioFacilities(tx, countyCode, await versionsOf(tx, countyCode, baseline), changes)
    const runs = (await listRuns(tx, countyCode, scenario.id)).get(scenario.id) ?? []
    return toScenarioRecord(scenario, isSame(baseline, newest), misfits, runs)
  }

  /** One write of one scenario: locked, judged by the revision seen, audited, told anew. */
  async function write(
    actor: Actor,
    countyCode: number,
    id: string,
    seen: number | undefined,
    perform: (tx: Tx, scenario: Scenario, at: Date) => Promise<{ action: string; detail?: Record<string, unknown> } | undefined>,
  ): Promise<ScenarioRecord> {
    requirePlanner(actor, countyCode)
    return db.transaction().execute(async (tx) => {
      const scenario = await getScenarioForWriting(tx, countyCode, id, seen)
      const at = now()
      const done = await perform(tx, scenario, at)
      if (!done) return recordOf(tx, scenario)
      const detail = { revision: scenario.revision + 1, ...done.detail }
      await writeAudit(tx, actor, { countyCode, at, action: done.action, entityKind: 'scenario', entityId: id, detail })
      return recordOf(tx, await getScenario(tx, countyCode, id))
    })
  }

  async function goTo(actor: Actor, countyCode: number, id: string, revision: number, direction: 'undo' | 'redo'): Promise<ScenarioRecord> {
    return write(actor, countyCode, id, revision, async (tx, scenario, at) => {
      requireOpen(scenario)
      const label = direction === 'undo' ? scenario.undo_label : scenario.redo_label
      if (!label) throw nothingTo(direction)
      const step = scenario.step + (direction === 'undo' ? -1 : 1)
      await updateScenario(tx, countyCode, id, { revision: scenario.revision + 1, actorId: actor.id, at, step })
      return { action: `scenario.${direction}`, detail: { step, label } }
    })
  }

  return {
    async list(actor, countyCode) {
      await requireReader(db, actor, countyCode)
      const scenarios = await listScenarios(db, countyCode)
      const newest = await newestBaseline(db, countyCode)
      const runs = await listRuns(db, countyCode)
      const records = new Map<string, ScenarioRecord>()
      // Baselines are few: each is read once for all the scenarios that stand on it.
      for (const key of new Set(scenarios.map(({ baseline }) => canonicalJson(baseline)))) {
        const group = scenarios.filter(({ baseline }) => canonicalJson(baseline) === key)
        const versions = await versionsOf(db, countyCode, group[0].baseline)
        const facilities = versions.facilities === undefined ? [] : await listFacilities(db, countyCode, versions.facilities)
        const changer = await createChanger(db, countyCode, versions, facilities, group.map(({ changes }) => changes))
        for (const scenario of group) {
          records.set(scenario.id, toScenarioRecord(scenario, isSame(scenario.baseline, newest), changer(scenario.changes).misfits, runs.get(scenario.id) ?? []))
        }
      }
      return scenarios.map(({ id }) => records.get(id)!)
    },

    async get(actor, countyCode, id) {
      await requireReader(db, actor, countyCode)
      return recordOf(db, await getScenario(db, countyCode, id))
    },

    async create(actor, countyCode, wish) {
      requirePlanner(actor, countyCode)
      requireOwnIds(wish.changes ?? [])
      return db.transaction().execute(async (tx) => {
        await requireKnownCounty(tx, countyCode)
        await lockScenarios(tx, countyCode)
        await requireRoom(tx, countyCode)
        const parent = wish.branchOf === undefined ? undefined : await getScenario(tx, countyCode, wish.branchOf)
        const changes: readonly SiteChange[] = wish.changes ?? parent?.changes ?? []
        const baseline = parent?.baseline ?? (await newestBaseline(tx, countyCode))
        const id = randomUUID()
        const at = now()
        await insertScenario(tx, { countyCode, id, name: wish.name, note: wish.note, parentId: parent?.id ?? null, baseline, actorId: actor.id, at })
        await replaceSteps(tx, countyCode, id, { step: 0, changes, label: describeStep(differenceOf([], changes)), actorId: actor.id, at }, keptSteps)
        const detail = { name: wish.name, branchOf: parent?.id ?? null, baseline, changes }
        await writeAudit(tx, actor, { countyCode, at, action: 'scenario.create', entityKind: 'scenario', entityId: id, detail })
        return recordOf(tx, await getScenario(tx, countyCode, id))
      })
    },

    async edit(actor, countyCode, id, { revision, name, note, archived }) {
      return write(actor, countyCode, id, revision, async (tx, scenario, at) => {
        const changed = Object.fromEntries(Object.entries({ name, note, archived }).filter(([key, value]) => value !== undefined && value !== scenario[key as 'name']))
        if (Object.keys(changed).length === 0) return undefined
        if (changed.archived === undefined) requireOpen(scenario)
        if (changed.archived === false) {
          await lockScenarios(tx, countyCode)
          await requireRoom(tx, countyCode)
        }
        await updateScenario(tx, countyCode, id, { ...changed, revision: scenario.revision + 1, actorId: actor.id, at })
        const action = changed.archived === undefined ? 'scenario.edit' : changed.archived ? 'scenario.archive' : 'scenario.restore'
        return { action, detail: changed }
      })
    },

    async change(actor, countyCode, id, { revision, changes, label }) {
      requireOwnIds(changes)
      return write(actor, countyCode, id, undefined, async (tx, scenario, at) => {
        // First: a reply that was lost on its way is asked for again, with the revision that it was made from.
        if (canonicalJson(changes) === canonicalJson(scenario.changes)) return undefined
        requireRevision(scenario, revision)
        requireOpen(scenario)
        const difference = differenceOf(scenario.changes, changes)
        const step = { step: scenario.step + 1, changes, label: label ?? describeStep(difference), actorId: actor.id, at }
        await replaceSteps(tx, countyCode, id, step, keptSteps)
        await updateScenario(tx, countyCode, id, { revision: scenario.revision + 1, actorId: actor.id, at, step: step.step })
        return { action: 'scenario.change', detail: { step: step.step, label: step.label, ...difference } }
      })
    },

    undo: (actor, countyCode, id, revision) => goTo(actor, countyCode, id, revision, 'undo'),
    redo: (actor, countyCode, id, revision) => goTo(actor, countyCode, id, revision, 'redo'),

    async rebase(actor, countyCode, id, revision) {
      return write(actor, countyCode, id, revision, async (tx, scenario, at) => {
        requireOpen(scenario)
        const baseline = await newestBaseline(tx, countyCode)
        if (isSame(baseline, scenario.baseline)) return undefined
        await updateScenario(tx, countyCode, id, { revision: scenario.revision + 1, actorId: actor.id, at, baseline })
        return { action: 'scenario.rebase', detail: { from: scenario.baseline, to: baseline } }
      })
    },
  }
}

/** The versions that the baseline is judged by: its own, and the newest units for what lies where. */
async function versionsOf(db: Db | Tx, countyCode: number, baseline: Record<string, number>): Promise<Versions> {
  const units = await findNewestVersion(db, countyCode, 'units')
  return { ...baseline, ...(units ? { units: units.version } : {}) }
}

function isSame(one: Record<string, number>, other: Record<string, number>): boolean {
  return canonicalJson(one) === canonicalJson(other)
}

async function requireReader(db: Db, actor: Actor, countyCode: number): Promise<void> {
  requireCounty(actor, countyCode)
  requireRole(actor, 'planner', 'reviewer', 'leader')
  await requireKnownCounty(db, countyCode)
}

function requirePlanner(actor: Actor, countyCode: number): void {
  requireCounty(actor, countyCode)
  requireRole(actor, 'planner')
}

async function requireRoom(tx: Tx, countyCode: number): Promise<void> {
  if ((await countOpenScenarios(tx, countyCode)) < mostScenarios) return
  throw new AppError('TOO_MANY_SCENARIOS', `每县（区）最多 ${mostScenarios} 个未归档方案，请先归档`, `A county holds at most ${mostScenarios} open scenarios: archive some first`)
}

function requireOwnIds(changes: readonly SiteChange[]): void {
  const repeated = repeatedIds(changes)
  if (repeated.length === 0) return
  throw new InputRefused(
    repeated.map((id) => ({
      code: 'CHANGE_ID_REPEATED',
      severity: 'error' as const,
      column: 'changes',
      value: id,
      message: { zh: `多项改动使用了同一编号 ${id}`, en: `Several changes carry the id ${id}` },
      fix: { zh: '为每项改动生成新的编号', en: 'Give each change an id of its own' },
    })),
  )
}

function nothingTo(direction: 'undo' | 'redo'): AppError {
  return direction === 'undo'
    ? new AppError('NOTHING_TO_UNDO', '没有可撤销的步骤', 'There is nothing to undo')
    : new AppError('NOTHING_TO_UNDO', '没有可重做的步骤', 'There is nothing to redo')
}
