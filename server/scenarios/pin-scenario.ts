import { AppError } from '../errors.ts'
import type { AppliedScenario } from '../core/scenarios/changes.ts'
import type { DataKind, Tx } from '../db/schema.ts'
import { listNewestVersions } from '../versions/versions.repository.ts'
import { findScenario, lockScenario, type Scenario } from './scenarios.repository.ts'

/** The kinds of data that changes speak of: a scenario keeps their versions, everything else is the newest. */
export const baselineKinds = ['facilities', 'premises'] as const satisfies readonly DataKind[]

export async function newestBaseline(tx: Parameters<typeof listNewestVersions>[0], countyCode: number): Promise<Record<string, number>> {
  const kinds: readonly string[] = baselineKinds
  const newest = await listNewestVersions(tx, countyCode)
  return Object.fromEntries(newest.filter(({ kind }) => kinds.includes(kind)).map(({ kind, version }) => [kind, version]))
}

export interface PinnedScenario {
  scenario: AppliedScenario
  /** By kind of data: what a run over it pins instead of the newest. */
  baseline: Record<string, number>
}

/** What a run or an evaluation over a scenario is computed from; another revision than the one seen is refused. */
export async function pinScenario(tx: Tx, countyCode: number, wish: { id: string; revision: number }): Promise<PinnedScenario> {
  const scenario = await getScenarioForWriting(tx, countyCode, wish.id, wish.revision)
  requireOpen(scenario)
  const { id, name, revision, changes, baseline } = scenario
  return { scenario: { id, revision, name, changes }, baseline }
}

/** Locks a scenario, so that what is read of it still holds when the transaction writes. */
export async function getScenarioForWriting(tx: Tx, countyCode: number, id: string, seenRevision: number | undefined): Promise<Scenario> {
  if (!(await lockScenario(tx, countyCode, id))) throw unknownScenario(id)
  const scenario = await getScenario(tx, countyCode, id)
  if (seenRevision !== undefined) requireRevision(scenario, seenRevision)
  return scenario
}

export async function getScenario(tx: Parameters<typeof findScenario>[0], countyCode: number, id: string): Promise<Scenario> {
  const scenario = await findScenario(tx, countyCode, id)
  if (!scenario) throw unknownScenario(id)
  return scenario
}

/** Optimistic locking: nobody writes over what they have not seen. The reply names the newer revision. */
export function requireRevision({ name, revision }: Pick<Scenario, 'name' | 'revision'>, seen: number): void {
  if (revision === seen) return
  const message = {
    zh: `方案「${name}」已有更新：现为第 ${revision} 稿，您看到的是第 ${seen} 稿，请刷新后再改`,
    en: `Scenario “${name}” is at revision ${revision}, you have seen ${seen}: reload it, then change it`,
  }
  throw new AppError('SCENARIO_CHANGED', message.zh, message.en, [{ code: 'SCENARIO_CHANGED', severity: 'error', column: 'revision', value: String(revision), message }])
}

export function requireOpen({ name, archived }: Scenario): void {
  if (archived) throw new AppError('SCENARIO_ARCHIVED', `方案「${name}」已归档，请先恢复`, `Scenario “${name}” is archived: restore it first`)
}

function unknownScenario(id: string): AppError {
  return new AppError('SCENARIO_UNKNOWN', `没有方案 ${id}`, `No scenario ${id}`)
}
