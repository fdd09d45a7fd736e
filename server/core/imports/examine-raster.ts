import type { Problem } from '../problems.ts'
import { resolveCrs } from './crs.ts'
import { createToLonLat } from './datum.ts'
import { doubtCrs } from './doubt-crs.ts'
import type { ImportKind } from './field.ts'
import type { PlaceOptions } from './place.ts'
import { offerCrs, proposeCrs } from './propose-crs.ts'
import type { RawRaster } from './raw-table.ts'
import { whereIs, type ImportContext } from './region.ts'
import { rejected, type Question, type Report } from './report.ts'

/** The Dead Sea's shore and the top of Everest, with room for errors: other numbers are no metres above the sea. */
const lowestMetres = -500
const highestMetres = 9000

/** A grid of people or of metres: what its cells hold, and whether it lies over the region. One row of the report is one cell with data. */
export function examineRaster(raster: RawRaster, kind: ImportKind, options: PlaceOptions, context: ImportContext): Report {
  const declared = options.crs ? { crs: options.crs } : resolveCrs(raster.crs)
  const stats = count(raster, kind.raster === 'people' ? [0, Infinity] : [lowestMetres, highestMetres])
  if (stats.read === 0) return rejected(kind.id, [error('EMPTY', '栅格中没有数据', 'The raster holds no data')])
  const [west, south, east, north] = raster.bounds
  const spots = [0.1, 0.3, 0.5, 0.7, 0.9].flatMap((x) => [0.1, 0.3, 0.5, 0.7, 0.9].map((y) => [west + x * (east - west), south + y * (north - south)]))
  if (!('crs' in declared)) {
    const { options, hint } = offerCrs(proposeCrs(spots, context.region), spots)
    const question: Question = {
      code: 'declared' in declared ? 'CRS_DECLARED' : 'CRS_UNKNOWN',
      message: {
        zh: `栅格的坐标系无法换算或没有说明；${hint?.zh ?? '请选择'}`,
        en: `The raster's coordinate system is not known: ${hint?.en ?? 'choose it'}`,
      },
      options,
      option: '--crs',
    }
    return report(kind, stats, [], [question], null)
  }
  const doubt = doubtCrs(declared.crs, spots, context)
  if (doubt && doubt !== 'swapped') return report(kind, stats, [], [doubt], null)
  const toLonLat = createToLonLat(declared.crs)
  const problems: Problem[] = []
  if (stats.wrong > 0)
    problems.push({
      ...error(
        'RASTER_RANGE',
        `${stats.wrong} 个像元的值超出范围，记为无数据`,
        `${stats.wrong} cells lie outside the range and count as no data`,
      ),
      severity: 'warning',
      value: String(stats.example),
    })
  const boundary = context.region?.boundary
  if (boundary) {
    const points = spots.map(([x, y]) => toLonLat(x, y))
    const corners = boundary.flat(2)
    const box = [toLonLat(west, south), toLonLat(east, north)]
    const covers = corners.some(([lon, lat]) => lon >= box[0][0] && lon <= box[1][0] && lat >= box[0][1] && lat <= box[1][1])
    if (!covers && points.every((at) => whereIs(at, boundary) === 'outside'))
      return rejected(
        kind.id,
        [error('COORD_OUT_OF_REGION', `栅格不在${context.region!.name}`, `The raster does not lie over ${context.region!.name}`)],
        stats.read,
      )
  }
  return report(kind, stats, problems, [], declared.crs)
}

function report(
  kind: ImportKind,
  stats: ReturnType<typeof count>,
  problems: Problem[],
  questions: Question[],
  crs: { id: string; approximate?: string } | null,
): Report {
  const good = stats.read - stats.wrong
  const asks = questions.length > 0
  return {
    outcome: 'ok',
    rows: { read: stats.read, accepted: asks ? 0 : good, refused: stats.wrong, asked: asks ? good : 0 },
    problems,
    questions,
    records: [],
    mapping: [],
    summary: { kind: kind.id, crs: crs?.id ?? null, approximate: crs?.approximate !== undefined, withoutPlace: 0 },
  }
}

function count({ values }: RawRaster, [least, most]: [number, number]) {
  let [read, wrong, example] = [0, 0, NaN]
  for (const value of values) {
    if (Number.isNaN(value)) continue
    read++
    if (value >= least && value <= most && value < Infinity) continue
    wrong++
    example = value
  }
  return { read, wrong, example }
}

function error(code: string, zh: string, en: string): Problem {
  return { code, severity: 'error', message: { zh, en } }
}
