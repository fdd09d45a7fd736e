import { countAuditOf } from '../audit/audit.repository.ts'
import type { Actor } from '../auth/actor.ts'
import type { Problem } from '../core/problems.ts'
import type { Bilingual, DataKind, Db, Tx } from '../db/schema.ts'

export interface ImportChanges {
  inserted: number
  updated: number
  unchanged: number
  ended: number
}

/** Reported figures have versions one by one, not as a kind: an import of them is numbered, and pins nothing. */
export type ImportedKind = DataKind | 'reported_figures'

/** What an import would do to a county's records of a kind. */
export interface ImportPlan {
  dataKind: ImportedKind
  changes: ImportChanges
  /** Written though no change is counted: what would be counted may not be known (control areas). */
  always?: boolean
  /** What the kind held before stays in part even where the import replaces: so do its sources, and whether they are synthetic. */
  keepsSources?: boolean
  /** Beside the doctor's: an error refuses its row. */
  problems: Problem[]
  /** What was assumed where the file is silent; kept with the version. */
  assumptions: Bilingual[]
  /** What the same file states of other kinds of data: stored in the same transaction, each as a version of its own. */
  also?: AlsoPlan[]
  /** Writes the records as of a version and returns the hash of what the kind then holds; the caller writes the version. */
  write(tx: Tx, version: number, by: { actor: Pick<Actor, 'id' | 'roles'>; at: Date }): Promise<string>
}

/** How many imports of reported figures a region has seen; their number stands where others have a version. */
export function countFigureImports(db: Db | Tx, regionCode: number): Promise<number> {
  return countAuditOf(db, regionCode, 'version.import', 'reported_figures/')
}

/** `baseVersion`: the version of its own kind that it was held against. */
export type AlsoPlan = Omit<ImportPlan, 'also'> & { baseVersion: number }

/** What a plan does to other kinds of data, without the means to do it. */
export function listAlso(plan: ImportPlan | null): Pick<AlsoPlan, 'dataKind' | 'baseVersion' | 'changes'>[] {
  return (plan?.also ?? []).map(({ dataKind, baseVersion, changes }) => ({ dataKind, baseVersion, changes }))
}

export function changesAnything(plan: ImportPlan): boolean {
  return changesItself(plan) || (plan.also ?? []).some(changesItself)
}

/** Whether a plan changes records of its own kind, whatever the others that it brings. */
export function changesItself({ changes: { inserted, updated, ended }, always }: Pick<ImportPlan, 'changes' | 'always'>): boolean {
  return always === true || inserted + updated + ended > 0
}
