import { canonicalJson } from '../hashing.ts'

/** Whether a column would stay as it is stored; what is left out and null are the same. */
export function isSameValue(one: unknown, other: unknown): boolean {
  return one === other || canonicalJson(one ?? null) === canonicalJson(other ?? null)
}
