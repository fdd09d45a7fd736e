import type { MultiPolygon } from 'geojson'
import type { MultiPolygonCoordinates } from '../core/coverage/places.ts'
import type { KnownPlaceName } from '../core/imports/references.ts'
import type { ImportContext, KnownRecord } from '../core/imports/region.ts'
import { openGraph } from '../core/network/graph-file.ts'
import { formatCountyCode } from '../county-code.ts'
import type { DataKind, Db } from '../db/schema.ts'
import type { VersionedTable } from '../db/tables.ts'
import { AppError } from '../errors.ts'
import { getGraphBytes } from '../network/network.repository.ts'
import { unknownCounty } from '../regions/known-county.ts'
import { findCounty, getCountyBoundary, listRegions, listUnitBoundaries, listUnits } from '../regions/regions.repository.ts'
import { listNewestVersions } from '../versions/versions.repository.ts'
import { toMulti } from './ewkb.ts'
import { listStoredRecords } from './records.repository.ts'
import { findReferenceCounty } from './reference-counties.ts'
import { createUnitFinder, isTownship, type UnitFinder } from './stores/unit-finder.ts'

/** Whose data a kind of import is: a stored county's, also that of a county still to come, or any region's of the tree. */
export type ImportScope = 'county' | 'county_or_new' | 'region'

export interface CountyContext {
  /** False for a county that its units are still to bring, and for a region above the counties. */
  stored: boolean
  context: ImportContext
  units: UnitFinder
  versionOf(kind: DataKind): number
}

const placeTables: { kind: DataKind; table: VersionedTable; code: string; geometry: string[] }[] = [
  { kind: 'facilities', table: 'facilities', code: 'facility_code', geometry: ['location'] },
  { kind: 'residential_areas', table: 'residential_areas', code: 'area_code', geometry: ['boundary', 'entrances'] },
]

/** What the doctor holds an import against, as the county's newest versions have it. `records` stay empty: the plan compares them. */
export async function loadImportContext(db: Db, countyCode: number, today: string, scope: ImportScope = 'county'): Promise<CountyContext> {
  const county = await findCounty(db, countyCode)
  if (!county && scope !== 'county') return loadUnstored(db, countyCode, today, scope)
  if (!county) throw unknownCounty(countyCode)
  const newest = new Map((await listNewestVersions(db, countyCode)).map(({ kind, version }) => [kind, version]))
  const versionOf = (kind: DataKind) => newest.get(kind) ?? 0
  const units = await loadUnits(db, countyCode, versionOf('units'))
  const places: KnownRecord[] = []
  const named: Record<string, KnownPlaceName[]> = {}
  const unitCodeOf = new Map(units.map(({ id, unitCode }) => [id, unitCode]))
  for (const { kind, table, code, geometry } of placeTables) {
    const known = (named[kind] = [] as KnownPlaceName[])
    for (const { columns, at } of await listStoredRecords(db, table, geometry, countyCode, versionOf(kind))) {
      const [ownCode, name] = [String(columns[code]), String(columns.name)]
      places.push({ code: ownCode, name, at, fields: {} })
      const within = [columns.unit_id, columns.community_id].flatMap((id) => (typeof id === 'string' ? (unitCodeOf.get(id) ?? []) : []))
      known.push({ code: ownCode, name, within, phase: typeof columns.phase === 'number' ? columns.phase : null })
    }
  }
  const roadsVersion = versionOf('roads')
  const boundary = (await getCountyBoundary(db, countyCode)).coordinates as unknown as MultiPolygonCoordinates
  const code = formatCountyCode(countyCode)
  return {
    stored: true,
    context: {
      region: { code, name: county.name, boundary },
      units: units.map(({ unitCode, name, boundary }) => ({ code: unitCode, name, boundary })),
      records: [],
      places,
      roads: roadsVersion > 0 ? openGraph(alignedCopy(await getGraphBytes(db, countyCode, roadsVersion))) : null,
      references: {
        units: units.map(({ unitCode, name, level, parentId }) => ({
          code: unitCode,
          name,
          isTownship: isTownship({ level }),
          parentCode: (parentId === null ? undefined : unitCodeOf.get(parentId)) ?? null,
        })),
        areas: named.residential_areas,
        facilities: named.facilities,
      },
      today,
    },
    units: createUnitFinder(units, { code, name: county.name }),
    versionOf,
  }
}

async function loadUnstored(db: Db, countyCode: number, today: string, scope: ImportScope): Promise<CountyContext> {
  const code = formatCountyCode(countyCode)
  const named = (await listRegions(db)).find((region) => region.code === countyCode)
  if (scope === 'region' ? !named : code.endsWith('00')) throw new AppError('COUNTY_UNKNOWN', `没有县（区）或地区 ${code}`, `No county or region ${code}`)
  const reference = scope === 'county_or_new' ? await findReferenceCounty(countyCode) : undefined
  const name = named?.name ?? reference?.name ?? code
  const boundary = reference ? (toMulti(reference.boundary) as MultiPolygon).coordinates as unknown as MultiPolygonCoordinates : null
  return {
    stored: false,
    context: { region: { code, name, boundary }, units: [], records: [], places: [], roads: null, today },
    units: createUnitFinder([], { code, name }),
    versionOf: () => 0,
  }
}

async function loadUnits(db: Db, countyCode: number, version: number) {
  const boundaries = new Map((await listUnitBoundaries(db, countyCode, version)).map(({ id, boundary }) => [id, boundary.coordinates]))
  return (await listUnits(db, countyCode, version)).map((unit) => ({
    ...unit,
    boundary: (boundaries.get(unit.id) ?? null) as unknown as MultiPolygonCoordinates | null,
  }))
}

/** A driver's bytes may lie anywhere in a pool: a graph's arrays need a buffer of their own. */
function alignedCopy(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer
}
