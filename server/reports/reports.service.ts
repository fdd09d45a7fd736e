import { writeAudit } from '../audit/audit.repository.ts'
import type { Actor } from '../auth/actor.ts'
import type { OutputWish } from '../contract/outputs.ts'
import { createVectorWriter } from './files/write-vector.ts'
import { gather, type Sources } from './gather.ts'
import { drawing, geoPackage, zippedShapefiles } from './layers/layer-files.ts'
import type { Material } from './material.ts'
import { scenarioWorkbook } from './workbook/scenario-workbook.ts'

export const layerFormats = ['gpkg', 'shp.zip', 'dxf'] as const
export type LayerFormat = (typeof layerFormats)[number]

export interface OutputFile {
  name: string
  bytes: Uint8Array
}

export interface ReportsService {
  /** The layers of a scenario as one file; every download is logged. */
  layers(actor: Actor, countyCode: number, scenarioId: string, format: LayerFormat, wish: OutputWish, signal: AbortSignal): Promise<OutputFile>
  /** The report of a scenario as a workbook. */
  workbook(actor: Actor, countyCode: number, scenarioId: string, wish: Omit<OutputWish, 'crs'>, signal: AbortSignal): Promise<OutputFile>
}

export function createReportsService(sources: Sources): ReportsService {
  const write = createVectorWriter()
  const { db, now } = sources

  async function handOut(actor: Actor, countyCode: number, { county, scenario, run }: Material, what: string, bytes: Uint8Array): Promise<OutputFile> {
    const detail = { file: what, revision: scenario.revision, run: run?.id ?? null, bytes: bytes.length }
    await db.transaction().execute((tx) => writeAudit(tx, actor, { countyCode, at: now(), action: 'scenario.export', entityKind: 'scenario', entityId: scenario.id, detail }))
    return { name: `${county.code}-${safeName(scenario.name)}-r${scenario.revision}${what}`, bytes }
  }

  return {
    async layers(actor, countyCode, scenarioId, format, { run, revision, crs, language }, signal) {
      const material = await gather(sources, actor, { countyCode, scenarioId, run, revision, circles: true, checks: false }, signal)
      const bytes =
        format === 'gpkg'
          ? await geoPackage(write, material, crs, language, signal)
          : format === 'shp.zip'
            ? await zippedShapefiles(write, material, crs, language, signal)
            : drawing(material, crs, language)
      return handOut(actor, countyCode, material, `-${crs}.${format}`, bytes)
    },

    async workbook(actor, countyCode, scenarioId, { run, revision, language }, signal) {
      const material = await gather(sources, actor, { countyCode, scenarioId, run, revision, circles: false, checks: true }, signal)
      return handOut(actor, countyCode, material, '.xlsx', await scenarioWorkbook(material, language, now()))
    },
  }
}

/** A name that every file system takes. */
function safeName(name: string): string {
  return name.replace(/[\p{Cc}<>:"/\\|?*]+/gu, '_').trim().slice(0, 60) || 'scenario'
}
