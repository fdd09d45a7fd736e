import type { Counts } from '../core/coverage/summarise.ts'
import { findCrs, resolveCrs } from '../core/imports/crs.ts'
import type { ImportRecord } from '../core/imports/report.ts'
import { checkCells, type PopulationCell } from '../core/population/cell-source.ts'
import { InputRefused, refuse } from '../core/problems.ts'
import { canonicalJson, sha256Hex } from '../hashing.ts'
import { readPopulationCells, storePopulationCells } from '../population/population.service.ts'
import type { PlanMaterial } from './examine-import.ts'
import type { ImportPlan } from './import-plan.ts'
import type { RawRaster } from '../core/imports/raw-table.ts'
import { rasterToCells, type PopulationRaster } from '../core/population/raster-source.ts'
import { populationStore } from './stores/population.store.ts'
import { planTable } from './table-plan.ts'

/** Cells of 0.015 km²: finer than the surface that shows them. */
const rasterResolution = 10
const noCounts: Counts = { residents: null, residents_60_plus: null, residents_80_plus: null, households: null }

/** People come by unit, by H3 cell or as a raster; the last two take the place of the whole H3 table. */
export async function planPopulation(material: PlanMaterial): Promise<ImportPlan> {
  const { raw, records, options, db, countyCode, kind, baseVersion, county } = material
  if (raw.raster) {
    const cells = rasterToCells(toRaster(raw.raster, options.crs), rasterResolution)
    return planCells(material, cells.map(({ cell, people }) => ({ cell, counts: { ...noCounts, residents: people } })), [
      { zh: `栅格人口按面积摊入 H3 ${rasterResolution} 级单元，合计取整到人`, en: `People of pixels are shared out by area to H3 cells of resolution ${rasterResolution}, in whole people` },
    ])
  }
  const inCells = records.filter(({ fields }) => typeof fields.h3 === 'string')
  if (inCells.length === 0) {
    return planTable(db, populationStore, { countyCode, kind, baseVersion, records: records.map(named), replace: options.replace }, county.units)
  }
  if (inCells.length < records.length)
    throw refuse('POPULATION_MIXED', '同一张表中有的行有 H3 单元、有的没有，请分开导入', 'Some rows have an H3 cell and others have none: import them apart')
  const cells = inCells.map(toCell)
  const problems = checkCells(cells).map((problem) => ({ ...problem, row: problem.row === undefined ? undefined : inCells[problem.row - 2].row }))
  if (problems.length > 0) throw new InputRefused(problems)
  return planCells(material, cells, [])
}

async function planCells({ db, countyCode, baseVersion }: PlanMaterial, cells: readonly PopulationCell[], assumptions: ImportPlan['assumptions']): Promise<ImportPlan> {
  const before = await readPopulationCells(db, countyCode, baseVersion)
  return {
    dataKind: 'population',
    changes: compareCells(before, cells),
    problems: [],
    assumptions,
    async write(tx, version) {
      await storePopulationCells(tx, countyCode, version, { cells })
      return sha256Hex(canonicalJson({ baseVersion, cells }))
    },
  }
}

export function compareCells(before: readonly PopulationCell[], after: readonly PopulationCell[]): ImportPlan['changes'] {
  const known = new Map(before.map(({ cell, counts }) => [cell, canonicalJson(counts)]))
  const changes = { inserted: 0, updated: 0, unchanged: 0, ended: 0 }
  for (const { cell, counts } of after) {
    const stored = known.get(cell)
    changes[stored === undefined ? 'inserted' : stored === canonicalJson(counts) ? 'unchanged' : 'updated']++
    known.delete(cell)
  }
  return { ...changes, ended: known.size }
}

function toCell({ fields }: ImportRecord): PopulationCell {
  const count = (name: string) => (typeof fields[name] === 'number' ? fields[name] : null)
  const counts = { residents: count('residents'), residents_60_plus: count('residents60Plus'), residents_80_plus: count('residents80Plus'), households: count('households') }
  return { cell: String(fields.h3).toLowerCase(), counts }
}

/** A table of people often has its unit in the column 名称: that is the unit it speaks of. */
function named(record: ImportRecord): ImportRecord {
  const { fields } = record
  if (fields.unitCode ?? fields.township ?? fields.community ?? null) return record
  return { ...record, fields: { ...fields, township: fields.name ?? null, community: fields.name ?? null } }
}

function toRaster(raster: RawRaster, crsName: string | undefined): PopulationRaster {
  const named = crsName === undefined ? undefined : findCrs(crsName)
  const declared = named ? { crs: named } : resolveCrs(raster.crs)
  if (!('crs' in declared) || !declared.crs.geographic || declared.crs.approximate)
    throw refuse('RASTER_CRS', '人口栅格需为经纬度（EPSG:4490 或 EPSG:4326），重投影会改变人数', 'A raster of people must be in degrees: warping it would change its people', {
      fix: { zh: '请在原软件中按总数不变的方式重采样到 EPSG:4490 后导入', en: 'Resample it to EPSG:4490 keeping the sum, and import again' },
    })
  const [west, south, east, north] = raster.bounds
  return {
    ...{ west, north, columns: raster.width, rows: raster.height, values: Array.from(raster.values, (value) => (value >= 0 && value < Infinity ? value : NaN)) },
    ...{ pixelWidth: (east - west) / raster.width, pixelHeight: (north - south) / raster.height, noData: null },
  }
}
