import type { Problem } from '../problems.ts'
import type { ImportKind } from './field.ts'
import type { RawRoads } from './raw-table.ts'
import type { ImportContext } from './region.ts'
import { judgeOutcome, rejected, type Report } from './report.ts'
import type { MultiPolygonCoordinates } from '../coverage/places.ts'

/** A road network as its own reader found it: one row a way; ways nobody walks are read, counted by reason and left out. */
export function examineRoads(roads: RawRoads, kind: ImportKind, problems: readonly Problem[], { region }: ImportContext): Report {
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
  if (region?.boundary && roads.bounds && !boxMeets(roads.bounds, region.boundary))
    return rejected(
      kind.id,
      [
        {
          code: 'ROADS_OUTSIDE',
          severity: 'error',
          message: { zh: `路网没有一段在${region.name}范围内`, en: `No stretch of the roads lies in ${region.name}` },
          value: roads.bounds.map((degrees) => degrees.toFixed(4)).join(', '),
          fix: { zh: '请核对县代码，或改用覆盖本县的路网文件', en: 'Check the county, or take a file that covers it' },
        },
      ],
      ways,
    )
  const all = [...problems, ...notes]
  // Ways that nobody walks are left out beside others; alone they are no network, and every one of them is refused.
  const rows = walkableWays > 0 ? { read: ways, accepted: ways, refused: 0, asked: 0 } : { read: ways, accepted: 0, refused: ways, asked: 0 }
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

/** By boxes only: whether a road itself lies inside is worked out when the network is built. */
function boxMeets([west, south, east, north]: readonly number[], boundary: MultiPolygonCoordinates): boolean {
  const corners = boundary.flat(2)
  const among = (axis: 0 | 1) => corners.reduce(([least, most], corner) => [Math.min(least, corner[axis]), Math.max(most, corner[axis])], [Infinity, -Infinity])
  const [[fromLon, toLon], [fromLat, toLat]] = [among(0), among(1)]
  return west <= toLon && east >= fromLon && south <= toLat && north >= fromLat
}
