import type { MultiPolygon, Polygon } from 'geojson'
import type { MultiPolygonCoordinates } from '../../core/coverage/places.ts'
import { isAboveTownship } from '../../core/imports/units/check-unit-rows.ts'
import { tierOfCode } from '../../core/imports/units/unit-code.ts'
import type { ImportRecord } from '../../core/imports/report.ts'
import { refuse, type Problem } from '../../core/problems.ts'
import { formatCountyCode } from '../../county-code.ts'
import type { DataSource, Db, Tx } from '../../db/schema.ts'
import { getCountyBoundary, insertRegion, listRegions, type AdminRegion } from '../../regions/regions.repository.ts'
import { toEwkb, toMulti } from '../ewkb.ts'
import { findReferenceCounty, type ReferenceCounty } from '../reference-counties.ts'
import { dayOf, isSurface } from '../stores/store.ts'

export interface CountyOfUnits {
  /** Hexadecimal EWKB. */
  boundary: string
  /** Where the file draws it; null where the doctor knew it already. */
  coordinates: MultiPolygonCoordinates | null
  /** The row of the file that draws it; undefined where it is stored or of the reference list. */
  row: ImportRecord | undefined
  problems: Problem[]
  assumptions: { zh: string; en: string }[]
  /** Writes what the tree above the units lacks; the outline as it stands after mending. */
  write(tx: Tx, boundary: string): Promise<void>
}

/**
 * The county that units belong to. One that is stored stays as it is: its outline is under its runs. Another comes from the
 * file's own row (six digits and an outline), else from the reference boundaries of the product; without either it is refused.
 */
export async function findCountyOfUnits(db: Db, countyCode: number, records: readonly ImportRecord[], source: DataSource, today: string): Promise<CountyOfUnits> {
  const rows = new Map(records.filter(({ fields }) => isAboveTownship(String(fields.unitCode))).map((record) => [tierOfCode(String(record.fields.unitCode)), record]))
  const own = rows.get('county')
  const known = new Map((await listRegions(db)).map((region) => [region.code, region]))
  const stored = known.get(countyCode)
  const above = regionsAbove(countyCode, rows, source, today)
  const [prefecture, province] = [Math.floor(countyCode / 100) * 100, Math.floor(countyCode / 10_000) * 10_000]
  const has = (code: number) => known.has(code) || above.some((region) => region.code === code)
  const parentCode = has(prefecture) ? prefecture : has(province) ? province : null
  const insert = async (tx: Tx, region: AdminRegion) => {
    await insertRegion(tx, { ...region, parentCode: region.level === 'prefecture' && !has(province) ? null : region.parentCode })
  }
  if (stored?.centre) {
    const kept = own && isSurface(own.geometry) && toEwkb(toMulti(own.geometry!)) !== toEwkb(await getCountyBoundary(db, countyCode))
    return {
      boundary: toEwkb(toMulti(await getCountyBoundary(db, countyCode))),
      coordinates: null,
      row: undefined,
      problems: kept ? [boundaryKept(own)] : [],
      assumptions: [],
      async write(tx) {
        for (const region of above) if (!known.has(region.code)) await insert(tx, region)
      },
    }
  }
  const reference = own && isSurface(own.geometry) ? undefined : await findReferenceCounty(countyCode)
  const outline = own && isSurface(own.geometry) ? (own.geometry as Polygon | MultiPolygon) : reference?.boundary
  if (!outline) throw countyMissing(countyCode)
  const name = String(own?.fields.name ?? reference?.name ?? stored?.name)
  return {
    boundary: toEwkb(toMulti(outline)),
    coordinates: reference ? null : ((toMulti(outline) as MultiPolygon).coordinates as unknown as MultiPolygonCoordinates),
    row: reference ? undefined : own,
    problems: [...(parentCode === null ? [prefectureMissing(prefecture)] : []), ...(reference ? [boundaryOfReference(reference)] : [])],
    assumptions: reference ? [reference.assumption] : [],
    async write(tx, boundary) {
      for (const region of above) await insert(tx, region)
      const validFrom = (own && dayOf(own.fields.validFrom)) ?? today
      await insertRegion(tx, { code: countyCode, name, nameEn: name, level: 'county', parentCode, validFrom, source: reference?.source ?? source, boundary })
    },
  }
}

/** Prefecture and province, where the file has a row of theirs: by name, without an outline. */
function regionsAbove(countyCode: number, rows: ReadonlyMap<string, ImportRecord>, source: DataSource, today: string): AdminRegion[] {
  return (['province', 'prefecture'] as const).flatMap((level): AdminRegion[] => {
    const row = rows.get(level)
    if (!row) return []
    const code = Math.floor(countyCode / (level === 'province' ? 10_000 : 100)) * (level === 'province' ? 10_000 : 100)
    const name = String(row.fields.name)
    const parentCode = level === 'province' ? null : Math.floor(countyCode / 10_000) * 10_000
    return [{ code, name, nameEn: name, level, parentCode, validFrom: today, source, boundary: null }]
  })
}

function boundaryKept({ row }: ImportRecord): Problem {
  return {
    code: 'COUNTY_BOUNDARY_KEPT',
    severity: 'warning',
    row,
    message: { zh: '库中已有县界，文件中的县界未采用：县界不分版本，改动会使已发布的批次失去依据', en: 'The county has a boundary already, and keeps it: runs stand on it' },
  }
}

function boundaryOfReference({ assumption, name }: ReferenceCounty): Problem {
  return { code: 'COUNTY_BOUNDARY_REFERENCE', severity: 'warning', value: name, message: assumption, fix: { zh: '如有正式县界，请先在文件中加一行县级记录', en: 'Where you have the official outline, add a row for the county first' } }
}

function prefectureMissing(code: number): Problem {
  return {
    code: 'PREFECTURE_UNKNOWN',
    severity: 'warning',
    value: String(code),
    message: { zh: `没有上级市（州）${code} 的名称，该县单独列出，不能按市（州）汇总`, en: `Nothing is known of the prefecture ${code}: the county is listed by itself` },
    fix: { zh: `请在文件中加一行：代码 ${code}、名称、级别「市」`, en: `Add a row with the code ${code} and the name` },
  }
}

function countyMissing(countyCode: number) {
  return refuse('COUNTY_BOUNDARY_MISSING', `库中没有县（区）${countyCode}，文件中也没有它的县界`, `County ${countyCode} is not stored, and the file does not hold its boundary`, {
    value: String(countyCode),
    fix: {
      zh: `请在文件中加一行县级记录：代码 ${formatCountyCode(countyCode)}、县名、级别「县」，图形为县界`,
      en: `Add a row for the county itself: the code ${formatCountyCode(countyCode)}, its name, and its outline as geometry`,
    },
  })
}
