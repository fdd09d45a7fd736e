import { epsgOf, outputCrsChoices, zoneOf, type OutputCrs } from '../../../../server/contract/outputs.ts'

/** What a scenario can be downloaded as, and the end of its address. */
export const fileFormats = { gpkg: 'layers.gpkg', shp: 'layers.shp.zip', dxf: 'layers.dxf', xlsx: 'report.xlsx' } as const
export type FileFormat = keyof typeof fileFormats

/** The systems that a format can be in; a workbook holds two of them side by side. */
export function systemsOf(format: FileFormat): readonly OutputCrs[] {
  if (format === 'xlsx') return []
  return format === 'dxf' ? outputCrsChoices.filter((crs) => crs !== 'degrees') : outputCrsChoices
}

/** The one chosen, or the first that the format can be in. */
export function systemFor(format: FileFormat, chosen: OutputCrs): OutputCrs | null {
  const systems = systemsOf(format)
  return systems.includes(chosen) ? chosen : (systems[0] ?? null)
}

export interface SystemWords extends Record<string, number> {
  epsg: number
  zone: number
  meridian: number
}

/** The figures that name a system for this county. */
export function systemWords(bbox: readonly [number, number, number, number], crs: OutputCrs): SystemWords {
  const zone = zoneOf(bbox)
  return { epsg: epsgOf(crs, zone), zone, meridian: zone * 3 }
}

interface FileWish {
  code: string
  scenarioId: string
  revision: number
  runId: string | null
  format: FileFormat
  crs: OutputCrs | null
  language: 'zh' | 'en'
}

/** Names the run and the revision on screen, so that the file and the page never differ. */
export function pathOfFile({ code, scenarioId, revision, runId, format, crs, language }: FileWish): string {
  const query = new URLSearchParams({ revision: String(revision), language, ...(crs ? { crs } : {}), ...(runId ? { run: runId } : {}) })
  return `/counties/${code}/scenarios/${scenarioId}/${fileFormats[format]}?${query.toString()}`
}
