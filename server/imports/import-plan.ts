import type { Problem } from '../core/problems.ts'
import type { Bilingual, DataKind, Tx } from '../db/schema.ts'

export interface ImportChanges {
  inserted: number
  updated: number
  unchanged: number
  ended: number
}

/** What an import would do to a county's records of a kind. */
export interface ImportPlan {
  dataKind: DataKind
  changes: ImportChanges
  /** Written though no change is counted: what would be counted may not be known (control areas). */
  always?: boolean
  /** Beside the doctor's: an error refuses its row. */
  problems: Problem[]
  /** What was assumed where the file is silent; kept with the version. */
  assumptions: Bilingual[]
  /** Writes the records as of a version and returns the hash of what the kind then holds; the caller writes the version. */
  write(tx: Tx, version: number): Promise<string>
}

export function changesAnything({ changes: { inserted, updated, ended }, always }: ImportPlan): boolean {
  return always === true || inserted + updated + ended > 0
}
