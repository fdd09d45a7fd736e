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
  /** Null where there is no circle. */
  inCircle: ShownElders | null
  overlap: ShownElders | null
  gained: ShownElders
  lost: ShownElders
}

/** Those gained are those in the circle less those covered before: one small figure takes another with it. */
export function showEffect({ limitMetres, inCircle, overlap, gained, lost }: Pick<SiteEffect, 'limitMetres' | 'inCircle' | 'overlap' | 'gained' | 'lost'>): ShownEffect {
  if (limitMetres === null) return { inCircle: null, overlap: null, gained: showElders(gained.residents60Plus), lost: showElders(lost.residents60Plus) }
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
  const others = rows.flatMap((row, index) => (hidden[index] || (row.before === 0 && row.after === 0) ? [] : [index]))
  // One that gains hides what the other gains; where none does, none has gained beside it.
  const gain = (index: number) => Math.abs(rows[index].after - rows[index].before)
  others.sort((a, b) => Number(gain(a) === 0) - Number(gain(b) === 0) || gain(a) - gain(b) || rows[a].after - rows[b].after)
  if (others.length > 0) hidden[others[0]] = true
  return hidden
}
