import type { PolicyPack } from '../core/policy/pack.ts'

/** Whether one clause stands in the plan's text; where it does not, the passage that comes nearest to it. */
export interface QuoteVerdict {
  id: string
  ref: string
  quote: string
  found: boolean
  nearest: { passage: string; sharedPercent: number } | null
}

/**
 * Whether every quote of a pack stands verbatim in its plan's text. White space of any kind and the ** of bold type are
 * set aside on both sides: they come from the way the text was extracted. Nothing else is: not punctuation, not width.
 */
export function verifyQuotes(pack: Pick<PolicyPack, 'rules' | 'reported'>, planText: string): QuoteVerdict[] {
  const text = withoutWhiteSpace(planText)
  const pairs = pairPositions(text)
  return [...pack.rules, ...pack.reported].map(({ id, ref, quote }) => {
    const sought = withoutWhiteSpace(quote)
    const found = sought !== '' && text.includes(sought)
    return { id, ref, quote, found, nearest: found ? null : nearestPassage(sought, text, pairs) }
  })
}

/** White space, zero-width signs, byte order mark and ** taken out. */
export function withoutWhiteSpace(text: string): string {
  return text.replace(/[\s\u200b-\u200d\u2060\ufeff]+|\*\*/gu, '')
}

function pairPositions(text: string): Map<string, number[]> {
  const positions = new Map<string, number[]>()
  for (let i = 0; i + 2 <= text.length; i++) {
    const pair = text.slice(i, i + 2)
    const list = positions.get(pair)
    if (list) list.push(i)
    else positions.set(pair, [i])
  }
  return positions
}

/**
 * The window of the quote's length that shares most neighbouring pairs of signs with it: every occurrence of a pair votes
 * for the window that would begin the quote there, give or take a few inserted signs. Null where nothing is shared.
 */
function nearestPassage(sought: string, text: string, pairs: Map<string, number[]>): QuoteVerdict['nearest'] {
  const size = sought.length
  if (size < 2) return null
  const votes = new Float64Array(Math.max(1, text.length + size))
  for (let i = 0; i + 2 <= size; i++) for (const at of pairs.get(sought.slice(i, i + 2)) ?? []) votes[at - i + size - 1]++
  // Signs added or left out shift the rest of the clause: neighbouring windows vote together.
  const slack = 3
  let best = -1
  let most = 0
  for (let start = 0; start < votes.length; start++) {
    let sum = 0
    for (let i = Math.max(0, start - slack); i <= Math.min(votes.length - 1, start + slack); i++) sum += votes[i]
    if (sum > most) [best, most] = [start, sum]
  }
  if (best < 0) return null
  const begin = Math.max(0, best - (size - 1))
  const passage = text.slice(begin, begin + size + slack)
  const wanted = new Set(Array.from({ length: size - 1 }, (_, i) => sought.slice(i, i + 2)))
  const shared = [...wanted].filter((pair) => passage.includes(pair)).length
  return shared === 0 ? null : { passage, sharedPercent: Math.floor((100 * shared) / wanted.size) }
}
