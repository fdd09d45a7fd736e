/** Counts of elders from 1 to 9 are not shown (domain.md, Privacy). */
export const smallestShownElders = 10

/** `small` shows as ‹10; `suppressed` shows nothing, because a total would give the small one away. */
export type EldersShown = 'exact' | 'small' | 'suppressed'

export function isSmall(count: number | null): boolean {
  return count !== null && count > 0 && count < smallestShownElders
}

/** A rate beside its total tells a small count as plainly as the number itself. */
export function rateTellsSmallCount(measure: { covered: number; known: number; unlocated: number }): boolean {
  return isSmall(measure.covered) || isSmall(measure.known + measure.unlocated)
}

/**
 * How to show counts that stand beside their total. One small count alone is the total less the others, so the
 * smallest other one goes with it.
 */
export function eldersShown(counts: readonly (number | null)[]): EldersShown[] {
  const shown = counts.map((count): EldersShown => (isSmall(count) ? 'small' : 'exact'))
  if (shown.filter((how) => how === 'small').length !== 1) return shown
  let second = -1
  counts.forEach((count, index) => {
    if (count === null || count === 0 || shown[index] === 'small') return
    if (second < 0 || count < (counts[second] ?? 0)) second = index
  })
  if (second >= 0) shown[second] = 'suppressed'
  return shown
}

/** The same over a table, group by group: each group's total is shown somewhere. Keyed by row id. */
export function eldersShownByGroup<Row extends { id: string }>(
  rows: readonly Row[],
  group: (row: Row) => string | null,
  count: (row: Row) => number | null,
): Map<string, EldersShown> {
  const groups = new Map<string | null, Row[]>()
  for (const row of rows) {
    const here = groups.get(group(row))
    if (here) here.push(row)
    else groups.set(group(row), [row])
  }
  const shown = new Map<string, EldersShown>()
  for (const members of groups.values()) {
    const how = eldersShown(members.map(count))
    members.forEach((row, index) => {
      if (how[index] !== 'exact') shown.set(row.id, how[index])
    })
  }
  return shown
}
