import type { PolicyPack } from '../core/policy/pack.ts'
import type { Problem } from '../core/problems.ts'
import { checkPack } from './check-pack.ts'
import { pathText, toPackProblems, type Place } from './pack-problems.ts'
import { packSchema } from './pack-schema.ts'
import { readPackText } from './pack-yaml.ts'

/** A pack from its file's bytes, or everything that is wrong with it, each with its line. Only a sound pack comes back. */
export function readPack(bytes: Uint8Array): { pack: PolicyPack | null; problems: Problem[] } {
  const { read, problems } = readPackText(bytes)
  if (!read) return { pack: null, problems }
  const place: Place = (path) => ({ row: read.lineOf(path), column: pathText(path) })
  const parsed = packSchema.safeParse(read.data)
  if (!parsed.success) {
    const { issues } = parsed.error
    const amiss = toPackProblems(issues, read.data, place)
    return { pack: null, problems: inFileOrder([...amiss, ...checkRest(read.data, issues.map(({ path }) => path), place)]) }
  }
  const pack = parsed.data as PolicyPack
  const found = checkPack(pack, place)
  return { pack: found.length > 0 ? null : pack, problems: inFileOrder(found) }
}

const lists = ['choices', 'rules', 'reported'] as const

/**
 * What else is wrong in those rules, choices and figures whose form is right, so that nobody mends a file one round at a
 * time. Where rules could not be read, no choice is called unused; where choices could not, none is called unknown.
 */
function checkRest(data: unknown, amiss: PropertyKey[][], place: Place): Problem[] {
  if (typeof data !== 'object' || data === null) return []
  const sound = (list: (typeof lists)[number]) => {
    const items = (data as Record<string, unknown>)[list]
    if (!Array.isArray(items) || amiss.some((path) => path[0] === list && path.length === 1)) return []
    return items.map((item: unknown, index) => ({ item, index })).filter(({ index }) => !amiss.some((path) => path[0] === list && path[1] === index))
  }
  const kept = { choices: sound('choices'), rules: sound('rules'), reported: sound('reported') }
  const rest = {
    ...Object.fromEntries(lists.map((list) => [list, kept[list].map(({ item }) => item)])),
    document: { period: [0, 0], issued: null },
  } as unknown as PolicyPack
  const inFile: Place = ([list, index, ...deeper]) => {
    const original = lists.includes(list as never) && typeof index === 'number' ? kept[list as (typeof lists)[number]][index].index : index
    return place([list, original, ...deeper].filter((step) => step !== undefined))
  }
  const silent = [...(amiss.some(([list]) => list === 'rules') ? ['CHOICE_UNUSED'] : []), ...(amiss.some(([list]) => list === 'choices') ? ['CHOICE_UNKNOWN'] : [])]
  return checkPack(rest, inFile).filter(({ code }) => !silent.includes(code))
}

/** Nobody reads more than two hundred at once, and a file of another kind altogether would give thousands. */
function inFileOrder(problems: Problem[]): Problem[] {
  return problems.sort((a, b) => (a.row ?? 0) - (b.row ?? 0)).slice(0, 200)
}
