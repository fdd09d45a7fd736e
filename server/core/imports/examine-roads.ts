import type { Problem } from '../problems.ts'
import type { ImportKind } from './field.ts'
import type { RawRoads } from './raw-table.ts'
import { judgeOutcome, type Report } from './report.ts'

/** A road network as its own reader found it: one row a way; ways nobody walks are read, counted by reason and left out. */
export function examineRoads(roads: RawRoads, kind: ImportKind, problems: readonly Problem[]): Report {
  const { ways, walkableWays, skipped } = roads.report
  const left = Object.entries(skipped).filter(([, count]) => count > 0)
  const notes: Problem[] =
    left.length === 0
      ? []
      : [
          {
            code: 'ROADS_SKIPPED',
            severity: 'warning',
            message: {
              zh: `${ways} 条道路中 ${walkableWays} 条可步行；其余：${left.map(([reason, count]) => `${reason} ${count}`).join('、')}`,
              en: `${walkableWays} of ${ways} ways are walkable; the others: ${left.map(([reason, count]) => `${reason} ${count}`).join(', ')}`,
            },
          },
        ]
  const all = [...problems, ...notes]
  const rows = { read: ways, accepted: ways, refused: 0, asked: 0 }
  return {
    // A sound file without a road is no fault of the file: it says so, and replaces nothing.
    outcome: judgeOutcome({ rows: { ...rows, read: Math.max(1, ways) }, problems: all, questions: [] }),
    rows,
    problems: all,
    questions: [],
    records: [],
    mapping: [],
    summary: { kind: kind.id, crs: 'EPSG:4326', approximate: false, withoutPlace: 0 },
  }
}
