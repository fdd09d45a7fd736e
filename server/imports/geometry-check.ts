import type { Problem } from '../core/problems.ts'
import type { Db } from '../db/schema.ts'
import { listGeometryFaults, type GeometryFault, type RecordColumns } from './records.repository.ts'
import type { TableStore } from './stores/store.ts'

/** A row that is to be written: new, or in the place of what is stored. */
export interface ChangedRecord {
  row: number
  columns: RecordColumns
  before: { id: string; columns: RecordColumns } | undefined
}

/** A repair that moves more of an area than this is no repair: the row is refused (promises.md, Silent wrong numbers). */
const mostAreaChange = 0.01

/** PostGIS has the last word on surfaces: what it holds to be invalid is mended where that changes next to nothing, else refused. */
export async function checkGeometries<T extends ChangedRecord>(
  db: Db,
  store: Pick<TableStore, 'geometryColumns'>,
  changed: readonly T[],
  problems: Problem[],
): Promise<T[]> {
  if (!store.geometryColumns.includes('boundary')) return [...changed]
  const shaped = changed.filter(({ columns, before }) => columns.boundary && columns.boundary !== before?.columns.boundary)
  const faults = await listGeometryFaults(db, shaped.map(({ columns }) => String(columns.boundary)))
  const refused = new Set<T>()
  for (const fault of faults) {
    const { index, reason, mended, areaChange } = fault
    const record = shaped[index]
    const { zh, en } = sayChange(fault)
    if (mended !== null && areaChange !== null && areaChange <= mostAreaChange) {
      record.columns.boundary = mended
      problems.push({
        code: 'GEOM_MENDED',
        severity: 'warning',
        row: record.row,
        value: reason,
        message: { zh: `面无效，已修复：${zh}`, en: `The surface was invalid and is mended: ${en}` },
      })
      continue
    }
    refused.add(record)
    problems.push({
      code: 'GEOM_INVALID',
      severity: 'error',
      row: record.row,
      value: reason,
      message: { zh: `面无效，修复后${zh}，超过 1% 的上限`, en: `The surface is invalid; mended, ${en}: more than the 1 % allowed` },
      fix: { zh: '请在 GIS 软件中修复该面后重新导入', en: 'Mend it in your GIS and import again' },
    })
  }
  return changed.filter((record) => !refused.has(record))
}

function sayChange({ areaBeforeM2, areaAfterM2, areaChange }: GeometryFault): { zh: string; en: string } {
  const [before, after] = [areaBeforeM2, areaAfterM2 ?? 0].map((area) => area.toFixed(1))
  // A bow-tie's halves cancel out: there is no area to compare with.
  const change = areaChange === null ? undefined : `${(areaChange * 100).toFixed(2)} %`
  return {
    zh: `面积由 ${before} ㎡ 变为 ${after} ㎡${change ? `（变化 ${change}）` : '，无法比较'}`,
    en: `its area goes from ${before} m² to ${after} m²${change ? ` (by ${change})` : ', which cannot be compared'}`,
  }
}
