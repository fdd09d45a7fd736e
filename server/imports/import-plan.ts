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
  /** Beside the doctor's: an error refuses its row. */
  problems: Problem[]
  /** What was assumed where the file is silent; kept with the version. */
  assumptions: Bilingual[]
  /** Writes the records as of a version and returns the hash of what the kind then holds; the caller writes the version. */
  write(tx: Tx, version: number): Promise<string>
}

export function changesAnything({ inserted, updated, ended }: ImportChanges): boolean {
  return inserted + updated + ended > 0
}
