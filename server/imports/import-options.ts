import { findCrs } from '../core/imports/crs.ts'
import type { DoctorOptions } from '../core/imports/doctor.ts'
import type { ImportEdits } from '../core/imports/edits.ts'
import { InputRefused } from '../core/problems.ts'

/** What a user says beside the file; the same on the command line and in the API. */
export interface ImportOptions {
  crs?: string
  encoding?: string
  layer?: string
  /** Column → field; '-' for none. */
  map: { column: string; field: string }[]
  /** As the office mapped the same header last time; frozen here so that a job taken up again reads the file alike. */
  remembered?: { column: string; field: string }[]
  edits?: ImportEdits
  header?: { fromRow: number; toRow: number }
  /** Code of a question → answer. */
  answers: Record<string, string>
  /** Good rows are taken where only rows are refused. */
  acceptRows: boolean
  /** What is stored and not in the file ends. */
  replace: boolean
  /** YYYY-MM-DD: what day the data speaks of. */
  dataDate?: string
  /** The version that was examined: another one since then refuses the import. */
  baseVersion?: number
}

/** As the doctor takes them. Refuses a coordinate system that is on no list. */
export function toDoctorOptions({ crs: name, layer, map, remembered, header, answers }: ImportOptions): DoctorOptions {
  const crs = name === undefined ? undefined : findCrs(name)
  if (name !== undefined && !crs) throw unknownCrs(name)
  return { crs, layer, map, remembered, header, answers }
}

function unknownCrs(name: string): InputRefused {
  return new InputRefused([
    {
      code: 'CRS_NOT_TAKEN',
      severity: 'error',
      message: { zh: `不支持坐标系「${name}」`, en: `The coordinate system ${name} is not taken` },
      fix: {
        zh: '可用：EPSG:4490、EPSG:4326、EPSG:4491–4554（CGCS2000 高斯–克吕格）、EPSG:3857、GCJ-02、BD-09',
        en: 'Taken: EPSG:4490, EPSG:4326, EPSG:4491–4554 (CGCS2000 Gauss–Krüger), EPSG:3857, GCJ-02, BD-09',
      },
    },
  ])
}
