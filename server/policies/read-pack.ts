import type { PolicyPack } from '../core/policy/pack.ts'
import type { Problem } from '../core/problems.ts'
import { checkPack } from './check-pack.ts'
import { toPackProblems } from './pack-problems.ts'
import { packSchema } from './pack-schema.ts'
import { readPackText } from './pack-yaml.ts'

/** A pack from its file's bytes, or everything that is wrong with it, each with its line. Only a sound pack comes back. */
export function readPack(bytes: Uint8Array): { pack: PolicyPack | null; problems: Problem[] } {
  const { read, problems } = readPackText(bytes)
  if (!read) return { pack: null, problems }
  const parsed = packSchema.safeParse(read.data)
  if (!parsed.success) return { pack: null, problems: inFileOrder(toPackProblems(parsed.error.issues, read.data, read.lineOf)) }
  const pack = parsed.data as PolicyPack
  const found = checkPack(pack, read.lineOf)
  return { pack: found.length > 0 ? null : pack, problems: inFileOrder(found) }
}

/** Nobody reads more than two hundred at once, and a file of another kind altogether would give thousands. */
function inFileOrder(problems: Problem[]): Problem[] {
  return problems.sort((a, b) => (a.row ?? 0) - (b.row ?? 0)).slice(0, 200)
}
