import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectDirectory } from '../config.ts'
import type { PolicyPack } from '../core/policy/pack.ts'
import { InputRefused, refuse } from '../core/problems.ts'
import { sha256Hex } from '../hashing.ts'
import { readPack } from './read-pack.ts'

export const packsDirectory = join(projectDirectory, 'data/policies')

export interface LoadedPack {
  pack: PolicyPack
  /** The file as it stands: what a planner copies to write a sixth. */
  yaml: string
  /** SHA-256 of the file's bytes, 64 hexadecimal digits: a run that used the pack names it. */
  contentHash: string
}

let builtIn: LoadedPack[] | undefined

/**
 * The packs that come with the product, by id, in the order of their ids. They are read once a process: a new plan is a
 * new file and a new start. One that does not pass its own checks is our bug, not the user's.
 */
export function listBuiltInPacks(): LoadedPack[] {
  builtIn ??= readdirSync(packsDirectory)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => {
      const bytes = readFileSync(join(packsDirectory, name))
      const { pack, problems } = readPack(bytes)
      if (!pack || `${pack.id}.yaml` !== name) {
        throw new Error(`expected ${name} to be a sound pack of that id, got ${pack?.id ?? problems.map(({ code, row }) => `${code} in line ${row}`).join(', ')}`)
      }
      return { pack, yaml: bytes.toString('utf8'), contentHash: sha256Hex(bytes) }
    })
  return builtIn
}

export function findBuiltInPack(id: string): LoadedPack | undefined {
  return listBuiltInPacks().find(({ pack }) => pack.id === id)
}

/** A pack from its text, or a refusal that carries everything wrong with it. */
export function readPackOrRefuse(bytes: Uint8Array): PolicyPack {
  const { pack, problems } = readPack(bytes)
  if (!pack) throw new InputRefused(problems)
  return pack
}

/** The pack that an id names, or a file of one's own where it ends in .yaml or .yml. */
export function readPackArgument(idOrPath: string): PolicyPack {
  if (/\.ya?ml$/i.test(idOrPath)) return readPackOrRefuse(readGivenFile(idOrPath))
  const found = findBuiltInPack(idOrPath)
  if (found) return found.pack
  const known = listBuiltInPacks().map(({ pack }) => pack.id)
  throw refuse('POLICY_UNKNOWN', `没有政策包「${idOrPath}」`, `No policy pack “${idOrPath}”`, {
    value: idOrPath,
    fix: { zh: `可用：${known.join('、')}，或 .yaml 文件路径`, en: `Known: ${known.join(', ')}, or the path of a .yaml file` },
  })
}

/** The bytes of a file that the user named. */
export function readGivenFile(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw refuse('FILE_NOT_READABLE', `无法读取文件（${reason}）`, `The file cannot be read (${reason})`, { value: path })
  }
}
