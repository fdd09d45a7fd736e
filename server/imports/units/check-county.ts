import { tierOfCode } from '../../core/imports/units/unit-code.ts'
import type { Problem } from '../../core/problems.ts'
import type { Db } from '../../db/schema.ts'
import type { RecordColumns } from '../records.repository.ts'
import { listOutsideShares, listShapeOverlaps, measureGaps, type UnitShape } from '../unit-shapes.repository.ts'
import type { ChangedUnit } from './match-units.ts'

/** Siblings that share more of the smaller one than this are not siblings; borders of two sources never agree to the metre. */
const mostOverlap = 0.01
/** Beyond the county's border by more than this: said. By more than half: not of this county. */
const outsideWorthSaying = 0.01
const mostOutside = 0.5
/** Uncovered ground below this share of the county is what generalised borders leave. */
const gapsWorthSaying = 0.001

interface Placed extends UnitShape {
  name: string
  /** Undefined for what is stored. */
  row: number | undefined
}

/**
 * How the boundaries of a file stand to the county and to each other, those that are stored among them. Returns the rows that
 * are refused: those that overlap a sibling, and those that lie elsewhere.
 */
export async function checkCounty(
  db: Db,
  county: string,
  countyIsStored: boolean,
  changed: readonly ChangedUnit[],
  stored: readonly RecordColumns[],
  problems: Problem[],
): Promise<Set<number>> {
  const refused = new Set<number>()
  const own = changed.filter(({ columns }) => columns.boundary)
  const given = own.filter(({ columns, before }) => columns.boundary !== before?.columns.boundary || !countyIsStored)
  for (const { index, areaM2, share } of await listOutsideShares(db, county, given.map(({ columns }) => String(columns.boundary)))) {
    const { row, columns } = given[index]
    if (share <= outsideWorthSaying) continue
    const isElsewhere = share > mostOutside
    if (isElsewhere) refused.add(row)
    problems.push({
      code: 'UNIT_OUTSIDE_COUNTY',
      severity: isElsewhere ? 'error' : 'warning',
      row,
      value: `${Math.round(areaM2)} ㎡`,
      message: {
        zh: `「${String(columns.name)}」有 ${Math.round(areaM2)} ㎡（${percent(share)}）在县界外`,
        en: `${String(columns.name)}: ${Math.round(areaM2)} m² (${percent(share)}) lie outside the county`,
      },
      fix: { zh: '请核对边界、坐标系和县代码', en: 'Check the outline, its coordinate system and the county' },
    })
  }

  const ids = new Set(changed.map(({ columns }) => columns.id))
  const placed = [
    ...own.filter(({ row }) => !refused.has(row)).map(({ row, columns }) => toPlaced(columns, row)),
    ...stored.filter(({ id, boundary }) => boundary && !ids.has(id)).map((columns) => toPlaced(columns, undefined)),
  ]
  for (const { one, other, areaM2, share } of await listShapeOverlaps(db, placed)) {
    // Rows of the file come first: the later one is refused, beside a stored unit the one that is new.
    const [first, second] = [placed[one], placed[other]]
    const row = second.row ?? first.row
    if (share <= mostOverlap || row === undefined) continue
    refused.add(row)
    problems.push({
      code: 'UNIT_OVERLAP',
      severity: 'error',
      row,
      value: `${Math.round(areaM2)} ㎡`,
      message: {
        zh: `「${first.name}」与「${second.name}」重叠 ${Math.round(areaM2)} ㎡，占较小者 ${percent(share)}（上限 1%）`,
        en: `${first.name} and ${second.name} overlap by ${Math.round(areaM2)} m², ${percent(share)} of the smaller (1 % at most)`,
      },
      fix: { zh: '请在 GIS 软件中修正公共边界；已撤并的单元请填撤销日期', en: 'Mend the common border in your GIS; give a former unit its last day' },
    })
  }
  await sayGaps(db, county, placed.filter(({ row }) => row === undefined || !refused.has(row)), [...changed.map(({ columns }) => columns), ...stored.filter(({ id }) => !ids.has(id))], problems)
  return refused
}

/** Only where every township that stands has a boundary can a hole be a gap. */
async function sayGaps(db: Db, county: string, placed: readonly Placed[], units: readonly RecordColumns[], problems: Problem[]): Promise<void> {
  const standing = units.filter(({ unit_code: code, valid_to: to }) => tierOfCode(String(code)) === 'township' && to == null)
  if (standing.length === 0 || standing.some(({ boundary }) => !boundary)) return
  const shapes = placed.filter(({ tier, to }) => tier === 'township' && to === '9999').map(({ boundary }) => boundary)
  const { areaM2, countyM2, pieces, largestM2, lon, lat } = await measureGaps(db, county, shapes)
  if (areaM2 / countyM2 <= gapsWorthSaying || largestM2 === null || lon === null || lat === null) return
  problems.push({
    code: 'UNIT_GAPS',
    severity: 'warning',
    value: `${Math.round(areaM2)} ㎡`,
    message: {
      zh: `乡镇、街道未铺满县界：缺 ${Math.round(areaM2)} ㎡（${percent(areaM2 / countyM2)}），1 公顷以上 ${pieces} 处，最大 ${Math.round(largestM2)} ㎡，在 ${lon.toFixed(4)}, ${lat.toFixed(4)} 一带`,
      en: `The townships leave ${Math.round(areaM2)} m² of the county uncovered (${percent(areaM2 / countyM2)}); ${pieces} pieces of 1 ha and more, the largest ${Math.round(largestM2)} m² at ${lon.toFixed(4)}, ${lat.toFixed(4)}`,
    },
  })
}

function toPlaced(columns: RecordColumns, row: number | undefined): Placed {
  const { name, unit_code: code, boundary, valid_from: from, valid_to: to } = columns
  const tier = tierOfCode(String(code)) === 'township' ? 'township' : 'village'
  return { name: String(name), row, tier, boundary: String(boundary), from: String(from ?? ''), to: String(to ?? '9999') }
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)}%`
}
