import type { Problem } from '../core/problems.ts'
import type { Bilingual } from '../db/schema.ts'

/** Collects what was assumed, row by row: said once with its rows, and kept with the version. */
export function createAssumptions() {
  const assumed = new Map<string, Bilingual & { rows: number[] }>()
  return {
    note(row: number, { zh, en }: Bilingual): void {
      const known = assumed.get(zh) ?? { zh, en, rows: [] }
      assumed.set(zh, known)
      if (known.rows.at(-1) !== row) known.rows.push(row)
    },
    /** For the version's source. */
    list: (): Bilingual[] => [...assumed.values()].map(({ zh, en, rows }) => ({ zh: `${zh}（${rows.length} 行）`, en: `${en} (${rows.length} rows)` })),
    /** For the report. */
    problems: (): Problem[] =>
      [...assumed.values()].map(({ zh, en, rows }) => ({
        code: 'VALUE_ASSUMED',
        severity: 'warning',
        message: { zh: `${zh}：共 ${rows.length} 行，首见第 ${rows[0]} 行`, en: `${en}: ${rows.length} rows, the first is ${rows[0]}` },
      })),
  }
}

export type Assumptions = ReturnType<typeof createAssumptions>
