import { plainText } from './plain-text.ts'

const mostProposed = 3
/** Longer lists are not searched: a proposal is a help, and must never cost more than the import. */
const mostCompared = 20_000

/**
 * The names of a list that a misspelt one may have meant, nearest first: those that at most half of its characters stand
 * between (Levenshtein 1966, insertions, deletions and substitutions), or that it is a part of. At most three.
 */
export function nearestNames(wanted: string, names: readonly string[]): string[] {
  const word = plainText(wanted)
  if (word === '' || names.length > mostCompared) return []
  const most = Math.max(1, Math.floor(word.length / 2))
  return [...new Set(names)]
    .map((name) => ({ name, steps: stepsBetween(word, plainText(name), most) }))
    .filter(({ steps }) => steps <= most)
    .sort((a, b) => a.steps - b.steps || (a.name < b.name ? -1 : 1))
    .slice(0, mostProposed)
    .map(({ name }) => name)
}

/** Edits from one word to the other; whatever is above `most` is Infinity. Part of the other counts as one edit. */
function stepsBetween(a: string, b: string, most: number): number {
  if (b === '') return Infinity
  if (a.length >= 2 && b.length >= 2 && (a.includes(b) || b.includes(a))) return 1
  if (Math.abs(a.length - b.length) > most) return Infinity
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1))
    row = next
  }
  return row[b.length] <= most ? row[b.length] : Infinity
}
