import { eldersShown, isSmall, smallestShownElders } from '../contract/privacy.ts'
import type { SiteEffect } from './material.ts'

/** Elders as a file may hold them: the number, or the word that stands for it. */
export type ShownElders = number | typeof tooFew | typeof suppressed

export const tooFew = `‹${smallestShownElders}`
/** Stands where another figure would give a small one away. */
export const suppressed = '※'

export function showElders(count: number): ShownElders {
  return isSmall(Math.abs(count)) ? tooFew : count
}

export interface ShownEffect {
  inCircle: ShownElders
  overlap: ShownElders
  gained: ShownElders
  lost: ShownElders
}

/** Those gained are those in the circle less those covered before: one small figure takes another with it. */
export function showEffect({ inCircle, overlap, gained, lost }: Pick<SiteEffect, 'inCircle' | 'overlap' | 'gained' | 'lost'>): ShownEffect {
  const counts = [overlap.residents60Plus, gained.residents60Plus]
  const [first, second] = eldersShown(counts).map((how, i) => (how === 'suppressed' ? suppressed : showElders(counts[i])))
  return { inCircle: showElders(inCircle.residents60Plus), overlap: first, gained: second, lost: showElders(lost.residents60Plus) }
}

export interface TownshipElders {
  before: number
  after: number
  all: number
}

/**
 * Which rows of a table of townships keep their elders to themselves: those with a small figure, and, where that is one
 * alone, the least other one, because the sum of the county stands beside.
 */
export function hiddenRows(rows: readonly TownshipElders[]): boolean[] {
  const hidden = rows.map(({ before, after, all }) => [before, after, all, Math.abs(after - before)].some(isSmall))
  if (hidden.filter(Boolean).length !== 1) return hidden
  let second = -1
  const size = ({ before, after }: TownshipElders) => Math.abs(after - before) * 1e9 + after
  rows.forEach((row, index) => {
    if (hidden[index] || (row.after === 0 && row.before === 0)) return
    // One that gains something hides what the other gains.
    const candidate = row.after === row.before ? Number.MAX_VALUE : size(row)
    const best = second < 0 ? Infinity : rows[second].after === rows[second].before ? Number.MAX_VALUE : size(rows[second])
    if (candidate < best) second = index
  })
  if (second >= 0) hidden[second] = true
  return hidden
}
